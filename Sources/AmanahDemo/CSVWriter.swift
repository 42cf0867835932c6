import Foundation

/// Writes rows of a CSV file through a buffer; quotes what must be quoted.
///
/// Source: RFC 4180.
struct CSVWriter {
    private let file: FileHandle
    private var buffer: [UInt8] = []
    private static let flushed = 256 * 1024

    /// Creates or empties the file.
    init(_ url: URL, header: [String]) throws {
        try Data().write(to: url)
        file = try FileHandle(forWritingTo: url)
        buffer.reserveCapacity(Self.flushed + 4096)
        try row(header)
    }

    mutating func row(_ fields: [String]) throws {
        for (index, field) in fields.enumerated() {
            if index > 0 { buffer.append(0x2C) }
            append(field)
        }
        buffer.append(0x0A)
        if buffer.count >= Self.flushed { try flush() }
    }

    mutating func close() throws {
        try flush()
        try file.close()
    }

    private mutating func append(_ field: String) {
        let special = field.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        guard special else { return buffer.append(contentsOf: field.utf8) }
        buffer.append(0x22)
        for byte in field.utf8 {
            if byte == 0x22 { buffer.append(0x22) }
            buffer.append(byte)
        }
        buffer.append(0x22)
    }

    private mutating func flush() throws {
        try file.write(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}
