/// One answer of an SMTP server: a code and the text of its lines.
///
/// Source: RFC 5321 section 4.2.
struct SMTPReply: Sendable, Equatable {
    var code: Int
    var lines: [String]

    /// An extension that EHLO's answer names, with its parameters, in upper case.
    func offers(_ word: String, _ parameter: String? = nil) -> Bool {
        lines.dropFirst().contains { line in
            let words = line.uppercased().split(separator: " ")
            guard words.first == word[...] else { return false }
            return parameter.map { words.dropFirst().contains($0[...]) } ?? true
        }
    }
}

/// Collects bytes into one reply.
struct SMTPReplyReader {
    enum State: Equatable {
        case more
        case whole(SMTPReply)
        /// Not SMTP, or bytes beyond the reply's end: the server speaks only when asked, so these are nobody's to trust.
        case broken
    }

    /// Longest reply in bytes.
    static let limit = 16 * 1024
    private var bytes: [UInt8] = []

    var isEmpty: Bool { bytes.isEmpty }

    mutating func add(_ more: some Collection<UInt8>) -> State {
        guard bytes.count + more.count <= SMTPReplyReader.limit else { return .broken }
        bytes += more
        var lines: [String] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            var line = rest[..<end]
            if line.last == 0x0D { line = line.dropLast() }
            rest = rest[(end + 1)...]
            let text = String(decoding: line, as: UTF8.self)
            guard line.count >= 3, line.prefix(3).allSatisfy({ (0x30...0x39).contains($0) }),
                let code = Int(text.prefix(3)), (200...599).contains(code)
            else { return .broken }
            lines.append(String(text.dropFirst(4)))
            let divider = line.count > 3 ? line[line.startIndex + 3] : 0x20
            if divider == 0x2D { continue }
            guard divider == 0x20, rest.isEmpty else { return .broken }
            bytes = []
            return .whole(SMTPReply(code: code, lines: lines))
        }
        return .more
    }
}
