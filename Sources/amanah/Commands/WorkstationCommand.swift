import AmanahCore
import AmanahService
import ArgumentParser

/// Computers at the shell, by whoever proves himself; the rules are those of the page *Komputer*.
struct WorkstationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workstation", abstract: "Admit, lend, take back and withdraw computers.",
        discussion: "Standard input: password and code; a line each. A browser is registered on the page.",
        subcommands: [List.self, Admit.self, Lend.self, Return.self, Withdraw.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Computers of one's units.")
        @OptionGroup var actor: RequestCommand.Actor

        func run() async throws {
            let all = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.workstations(session)
            }
            for station in all { print(station.line) }
        }
    }

    /// One computer, and who acts on it.
    struct Target: ParsableArguments {
        @OptionGroup var actor: RequestCommand.Actor
        @Argument(help: "The computer, as `list` names it.") var id: String

        func act(_ body: @Sendable (Amanah, Session, String) async throws(ServiceError) -> Void) async throws {
            let id = id
            try await actor.act { (amanah, session) async throws(ServiceError) in try await body(amanah, session, id) }
        }
    }

    struct Admit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Admit a computer that somebody else registered.")
        @OptionGroup var target: Target

        func run() async throws {
            try await target.act { (amanah, session, id) async throws(ServiceError) in
                try await amanah.admitWorkstation(session, id: id)
            }
            print("\(target.id): admitted by \(target.actor.person)")
        }
    }

    struct Lend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lend a computer to one person for hours.")
        @OptionGroup var target: Target
        @Option(help: "To whom.") var to: String
        @Option(help: "For so many hours, 1 to 744.") var hours: Int

        func run() async throws {
            try await target.act { (amanah, session, id) async throws(ServiceError) in
                try await amanah.lendWorkstation(session, id: id, to: PersonID(to), hours: hours)
            }
            print("\(target.id): lent to \(to) for \(hours) hours")
        }
    }

    struct Return: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take a lent computer back before its time.")
        @OptionGroup var target: Target

        func run() async throws {
            try await target.act { (amanah, session, id) async throws(ServiceError) in
                try await amanah.returnWorkstation(session, id: id)
            }
            print("\(target.id): taken back")
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Withdraw a computer for good.")
        @OptionGroup var target: Target

        func run() async throws {
            try await target.act { (amanah, session, id) async throws(ServiceError) in
                try await amanah.withdrawWorkstation(session, id: id)
            }
            print("\(target.id): withdrawn")
        }
    }
}

extension WorkstationView {
    fileprivate var line: String {
        var parts = [id, label, unit.rawValue, "registered by \(registeredBy)"]
        if withdrawn {
            parts.append("withdrawn")
        } else {
            parts.append(admittedBy.map { "admitted by \($0)" } ?? "waits to be admitted")
        }
        if let lentTo, let lentUntil { parts.append("lent to \(lentTo) until \(lentUntil.rfc3339)") }
        return parts.joined(separator: "  ")
    }
}
