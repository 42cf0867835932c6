import NIOCore

/// The members of a request's body: one flat JSON object of strings and nulls, and, where a call says so, of lists of
/// strings and whole numbers.
///
/// Strict on purpose: a member that is not expected is refused, so that a misspelt word is never ignored; so is one that
/// stands twice, since two readers could take different ones. No text of the request comes back in an error (A4), except
/// the name of an unexpected member when it is a short plain word.
struct BodyMembers {
    private enum Value {
        case text(String)
        case list([String])
        case number(Int)
    }

    private var values: [(name: String, value: Value?)] = []
    /// Items that a list may have where a call does not say otherwise.
    static let longestList = 64

    /// Reads a body.
    /// - Parameters:
    ///   - allowed: names that may stand in it.
    ///   - lists: those of them that are lists of strings.
    ///   - numbers: those of them that are whole numbers.
    ///   - longest: items that a list may have.
    /// - Throws: ``BodyError`` with line and column of the first thing that is wrong.
    /// - Complexity: O(bytes × allowed names).
    init(
        _ body: ByteBuffer, allowing allowed: [StaticString], lists: [StaticString] = [], numbers: [StaticString] = [],
        longest: Int = BodyMembers.longestList
    ) throws(BodyError) {
        try self.init(body, lists: lists, numbers: numbers, longest: longest) { name in
            allowed.contains { BodyMembers.same($0, name) }
        }
    }

    /// The same where the names are known only while the program runs.
    init(
        _ body: ByteBuffer, lists: [StaticString] = [], numbers: [StaticString] = [],
        longest: Int = BodyMembers.longestList, allowing allowed: (String) -> Bool
    ) throws(BodyError) {
        var found: [(name: String, value: Value?)] = []
        found.reserveCapacity(4)
        let failure = body.withUnsafeReadableBytes { bytes -> BodyError? in
            var scanner = JSONScanner(bytes)
            do throws(BodyError) {
                try scanner.object { (name, scanner) throws(BodyError) in
                    guard allowed(name) else {
                        throw scanner.errorOfMember(BodyMembers.unexpected(name))
                    }
                    guard !found.contains(where: { $0.name == name }) else {
                        throw scanner.errorOfMember("member `\(name)` stands twice")
                    }
                    if lists.contains(where: { BodyMembers.same($0, name) }) {
                        found.append(
                            (
                                name,
                                try scanner.stringsOrNull(of: name, atMost: longest).map { .list($0) }
                            ))
                    } else if numbers.contains(where: { BodyMembers.same($0, name) }) {
                        found.append((name, try scanner.naturalOrNull(of: name).map { .number($0) }))
                    } else {
                        found.append((name, try scanner.stringOrNull(of: name).map { .text($0) }))
                    }
                }
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
        values = found
    }

    /// A member that must be there and not empty, of at most so many Unicode scalars.
    func text(_ name: StaticString, atMost characters: Int) throws(BodyError) -> String {
        guard let value = try optionalText(name, atMost: characters), !value.isEmpty else {
            throw BodyError(member: "\(name)", what: "is missing or empty")
        }
        return value
    }

    /// A member that may be absent or null, of at most so many Unicode scalars.
    func optionalText(_ name: StaticString, atMost characters: Int) throws(BodyError) -> String? {
        guard case .text(let value) = values.first(where: { BodyMembers.same(name, $0.name) })?.value else {
            return nil
        }
        guard value.utf8.count <= characters || value.unicodeScalars.count <= characters else {
            throw BodyError(member: "\(name)", what: "must be at most \(characters) characters")
        }
        return value
    }

    /// An identifier: 1 to 64 of letters, digits, `.`, `_`, `:` and `-`.
    func identifier(_ name: StaticString) throws(BodyError) -> String {
        let value = try text(name, atMost: 64)
        guard IdentifierForm.holds(value) else { throw BodyError(member: "\(name)", what: IdentifierForm.words) }
        return value
    }

    func optionalIdentifier(_ name: StaticString) throws(BodyError) -> String? {
        guard let value = try optionalText(name, atMost: 64) else { return nil }
        guard IdentifierForm.holds(value) else { throw BodyError(member: "\(name)", what: IdentifierForm.words) }
        return value
    }

    /// Every member that is text or null, in its order; `nil` for null.
    var all: [(name: String, value: String?)] {
        values.compactMap { member in
            switch member.value {
            case nil: (member.name, nil)
            case .text(let text): (member.name, text)
            case .list, .number: nil
            }
        }
    }

    /// A list of different identifiers, one at least; `nil` where it is absent or null.
    func optionalIdentifiers(_ name: StaticString) throws(BodyError) -> [String]? {
        guard case .list(let items) = values.first(where: { BodyMembers.same(name, $0.name) })?.value else {
            return nil
        }
        guard !items.isEmpty, Set(items).count == items.count else {
            throw BodyError(member: "\(name)", what: "must have at least one item, each once")
        }
        guard items.allSatisfy({ IdentifierForm.holds($0) }) else {
            throw BodyError(member: "\(name)", what: "each \(IdentifierForm.words)")
        }
        return items
    }

    func identifiers(_ name: StaticString) throws(BodyError) -> [String] {
        guard let items = try optionalIdentifiers(name) else { throw BodyError(member: "\(name)", what: "is missing") }
        return items
    }

    /// A whole number within bounds; `nil` where it is absent or null.
    func optionalNumber(_ name: StaticString, _ bounds: ClosedRange<Int>) throws(BodyError) -> Int? {
        guard case .number(let value) = values.first(where: { BodyMembers.same(name, $0.name) })?.value else {
            return nil
        }
        guard bounds.contains(value) else {
            throw BodyError(member: "\(name)", what: "must be \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return value
    }

    /// Whether a member is there and not null.
    func has(_ name: StaticString) -> Bool {
        values.contains { BodyMembers.same(name, $0.name) && $0.value != nil }
    }

    /// Whether a member is there, null or not.
    func names(_ name: StaticString) -> Bool { values.contains { BodyMembers.same(name, $0.name) } }

    private static func same(_ a: StaticString, _ b: String) -> Bool {
        a.utf8CodeUnitCount == b.utf8.count
            && b.utf8.elementsEqual(UnsafeBufferPointer(start: a.utf8Start, count: a.utf8CodeUnitCount))
    }

    /// Names the member only when it looks like a misspelt word and can be no datum.
    private static func unexpected(_ name: String) -> String {
        let plain = name.utf8.count <= 30 && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }
        return plain && !name.isEmpty ? "member `\(name)` is not expected here" : "a member is not expected here"
    }
}

/// The form of every identifier that a request may name.
enum IdentifierForm {
    static let words = "must be 1 to 64 letters, digits, `.`, `_`, `:` or `-`"

    static func holds(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                (0x30...0x3A).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == 0x2D || byte == 0x2E || byte == 0x5F
            }
    }
}

/// What is wrong with a body, told by place or by a member's name, never by a value.
struct BodyError: Error, Equatable {
    var member: String?
    var what: String

    init(member: String? = nil, what: String) {
        self.member = member
        self.what = what
    }
}
