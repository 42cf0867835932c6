import AmanahCore
import AmanahService
import AmanahStore
import ArgumentParser

/// A case, as named on the command line.
struct CaseOptions: ParsableArguments {
    @OptionGroup var folder: DataFolder
    @Argument(help: "The customer's id.") var customer: String
    @Option(name: .customLong("case"), help: "The number of the case or of the customer's own request.")
    var caseNumber: String
    @Option(help: "Why, in words.") var why: String

    func words() throws(ServiceError) -> Amanah.CaseReason {
        try Amanah.CaseReason(customer: CustomerID(customer), caseNumber: caseNumber, reason: why)
    }
}

/// Two people who prove themselves on standard input.
struct TwoPeople: ParsableArguments {
    static let discussion =
        "Standard input: the proposer's password, his code, the confirmer's password, his code; a line each."
    @Option(help: "Who proposes it.") var proposer: String
    @Option(help: "Who confirms it; another person, not below the proposer.") var confirmer: String

    func proofs() throws -> (Amanah.Proof, Amanah.Proof) {
        let lines = (0..<4).compactMap { _ in readLine(strippingNewline: true) }
        guard lines.count == 4 else {
            throw ValidationError("give four lines: password and code of the proposer, then of the confirmer")
        }
        return (
            .init(person: PersonID(proposer), password: lines[0], code: lines[1]),
            .init(person: PersonID(confirmer), password: lines[2], code: lines[3])
        )
    }
}

struct CustomerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customer", abstract: "Erase a customer.", subcommands: [Erase.self])

    struct Erase: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Destroy a customer's key and all he is found by; the log stays whole. Takes two people.",
            discussion: TwoPeople.discussion)
        @OptionGroup var options: CaseOptions
        @OptionGroup var people: TwoPeople

        func run() async throws {
            try await refusing {
                let words = try options.words()
                let (proposer, confirmer) = try people.proofs()
                let (amanah, store) = try options.folder.open()
                let index = try await amanah.eraseCustomer(words, proposer: proposer, confirmer: confirmer)
                await store.close()
                print("\(options.customer) is erased; entry \(index)")
                print("backups of the keys from before today can still be read: destroy them by docs/erasure.md")
            }
        }
    }
}

struct HoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Legal holds: what a case needs is neither erased nor dropped.",
        subcommands: [Set.self, Lift.self, List.self])

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set a hold, at once.", discussion: "Standard input: the person's password and code; a line each."
        )
        @OptionGroup var options: CaseOptions
        @Option(help: "Who sets it.") var by: String

        func run() async throws {
            try await refusing {
                let words = try options.words()
                let lines = (0..<2).compactMap { _ in readLine(strippingNewline: true) }
                guard lines.count == 2 else { throw ValidationError("give two lines: password and code") }
                let (amanah, store) = try options.folder.open()
                let hold = try await amanah.setHold(
                    words, by: .init(person: PersonID(by), password: lines[0], code: lines[1]))
                await store.close()
                print("hold \(hold.id) is on \(options.customer) for case \(options.caseNumber)")
            }
        }
    }

    struct Lift: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lift the hold of a case. Takes two people.", discussion: TwoPeople.discussion)
        @OptionGroup var options: CaseOptions
        @OptionGroup var people: TwoPeople

        func run() async throws {
            try await refusing {
                let words = try options.words()
                let (proposer, confirmer) = try people.proofs()
                let (amanah, store) = try options.folder.open()
                let index = try await amanah.liftHold(words, proposer: proposer, confirmer: confirmer)
                await store.close()
                print("the hold of case \(options.caseNumber) on \(options.customer) is lifted; entry \(index)")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The holds in force.")
        @OptionGroup var folder: DataFolder

        func run() async throws {
            try await refusing {
                let (amanah, store) = try folder.open()
                let holds = try await amanah.holds()
                await store.close()
                for hold in holds {
                    print(
                        "\(hold.id)  \(hold.customer)  case \(hold.caseNumber)  by \(hold.setBy)  \(hold.setAt.rfc3339)"
                    )
                }
                print("\(holds.count) hold\(holds.count == 1 ? "" : "s") in force")
            }
        }
    }
}
