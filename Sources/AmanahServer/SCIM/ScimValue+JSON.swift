/// Reads a body by the API's own scanner, which forgives nothing that two readers could take for two things (G4): no name
/// twice in one object, no byte order mark, no control character, no lone surrogate.
extension ScimValue {
    /// How deep a body may nest; a patch needs five.
    static let deepest = 16

    /// - Throws: what is wrong, with line and column; never what the body says.
    init(json bytes: [UInt8]) throws(BodyError) {
        let read = bytes.withUnsafeBytes { bytes -> Result<ScimValue, BodyError> in
            var scanner = JSONScanner(bytes)
            do throws(BodyError) {
                scanner.skipSpace()
                let value = try scanner.scimValue(depth: 0)
                scanner.skipSpace()
                guard scanner.index == bytes.count else { throw scanner.error("nothing is expected behind the value") }
                return .success(value)
            } catch {
                return .failure(error)
            }
        }
        self = try read.get()
    }
}

extension JSONScanner {
    fileprivate mutating func scimValue(depth: Int) throws(BodyError) -> ScimValue {
        guard depth < ScimValue.deepest else { throw error("the body nests deeper than \(ScimValue.deepest)") }
        guard index < bytes.count else { throw error("a value is expected") }
        switch bytes[index] {
        case 0x22: return .text(try string())
        case 0x5B: return .list(try scimItems(depth: depth + 1))
        case 0x7B: return .object(try scimMembers(depth: depth + 1))
        case 0x74 where takes("true"): return .bool(true)
        case 0x66 where takes("false"): return .bool(false)
        case 0x6E where takes("null"): return .null
        case 0x2D, 0x30...0x39: return .number(try scimNumber())
        default: throw error("a value is expected")
        }
    }

    private mutating func scimItems(depth: Int) throws(BodyError) -> [ScimValue] {
        index += 1
        skipSpace()
        var items: [ScimValue] = []
        if take(0x5D) { return items }
        while true {
            skipSpace()
            items.append(try scimValue(depth: depth))
            skipSpace()
            if take(0x5D) { return items }
            guard take(0x2C) else { throw error("`,` or `]` is expected in a list") }
        }
    }

    /// Names are told apart without case (RFC 7643 §2.1), so `active` and `ACTIVE` are one name twice.
    private mutating func scimMembers(depth: Int) throws(BodyError) -> [(name: String, value: ScimValue)] {
        index += 1
        skipSpace()
        var members: [(name: String, value: ScimValue)] = []
        var names: Set<String> = []
        if take(0x7D) { return members }
        while true {
            skipSpace()
            let name = try string()
            guard names.insert(name.lowercased()).inserted else { throw error("a member stands twice") }
            skipSpace()
            guard take(0x3A) else { throw error("`:` is expected behind a member's name") }
            skipSpace()
            members.append((name, try scimValue(depth: depth)))
            skipSpace()
            if take(0x7D) { return members }
            guard take(0x2C) else { throw error("`,` or `}` is expected behind a member") }
        }
    }

    private mutating func takes(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard index + length <= bytes.count,
            word.withUTF8Buffer({ $0.elementsEqual(bytes[index..<(index + length)]) })
        else { return false }
        index += length
        return true
    }

    /// A number by the grammar of RFC 8259 §6, of a size that a whole number still has in a `Double`.
    private mutating func scimNumber() throws(BodyError) -> Double {
        let start = index
        _ = take(0x2D)
        if !take(0x30) { try digits() }
        if take(0x2E) { try digits() }
        if take(0x65) || take(0x45) {
            if !take(0x2B) { _ = take(0x2D) }
            try digits()
        }
        guard let number = Double(String(decoding: bytes[start..<index], as: UTF8.self)), abs(number) <= 9e15 else {
            throw error("a number is too large")
        }
        return number
    }

    private mutating func digits() throws(BodyError) {
        let start = index
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
        guard index > start else { throw error("a digit is expected") }
    }
}
