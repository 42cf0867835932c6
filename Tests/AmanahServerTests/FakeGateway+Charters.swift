import Synchronization

@testable import AmanahCore
@testable import AmanahService

/// Proposals of the gateway in memory: P0901 reads and proposes; 1 waits for him, 2 is his own, 3 came into force.
extension FakeGateway {
    static let charterHash = String(repeating: "ab", count: 32)

    private func mayRead(_ session: Session) throws(ServiceError) {
        guard session.role == named("auditor") else { throw .notForRole }
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    private var replay: CharterReplay.Outcome {
        CharterReplay.Outcome(
            lines: """
                group agent sim-replacement 1200 40 14 3 0 1186 2
                group  sim-replacement 5 0 0 0 0 0 5
                reason quota-looks_per_day 14
                """)
    }

    private func summary(_ number: Int) -> CharterProposalSummary {
        let own = number == 2
        return CharterProposalSummary(
            number: number, hash: Self.charterHash, reason: "batas <harian> terlalu longgar",
            state: number == 3 ? .inForce : .waiting, proposedBy: named(own ? "P0901" : "P0002"),
            proposedByName: own ? "Auditor" : "Dewi <PPD>", proposedAt: now(),
            effectiveAt: own ? now().advanced(by: .seconds(3600)) : nil, decidedBy: number == 3 ? named("P0001") : nil,
            decidedByName: nil, decidedAt: number == 3 ? now() : nil, base: 2, charter: number == 3 ? 3 : nil,
            replay: replay, obstacle: number == 3 ? .decided : own ? .own : nil, isMineToWithdraw: number != 3)
    }

    private func view(_ number: Int, text: String) -> CharterProposalView {
        CharterProposalView(
            summary: summary(number), text: text, terms: nil,
            changes: [
                CharterDiff.Line(
                    effect: .loses, role: named("agent"), path: "quotas.looks_per_day", before: .number(60),
                    after: .number(40)),
                CharterDiff.Line(
                    effect: .loses, role: named("agent"), path: "quotas.looks_per_hour", before: .noBound,
                    after: .number(20)),
            ])
    }

    func proposeCharter(
        _ session: Session, text: String, terms: String?, reason: String, effectiveAt: Moment?
    ) async throws(ServiceError) -> CharterProposalView {
        try mayRead(session)
        guard reason.contains(" ") else { throw .invalid(field: "reason", what: "a reason in words") }
        do throws(CharterError) { _ = try Charter.parse(text, file: "charter") } catch {
            throw .invalid(field: "charter", what: error.description)
        }
        if let effectiveAt, effectiveAt < now() { throw .invalid(field: "effective_at", what: "a time to come") }
        if text.contains("version: 9") { throw .conflict(what: "this charter is in force already") }
        state.withLock { $0.charterTexts.insert(text, at: 0) }
        return view(2, text: text)
    }

    func charterProposals(_ session: Session, from: Origin) async throws(ServiceError) -> [CharterProposalSummary] {
        try mayRead(session)
        return [3, 2, 1].map(summary)
    }

    func charterProposal(
        _ session: Session, number: Int, from: Origin
    ) async throws(ServiceError) -> CharterProposalView {
        try mayRead(session)
        guard (1...3).contains(number) else { throw .notFound }
        return view(number, text: "charter: <telco>\n")
    }

    func confirmCharter(
        _ session: Session, number: Int, hash: String, code: String
    ) async throws(ServiceError) -> CharterProposalSummary {
        try mayRead(session)
        guard number == 1 else { throw .conflict(what: "someone else must confirm this") }
        guard hash == Self.charterHash else { throw .conflict(what: "this is not the text that you saw") }
        guard code == "123456" else { throw .invalid(field: "code", what: "this code is not the present one") }
        return summary(3)
    }

    func withdrawCharter(
        _ session: Session, number: Int, reason: String
    ) async throws(ServiceError) -> CharterProposalSummary {
        try mayRead(session)
        guard reason.contains(" ") else { throw .invalid(field: "reason", what: "a reason in words") }
        guard number != 3 else { throw .conflict(what: "this was decided already") }
        return summary(number)
    }
}
