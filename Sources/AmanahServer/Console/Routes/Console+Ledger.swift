import AmanahCore
import AmanahService

extension Console {
    var ledgerRoutes: [Route] {
        [
            Route(method: .get, path: "/ledger", handler: .member { try await $0.ledger($1) }),
            Route(method: .get, path: "/looks/:id/receipt", handler: .member { try await $0.receipt($1) }),
        ]
    }

    /// The receipt as a file to keep.
    func receipt(_ member: Member) async throws -> Answer {
        guard let look = member.visit.id.flatMap({ LookID($0) }) else {
            throw ServiceError.notFound
        }
        let file = try await gateway.receipt(member.session, look: look, from: member.origin)
        return Answer(html: file.text)
            .with(header: "Content-Type", "text/plain; charset=utf-8")
            .with(header: "Content-Disposition", "attachment; filename=\"\(file.name)\"")
    }

    /// Where a look is proved, or that it is not yet.
    func proof(_ look: LookID?, _ member: Member) -> ProofPart? {
        guard let look else { return nil }
        let size = gateway.checkpointSize
        guard look.number <= Int64(clamping: size) else {
            return ProofPart(text: member.words["proof_none_yet"], href: nil, look: look.description)
        }
        return ProofPart(
            text: member.words("proof_in", ["n": member.words.number(Int(size))]), href: "/looks/\(look)/receipt",
            look: look.description)
    }

    func ledger(_ member: Member) async throws -> Answer {
        let words = member.words
        let book = try await gateway.ledgerBook(member.session, from: member.origin)
        let zone = " " + member.zone.rawValue
        func when(_ at: Moment?) -> String { at.map { words.dateTime($0, member.zone) + zone } ?? "–" }
        let findings = book.checks.compactMap(\.finding)
        let contradicted = book.witnesses.contains { $0.standing == .contradicts }
        let late = book.witnesses.filter { ![.signs, .contradicts].contains($0.standing) }.map(\.name)
        return page(
            LedgerPage(
                summary: words("ledger_summary", ["n": words.number(Int(book.size))]),
                alarm: contradicted
                    ? words["ledger_contradicted"]
                    : !findings.isEmpty
                        ? words["ledger_broken"]
                        : late.isEmpty ? nil : words("ledger_late", ["who": words.list(late)]),
                facts: [
                    .init(label: words["ledger_origin"], value: book.origin, exact: true),
                    .init(label: words["ledger_size"], value: words.number(Int(book.size))),
                    .init(label: words["ledger_published"], value: words.number(Int(book.published))),
                    .init(label: words["ledger_root"], value: book.root, exact: true),
                ] + book.keys.map { .init(label: words["ledger_key"], value: $0, exact: true) },
                witnesses: book.witnesses.map { witness in
                    LedgerPage.Witness(
                        name: witness.name, at: when(witness.at),
                        size: witness.size.map { words.number(Int($0)) } ?? "–",
                        lag: words("ledger_seconds", ["n": words.number(witness.lagSeconds)]),
                        state: StatePart(
                            witness.standing == .signs ? .good : witness.standing == .contradicts ? .bad : .due,
                            words["ledger_witness_\(witness.standing.rawValue)"]))
                },
                checks: LedgerBook.Check.Occasion.allCases.map { occasion in
                    let check = book.checks.first { $0.occasion == occasion }
                    let state: StatePart =
                        check.map { check in
                            check.finding == nil
                                ? StatePart(.good, words["ledger_holds"])
                                : StatePart(.bad, words["ledger_broken_short"])
                        } ?? StatePart(.due, words["ledger_not_yet"])
                    return LedgerPage.Check(
                        occasion: words["ledger_check_\(occasion.rawValue)"], at: when(check?.at),
                        covered: check.map {
                            words(
                                "ledger_covered_\(occasion == .start ? "tail" : "all")",
                                ["n": words.number(Int($0.entries))])
                        } ?? "–", state: state, finding: check?.finding)
                },
                growth: GrowthPart(
                    book.growth.map { (words.date($0.day), Int($0.added)) }, number: { words.number($0) }),
                at: words.time(gateway.now(), member.zone) + zone),
            member)
    }
}

/// Beside a look: in which checkpoint it is proved, with the receipt.
package struct ProofPart: View {
    package let text: String
    package let href: String?
    package let look: String
    package init(text: String, href: String?, look: String) {
        self.text = text
        self.href = href
        self.look = look
    }
}
