/// A posted form, read strictly: `application/x-www-form-urlencoded`, UTF-8, each name once, no control characters.
package struct FormBody: Sendable, Equatable {
    package static let maximumBytes = 16_384
    package static let maximumFields = 16
    /// A form that carries a charter.
    static let maximumCharter = 64 * 1024
    /// A form that ticks fields may tick each that a charter can name.
    static let maximumTicks = 272

    private let fields: [String: String]

    package static let empty = FormBody(fields: [:])

    private init(fields: [String: String]) { self.fields = fields }

    /// `nil` when the body is no form in the sense above.
    package init?(
        _ bytes: some Collection<UInt8>, atMost fields: Int = FormBody.maximumFields,
        bytes limit: Int = FormBody.maximumBytes
    ) {
        guard bytes.count <= limit else { return nil }
        guard let fields = FormBody.pairs(bytes, limit: fields) else { return nil }
        self.fields = fields
    }

    /// The value of a field; a field that was not sent is `nil`.
    package subscript(name: String) -> String? { fields[name] }

    /// The value without white space around it; empty when it was not sent.
    package func text(_ name: String) -> String {
        guard let value = fields[name] else { return "" }
        let inner = value.drop { $0.isWhitespace }
        guard let last = inner.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(inner[...last])
    }

    /// What stands behind a prefix in the names of fields, sorted: boxes that were ticked.
    package func names(after prefix: String) -> [String] {
        fields.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.sorted()
    }

    /// An identifier: letters, digits, `-`, `_` and `.`, at most 64; `nil` for anything else.
    package func identifier(_ name: String) -> String? { FormBody.identifier(text(name)) }

    package static func identifier(_ text: some StringProtocol) -> String? {
        guard (1...64).contains(text.utf8.count),
            text.utf8.allSatisfy({
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || [0x2D, 0x2E, 0x5F].contains($0)
            })
        else { return nil }
        return String(text)
    }

    /// Names and values of a form or a query; `nil` for a name twice, broken escapes, bytes that are no UTF-8, or control
    /// characters other than a new line.
    package static func pairs(_ bytes: some Collection<UInt8>, limit: Int) -> [String: String]? {
        var fields: [String: String] = [:]
        for part in bytes.split(separator: UInt8(ascii: "&")) {
            let cut = part.firstIndex(of: UInt8(ascii: "="))
            guard let name = decoded(part[..<(cut ?? part.endIndex)]),
                let value = decoded(cut.map { part[part.index(after: $0)...] } ?? part[part.endIndex...]),
                !name.isEmpty, fields[name] == nil, fields.count < limit
            else { return nil }
            fields[name] = value
        }
        return fields
    }

    private static func decoded(_ bytes: some Collection<UInt8>) -> String? {
        var result: [UInt8] = []
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): result.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(hex), let low = iterator.next().flatMap(hex) else {
                    return nil
                }
                result.append(high << 4 | low)
            default: result.append(byte)
            }
        }
        guard let text = String(validating: result, as: UTF8.self),
            text.unicodeScalars.allSatisfy({
                $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" || $0 == "\r" || $0 == "\t"
            })
        else { return nil }
        return text
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
