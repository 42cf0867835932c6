import AmanahCore
import ArgumentParser
import Foundation

/// Measures parts that have no door of their own. Hidden: for `make bench`.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure parts of the program.", shouldDisplay: false,
        subcommands: [Decide.self, Append.self, Replay.self])

    struct Decide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Decisions per second on one core.")
        @Option(help: "The charter to decide by.") var charter: String
        @Option(help: "Decisions a run.") var count = 1_000_000
        @Option(help: "Runs.") var runs = 5

        func run() async throws {
            let (_, charter, _) = try CharterFile.read(charter)
            let now = Moment(seconds: 1_790_000_000)
            let (request, facts) = BenchCommand.example(charter, at: now)
            guard case .allowed = charter.decide(request, facts, at: now) else {
                complain("the example is denied: \(charter.decide(request, facts, at: now).reasons.map(\.code))")
                throw ExitCode(1)
            }
            var rates: [Double] = []
            for _ in 0..<runs {
                let start = ContinuousClock.now
                var allowed = 0
                for turn in 0..<count {
                    let moment = Moment(milliseconds: now.milliseconds + Int64(turn & 1023))
                    if case .allowed = charter.decide(request, facts, at: moment) { allowed += 1 }
                }
                let seconds = Double((ContinuousClock.now - start) / .nanoseconds(1)) / 1e9
                guard allowed == count else { throw ExitCode(1) }
                rates.append(Double(count) / seconds)
            }
            rates.sort()
            print(
                "decisions_per_second median \(Int(rates[rates.count / 2])) min \(Int(rates[0])) max \(Int(rates[rates.count - 1]))"
            )
        }
    }

    static func example(_ charter: Charter, at now: Moment) -> (Request, Facts) {
        let today = now.day(in: .wib)
        let role = charter.roles.first { !$0.purposes.isEmpty } ?? charter.roles[0]
        let purpose =
            role.purposes.map { charter.purposes[$0] }.first { $0.needs.contains(.ticket) } ?? charter.purposes[0]
        let clearance = ClearanceFacts(
            vetting: .carriedOver, training: .carriedOver,
            agreements: [.init(startsOn: Day(number: today.number - 100), endsOn: Day(number: today.number + 100))],
            acceptedTerms: charter.terms.document, acceptedAt: now)
        let ticket = Facts.Ticket(
            id: TicketID("T1"), customer: CustomerID("C1"), purpose: purpose.id, assignedTo: PersonID("P1"),
            openedBy: nil,
            assignedBy: nil, openedAt: Moment(seconds: now.seconds - 60), closedAt: nil, byPresence: false)
        let facts = Facts(
            person: .init(id: PersonID("P1"), role: role.id, zone: .wib, clearance: clearance),
            customer: .init(id: CustomerID("C1"), sensitivity: .ordinary, staff: nil, isKin: false), ticket: ticket,
            book: nil, workstationAdmitted: true)
        return (Request(act: .look, customer: CustomerID("C1"), purpose: purpose.id, ticket: TicketID("T1")), facts)
    }
}
