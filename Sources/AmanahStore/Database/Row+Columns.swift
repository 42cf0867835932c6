import Foundation
import GRDB

/// What a column may hold, and what is read where somebody edited it to hold something else.
///
/// The library ends the process at a column of another type. A database that was edited is to be found out and named, by the
/// marks of its rows and by the log's own hashes: what is read instead is empty, as ``DirectStatement`` reads it, and holds
/// against neither.
protocol ColumnValue: DatabaseValueConvertible & StatementColumnConvertible {
    static var unreadable: Self { get }
}

extension Int64: ColumnValue { static var unreadable: Int64 { 0 } }
extension UInt8: ColumnValue { static var unreadable: UInt8 { 0 } }
extension Int: ColumnValue { static var unreadable: Int { 0 } }
extension Bool: ColumnValue { static var unreadable: Bool { false } }
extension String: ColumnValue { static var unreadable: String { "" } }
extension Data: ColumnValue { static var unreadable: Data { Data() } }
extension Optional: ColumnValue where Wrapped: ColumnValue { static var unreadable: Wrapped? { nil } }

extension Row {
    /// The column's value, or ``ColumnValue/unreadable``.
    func column<Value: ColumnValue>(_ index: Int) -> Value {
        (try? decode(Value.self, atIndex: index)) ?? Value.unreadable
    }

    /// Whether the column holds something that is no such value: neither one nor NULL.
    func hasAnother<Value: ColumnValue>(_ index: Int, than type: Value.Type) -> Bool {
        do { _ = try decode(Value?.self, atIndex: index) } catch { return true }
        return false
    }
}
