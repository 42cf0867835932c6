/// A bounded text read line by line; every line ends with a newline, the last one too.
struct Lines {
    private let format: LedgerFormatError.Format
    private let text: String
    private var rest: Substring
    /// The line read last, from 1.
    private(set) var number = 0

    /// - Throws: unless the bytes are UTF-8 within the bound and hold no control character but newlines.
    init(_ bytes: [UInt8], _ format: LedgerFormatError.Format, limit: Int) throws(LedgerFormatError) {
        guard bytes.count <= limit else { throw LedgerFormatError(format, at: 1, "more than \(limit) bytes") }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw LedgerFormatError(format, at: 1, "it is not UTF-8")
        }
        self.format = format
        self.text = text
        rest = text[...]
        var line = 1
        for byte in bytes {
            guard byte >= 0x20 || byte == 0x0A else { throw LedgerFormatError(format, at: line, "a control character") }
            if byte == 0x0A { line += 1 }
        }
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// The next line without its newline.
    mutating func next() throws(LedgerFormatError) -> Substring {
        number += 1
        guard !rest.isEmpty else { throw refusal("it ends too early") }
        guard let end = rest.utf8.firstIndex(of: 0x0A) else { throw refusal("the line has no newline") }
        defer { rest = rest[rest.utf8.index(after: end)...] }
        return rest[..<end]
    }

    /// What follows `word` and a blank on the next line.
    mutating func next(after word: String) throws(LedgerFormatError) -> Substring {
        let line = try next()
        guard line.hasPrefix(word + " ") else { throw refusal("it does not begin with `\(word)`") }
        return line.dropFirst(word.count + 1)
    }

    /// All lines that were not read, as they stand.
    func remaining() -> [UInt8] { Array(rest.utf8) }

    func refusal(_ what: String) -> LedgerFormatError { LedgerFormatError(format, at: max(1, number), what) }
}

/// Decimal numbers in their one spelling: no sign, no leading zero.
enum Decimal {
    static func parse(_ text: some StringProtocol) -> UInt64? {
        guard (1...20).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            text == "0" || !text.hasPrefix("0")
        else { return nil }
        return UInt64(text)
    }
}
