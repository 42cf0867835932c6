import AmanahCore
import AmanahService
import AmanahStore
import ArgumentParser
import Foundation

/// Asking and deciding at the shell: the same verbs as on the pages, by people who prove themselves.
struct RequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request", abstract: "Ask for an approval, decide, withdraw, review.",
        discussion:
            "Standard input: the person's password and, where the role has a second factor, its code; a line each.",
        subcommands: [List.self, Show.self, Ask.self, Approve.self, Refuse.self, Withdraw.self, Review.self])

    /// Who acts, and on which folder.
    struct Actor: ParsableArguments {
        @OptionGroup var folder: DataFolder
        @Option(help: "Who acts.") var person: String

        func act<Value: Sendable>(
            _ body: @Sendable (Amanah, Session) async throws(ServiceError) -> Value
        ) async throws -> Value {
            try await Self.act(as: person, in: folder, body)
        }

        /// Does something for a person who proves himself on standard input.
        static func act<Value: Sendable>(
            as person: String, in folder: DataFolder,
            _ body: @Sendable (Amanah, Session) async throws(ServiceError) -> Value
        ) async throws -> Value {
            try await refusing {
                guard let password = readLine(strippingNewline: true), !password.isEmpty else {
                    throw ValidationError("give the password on standard input, one line, and the code on the next")
                }
                let code = readLine(strippingNewline: true) ?? ""
                let (amanah, store) = try folder.open()
                let proof = Amanah.Proof(person: PersonID(person), password: password, code: code)
                let outcome: Result<Value, ServiceError>
                do throws(ServiceError) {
                    outcome = .success(
                        try await amanah.acting(as: proof) { (session) async throws(ServiceError) in
                            try await body(amanah, session)
                        })
                } catch {
                    outcome = .failure(error)
                }
                await store.close()
                return try outcome.get()
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One's own requests and those of people below.")
        @OptionGroup var actor: Actor
        @Option(help: "Only those in this state, e.g. waiting.") var state: String?

        func run() async throws {
            let wanted = try state.map { text in
                guard let state = ApprovalRequest.State(rawValue: text) else {
                    throw ValidationError(
                        "--state takes " + ApprovalRequest.State.allCases.map(\.rawValue).joined(separator: ", "))
                }
                return state
            }
            let found = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.requests(session, state: wanted)
            }
            for request in found { print(request.line) }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One request, with what a decider should know.")
        @OptionGroup var actor: Actor
        @Argument(help: "The request, e.g. R-88213.") var id: String

        func run() async throws {
            let request = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.request(session, RequestID(id))
            }
            print(request.line)
            print("  reason: \(request.reason)")
            print("  version: \(request.version)")
            for answer in request.answers {
                print(
                    "  \(answer.approved ? "approved" : "refused") by \(answer.by)\(answer.reason.map { ": \($0)" } ?? "")"
                )
            }
            guard let context = request.context else { return }
            func words(_ figures: RequestBackground.Figures) -> String {
                "\(figures.looks) looks, \(figures.reveals) reveals, \(figures.denials) refusals, \(figures.requests) requests"
            }
            print("  30 days: \(words(context.own))")
            if let peers = context.peers { print("  mean of \(context.peerCount) peers: \(words(peers))") }
            print("  other people who opened this record: \(context.otherOpeners)")
            if context.customerHereToday { print("  the customer was here today") }
            for sign in context.signs { print("  sign: \(sign.rawValue)") }
        }
    }

    struct Ask: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Ask for what a look was refused for.")
        @OptionGroup var actor: Actor
        @Option(help: "Whose record.") var customer: String
        @Option(help: "For what.") var purpose: String
        @Option(help: "With which ticket.") var ticket: String?
        @Option(help: "A field; once for each.") var field: [String]
        @Option(help: "Why, in words.") var reason: String

        func run() async throws {
            let made = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.ask(
                    session, customer: CustomerID(customer), purpose: PurposeID(purpose),
                    ticket: ticket.map { TicketID($0) }, fields: field.map { FieldName($0) }, reason: reason,
                    from: Origin(address: "command-line", deviceKey: nil, channel: .commandLine))
            }
            print(made.line)
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Approve, as asked or narrower.")
        @OptionGroup var actor: Actor
        @Argument(help: "The request, e.g. R-88213.") var id: String
        @Option(help: "Only this field; once for each.") var field: [String] = []
        @Option(help: "For so many minutes.") var minutes: Int?
        @Option(help: "For so many looks.") var looks: Int?
        @Option(help: "The version that was read; another one is refused.") var version: Int?

        func run() async throws {
            let narrowing = Narrowing(
                fields: field.isEmpty ? nil : field.map { FieldName($0) }, minutes: minutes, looks: looks)
            let decided = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.approve(session, RequestID(id), seen: version, narrowing: narrowing)
            }
            print(decided.line)
        }
    }

    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Refuse, with a reason.")
        @OptionGroup var actor: Actor
        @Argument(help: "The request, e.g. R-88213.") var id: String
        @Option(help: "Why, in words.") var reason: String
        @Option(help: "The version that was read; another one is refused.") var version: Int?

        func run() async throws {
            let decided = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.refuse(session, RequestID(id), seen: version, reason: reason)
            }
            print(decided.line)
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Withdraw one's own request or grant.")
        @OptionGroup var actor: Actor
        @Argument(help: "The request, e.g. R-88213.") var id: String

        func run() async throws {
            let withdrawn = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.withdraw(session, RequestID(id))
            }
            print(withdrawn.line)
        }
    }

    struct Review: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Review a broken glass of somebody below.")
        @OptionGroup var actor: Actor
        @Argument(help: "The broken glass, e.g. G-88213.") var id: String
        @Flag(help: "It was in order.") var inOrder = false
        @Flag(help: "It was not in order.") var notInOrder = false
        @Option(help: "What was found, in words.") var words: String

        func validate() throws {
            guard inOrder != notInOrder else { throw ValidationError("say either --in-order or --not-in-order") }
        }

        func run() async throws {
            let reviewed = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.review(session, RequestID(id), inOrder: inOrder, words: words)
            }
            print("\(reviewed.id) of \(reviewed.person): \(reviewed.inOrder == true ? "in order" : "not in order")")
        }
    }
}

extension RequestView {
    /// One line for a terminal; the customer by number only.
    var line: String {
        var parts = [
            id.rawValue, state.rawValue, "by \(person)", "for \(customer)", purpose.rawValue,
            ticket?.rawValue ?? "book",
            fields.map(\.rawValue).joined(separator: ","),
        ]
        if let waitsFor { parts.append("waits for \(waitsFor)") }
        if let until = terms.until, state == .approved {
            parts.append("until \(until.rfc3339), \(looksLeft) looks left")
        }
        return parts.joined(separator: "  ")
    }
}

struct QuotaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quota", abstract: "Set a quota of somebody below, within the charter's bounds.",
        discussion: "Standard input: the superior's password and code; a line each.")
    @OptionGroup var actor: RequestCommand.Actor
    @Option(help: "Whose quota.") var of: String
    @Option(help: "Which, e.g. looks_per_day.") var quota: String
    @Option(help: "How many.") var limit: Int
    @Option(help: "Why, in words.") var reason: String

    func run() async throws {
        guard let kind = QuotaKind(rawValue: quota) else {
            throw ValidationError("--quota takes " + QuotaKind.allCases.map(\.rawValue).joined(separator: ", "))
        }
        try await actor.act { (amanah, session) async throws(ServiceError) in
            try await amanah.setQuota(session, of: PersonID(of), kind, to: limit, reason: reason)
        }
        print("\(of): \(quota) is \(limit)")
    }
}
