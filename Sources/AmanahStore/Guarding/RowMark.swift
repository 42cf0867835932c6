import AmanahCore
import AmanahLedger
import GRDBSQLite

/// What a row's mark is over: the table, the row's id, and each column that is not NULL by its name, kind and value.
///
/// `HMAC-SHA256(key, u8 table ‖ u16 length, id ‖ for each column (u8 length, name ‖ u8 kind ‖ value))`, the first 16 bytes.
/// Integers are 8 bytes, texts and blobs have a u32 length before them. Without the key no mark can be made, and a row's
/// mark is no other row's.
struct RowMark {
    static let length = 16
    private var mac: ShortMAC

    /// - Parameter key: 32 bytes.
    init(_ table: GuardedTable, _ id: String, key: [UInt8]) {
        mac = ShortMAC(key: key)
        mac.append(table.rawValue)
        mac.append(UInt8(id.utf8.count >> 8 & 0xFF))
        mac.append(UInt8(id.utf8.count & 0xFF))
        mac.append(id)
    }

    mutating func add(_ name: String, _ value: Int64) {
        head(name, 1)
        for shift in stride(from: 56, through: 0, by: -8) {
            mac.append(UInt8(truncatingIfNeeded: value >> Int64(shift)))
        }
    }

    mutating func add(_ name: String, _ text: String) {
        head(name, RowMark.text, count: text.utf8.count)
        mac.append(text)
    }

    mutating func add(_ name: String, _ bytes: [UInt8]) {
        bytes.withUnsafeBytes { add(name, RowMark.blob, $0) }
    }

    fileprivate static let text: UInt8 = 3
    fileprivate static let blob: UInt8 = 4

    /// A text by its UTF-8, or a blob.
    fileprivate mutating func add(_ name: String, _ kind: UInt8, _ bytes: UnsafeRawBufferPointer) {
        head(name, kind, count: bytes.count)
        mac.append(bytes)
    }

    private mutating func head(_ name: String, _ kind: UInt8) {
        mac.append(UInt8(truncatingIfNeeded: name.utf8.count))
        mac.append(name)
        mac.append(kind)
    }

    private mutating func head(_ name: String, _ kind: UInt8, count: Int) {
        head(name, kind)
        for shift in [24, 16, 8, 0] { mac.append(UInt8(truncatingIfNeeded: count >> shift)) }
    }

    /// Nothing may be added afterwards.
    mutating func finish() -> [UInt8] { mac.finish(first: RowMark.length) }
}

extension DirectStatement {
    /// Adds a column by the kind that SQLite keeps it as.
    func add(_ column: CInt, _ name: String, to mark: inout RowMark) {
        switch type(column) {
        case SQLITE_NULL: break
        case SQLITE_INTEGER: mark.add(name, integer(column))
        case SQLITE_BLOB: withBytes(column) { mark.add(name, RowMark.blob, $0) }
        default: withBytes(column) { mark.add(name, RowMark.text, $0) }
        }
    }
}

extension KeyRing {
    /// The mark of a customer's row, whose columns are those of ``GuardedTable/columns``.
    func mark(_ row: CustomerRow) -> [UInt8] {
        var mark = RowMark(.customers, row.id.rawValue, key: guardingBytes)
        mark.add("customer_id", row.id.rawValue)
        mark.add("unit_id", row.unit.rawValue)
        mark.add("sensitivity", row.sensitivity.rawValue)
        if let staff = row.staff { mark.add("staff_person_id", staff.rawValue) }
        if let household = row.household { mark.add("household", household) }
        return mark.finish()
    }
}
