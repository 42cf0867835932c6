import AmanahCore
import AmanahStore

/// Whether the books in the database are those of the log (L11).
package struct BooksCheck: Sendable, Equatable {
    package var books = 0
    package var portions = 0
    /// In words, one for each that does not hold.
    package var findings: [String] = []
}

extension Amanah {
    /// Holds every portion against the entry that opened it: person, purpose, days and the list itself; and deals a book
    /// that was handed out anew from its seed, which must give the same lists.
    ///
    /// - Complexity: one hash and one lot a customer in hand.
    package func checkBooks() throws(ServiceError) -> BooksCheck {
        let keys = store.keys
        return try reading { view in
            let (expected, seeds) = try expectedBooks(view, keys)
            var check = BooksCheck()
            let open = Dictionary(grouping: try view.openPortions(), by: \.book)
            for (id, portions) in open.sorted(by: { $0.key < $1.key }) {
                guard let entry = expected[id], let book = try? view.book(id), book.openedAt != nil else {
                    check.findings.append("`\(id)` is in force, and no entry opened it as it stands")
                    continue
                }
                check.books += 1
                if entry.purpose != book.purpose || entry.days != "\(book.startsOn) \(book.endsOn)" {
                    check.findings.append("`\(id)` has another purpose or period than its entry")
                }
                for portion in portions {
                    check.portions += 1
                    let customers = try view.customers(ofPortion: portion.number)
                    let digest = Amanah.digest(of: customers)
                    if entry.open[portion.person] != "\(customers.count) \(digest.hex)" {
                        check.findings.append(
                            "what `\(portion.person)` has in hand of `\(id)` is not what its entry says")
                    }
                }
                if Set(portions.map(\.person)) != Set(entry.open.keys) {
                    check.findings.append("`\(id)` is in other hands than its entries say")
                }
                if let seed = seeds[id], !(try isDealt(id, seed, view)) {
                    check.findings.append("`\(id)` was not dealt by the lots of its seed")
                }
            }
            for (id, entry) in expected where open[id] == nil && !entry.open.isEmpty {
                check.findings.append("`\(id)` is in force by its entries, and the database holds nothing of it")
            }
            check.findings.sort()
            return check
        }
    }

    private struct Expected {
        var purpose: PurposeID?
        var days: String
        /// Count and digest of what each has in hand.
        var open: [PersonID: String]
    }

    private struct Drawn {
        var seed: [UInt8]
        var division: BookDivision
    }

    /// The books as the log tells them.
    private func expectedBooks(
        _ view: any ReadView, _ keys: KeyRing
    ) throws -> (books: [BookID: Expected], drawn: [BookID: Drawn]) {
        var books: [BookID: Expected] = [:]
        var drawn: [BookID: Drawn] = [:]
        for row in try bookActs(view) {
            // One that does not open is named by the check of its own entry.
            guard let pairs = try? row.act.openPerson(keys) else { continue }
            let words = Dictionary(pairs.map { ($0.key, $0.value) }, uniquingKeysWith: { a, _ in a })
            let id = words["book"].map { BookID($0) } ?? BookID(ledgerIndex: row.index)
            switch row.act.kind {
            case .bookBegun:
                guard let seed = words["seed"].flatMap(Amanah.bytes),
                    let division = words["division"].flatMap(BookDivision.init(rawValue:))
                else { continue }
                drawn[id] = Drawn(seed: seed, division: division)
            case .bookReturned: books[id]?.open = [:]
            default:
                var open: [PersonID: String] = [:]
                for pair in pairs where pair.key.hasPrefix("portion.") {
                    open[PersonID(String(pair.key.dropFirst("portion.".count)))] = pair.value
                }
                books[id] = Expected(
                    purpose: row.act.purpose, days: "\(words["starts"] ?? "") \(words["ends"] ?? "")", open: open)
                if let from = words["from-book"], let person = words["from-person"] {
                    books[BookID(from)]?.open[PersonID(person)] = nil
                }
            }
        }
        return (books, drawn)
    }

    /// Every act about books, oldest first.
    private func bookActs(_ view: any ReadView) throws -> [ActRow] {
        var found: [ActRow] = []
        var before: Int64?
        while true {
            let page = try view.acts(
                ActFilter(
                    kinds: [.bookBegun, .bookHandedOut, .bookMoved, .bookReturned], before: before, limit: 1000))
            found += page
            guard page.count == 1000, let last = page.last else { return found.reversed() }
            before = last.index
        }
    }

    /// Whether the lists of a book are what its seed deals: who got the larger shares, and who got whom.
    private func isDealt(_ id: BookID, _ drawn: Drawn, _ view: any ReadView) throws -> Bool {
        let portions = try view.portions(of: id).sorted { $0.person < $1.person }
        let lists = try portions.map { try view.customers(ofPortion: $0.number) }
        let shares = drawn.division.shares(of: lists.joined(), among: portions.count, Amanah.lots(drawn.seed))
        return zip(shares, lists).allSatisfy { $0.sorted() == $1 }
    }

    static func bytes(_ hex: String) -> [UInt8]? {
        guard hex.utf8.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        var rest = hex[...]
        while !rest.isEmpty {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
