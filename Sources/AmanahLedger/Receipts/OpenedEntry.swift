/// Commitments of one entry, opened: whoever has the entry sees by himself that it committed to these values and no others.
///
/// ```
/// amanah/opened/1
/// index 12
/// person open <salt> <value>
/// control closed keyed
/// ```
/// Salt and value in base64. One line for each of the entry's commitments, in its order.
package struct OpenedEntry: Sendable, Equatable {
    /// The longest text, in bytes.
    package static let maximumBytes = 1_000_000
    private static let firstLine = "amanah/opened/1"

    /// Why a commitment stays closed.
    package enum Closed: String, Sendable, CaseIterable {
        /// The customer was erased: nobody can open it any more.
        case erased
        /// What was shown was dropped when its time was over.
        case dropped
        /// A keyed digest of the control data, which only the gateway can make.
        case keyed
    }

    package enum State: Sendable, Equatable {
        case open(salt: [UInt8], value: [UInt8])
        case closed(Closed)
    }

    package struct Part: Sendable, Equatable {
        package var domain: Entry.Domain
        package var state: State
        package init(_ domain: Entry.Domain, _ state: State) {
            self.domain = domain
            self.state = state
        }
    }

    package var index: UInt64
    package var parts: [Part]

    package init(index: UInt64, parts: [Part]) {
        self.index = index
        self.parts = parts
    }

    package init(parsing bytes: [UInt8]) throws(LedgerFormatError) {
        var lines = try Lines(bytes, .opened, limit: OpenedEntry.maximumBytes)
        guard try lines.next() == OpenedEntry.firstLine else {
            throw lines.refusal("the first line is not `\(OpenedEntry.firstLine)`")
        }
        guard let index = Decimal.parse(try lines.next(after: "index")) else {
            throw lines.refusal("the index is no number")
        }
        self.index = index
        parts = []
        while !lines.isAtEnd {
            let part = try OpenedEntry.part(try lines.next(), lines)
            if let last = parts.last, last.domain.rawValue >= part.domain.rawValue {
                throw lines.refusal("the commitments are out of order")
            }
            parts.append(part)
        }
    }

    private static func part(_ line: Substring, _ lines: Lines) throws(LedgerFormatError) -> Part {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard let domain = Entry.Domain.allCases.first(where: { $0.name.utf8.elementsEqual((words.first ?? "").utf8) })
        else { throw lines.refusal("an unknown commitment") }
        if words.count == 3, words[1] == "closed", let why = Closed(rawValue: String(words[2])) {
            return Part(domain, .closed(why))
        }
        guard words.count == 4, words[1] == "open", let salt = Base64.decode(words[2]), salt.count == 32,
            let value = Base64.decode(words[3])
        else { throw lines.refusal("it is neither open with salt and value, nor closed with a known reason") }
        return Part(domain, .open(salt: salt, value: value))
    }

    /// The text that ``init(parsing:)`` reads.
    package var encoded: String {
        let lines = parts.map { part in
            switch part.state {
            case .open(let salt, let value):
                "\(part.domain.name) open \(Base64.encode(salt)) \(Base64.encode(value))\n"
            case .closed(let why): "\(part.domain.name) closed \(why.rawValue)\n"
            }
        }
        return "\(OpenedEntry.firstLine)\nindex \(index)\n\(lines.joined())"
    }

    package func value(_ domain: Entry.Domain) -> [UInt8]? {
        for part in parts where part.domain == domain {
            if case .open(_, let value) = part.state { return value }
        }
        return nil
    }

    /// The first commitment that is not the entry's; `nil` where all are, and none is left out.
    package func mismatch(with entry: Entry) -> String? {
        guard entry.index == index else { return "it is of entry \(index)" }
        guard parts.map(\.domain) == entry.commitments.map(\.domain) else {
            return "it does not name the commitments that the entry has"
        }
        for (part, sealed) in zip(parts, entry.commitments) {
            guard case .open(let salt, let value) = part.state else { continue }
            guard Commitment.compute(part.domain, salt: salt, value: value) == sealed.commitment else {
                return "`\(part.domain.name)` is not what the entry committed to"
            }
        }
        return nil
    }
}
