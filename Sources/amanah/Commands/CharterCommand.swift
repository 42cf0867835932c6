import AmanahCore
import AmanahServer
import AmanahService
import AmanahStore
import ArgumentParser

struct CharterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "charter", abstract: "Check a charter, or explain what one decides.",
        subcommands: [Check.self, Explain.self, Adopt.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print what each role can ever see, and warn. Ends with 1 where the charter does not hold.")
        @Argument(help: "The charter's file.") var file: String

        func run() async throws {
            try await refusing {
                let (_, charter, _) = try CharterFile.read(file)
                print(CharterCheck.check(charter))
            }
        }
    }

    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say how a look would be decided now, with all reasons. Shows nothing of the customer.")
        @OptionGroup var folder: DataFolder
        @Option(help: "Who would look.") var person: String
        @Option(help: "At whom.") var customer: String
        @Option(help: "For what.") var purpose: String
        @Option(help: "With which ticket.") var ticket: String?

        func run() async throws {
            try await refusing {
                let (amanah, store) = try folder.open()
                let decision = try amanah.explain(
                    person: PersonID(person), customer: CustomerID(customer), purpose: PurposeID(purpose),
                    ticket: ticket.map { TicketID($0) })
                switch decision {
                case .allowed(let forms, let ground):
                    print("allowed by \(ground.word)\(ground.ticket.map { " \($0)" } ?? "")")
                    for (rule, form) in zip(amanah.charterInForce.fields, forms) where form != .hidden {
                        print("  \(rule.name): \(form.word)")
                    }
                case .denied(let reasons):
                    print("denied")
                    for reason in reasons {
                        let words = ReasonWords(reason, in: ReasonContext(ticket: ticket.map { TicketID($0) }))
                        print("  \(reason.code): \(words.text.en)")
                    }
                }
                await store.close()
            }
        }
    }

    struct Adopt: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a changed charter into force. Two people prove themselves on standard input.",
            discussion:
                "Standard input: the proposer's password, his code, the confirmer's password, his code; a line each.")
        @OptionGroup var folder: DataFolder
        @Argument(help: "The charter's file.") var file: String
        @Option(help: "Who proposes it.") var proposer: String
        @Option(help: "Who confirms it; another person.") var confirmer: String

        func run() async throws {
            try await refusing {
                let (text, charter, terms) = try CharterFile.read(file)
                let (amanah, store) = try folder.open()
                for line in CharterDiff(amanah.charterInForce, charter).lines { print(line) }
                let lines = (0..<4).compactMap { _ in readLine(strippingNewline: true) }
                guard lines.count == 4 else {
                    throw ValidationError("give four lines: password and code of the proposer, then of the confirmer")
                }
                let number = try await amanah.adoptCharter(
                    text: text, terms: terms,
                    proposer: .init(person: PersonID(proposer), password: lines[0], code: lines[1]),
                    confirmer: .init(person: PersonID(confirmer), password: lines[2], code: lines[3]))
                await store.close()
                print("charter \(number) is in force")
            }
        }
    }
}
