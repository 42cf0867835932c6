import AmanahCore
import AmanahImport
import AmanahService
import AmanahStore
import Foundation

/// The day that is shown: what was done, and what waits for somebody.
extension DemoLife {
    /// How long before now the tickets of today come in, in seconds; the youngest is older.
    private static let ticketsCome = 15 * 60

    /// Begins 100 minutes ago, or at midnight; whatever is done goes into what there is of the day.
    func thisDay(tickets: URL) async throws {
        go(to: today, 0, 0)
        clock.move(to: clock.end.advanced(by: .seconds(-100 * 60)))
        let come = clock.end.advanced(by: .seconds(-DemoLife.ticketsCome))
        pace = max(0, come.milliseconds - clock.now.milliseconds) / 20
        try await passTime()
        try await morning()
        clock.move(to: come)
        pace = max(0, clock.end.milliseconds - clock.now.milliseconds) / 60
        try await bringIn(tickets)
        try await workToday()
        try await requestsOfToday()
        clock.move(to: clock.end)
    }

    private func morning() async throws {
        try await work("P0104", customers: 3)
        try await proposeCharter()
        try await work("P0105", customers: 2)
        try await proposePlace()
        try await work("P0106", customers: 1)
        let lead = try await session("P0102")
        let samples = try await amanah.reviews(lead, from: DemoLife.desk).waiting
        for (sample, said) in zip(
            samples, ["Sesuai tiket dan tujuannya", "Dibuka tanpa menghubungi pelanggan, sudah ditegur"])
        {
            _ = try await amanah.review(
                try await session("P0102"), sample: sample.id, sample.id == samples[0].id ? .inOrder : .notInOrder,
                said: said, from: DemoLife.desk)
        }
    }

    /// The export of the ticket system, as `amanah import tickets` brings it in.
    private func bringIn(_ file: URL) async throws {
        var sink = CollectedRows()
        let rules = ImportRules(charter: amanah.charterInForce)
        let (keys, now) = (store.keys, clock.now)
        let report = try store.read { view in
            try importTable(
                TableFile(table: .tickets, path: file.path()), rules: rules,
                known: StoreRecords(view, keys: keys, at: now), sink: &sink)
        }
        guard report.accepted else { throw DemoLifeError("the made-up tickets were refused") }
        try await amanah.writeImport(sink, table: .tickets, count: report.rows[.tickets] ?? 0)
    }

    /// Open tickets, the oldest first.
    private func tickets(of agent: String) async throws -> [TicketView] {
        try await amanah.tickets(try await session(agent)).sorted { ($0.openedAt, $0.id) < ($1.openedAt, $1.id) }
    }

    private func workToday() async throws {
        let first = try await tickets(of: "P0104")[0]
        let shown = try await look("P0104", first.customer, first.purpose, first.id)
        try await verify("P0104", first.customer, first.purpose, first.id, "mother_maiden_name")
        try await reveal("P0104", shown.id, "nik", "Surat kehilangan memuat angka yang kabur")
        // A customer without a task.
        try await refused {
            try await look("P0104", customer(300), PurposeID("sim-replacement"), nil)
        }
        let second = try await tickets(of: "P0105")[1]
        try await look("P0105", second.customer, second.purpose, second.id)
        // A ticket of somebody else.
        try await refused { try await look("P0108", second.customer, second.purpose, second.id) }
        for (agent, count) in [("P0106", 1), ("P0108", 2), ("P0109", 3)] {
            for ticket in try await tickets(of: agent).prefix(count) {
                try await look(agent, ticket.customer, ticket.purpose, ticket.id)
            }
        }
        let slip = try await tickets(of: "P0109")[0]
        try await verify("P0109", slip.customer, slip.purpose, slip.id, "mother_maiden_name", truly: false)
        let card = try await tickets(of: "P0108")[0]
        let opened = try await look("P0108", card.customer, card.purpose, card.id)
        // No reason in words.
        try await refused { try await reveal("P0108", opened.id, "nik", "xxx") }
        // Whose agreement has ended works no more.
        try await refused { try await look("P0107", customer(301), PurposeID("sim-replacement"), nil) }
    }

    private func requestsOfToday() async throws {
        let address = try await tickets(of: "P0106")[1]
        let asked = try await ask(
            "P0106", address.customer, address.purpose, address.id, ["address"],
            "Tagihan kembali dari kurir, alamat harus dibaca ulang")
        _ = try await amanah.approve(try await session("P0102"), asked, seen: nil, narrowing: Narrowing())
        let shown = try await look("P0106", address.customer, address.purpose, address.id)
        try await reveal("P0106", shown.id, "address", "Dibacakan kepada pelanggan yang menelepon")

        let number = try await tickets(of: "P0105")[2]
        let wanted = try await ask(
            "P0105", number.customer, number.purpose, number.id, ["nik"], "Ingin melihat angka lengkap di layar saja")
        _ = try await amanah.refuse(
            try await session("P0102"), wanted, seen: nil, reason: "Cukup dicocokkan dengan kartu yang dibawa pelanggan"
        )

        _ = try await amanah.breakGlass(
            try await session("P0106"), customer: customer(302), purpose: PurposeID("sim-replacement"), ticket: nil,
            fields: nil, reason: "Sistem tiket mati dan pelanggan menunggu di loket", from: DemoLife.desk)

        guard let colleague = try await tickets(of: "P0104").last else { throw DemoLifeError("a ticket is missing") }
        try await refused { try await look("P0104", colleague.customer, colleague.purpose, colleague.id) }
        _ = try await ask(
            "P0104", colleague.customer, colleague.purpose, colleague.id, ["name", "phone"],
            "Rekan meminta koreksi ejaan namanya sendiri")
    }

    /// An ordinary customer of the branch who has no ticket today.
    private func customer(_ place: Int) -> CustomerID { CustomerID(company.customerID(branch: 0, place: place)) }
}
