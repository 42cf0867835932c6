/// Reads one flat JSON object from bytes. Nesting is refused where it begins, so depth is bounded by one; what nests is
/// read by `ScimValue`, to a depth of its own.
///
/// Source: RFC 8259; duplicate names are the caller's to refuse. Stricter than the RFC: no byte order mark, no NUL and no
/// control character but tab, newline and return in a string, no lone surrogate.
struct JSONScanner {
    let bytes: UnsafeRawBufferPointer
    var index = 0
    private var nameStart = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The whole text as one object; `member` is called behind each name's colon and reads the value.
    mutating func object(
        _ member: (_ name: String, _ scanner: inout JSONScanner) throws(BodyError) -> Void
    ) throws(BodyError) {
        skipSpace()
        guard take(0x7B) else { throw error("a JSON object is expected") }
        skipSpace()
        if !take(0x7D) {
            while true {
                skipSpace()
                nameStart = index
                let name = try string()
                skipSpace()
                guard take(0x3A) else { throw error("`:` is expected behind a member's name") }
                skipSpace()
                try member(name, &self)
                skipSpace()
                if take(0x7D) { break }
                guard take(0x2C) else { throw error("`,` or `}` is expected behind a member") }
            }
        }
        skipSpace()
        guard index == bytes.count else { throw error("nothing is expected behind the object") }
    }

    /// A string, or `nil` for `null`. Any other value is refused.
    mutating func stringOrNull(of name: String) throws(BodyError) -> String? {
        if index < bytes.count, bytes[index] == 0x22 { return try string() }
        if index + 4 <= bytes.count, bytes[index] == 0x6E, bytes[index + 1] == 0x75, bytes[index + 2] == 0x6C,
            bytes[index + 3] == 0x6C
        {
            index += 4
            return nil
        }
        throw error("member `\(name)` must be a string")
    }

    /// A list of strings, or `nil` for `null`. At most `limit` of them.
    mutating func stringsOrNull(of name: String, atMost limit: Int) throws(BodyError) -> [String]? {
        guard index < bytes.count, bytes[index] == 0x5B else {
            if index < bytes.count, bytes[index] == 0x22 { throw error("member `\(name)` must be a list of strings") }
            _ = try stringOrNull(of: name)
            return nil
        }
        index += 1
        skipSpace()
        var strings: [String] = []
        if take(0x5D) { return strings }
        while true {
            skipSpace()
            guard strings.count < limit else { throw error("member `\(name)` has more than \(limit) items") }
            guard index < bytes.count, bytes[index] == 0x22 else {
                throw error("member `\(name)` must be a list of strings")
            }
            strings.append(try string())
            skipSpace()
            if take(0x5D) { return strings }
            guard take(0x2C) else { throw error("`,` or `]` is expected in a list") }
        }
    }

    /// A whole number without sign, or `nil` for `null`; nine digits at most.
    mutating func naturalOrNull(of name: String) throws(BodyError) -> Int? {
        guard index < bytes.count, (0x30...0x39).contains(bytes[index]) else {
            if index < bytes.count, bytes[index] == 0x22 { throw error("member `\(name)` must be a whole number") }
            _ = try stringOrNull(of: name)
            return nil
        }
        let start = index
        var value = 0
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
            guard index - start < 9 else { throw error("member `\(name)` is too large") }
            value = value * 10 + Int(bytes[index] - 0x30)
            index += 1
        }
        if bytes[start] == 0x30, index - start > 1 { throw error("a number does not begin with 0") }
        // `1.0` is a whole number too (JSON Schema 2020-12, section 6.1.1).
        if take(0x2E) {
            let fraction = index
            while index < bytes.count, bytes[index] == 0x30 { index += 1 }
            guard index > fraction else { throw error("member `\(name)` must be a whole number") }
        }
        return value
    }

    /// An error about the member that is being read.
    func errorOfMember(_ what: String) -> BodyError {
        var at = self
        at.index = nameStart
        return at.error(what)
    }

    /// An error at the place where the scanner stands.
    func error(_ what: String) -> BodyError {
        var line = 1
        var column = 1
        for byte in bytes.prefix(index) {
            if byte == 0x0A {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return BodyError(what: "\(what) (line \(line), column \(column))")
    }

    mutating func skipSpace() {
        while index < bytes.count,
            bytes[index] == 0x20 || bytes[index] == 0x0A || bytes[index] == 0x0D || bytes[index] == 0x09
        {
            index += 1
        }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    mutating func string() throws(BodyError) -> String {
        guard take(0x22) else { throw error("a string in quotes is expected") }
        let start = index
        while index < bytes.count, bytes[index] != 0x22, bytes[index] != 0x5C, bytes[index] >= 0x20 { index += 1 }
        guard index < bytes.count else { throw error("a string does not end") }
        if bytes[index] == 0x22 {
            let text = try validated(
                UnsafeRawBufferPointer(rebasing: bytes[start..<index]).assumingMemoryBound(to: UInt8.self), from: start)
            index += 1
            return text
        }
        var unescaped = Array(bytes[start..<index])
        while true {
            guard index < bytes.count else { throw error("a string does not end") }
            let byte = bytes[index]
            switch byte {
            case 0x22:
                let text = try validated(unescaped, from: start)
                index += 1
                return text
            case 0x5C: try escape(into: &unescaped)
            case ..<0x20: throw error("a control character stands in a string")
            default:
                unescaped.append(byte)
                index += 1
            }
        }
    }

    private func validated(_ raw: some Sequence<UInt8>, from start: Int) throws(BodyError) -> String {
        if let text = String(validating: raw, as: UTF8.self) { return text }
        var at = self
        at.index = start
        throw at.error("a string is not UTF-8")
    }

    /// One escape, from its backslash on.
    private mutating func escape(into unescaped: inout [UInt8]) throws(BodyError) {
        guard index + 1 < bytes.count else { throw error("a string does not end") }
        index += 1
        switch bytes[index] {
        case 0x22, 0x5C, 0x2F: unescaped.append(bytes[index])
        case 0x6E: unescaped.append(0x0A)
        case 0x74: unescaped.append(0x09)
        case 0x72: unescaped.append(0x0D)
        case 0x62, 0x66: throw error("a control character stands in a string")
        case 0x75:
            let scalar = try unicodeEscape()
            guard scalar.value >= 0x20 || [0x09, 0x0A, 0x0D].contains(scalar.value) else {
                throw error("a control character stands in a string")
            }
            unescaped.append(contentsOf: Array(String(Character(scalar)).utf8))
            return
        default: throw error("an escape is unknown")
        }
        index += 1
    }

    /// `XXXX` behind `\u`, and its second half where it is a surrogate. Leaves the index behind the escape.
    private mutating func unicodeEscape() throws(BodyError) -> Unicode.Scalar {
        index += 1
        let first = try fourHexDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), take(0x5C), take(0x75) else { throw error("a surrogate stands alone") }
        let second = try fourHexDigits()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { throw error("a surrogate stands alone") }
        return scalar
    }

    private mutating func fourHexDigits() throws(BodyError) -> UInt32 {
        guard index + 4 <= bytes.count else { throw error("four hexadecimal digits are expected") }
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = bytes[index]
            switch byte {
            case 0x30...0x39: value = (value << 4) + UInt32(byte - 0x30)
            case 0x41...0x46: value = (value << 4) + UInt32(byte - 0x37)
            case 0x61...0x66: value = (value << 4) + UInt32(byte - 0x57)
            default: throw error("four hexadecimal digits are expected")
            }
            index += 1
        }
        return value
    }
}
