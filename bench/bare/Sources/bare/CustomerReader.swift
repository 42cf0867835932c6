import GRDB
import GRDBSQLite
import NIOCore

/// Reads one row by its key and writes it as a JSON object, as fast as GRDB allows: a cached statement, columns by
/// position, no row object and no `Codable`.
struct CustomerReader: Sendable {
    let pool: DatabasePool
    /// A statement with one parameter, the key.
    let sql: String

    /// Opens `path` for reading. Nothing is written to the file.
    ///
    /// - Parameter readers: connections held open at most.
    init(path: String, sql: String, readers: Int) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = readers
        pool = try DatabasePool(path: path, configuration: configuration)
        self.sql = sql
    }

    /// Appends the row of `key` to `buffer` as `{"column":"value",...}`.
    ///
    /// Blocks the calling thread for the read: measured faster than the asynchronous hop while the file is in memory.
    ///
    /// - Returns: `false` where there is no such row; `buffer` is then untouched.
    func write(key: String, into buffer: inout ByteBuffer) throws -> Bool {
        try pool.unsafeRead { db in
            let statement = try db.cachedStatement(sql: sql)
            let handle = statement.sqliteStatement
            defer { sqlite3_reset(handle) }
            var key = key
            let code = key.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    // The key outlives the step, so SQLite need not copy it (SQLITE_STATIC is a null destructor).
                    sqlite3_bind_text(handle, 1, characters.baseAddress, Int32(characters.count), nil)
                    return sqlite3_step(handle)
                }
            }
            guard code == SQLITE_ROW else { return false }
            buffer.writeStaticString("{")
            for column in 0..<sqlite3_column_count(handle) {
                if column > 0 { buffer.writeStaticString(",") }
                writeQuoted(sqlite3_column_name(handle, column), count: nil, into: &buffer)
                buffer.writeStaticString(":")
                writeValue(handle, column, into: &buffer)
            }
            buffer.writeStaticString("}")
            return true
        }
    }

    private func writeValue(_ handle: SQLiteStatement, _ column: Int32, into buffer: inout ByteBuffer) {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER:
            buffer.writeString(String(sqlite3_column_int64(handle, column)))
        case SQLITE_TEXT:
            sqlite3_column_text(handle, column)?.withMemoryRebound(to: CChar.self, capacity: 1) { text in
                writeQuoted(text, count: Int(sqlite3_column_bytes(handle, column)), into: &buffer)
            }
        default:
            buffer.writeStaticString("null")
        }
    }

    /// Writes a JSON string (RFC 8259, section 7): runs that need no escape are copied whole.
    ///
    /// - Parameter count: bytes of `text`, or `nil` where a NUL ends it.
    private func writeQuoted(_ text: UnsafePointer<CChar>?, count: Int?, into buffer: inout ByteBuffer) {
        buffer.writeStaticString("\"")
        defer { buffer.writeStaticString("\"") }
        guard let text else { return }
        let bytes = UnsafeRawBufferPointer(start: text, count: count ?? strlen(text))
        var start = 0
        for index in 0..<bytes.count where bytes[index] < 0x20 || bytes[index] == 0x22 || bytes[index] == 0x5C {
            buffer.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
            let digits = Array("0123456789abcdef".utf8)
            buffer.writeStaticString("\\u00")
            buffer.writeInteger(digits[Int(bytes[index] >> 4)])
            buffer.writeInteger(digits[Int(bytes[index] & 0x0F)])
            start = index + 1
        }
        buffer.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[start..<bytes.count]))
    }

    private func strlen(_ text: UnsafePointer<CChar>) -> Int {
        var length = 0
        while text[length] != 0 { length += 1 }
        return length
    }
}
