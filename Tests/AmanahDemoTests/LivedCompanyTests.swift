import AmanahCore
import AmanahService
import AmanahStore
import Foundation
import Testing

@testable import AmanahDemo

@Suite("A demonstration company that has lived")
struct LivedCompanyTests {
    /// A weekday's morning; the last minutes of a Sunday; the first half minute of a Monday; the end of a month; the first
    /// minutes of a year.
    static let moments = [
        "2026-11-25T03:00:19Z", "2026-11-29T16:55:00Z", "2026-11-29T17:00:30Z", "2026-11-30T12:00:00Z",
        "2026-12-31T17:04:00Z",
    ]

    @Test("what is printed beside the logins is in it, at any hour", arguments: moments)
    func promises(_ moment: String) async throws {
        try await LivedHouse.with(moment) { house in
            try await logHolds(house)
            try await charterWaits(house)
            try await peopleWait(house)
            try await requestsWait(house)
            try await teamLives(house)
            try await vendorLives(house)
            try await samplesWait(house)
        }
    }

    private func charterWaits(_ house: LivedHouse) async throws {
        let second = try await house.session("P0001")
        let proposals = try await house.amanah.charterProposals(second, from: LivedHouse.desk)
        #expect(proposals.map(\.state) == [.waiting] && proposals.first?.proposedBy == PersonID("P0002"))
        #expect(proposals.first?.obstacle == nil)
        // Last week's looks are decided again under it, and it shows less in some.
        #expect((proposals.first?.replay.total.looks ?? 0) > 50 && (proposals.first?.replay.total.showsLess ?? 0) > 0)
        let own = try await house.amanah.charterProposals(try await house.session("P0002"), from: LivedHouse.desk)
        #expect(own.first?.obstacle == .own)
    }

    private func peopleWait(_ house: LivedHouse) async throws {
        let view = try await house.amanah.hiring(try await house.session("P0005"), from: LivedHouse.desk)
        #expect(view.candidates.map(\.row.stage) == [.candidate, .recommended, .interviewed])
        let confirm = view.candidates.first { $0.row.stage == .recommended }?.next.first
        #expect(confirm?.kind == .confirmed && confirm?.mine == true)
        #expect(view.changes.map(\.proposedBy) == [PersonID("P0008")] && view.changes.first?.mine == true)
    }

    private func requestsWait(_ house: LivedHouse) async throws {
        let lead = try await house.session("P0102")
        let waiting = try await house.amanah.requestsForMe(lead)
        #expect(waiting.map(\.person) == [PersonID("P0104")])
        let all = try await house.amanah.requests(lead, state: nil)
        #expect(all.contains { $0.state == .approved && $0.person == PersonID("P0106") })
        #expect(all.contains { $0.state == .refused && $0.person == PersonID("P0105") })
        let glasses = try await house.amanah.brokenGlasses(lead)
        #expect(glasses.map(\.isForMe) == [true] && glasses.first?.look != nil)
        let own = try await house.amanah.requests(try await house.session("P0105"), state: .refused)
        #expect(!own.isEmpty)
    }

    private func teamLives(_ house: LivedHouse) async throws {
        let lead = try await house.session("P0102")
        let team = try await house.amanah.team(lead, from: LivedHouse.desk).members.map(\.row)
        for agent in ["P0104", "P0105", "P0106"] {
            let row = try #require(team.first { $0.person == PersonID(agent) })
            #expect(row.looksToday > 0)
            let day = try await house.amanah.day(lead, of: PersonID(agent), day: nil, from: LivedHouse.desk)
            #expect(!day.looks.isEmpty && !day.tickets.isEmpty)
        }
        #expect(team.contains { $0.person == PersonID("P0104") && $0.denials > 0 && $0.reveals > 0 && $0.waiting == 1 })
        #expect(team.contains { $0.person == PersonID("P0106") && $0.unreviewed == 1 })
        let book = try await house.amanah.books(lead, from: LivedHouse.desk).books.filter { $0.isMine }
        #expect(book.map(\.state) == [.running] && book.first?.portions.count == 3)
        for portion in book.first?.portions ?? [] {
            #expect((1..<portion.customers).contains(portion.lookedAt))
        }
        // The oldest ticket and the public figure's are left for whoever tries the demonstration.
        let agent = try await house.session("P0105")
        let tickets = try await house.amanah.tickets(agent).sorted { $0.openedAt < $1.openedAt }
        let looked = try await house.amanah.desk(agent).looksToday.compactMap(\.ticket)
        #expect(tickets.count == 4 && !looked.contains(tickets[0].id) && !looked.contains(tickets[3].id))
    }

    private func vendorLives(_ house: LivedHouse) async throws {
        let manager = try await house.session("P0011")
        let page = try await house.amanah.vendor(manager, VendorID("V1"), from: LivedHouse.desk)
        #expect(page.vendor.looks > 5 && page.vendor.incidents == 1 && page.vendor.onTheWay > 0)
        let people = try await house.amanah.people(try await house.session("P0101"), from: LivedHouse.desk)
        #expect(people.contains { $0.id == PersonID("P0107") && $0.lacks.contains(.noAgreement) })
    }

    private func samplesWait(_ house: LivedHouse) async throws {
        let lead = try await house.amanah.reviews(try await house.session("P0102"), from: LivedHouse.desk)
        #expect(lead.waiting.count == 7 && lead.waiting.allSatisfy { !$0.isOverdue })
        #expect(lead.coverage.map(\.done) == [2] && lead.coverage.first?.notInOrder == 1)
        let manager = try await house.amanah.reviews(try await house.session("P0101"), from: LivedHouse.desk)
        #expect(manager.waiting.contains { $0.kind == .decision && $0.person == PersonID("P0102") })
        #expect(try await house.amanah.checkSamples().isEmpty)
        #expect(try house.amanah.checkBooks().findings.isEmpty)
    }

    /// The log holds, and its times go forward from Monday of last week to now.
    private func logHolds(_ house: LivedHouse) async throws {
        var check = try LedgerCheck.run(house.store, cores: 1)
        #expect(check.broken == nil && check.entries > 300)
        try check.addFiles(of: house.store)
        #expect(check.broken == nil)
        let times = try house.store.read { try $0.acts(ActFilter(limit: 100_000)) }.reversed().map(\.act.at)
        #expect(times == times.sorted())
        #expect(times.first?.day(in: .wib) == Day(number: house.now.day(in: .wib).monday.number - 7))
        #expect(times.last.map { $0 <= house.now } ?? false)
    }

    @Test("the lines are one a login, and the same logins as in a company that begins today")
    func lines() {
        let company = DemoCompany(seed: 2020, customers: 600, now: Moment("2026-11-25T03:00:19Z") ?? Moment(seconds: 0))
        #expect(company.livedLogins.map(\.person) == company.logins.map(\.person))
        #expect(company.livedLogins.allSatisfy { !$0.whatToTry.isEmpty && !$0.whatToTry.contains("\n") })
    }
}
