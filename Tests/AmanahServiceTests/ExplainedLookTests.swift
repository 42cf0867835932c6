import AmanahCore
import AmanahLedger
import AmanahStore
import Testing

@testable import AmanahService

/// What explains a look stands with it wherever the log is read.
@Suite("Looks in the log") struct ExplainedLookTests {
    @Test("an approval and a broken glass are named by their numbers; who agreed, to those who may read the request")
    func approval() async throws {
        try await withApprovals { house in
            try await Approvals.stand(house, "L9", under: nil)
            var beside = try house.person("L9")
            beside.role = RoleID("team-lead")
            beside.unit = try house.person("L1").unit
            let record = beside
            try await house.change { try $0.put(person: record) }
            let agent = try await house.enter("A1")
            let request = try await house.granted(agent)
            let look = try await house.look(agent, "C3", ticket: "T3")
            _ = try await house.reveal(agent, look.id, "nik", "")
            let glass = try await house.breakGlass(agent, "C1").glass
            let names = try ["L1", "M1"].map { try house.person($0).name }
            for (reader, agreed) in [("L1", names), ("D1", names), ("A1", names), ("L9", nil)] as [(String, [String]?)]
            {
                let token = try await house.enter(reader)
                let page = try await house.log(token, LogFilter(person: PersonID("A1"), limit: 50))
                for kind in [ActKind.look, .reveal] {
                    let row = try #require(page.rows.last { $0.kind == kind })
                    #expect(row.grant == request.id && row.breakGlass == nil && row.ground == "ticket")
                    #expect(row.agreedBy == agreed, "\(reader)")
                }
                let emergency = try #require(page.rows.first { $0.kind == .look })
                #expect(emergency.breakGlass == glass.id && emergency.grant == nil && emergency.agreedBy == nil)
            }
            let day = try await house.amanah.day(
                try house.session(try await house.enter("L1")), of: PersonID("A1"), day: nil, from: House.desk)
            #expect(day.looks.map(\.row.grant) == [request.id, nil])
            #expect(day.looks.map(\.row.agreedBy) == [names, nil])
            #expect(day.looks.map(\.row.breakGlass) == [nil, glass.id])
        }
    }

    @Test("the charter's hash is in every look, and in every other act that has one")
    func charterHash() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            _ = try await house.look(agent)
            let hash = try #require(try house.store.read { try $0.charters() }.first).hash.hex
            let rows = try await house.log(try await house.enter("D1")).rows
            #expect(rows.contains { $0.kind == .look })
            for row in rows where row.kind == .look || row.kind == .signIn {
                #expect(row.charterHash == hash, "\(row.kind) at \(row.index)")
            }
            let entries = try house.store.read { try $0.entries(from: 0, limit: 1000) }
            for row in rows where !row.kind.isOfCharter {
                let entry = try Entry(decoding: try #require(entries.first { $0.index == row.index }).entry)
                #expect(row.charterHash ?? "" == entry.charterHash.hex)
            }
        }
    }

    @Test("the log is filtered by a look's number: the look and what was done in it; other numbers find nothing")
    func byNumber() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            let first = try await house.look(agent)
            let second = try await house.look(agent)
            _ = try await house.reveal(agent, first.id, "nik", "kartu hilang di pasar")
            #expect(await refusal { try await house.reveal(agent, first.id, "kk", "kartu hilang di jalan") } != nil)
            let (lead, dpo) = (try await house.enter("L1"), try await house.enter("D1"))
            for token in [lead, dpo] {
                let rows = try await house.log(token, LogFilter(look: first.id, limit: 50)).rows
                #expect(rows.map(\.kind) == [.denial, .reveal, .look])
                #expect(rows.allSatisfy { $0.look == first.id } && rows.last?.index == first.ledgerIndex)
            }
            #expect(try await house.log(dpo, LogFilter(look: second.id, limit: 50)).rows.map(\.kind) == [.look])
            let own = LogFilter(person: PersonID("A1"), look: first.id, kind: .reveal, limit: 50)
            #expect(try await house.log(agent, own).rows.count == 1)
            // Another's place, a number that is no look's, one beyond the log, and a NIK typed as one.
            #expect(
                try await house.log(dpo, LogFilter(person: PersonID("L1"), look: first.id, limit: 50)).rows.isEmpty)
            for number in [1, 9_999_999, 3_171_012_345_678_901, Int64.max] {
                #expect(try await house.log(dpo, LogFilter(look: LookID(number), limit: 50)).rows.isEmpty)
            }
            let kept = try house.acts(.logRead).map { try house.pair($0, "filter") ?? "" }
            #expect(kept.contains("look:\(first.id)") && kept.contains("look:unknown"))
            #expect(!kept.contains { $0.contains("3171012345678901") })
        }
    }
}
