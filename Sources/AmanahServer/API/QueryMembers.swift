/// The members of a query, strictly: unknown and repeated names are refused, no value comes back in an error.
struct QueryMembers {
    private var values: [(name: String, value: String)] = []

    /// - Throws: ``BodyError``.
    init(_ query: String?, allowing allowed: [String]) throws(BodyError) {
        guard let query, !query.isEmpty else { return }
        guard query.utf8.count <= 2048 else { throw BodyError(what: "the query is too long") }
        for part in query.split(separator: "&", omittingEmptySubsequences: true) {
            let pieces = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = QueryMembers.decoded(pieces[0]), allowed.contains(name) else {
                throw BodyError(what: "a parameter of the query is not expected here")
            }
            guard !values.contains(where: { $0.name == name }) else {
                throw BodyError(member: name, what: "stands twice in the query")
            }
            guard pieces.count == 2, let value = QueryMembers.decoded(pieces[1]), !value.isEmpty else {
                throw BodyError(member: name, what: "is not of the expected form")
            }
            values.append((name, value))
        }
    }

    subscript(name: String) -> String? { values.first { $0.name == name }?.value }

    /// A parameter read by `read`; refused where that gives `nil`.
    func value<Value>(_ name: String, _ what: String, _ read: (String) -> Value?) throws(BodyError) -> Value? {
        guard let text = self[name] else { return nil }
        guard let value = read(text) else { throw BodyError(member: name, what: what) }
        return value
    }

    func identifier(_ name: String) throws(BodyError) -> String? {
        try value(name, IdentifierForm.words) { IdentifierForm.holds($0) ? $0 : nil }
    }

    /// Percent-decoded; `nil` unless whole, UTF-8 and without control characters.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == 0x25 {
                guard let high = rest.popFirst().flatMap(hex), let low = rest.popFirst().flatMap(hex) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            } else {
                bytes.append(byte)
            }
        }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
