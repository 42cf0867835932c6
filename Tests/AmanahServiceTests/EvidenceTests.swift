import AmanahCore
import AmanahLedger
import AmanahStore
import Foundation
import Testing

@testable import AmanahService

extension House {
    /// The look's bundle as files, made by the DPO.
    func bundle(_ looks: [LookID], by token: String) async throws -> [String: [UInt8]] {
        let bundle = try await amanah.evidence(
            try session(token), looks, caseNumber: "PERKARA-7", why: "laporan pelanggan kepada regulator")
        return Dictionary(uniqueKeysWithValues: bundle.files.map { ($0.path, $0.bytes) })
    }

    var logKeys: [VerifierKey] { get throws { try store.read { try $0.logSigners().map(\.key) } } }
}

extension EvidenceCheck {
    static func run(_ files: [String: [UInt8]], _ keys: [VerifierKey]) throws(Finding) -> EvidenceCheck {
        let indices = Set(
            files.keys.filter { $0.hasPrefix("entries/") }.compactMap { UInt64($0.dropFirst(8).prefix { $0 != "." }) })
        return try run(indices.sorted(), keys: keys) { files[$0] }
    }
}

/// Evidence for a case: what it shows is what the screen showed, and nobody can make another.
@Suite struct EvidenceTests {
    @Test("D8: from what the screen showed, field by field, to the opened commitments of its entry, for any look")
    func shownIsCommitted() async throws {
        try await withHouse { house in
            let (agent, dpo) = (try await house.enter("A1"), try await house.enter("D1"))
            var shown: [ShownLook] = []
            for (customer, purpose, ticket) in [
                ("C1", "sim-replacement", "T1"), ("C1", "credit-followup", nil), ("C1", "sim-replacement", "T1"),
            ] as [(String, String, String?)] {
                if let look = try? await house.look(agent, customer, purpose, ticket: ticket) { shown.append(look) }
            }
            #expect(shown.count >= 2)
            let files = try await house.bundle(shown.map(\.id), by: dpo)
            let checked = try EvidenceCheck.run(files, try house.logKeys)
            for look in shown {
                let entry = try #require(checked.entries.first { $0.entry.index == UInt64(look.ledgerIndex) })
                func pairs(_ domain: Entry.Domain) -> [String: String] {
                    let value = entry.opened.value(domain) ?? []
                    return Dictionary(uniqueKeysWithValues: Details.pairs(value[...]) ?? [])
                }
                let (forms, values) = (pairs(.fields), pairs(.values))
                for field in look.fields {
                    #expect(values[field.name.rawValue] == field.value, "\(field.name)")
                    if field.form > .hidden { #expect(forms[field.name.rawValue] == field.form.word) }
                }
                // Nothing stands there that was not shown.
                #expect(values.count == look.fields.filter { $0.value != nil }.count)
                #expect(entry.opened.value(.person) == Array("A1".utf8))
                #expect(entry.opened.value(.customer) == Array(look.customer.rawValue.utf8))
            }
        }
    }

    @Test("a bundle holds by itself, names what was revealed, and is an act for each look before it is given")
    func given() async throws {
        try await withHouse { house in
            let (agent, dpo) = (try await house.enter("A1"), try await house.enter("D1"))
            let look = try await house.look(agent, reason: "pelanggan datang ke gerai")
            let reveal = try await house.reveal(agent, look.id, "nik", "pelanggan minta dicocokkan")
            let files = try await house.bundle([look.id], by: dpo)
            let checked = try EvidenceCheck.run(files, try house.logKeys)
            #expect(checked.entries.map(\.entry.index) == [UInt64(look.ledgerIndex), UInt64(reveal.ledgerIndex)])
            let text = checked.entries.flatMap(\.lines).joined(separator: "\n")
            #expect(text.contains("said = pelanggan datang ke gerai"))
            #expect(text.contains("nik = \(reveal.field.value ?? "-")"))
            let acts = try house.acts(.evidenceGiven)
            #expect(acts.map(\.act.look) == [look.id])
            #expect(acts.map(\.act.customer) == [CustomerID("C1")])
            #expect(acts.map(\.act.person) == [PersonID("D1")])
            #expect(
                try acts[0].act.openPerson(house.store.keys).contains { $0.key == "case" && $0.value == "PERKARA-7" })
            #expect(checked.checkpoint.size > UInt64(acts[0].index))
        }
    }

    @Test(
        "D7: a bundle in which any byte of a proof, of what was opened, or of the checkpoint is changed does not hold")
    func changed() async throws {
        try await withHouse { house in
            let (agent, dpo) = (try await house.enter("A1"), try await house.enter("D1"))
            let look = try await house.look(agent)
            let files = try await house.bundle([look.id], by: dpo)
            let keys = try house.logKeys
            for (path, bytes) in files where path != "keys" {
                for at in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)) {
                    var altered = files
                    altered[path]?[at] ^= 1
                    #expect(throws: EvidenceCheck.Finding.self, "\(path) at \(at)") {
                        try EvidenceCheck.run(altered, keys)
                    }
                }
                var cut = files
                cut[path] = nil
                if path == "checkpoint" {
                    #expect(throws: EvidenceCheck.Finding.self) { try EvidenceCheck.run(cut, keys) }
                }
            }
            let stranger = try #require(SignerKey(name: "amanah.example/other", type: .ed25519))
            #expect(throws: EvidenceCheck.Finding.self) { try EvidenceCheck.run(files, [stranger.verifier]) }
        }
    }

    @Test("who may not read the whole log gets no bundle, nor anyone without a reason, and nothing is opened")
    func refused() async throws {
        try await withHouse { house in
            let (agent, lead, dpo) = (
                try await house.enter("A1"), try await house.enter("L1"), try await house.enter("D1")
            )
            let look = try await house.look(agent)
            for token in [agent, lead] {
                #expect(await refusal { try await house.bundle([look.id], by: token) } == .notForRole)
            }
            let session = try house.session(dpo)
            #expect(
                await refusal {
                    try await house.amanah.evidence(session, [look.id], caseNumber: "K", why: ".")
                } != nil)
            #expect(
                await refusal {
                    try await house.amanah.evidence(
                        session, [LookID(ledgerIndex: 0)], caseNumber: "K", why: "laporan pelanggan kepada regulator")
                } == .notFound)
            #expect(try house.acts(.evidenceGiven).isEmpty)
        }
    }

    @Test("L10: what was dropped or erased stays closed in a bundle, which says so and holds all the same")
    func closed() async throws {
        try await withHouse { house in
            let (agent, dpo) = (try await house.enter("A1"), try await house.enter("D1"))
            let look = try await house.look(agent)
            try await house.change { view in
                _ = try view.erase(CustomerID("C1"), at: House.start)
                _ = try view.append(
                    try ActDraft(kind: .customerErased, at: House.start).sealed(
                        keys: house.store.keys, customerKey: nil))
            }
            let files = try await house.bundle([look.id], by: dpo)
            let entry = try #require(try EvidenceCheck.run(files, try house.logKeys).entries.first)
            #expect(entry.opened.value(.person) == Array("A1".utf8))
            for domain in [Entry.Domain.customer, .fields, .values] { #expect(entry.opened.value(domain) == nil) }
            #expect(entry.lines.contains { $0.contains("erased") })
        }
    }
}

/// The check that a serving gateway makes by itself, of the files too.
@Suite struct LedgerFilesTests {
    @Test("D4: damage to a file of the log is found by the check that runs in the background, after the database's own")
    func files() async throws {
        try await withHouse { house in
            let token = try await house.enter("A1")
            try await house.look(token)
            try house.store.ledger.publish(house.store)
            var check = try LedgerCheck.run(house.store)
            try check.addFiles(of: house.store)
            #expect(check.broken == nil)
            let size = Int(check.entries)
            let tile = URL(fileURLWithPath: "\(house.store.ledger.folder)/tile/0/000.p/\(size)")
            var bytes = try Data(contentsOf: tile)
            bytes[3 * 32] ^= 1
            try bytes.write(to: tile)
            try check.addFiles(of: house.store)
            #expect(check.broken?.place == .entry(3))
        }
    }
}
