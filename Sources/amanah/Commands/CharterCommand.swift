import AmanahCore
import AmanahServer
import AmanahService
import AmanahStore
import ArgumentParser

struct CharterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "charter", abstract: "Check a charter, explain what one decides, change the one in force.",
        subcommands: [
            Check.self, Explain.self, Adopt.self, Propose.self, Proposals.self, Confirm.self, Withdraw.self,
        ])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print what each role can ever see, and warn. Ends with 1 where the charter does not hold.",
            discussion: "Terms that are not beside the charter are a warning here; `init` and `adopt` need them.")
        @Argument(help: "The charter's file.") var file: String

        func run() async throws {
            try await refusing {
                let read = try CharterFile(file)
                print(CharterCheck.check(read.charter))
                guard case .missing(let words) = read.terms else { return }
                complain("warning: \(words); until then neither `init` nor `adopt` takes this charter")
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
                let explained = try amanah.explain(
                    person: PersonID(person), customer: CustomerID(customer), purpose: PurposeID(purpose),
                    ticket: ticket.map { TicketID($0) })
                let lines = explained.lines(amanah.charterInForce, ticket: ticket.map { TicketID($0) })
                print(lines.joined(separator: "\n"))
                await store.close()
            }
        }
    }
}
