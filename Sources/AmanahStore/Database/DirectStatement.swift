import GRDB
import GRDBSQLite

/// One run of a prepared statement, stepped where SQLite keeps it.
///
/// What every look runs costs less than the boxes that the library makes of its arguments and rows (they took a fifth of a
/// look's time). Anything that is not on that path is better off with `rows` and `first`.
struct DirectStatement {
    private let handle: OpaquePointer
    private let room: BindingRoom

    /// SQLite copies what is bound with this in place of a destructor.
    ///
    /// Source: SQLite, *Binding Values To Prepared Statements*, `SQLITE_TRANSIENT`.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    fileprivate init(_ handle: OpaquePointer, _ room: BindingRoom) {
        self.handle = handle
        self.room = room
    }

    /// Forgets the row and the arguments: the statement may be run once more.
    func rewind() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        room.empty()
    }

    // MARK: Arguments, counted from 1

    func bind(_ index: CInt, _ text: String) throws {
        var text = text
        try checked(
            text.withUTF8 { bytes in
                let kept = room.keep(UnsafeRawBufferPointer(bytes))
                guard let start = kept ?? UnsafeRawPointer(bytes.baseAddress) else {
                    return sqlite3_bind_text(handle, index, "", 0, nil)
                }
                return sqlite3_bind_text(
                    handle, index, start.assumingMemoryBound(to: CChar.self), CInt(bytes.count),
                    kept == nil ? DirectStatement.copied : nil)
            })
    }

    func bind(_ index: CInt, _ number: Int64) throws { try checked(sqlite3_bind_int64(handle, index, number)) }

    func bind(_ index: CInt, _ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try bind(index, $0) } }

    func bind(_ index: CInt, _ bytes: UnsafeRawBufferPointer) throws {
        let kept = room.keep(bytes)
        guard let start = kept ?? bytes.baseAddress, !bytes.isEmpty else {
            return try checked(sqlite3_bind_zeroblob(handle, index, 0))
        }
        try checked(
            sqlite3_bind_blob(
                handle, index, start, CInt(bytes.count), kept == nil ? DirectStatement.copied : nil))
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
    func bytes(_ column: CInt) -> [UInt8] { withBytes(column) { Array($0) } }

    /// The bytes where SQLite keeps them; a text's are its UTF-8. Empty where the column is NULL.
    func withBytes<T>(_ column: CInt, _ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
        let start = sqlite3_column_blob(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
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
        return try withUnsafeTemporaryAllocation(byteCount: BindingRoom.bytes, alignment: 8) { memory in
            try withExtendedLifetime(cached) {
                let statement = DirectStatement(cached.sqliteStatement, BindingRoom(memory))
                defer { statement.rewind() }
                return try run(statement)
            }
        }
    }

    /// Runs a cached statement that takes nothing and gives nothing.
    func direct(_ sql: String) throws { try direct(sql) { _ = try $0.step() } }
}
