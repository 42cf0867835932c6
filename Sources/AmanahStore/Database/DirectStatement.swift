import GRDB
import GRDBSQLite

/// One run of a prepared statement, stepped where SQLite keeps it.
///
/// What every look runs costs less than the boxes that the library makes of its arguments and rows (they took a fifth of a
/// look's time). Anything that is not on that path is better off with `rows` and `first`.
struct DirectStatement {
    private let handle: OpaquePointer

    /// SQLite copies what is bound with this in place of a destructor.
    ///
    /// Source: SQLite, *Binding Values To Prepared Statements*, `SQLITE_TRANSIENT`.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    fileprivate init(_ handle: OpaquePointer) { self.handle = handle }

    fileprivate func rewind() { sqlite3_reset(handle) }

    // MARK: Arguments, counted from 1

    func bind(_ index: CInt, _ text: String) throws {
        var text = text
        try checked(
            text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    characters.isEmpty
                        ? sqlite3_bind_text(handle, index, "", 0, nil)
                        : sqlite3_bind_text(
                            handle, index, characters.baseAddress, CInt(characters.count), DirectStatement.copied)
                }
            })
    }

    func bind(_ index: CInt, _ number: Int64) throws { try checked(sqlite3_bind_int64(handle, index, number)) }

    func bind(_ index: CInt, _ bytes: [UInt8]) throws {
        try checked(
            bytes.withUnsafeBytes { bytes in
                bytes.isEmpty
                    ? sqlite3_bind_zeroblob(handle, index, 0)
                    : sqlite3_bind_blob(handle, index, bytes.baseAddress, CInt(bytes.count), DirectStatement.copied)
            })
    }

    func bindNull(_ index: CInt) throws { try checked(sqlite3_bind_null(handle, index)) }

    func bind(_ index: CInt, _ text: String?) throws {
        if let text { try bind(index, text) } else { try bindNull(index) }
    }

    func bind(_ index: CInt, _ number: Int64?) throws {
        if let number { try bind(index, number) } else { try bindNull(index) }
    }

    func bind(_ index: CInt, _ bytes: [UInt8]?) throws {
        if let bytes { try bind(index, bytes) } else { try bindNull(index) }
    }

    private func checked(_ code: CInt) throws {
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    // MARK: Rows

    /// Whether a row stands there now; `false` when the statement is done.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code))
        }
    }

    // MARK: Columns of the row, counted from 0

    func type(_ column: CInt) -> CInt { sqlite3_column_type(handle, column) }

    private func isNull(_ column: CInt) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    /// Empty where the column is NULL.
    func text(_ column: CInt) -> String {
        guard let start = sqlite3_column_text(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func textOrNull(_ column: CInt) -> String? { isNull(column) ? nil : text(column) }

    func integer(_ column: CInt) -> Int64 { sqlite3_column_int64(handle, column) }

    func integerOrNull(_ column: CInt) -> Int64? { isNull(column) ? nil : integer(column) }

    /// Empty where the column is NULL.
    func bytes(_ column: CInt) -> [UInt8] {
        let start = sqlite3_column_blob(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return Array(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    func bytesOrNull(_ column: CInt) -> [UInt8]? { isNull(column) ? nil : bytes(column) }
}

extension Database {
    /// Runs a cached statement; it is rewound when `run` ends, however it ends.
    ///
    /// - Precondition: no other run of the same text is under way on this connection.
    /// - Throws: `DatabaseError`, or what `run` throws.
    func direct<T>(_ sql: String, _ run: (DirectStatement) throws -> T) throws -> T {
        let cached = try cachedStatement(sql: sql)
        return try withExtendedLifetime(cached) {
            let statement = DirectStatement(cached.sqliteStatement)
            defer { statement.rewind() }
            return try run(statement)
        }
    }

    /// Runs a cached statement that takes nothing and gives nothing.
    func direct(_ sql: String) throws { try direct(sql) { _ = try $0.step() } }
}
