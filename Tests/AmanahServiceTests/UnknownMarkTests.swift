import AmanahCore
import AmanahStore
import Foundation
import Testing

@testable import AmanahService

/// A NIK typed in the place of an id stays nowhere: neither in the log nor in the files, and whoever tries it again is seen.
@Suite struct UnknownMarkTests {
    /// NIK-shaped, of nobody, and of a customer who is somebody else's.
    private static let typed = ["3578034107909999", "3578034107900003"]

    /// What the log and the files of the data folder hold of a text.
    private func places(_ house: House, of text: String) throws -> [String] {
        var found: [String] = []
        for row in try house.acts() {
            let act = row.act
            var told = [act.customer?.rawValue, act.ticket?.rawValue, act.purpose?.rawValue].compactMap(\.self)
            told += try act.openPerson(house.store.keys).flatMap { [$0.key, $0.value] }
            if told.contains(where: { $0.contains(text) }) { found.append("entry \(row.index)") }
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: house.folder + "/data") {
            let bytes = FileManager.default.contents(atPath: house.folder + "/data/" + name) ?? Data()
            if bytes.range(of: Data(text.utf8)) != nil { found.append(name) }
        }
        if house.lines.all.contains(where: { $0.contains(text) }) { found.append("an operator's line") }
        return found
    }

    @Test("A7, D10: a NIK typed as customer, ticket or purpose is kept by no call that refuses it", arguments: typed)
    func nowhere(nik: String) async throws {
        try await withApprovals { house in
            let token = try await house.enter("A1")
            let session = try house.session(token)
            let purpose = PurposeID("sim-replacement")
            _ = await refusal { try await house.look(token, nik, ticket: nil) }
            _ = await refusal { try await house.look(token, "C2", ticket: nik) }
            _ = await refusal { try await house.look(token, "C2", nik, ticket: nil) }
            _ = await refusal { try await house.verify(token, "mother_maiden_name", "x", customer: nik, ticket: "T1") }
            _ = await refusal { try await house.ask(token, nik, ticket: nil) }
            _ = await refusal {
                try await house.amanah.breakGlass(
                    session, customer: CustomerID(nik), purpose: purpose, ticket: nil, fields: nil,
                    reason: "pelanggan pingsan di meja tiga", from: House.desk)
            }
            _ = try? await house.search(token, .customer(CustomerID(nik)))
            let dpo = try await house.enter("D1")
            _ = try await house.amanah.log(
                try house.session(dpo), LogFilter(customer: CustomerID(nik)), from: House.desk)
            #expect(try house.acts(.denial).count == 6)
            #expect(try places(house, of: nik) == [])
        }
    }

    @Test("who tries the same again leaves the same mark, by which the log is filtered; another has another")
    func traceable() async throws {
        try await withHouse { house in
            let (one, two) = (try await house.enter("A1"), try await house.enter("A3"))
            for token in [one, two, one] {
                _ = await refusal { try await house.look(token, Self.typed[0], ticket: nil) }
            }
            _ = await refusal { try await house.look(one, Self.typed[1], ticket: nil) }
            _ = await refusal { try await house.look(one, "C7", ticket: nil) }
            let customers = try house.acts(.denial).compactMap(\.act.customer)
            #expect(customers.map(\.isUnknownMark) == [true, true, true, true, false])
            #expect(Set(customers.prefix(3)).count == 1 && customers[3] != customers[0])
            #expect(customers[4] == CustomerID("C7"), "an id that somebody bears is kept as it is")
            let dpo = try house.session(try await house.enter("D1"))
            let page = try await house.amanah.log(dpo, LogFilter(customer: customers[0]), from: House.desk)
            #expect(page.rows.map(\.person?.rawValue) == ["A1", "A3", "A1"])
            let read = try #require(try house.acts(.logRead).last)
            #expect(try read.act.openPerson(house.store.keys).contains { $0.value.contains(customers[0].rawValue) })
            // Where the mark itself is typed, nobody takes it for a customer's id.
            _ = await refusal { try await house.look(one, customers[0].rawValue, ticket: nil) }
            #expect(try house.acts(.denial).last?.act.customer != customers[0])
            #expect(try LedgerCheck.run(house.store).broken == nil)
        }
    }

    @Test("a mark is letters only: no number that somebody types passes for one")
    func shape() {
        #expect(UnknownMark.text([0x00, 0xFF, 0x1A, 0, 0, 0, 0, 0x70, 9]) == "unknown.aappbkaaaaaaaaha")
        #expect(UnknownMark.isMark("unknown.aappbkaaaaaaaaha"))
        for text in [
            "unknown.3578034107900001", "unknown.aappbkaaaaaaaah", "unknown.aappbkaaaaaaaahaa", "aappbkaaaaaaaaha",
            "unknown.aappbkaaaaaaaahq", "C1", "",
        ] { #expect(!UnknownMark.isMark(text), "\(text)") }
    }

    @Test("an erased customer's id stays what it is: the log before and after tells of the same")
    func erased() async throws {
        try await withHouse { house in
            let token = try await house.enter("A3")
            try await house.change { view in _ = try view.erase(CustomerID("C5"), at: Moment(seconds: 1)) }
            _ = await refusal { try await house.look(token, "C5", ticket: nil) }
            #expect(try house.acts(.denial).last?.act.customer == CustomerID("C5"))
        }
    }
}
