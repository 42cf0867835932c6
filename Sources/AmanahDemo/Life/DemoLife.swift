import AmanahCore
import AmanahImport
import AmanahService
import AmanahStore
package import Foundation
import Logging

/// The days of a made-up company up to now: what its people did with what was entrusted to them.
///
/// Everything is done through the gateway's own use cases by people who signed in, each act decided and logged by the gateway
/// at the time that its clock shows. The clock begins on the Monday of last week, goes forward only and ends now, so that
/// the log is one that a gateway would have written which had run since then. Nothing is written behind the gateway's back.
package actor DemoLife {
    /// Known to everyone who reads this: for made-up companies only.
    package static let password = "coba-amanah-2026"
    package static let secret = Array("amanah-demonstration".utf8)
    static let desk = Origin(address: "127.0.0.1", deviceKey: nil, channel: .console)
    /// The branch whose days are told.
    static let branch = DemoBranch.all[0]

    let amanah: Amanah
    let store: SQLiteStore
    let clock: DemoClock
    let company: DemoCompany
    let charterText: String
    let today: Day
    /// Monday of the week that is over.
    let lastWeek: Day
    /// Milliseconds from one act to the next, more or less.
    var pace: Int64 = 40_000
    /// Customers of the book whom an agent has looked at.
    var worked: Set<CustomerID> = []
    var ticketsOpened = 0
    private var draw: SplitMix64
    private var tokens: [String: String] = [:]
    private var enrolled: Set<String> = []
    private var ticketSystem = ""

    /// Makes a data folder with a company that has worked since Monday of last week.
    ///
    /// - Parameters:
    ///   - folder: not there yet; its key comes into `keyFile`.
    ///   - csv: gets the company's export, the tickets of today in a folder `today` of their own.
    ///   - charter: a charter without opening hours, so that the company works at any hour.
    package static func make(
        _ company: DemoCompany, folder: String, keyFile: String, csv: URL, charter: String, terms: String
    ) async throws {
        try company.write(to: csv)
        let tickets = csv.appending(path: "today/tickets.csv")
        let files = FileManager.default
        try files.createDirectory(at: tickets.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? files.removeItem(at: tickets)
        try files.moveItem(at: csv.appending(path: "tickets.csv"), to: tickets)
        let monday = company.now.day(in: .wib).monday
        let start = Moment(startOf: Day(number: monday.number - 7), in: .wib).advanced(by: .seconds(7 * 3600))
        try await DemoFounding.found(folder, keyFile: keyFile, from: csv, charter: charter, terms: terms, at: start)
        let store = try SQLiteStore.open(folder: folder, keyFile: keyFile)
        do {
            let life = try DemoLife(company, store, charter, from: start)
            try await life.live(tickets: tickets)
            try store.ledger.publish(store)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    private init(_ company: DemoCompany, _ store: SQLiteStore, _ charter: String, from start: Moment) throws {
        self.company = company
        self.store = store
        charterText = charter
        let clock = DemoClock(from: start, until: company.now)
        self.clock = clock
        today = company.now.day(in: .wib)
        lastWeek = Day(number: today.monday.number - 7)
        draw = SplitMix64(seed: company.seed, kind: 9, index: 0)
        // The password is printed for everyone: guessing it need cost nothing.
        amanah = try Amanah(
            store: store, codes: NoPhone(), settings: .init(scryptLogRounds: 4, scryptParallelism: 1),
            logger: Logger(label: "demo") { _ in SwiftLogNoOpLogHandler() }, wallClock: { clock.now })
    }

    private func live(tickets: URL) async throws {
        ticketSystem = try await amanah.makeServiceToken("ticket-system", days: 30)
        try await lastDays()
        try await peopleComeAndGo()
        try await daysOfThisWeek()
        try await thisDay(tickets: tickets)
        for person in tokens.keys.sorted() {
            if let session = live(person) { try await amanah.signOut(session) }
        }
        try await amanah.signOut(try amanah.authenticate(token: ticketSystem, from: DemoLife.desk))
    }

    // MARK: Time

    /// Goes on to a time of a day in the charter's zone, unless it is over already.
    func go(to day: Day, _ hour: Int, _ minute: Int) {
        clock.move(to: Moment(startOf: day, in: .wib).advanced(by: .seconds(hour * 3600 + minute * 60)))
    }

    /// A name that nobody of the company bears.
    func name() -> String {
        while true {
            let name = "\(draw.pick(DemoWords.women)) \(draw.pick(DemoWords.families))"
            if !company.people.contains(where: { $0.name == name }) { return name }
        }
    }

    /// What a gateway that serves does by itself as time passes.
    func passTime() async throws {
        try await amanah.advanceRequests()
        try await amanah.advanceBooks()
        try await amanah.drawSamples()
    }

    // MARK: People at the door

    private func live(_ person: String) -> Session? {
        guard let token = tokens[person] else { return nil }
        return try? amanah.authenticate(token: token, from: DemoLife.desk)
    }

    /// The person's session; he signs in where none runs, and accepts the terms the first time. Time passes.
    func session(_ person: String) async throws -> Session {
        clock.pass(milliseconds: pace * Int64(draw.number(in: 50...150)) / 100)
        if let session = live(person) { return session }
        let id = PersonID(person)
        guard let role = company.people.first(where: { $0.id == person })?.role else {
            throw DemoLifeError("`\(person)` is not of the company")
        }
        let proves = amanah.charterInForce.role(RoleID(role))?.needsSecondFactor ?? false
        if enrolled.insert(person).inserted {
            try await amanah.setPassword(of: id, to: DemoLife.password, final: true)
            if proves { _ = try await amanah.setSecondFactor(of: id, secret: DemoLife.secret) }
        }
        let step = clock.now.seconds / OneTimeCode.stepSeconds
        let signed = try await amanah.signIn(
            person: person, password: DemoLife.password,
            code: proves ? OneTimeCode.code(secret: DemoLife.secret, step: step) : nil, from: DemoLife.desk)
        tokens[person] = signed.token
        if signed.session.steps.contains(.acceptTerms) {
            try await amanah.acceptTerms(signed.session, version: amanah.charterInForce.terms.document)
        }
        return try amanah.authenticate(token: signed.token, from: DemoLife.desk)
    }

    func signOut(_ person: String) async throws {
        if let session = live(person) { try await amanah.signOut(session) }
    }

    // MARK: Work

    /// The ticket system opens a ticket for an agent, each for another customer.
    func openTicket(for agent: String, of branch: DemoBranch, by lead: String, _ purpose: String) async throws
        -> TicketInput
    {
        ticketsOpened += 1
        let index = DemoBranch.all.firstIndex { $0.id == branch.id } ?? 0
        let places = company.customers(of: index)
        let input = TicketInput(
            id: TicketID("T-\(500 + ticketsOpened)"),
            customer: CustomerID(company.customerID(branch: index, place: 90 + ticketsOpened % (places - 90))),
            purpose: PurposeID(purpose), unit: UnitID(branch.id), assignedTo: PersonID(agent), openedAt: clock.now,
            closedAt: nil, channel: draw.pick(DemoWords.channels), openedBy: PersonID(lead))
        try await put(input)
        return input
    }

    func close(_ ticket: TicketInput) async throws {
        var ticket = ticket
        ticket.closedAt = clock.now
        try await put(ticket)
    }

    private func put(_ ticket: TicketInput) async throws {
        _ = try await amanah.putTicket(
            try amanah.authenticate(token: ticketSystem, from: DemoLife.desk), ticket)
    }

    @discardableResult
    func look(_ agent: String, _ customer: CustomerID, _ purpose: PurposeID, _ ticket: TicketID?) async throws
        -> ShownLook
    {
        try await amanah.look(
            try await session(agent), customer: customer, purpose: purpose, ticket: ticket, reason: nil,
            from: DemoLife.desk)
    }

    func reveal(_ agent: String, _ look: LookID, _ field: String, _ reason: String) async throws {
        _ = try await amanah.reveal(
            try await session(agent), look: look, field: FieldName(field), reason: reason, from: DemoLife.desk)
    }

    /// Compares what a customer says with the record; he says what is true, or a slip of it.
    func verify(
        _ agent: String, _ customer: CustomerID, _ purpose: PurposeID, _ ticket: TicketID?, _ field: String,
        truly: Bool = true
    ) async throws {
        let said = company.value(field, of: customer)
        let outcome = try await amanah.verify(
            try await session(agent), customer: customer, purpose: purpose, ticket: ticket, field: FieldName(field),
            said: truly ? said : "Bukan \(said)", from: DemoLife.desk)
        guard outcome.match == truly else { throw DemoLifeError("what a customer said was compared wrongly") }
    }

    /// Looks at the next customers of the book that was handed out last week.
    func work(_ agent: String, customers count: Int) async throws {
        let book = try await amanah.desk(try await session(agent)).book.filter { $0.endsOn == bookEnds }
        for entry in book.filter({ !worked.contains($0.customer) }).prefix(count) {
            worked.insert(entry.customer)
            try await look(agent, entry.customer, entry.purpose, nil)
        }
    }

    /// The last day of the book that was handed out last week.
    var bookEnds: Day { Day(number: today.number + 14) }

    /// Does what the gateway must refuse.
    func refused<T>(_ body: () async throws -> T) async throws {
        do { _ = try await body() } catch ServiceError.denied { return }
        throw DemoLifeError("something was allowed that is to be refused")
    }

    private struct NoPhone: CodeSender {
        func send(code: String, to phone: String) {}
    }
}
