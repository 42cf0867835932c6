/// Bounds of what one row may cost.
package struct CSVLimits: Sendable {
    package var fieldBytes: Int
    package var rowBytes: Int
    package var fields: Int
    package init(fieldBytes: Int = 32 * 1024, rowBytes: Int = 1024 * 1024, fields: Int = 512) {
        self.fieldBytes = fieldBytes
        self.rowBytes = rowBytes
        self.fields = fields
    }
}

/// Reads comma-separated values row by row in bounded memory.
///
/// Quotes, quoted line breaks, LF and CRLF, and a byte order mark of UTF-8 are understood; empty lines are passed over.
/// Every row that comes out is UTF-8 without NUL. What does not follow the rules stops the reading with a `CSVError`
/// that names line and column; nothing is guessed. After an error the reader gives no more rows.
///
/// The fields of a row lie in the reader's buffer and are valid until the next call of ``next()``. O(n) over the file.
///
/// Source: RFC 4180.
package final class CSVReader {
    private struct Field {
        var start: Int
        var end: Int
        /// Line breaks in the row before this field.
        var lines: Int
        /// What the bytes are, as in ``classes``.
        var flags: UInt8 = 0
        var quoted = false
        /// A quoted field that holds doubled quotes.
        var doubled = false
    }

    private let source: any ByteSource
    private let limits: CSVLimits
    private var buffer: UnsafeMutableBufferPointer<UInt8>
    /// The unread part of the buffer.
    private var head = 0
    private var tail = 0
    private var atEnd = false
    private var failed = false
    private var fields: ContiguousArray<Field> = []
    private var nextLine = 1

    /// 1-based line on which the current row begins.
    package private(set) var line = 0

    /// Bytes of the file taken so far; for a progress bar.
    package var bytesRead: Int { source.consumed }

    /// - Parameter chunk: how many bytes are asked of the source at once, at least 16.
    package init(source: any ByteSource, limits: CSVLimits = CSVLimits(), chunk: Int = 256 * 1024) {
        self.source = source
        self.limits = limits
        buffer = .allocate(capacity: max(chunk, 16))
    }

    deinit { buffer.deallocate() }

    /// Advances to the next row; `false` at the end of the file.
    package func next() throws(CSVError) -> Bool {
        guard !failed else { return false }
        failed = true
        if nextLine == 1, head == 0, tail == 0 { try skipByteOrderMark() }
        while try scanRow() {
            if fields.count == 1, !fields[0].quoted, isEmpty(0) { continue }
            try checkText()
            failed = false
            return true
        }
        return false
    }

    // MARK: The current row

    /// Fields in the current row.
    package var count: Int { fields.count }

    /// 1-based line on which a field of the current row begins.
    package func line(of field: Int) -> Int { line + fields[field].lines }

    package func isEmpty(_ field: Int) -> Bool { fields[field].start == fields[field].end }

    /// Whether a field holds printable ASCII only.
    package func isPlain(_ field: Int) -> Bool { fields[field].flags == 0 }

    /// The bytes of a field without its quotes; valid until the next call of ``next()``.
    package func bytes(_ field: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[fields[field].start..<fields[field].end])
    }

    package func text(_ field: Int) -> String { String(decoding: bytes(field), as: UTF8.self) }

    // MARK: Scanning

    private static let quote: UInt8 = 0x22
    private static let comma: UInt8 = 0x2C
    private static let high: UInt8 = 1
    private static let control: UInt8 = 2
    private static let stop: UInt8 = 0x80

    /// What each byte is: 0 for printable ASCII, else one of the flags; `stop` where an unquoted field cannot go on.
    private static let classes = table(stops: [0x00, 0x0A, 0x0D, 0x22, 0x2C])
    /// The same within quotes.
    private static let quotedClasses = table(stops: [0x00, 0x22])

    private static func table(stops: [UInt8]) -> [UInt8] {
        (0...255).map { (byte: UInt8) in
            if stops.contains(byte) { return stop }
            return byte >= 0x80 ? high : byte < 0x20 || byte == 0x7F ? control : 0
        }
    }

    /// Finds the next row's fields; `false` at the end of the file. Blank lines come out as one empty field.
    private func scanRow() throws(CSVError) -> Bool {
        while true {
            if let end = try scanBuffered() {
                head = end
                return true
            }
            if atEnd { return false }
            try refill()
        }
    }

    /// The index behind the row that begins at `head`, or `nil` when the buffer holds no whole row.
    private func scanBuffered() throws(CSVError) -> Int? {
        guard head < tail, let base = buffer.baseAddress else { return nil }
        fields.removeAll(keepingCapacity: true)
        line = nextLine
        let end = try Self.classes.withUnsafeBufferPointer { plain throws(CSVError) in
            try Self.quotedClasses.withUnsafeBufferPointer { quoted throws(CSVError) in
                try scan(UnsafePointer(base), plain: plain, quoted: quoted)
            }
        }
        if let end, end - head > limits.rowBytes { throw CSVError(.rowTooLong(limit: limits.rowBytes), line: line) }
        return end
    }

    private func scan(
        _ bytes: UnsafePointer<UInt8>, plain: UnsafeBufferPointer<UInt8>, quoted: UnsafeBufferPointer<UInt8>
    ) throws(CSVError) -> Int? {
        let end = tail
        var index = head
        var lines = 0
        while true {
            var field = Field(start: index, end: index, lines: lines)
            if index < end, bytes[index] == Self.quote {
                field.quoted = true
                guard try scanQuoted(bytes, classes: quoted, field: &field, index: &index, lines: &lines) else {
                    return nil
                }
            } else {
                while index < end {
                    let kind = plain[Int(bytes[index])]
                    if kind & Self.stop != 0 { break }
                    field.flags |= kind
                    index += 1
                }
                field.end = index
            }
            try checkLength(field.end, of: field)
            // What follows the field decides; it may lie behind the buffer.
            if !atEnd, index == end || (index + 1 == end && bytes[index] == 0x0D) { return nil }
            fields.append(field)
            let column = fields.count
            if column > limits.fields { throw CSVError(.tooManyFields(limit: limits.fields), line: line) }
            if index < end, bytes[index] == Self.comma {
                index += 1
                continue
            }
            defer { nextLine = line + lines + 1 }
            if index == end { return index }
            switch bytes[index] {
            case 0x0A: return index + 1
            case 0x0D:
                guard index + 1 < end, bytes[index + 1] == 0x0A else {
                    throw CSVError(.loneCarriageReturn, line: line + lines, column: column)
                }
                return index + 2
            case 0: throw CSVError(.nul, line: line + lines, column: column)
            default: throw CSVError(.strayQuote, line: line + lines, column: column)
            }
        }
    }

    /// Scans a quoted field from its opening quote to behind its closing one; `false` when the buffer ends before.
    private func scanQuoted(
        _ bytes: UnsafePointer<UInt8>, classes: UnsafeBufferPointer<UInt8>, field: inout Field, index: inout Int,
        lines: inout Int
    ) throws(CSVError) -> Bool {
        let end = tail
        index += 1
        field.start = index
        while true {
            while index < end {
                let byte = bytes[index]
                let kind = classes[Int(byte)]
                if kind & Self.stop != 0 { break }
                field.flags |= kind
                if byte == 0x0A { lines += 1 }
                index += 1
            }
            // A field that goes on behind the buffer is measured already, so that a quote left open is found soon.
            try checkLength(index, of: field)
            guard index < end else {
                if atEnd { throw CSVError(.unclosedQuote, line: line + field.lines, column: fields.count + 1) }
                return false
            }
            if bytes[index] == 0 { throw CSVError(.nul, line: line + lines, column: fields.count + 1) }
            guard index + 1 < end || atEnd else { return false }
            guard index + 1 < end, bytes[index + 1] == Self.quote else { break }
            field.doubled = true
            index += 2
        }
        field.end = index
        index += 1
        return true
    }

    private func checkLength(_ index: Int, of field: Field) throws(CSVError) {
        guard index - field.start > limits.fieldBytes else { return }
        throw CSVError(.fieldTooLong(limit: limits.fieldBytes), line: line + field.lines, column: fields.count + 1)
    }

    /// Moves the unread part to the front and reads behind it.
    private func refill() throws(CSVError) {
        let unread = tail - head
        if unread > limits.rowBytes { throw CSVError(.rowTooLong(limit: limits.rowBytes), line: nextLine) }
        if unread == buffer.count {
            let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: buffer.count * 2)
            UnsafeMutableRawBufferPointer(larger).copyBytes(from: UnsafeRawBufferPointer(buffer))
            buffer.deallocate()
            buffer = larger
        } else if head > 0, let base = buffer.baseAddress {
            base.update(from: base + head, count: unread)
        }
        head = 0
        tail = unread
        let room = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[tail...])
        let count: Int
        do {
            count = try source.read(into: room)
        } catch {
            throw CSVError(error.reason, line: nextLine)
        }
        if count == 0 { atEnd = true }
        tail += count
    }

    private func skipByteOrderMark() throws(CSVError) {
        while tail < 3, !atEnd { try refill() }
        if tail >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF {
            head = 3
        } else if tail >= 2, (buffer[0] == 0xFF && buffer[1] == 0xFE) || (buffer[0] == 0xFE && buffer[1] == 0xFF) {
            throw CSVError(.utf16, line: 1)
        }
    }

    /// Proves the row's text and takes doubled quotes apart, in place.
    private func checkText() throws(CSVError) {
        for index in fields.indices where fields[index].flags != 0 || fields[index].doubled {
            let field = fields[index]
            if field.flags & Self.high != 0, !UTF8Check.isValid(bytes(index)) {
                throw CSVError(.notUTF8, line: line + field.lines, column: index + 1)
            }
            guard field.doubled else { continue }
            var write = field.start
            var read = field.start
            while read < field.end {
                buffer[write] = buffer[read]
                read += buffer[read] == Self.quote ? 2 : 1
                write += 1
            }
            fields[index].end = write
        }
    }
}
