import AmanahCore
import AmanahService

/// The working days before today.
extension DemoLife {
    private static let reveals = [
        "Pelanggan lupa nomornya dan membawa kartu keluarga", "Nomor di tiket tidak cocok dengan kartu lama",
        "Perlu dicocokkan dengan surat kehilangan dari kepolisian", "Formulir ganti kartu harus memuat data lengkap",
        "Petugas loket meminta data untuk berita acara", "Kartu lama rusak dan tidak terbaca oleh mesin",
        "Pelanggan meminta salinan tagihan ke nomor lain", "Tagihan dikirim ke nomor yang sudah mati",
        "Nomor pembanding diminta oleh bagian penagihan", "Keluhan menyebut nomor yang berbeda dari tiket",
    ]

    /// Monday to Friday of last week: the terms are accepted, a book is handed out, tickets are worked through, two requests
    /// decided.
    func lastDays() async throws {
        let agents = ["P0104", "P0105", "P0106", "P0107", "P0108", "P0109"]
        for number in 0..<5 {
            let day = Day(number: lastWeek.number + Int64(number))
            go(to: day, 7, 30)
            if number == 0 { try await handOut(on: day) }
            try await workday(day, agents, tickets: 2, number)
            if number == 2 { try await decideAddress(approve: true, on: day) }
            if number == 3 { try await decideAddress(approve: false, on: day) }
        }
    }

    /// The days from Monday to yesterday, and the lots of last week.
    func daysOfThisWeek() async throws {
        go(to: today.monday, 0, 5)
        try await passTime()
        for number in today.monday.number..<today.number where number - today.monday.number < 5 {
            let day = Day(number: number)
            try await workday(
                day, ["P0104", "P0105", "P0106", "P0108", "P0109"], tickets: 1, Int(number - lastWeek.number))
        }
    }

    private func handOut(on day: Day) async throws {
        _ = try await amanah.handOut(
            try await session("P0102"),
            BookInput(
                purpose: PurposeID("credit-followup"), startsOn: day, endsOn: bookEnds,
                people: ["P0104", "P0105", "P0106"].map { PersonID($0) }, rule: .choice(.init(limit: 90)),
                division: .random, said: "Tindak lanjut kredit bulan ini untuk tim satu"), from: DemoLife.desk)
    }

    /// Each agent has tickets of the day, one after the other; whoever has a share of the book works on it too.
    private func workday(_ day: Day, _ agents: [String], tickets: Int, _ number: Int) async throws {
        try await passTime()
        let slots = tickets * agents.count
        for slot in 0..<slots {
            let agent = agents[slot % agents.count]
            let minute = 8 * 60 + 10 + slot * 480 / slots
            go(to: day, minute / 60, minute % 60)
            try await serve(agent, day: number, slot: slot)
            if agent < "P0107" { try await work(agent, customers: 1) }
            try await signOut(agent)
        }
        // An outsourced agent of another branch, of the vendor whose manager can sign in.
        let other = DemoBranch.all[1]
        let ticket = try await openTicket(for: "P0205", of: other, by: "P0202", "sim-replacement")
        try await look("P0205", ticket.customer, ticket.purpose, ticket.id)
        try await close(ticket)
        try await signOut("P0205")
    }

    /// One ticket from its opening to its closing.
    private func serve(_ agent: String, day: Int, slot: Int) async throws {
        let isCard = (day + slot) % 2 == 0
        let lead = agent < "P0107" ? "P0102" : "P0103"
        let ticket = try await openTicket(
            for: agent, of: DemoLife.branch, by: lead, isCard ? "sim-replacement" : "billing-complaint")
        let shown = try await look(agent, ticket.customer, ticket.purpose, ticket.id)
        if isCard { try await verify(agent, ticket.customer, ticket.purpose, ticket.id, "mother_maiden_name") }
        if (day + slot) % 5 < 2, slot < 6 {
            let said = "\(DemoLife.reveals[(isCard ? 0 : 5) + day % 5]), tiket \(ticket.id)"
            try await reveal(agent, shown.id, isCard ? "nik" : "phone", said)
        }
        try await close(ticket)
    }

    /// An agent asks for an address, and his superior gives it or does not.
    private func decideAddress(approve: Bool, on day: Day) async throws {
        go(to: day, 16, 30)
        let agent = approve ? "P0104" : "P0105"
        let ticket = try await openTicket(for: agent, of: DemoLife.branch, by: "P0102", "sim-replacement")
        let request = try await ask(
            agent, ticket.customer, ticket.purpose, ticket.id, ["address"],
            approve ? "Kartu dikirim kurir ke rumah pelanggan" : "Ingin tahu alamat untuk survei kepuasan")
        if approve {
            _ = try await amanah.approve(
                try await session("P0102"), request, seen: nil, narrowing: Narrowing())
            let shown = try await look(agent, ticket.customer, ticket.purpose, ticket.id)
            try await reveal(agent, shown.id, "address", "Alamat ditulis di label pengiriman kartu")
        } else {
            _ = try await amanah.refuse(
                try await session("P0102"), request, seen: nil, reason: "Survei bukan tujuan tiket ganti kartu")
        }
        try await close(ticket)
        try await signOut(agent)
        try await signOut("P0102")
    }

    func ask(
        _ agent: String, _ customer: CustomerID, _ purpose: PurposeID, _ ticket: TicketID?, _ fields: [String],
        _ reason: String
    ) async throws -> RequestID {
        try await amanah.ask(
            try await session(agent), customer: customer, purpose: purpose, ticket: ticket,
            fields: fields.map { FieldName($0) }, reason: reason, from: DemoLife.desk
        ).id
    }
}
