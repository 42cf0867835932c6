import AmanahCore
import AmanahService
import ArgumentParser

/// The team's page at the shell. What another process counts in its memory, who is signed in there, is not seen from here.
struct TeamCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "team", abstract: "The work of those below, today, one line a person.",
        discussion: """
            Standard input: the superior's password and code; a line each. Columns: person, name, role, unit, vendor, state, \
            looks today, looks this hour, unexplained looks, reveals, refusals, requests waiting, broken glasses unreviewed, \
            end of the agreement. Reading it is an act in the log.
            """)
    @OptionGroup var actor: RequestCommand.Actor

    func run() async throws {
        let team = try await actor.act { (amanah, session) async throws(ServiceError) in
            try await amanah.team(
                session, from: Origin(address: "command-line", deviceKey: nil, channel: .commandLine))
        }
        print(TeamRow.columns.joined(separator: "\t"))
        for member in team.members { print(member.row.cells.joined(separator: "\t")) }
    }
}

extension TeamRow {
    /// The names that `GET /team` gives the same figures.
    fileprivate static let columns = [
        "person", "name", "role", "unit", "vendor", "state", "looks_today", "looks_this_hour", "unexplained", "reveals",
        "denials", "requests_waiting", "glass_unreviewed", "agreement_ends",
    ]

    fileprivate var cells: [String] {
        [
            person.rawValue, name, role.rawValue, unit.rawValue, vendorName ?? "-", word, String(looksToday),
            String(looksThisHour), String(unexplained), String(reveals), String(denials), String(waiting),
            String(unreviewed), agreementEnds?.description ?? "-",
        ]
    }

    /// The sessions of the server are not known here, so only what the books say is said.
    private var word: String {
        lacks.isEmpty ? "cleared" : lacks.map(\.rawValue).joined(separator: ",")
    }
}
