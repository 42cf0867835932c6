import AmanahCore
import AmanahService

/// Who comes in, and what stands in the books about who is there.
extension DemoLife {
    /// Friday of last week: three candidates at different steps, and a warning.
    func peopleComeAndGo() async throws {
        go(to: Day(number: lastWeek.number + 4), 17, 0)
        // HR's own, on whom nobody has taken a step.
        try await enter("P0110", by: "P0005", superior: "P0102", vendor: nil, "Pengganti agen yang mengundurkan diri")
        // The vendor's: interviewed by the team lead, recommended by the branch manager; HR's confirmation is next.
        try await enter("P0111", by: "P0011", superior: "P0103", vendor: "V1", "Calon dari vendor untuk loket dua")
        try await take(.interviewed, passed: true, of: "P0111", by: "P0103", "Wawancara baik dan paham kerahasiaan")
        try await take(.recommended, passed: true, of: "P0111", by: "P0101", "Cocok untuk loket dan disiplin")
        // HR's own after one interview; the superior's is next.
        try await enter("P0112", by: "P0008", superior: "P0102", vendor: nil, "Pelamar dari bursa kerja kampus")
        try await take(.interviewed, passed: true, of: "P0112", by: "P0008", "Jujur menjawab dan surat lengkap")
        try await take(.warned, passed: nil, of: "P0107", by: "P0101", "Meninggalkan layar terbuka di loket")
    }

    private func enter(
        _ id: String, by person: String, superior: String, vendor: String?, _ said: String
    ) async throws {
        let outcome = try await amanah.enter(
            try await session(person),
            candidate: CandidateInput(
                id: PersonID(id), name: name(), role: RoleID("agent"), unit: UnitID(DemoLife.branch.id),
                supervisor: PersonID(superior), vendor: vendor.map { VendorID($0) }, said: said), from: DemoLife.desk)
        try taken(outcome, id)
    }

    private func take(
        _ kind: CourseStep.Kind, passed: Bool?, of id: String, by person: String, _ said: String
    ) async throws {
        let outcome = try await amanah.take(
            try await session(person), step: StepInput(kind, passed: passed, said: said), of: PersonID(id),
            from: DemoLife.desk)
        try taken(outcome, id)
    }

    private func taken(_ outcome: StepOutcome, _ id: String) throws {
        if case .refused(let refusal) = outcome {
            throw DemoLifeError("a step of `\(id)` was refused: \(refusal.rawValue)")
        }
    }

    /// The second person of HR proposes that an agent goes to the other team lead.
    func proposePlace() async throws {
        let outcome = try await amanah.propose(
            try await session("P0008"),
            place: Place(supervisor: PersonID("P0102"), unit: UnitID(DemoLife.branch.id), role: RoleID("agent")),
            of: PersonID("P0109"), said: "Tim satu kekurangan orang di loket pagi", from: DemoLife.desk)
        guard case .held = outcome else { throw DemoLifeError("a change of place was not held for a second person") }
    }

    /// The data protection officer proposes that whoever follows up credit does not see the income any more.
    func proposeCharter() async throws {
        let next = charterText.replacing("\nversion: 1\n", with: "\nversion: 2\n")
            .replacing(", monthly_income: masked", with: "")
        _ = try await amanah.proposeCharter(
            try await session("P0002"), text: next, terms: nil,
            reason: "Untuk menagih cukup jumlah tagihan, penghasilan tidak perlu dilihat", effectiveAt: nil)
    }
}
