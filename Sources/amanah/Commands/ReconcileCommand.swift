import AmanahService
import AmanahStore
import ArgumentParser

/// Compares the control data with the log. Exit status 1 where something was found.
struct ReconcileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Compare people, lines, agreements, tickets, marks of sensitivity and the charter with the log.",
        subcommands: [Check.self, Accept.self], defaultSubcommand: Check.self)

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Name every row that something other than the gateway wrote or took out; ends with 1 where there is one."
        )
        @OptionGroup var folder: DataFolder

        func run() async throws {
            try await refusing {
                let (amanah, store) = try folder.open()
                let report = try await amanah.reconcileControl()
                await store.close()
                ReconcileCommand.tell(report.findings)
                guard report.findings.isEmpty else { throw ExitCode(1) }
                print("\(report.rows) rows of control data are as the log has them")
            }
        }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Take the control data as they stand for right, after looking at what was found. Takes two people.",
            discussion: TwoPeople.discussion)
        @OptionGroup var folder: DataFolder
        @Option(help: "Why, in words.") var why: String
        @OptionGroup var people: TwoPeople

        func run() async throws {
            try await refusing {
                let (proposer, confirmer) = try people.proofs()
                let (amanah, store) = try folder.open()
                let findings = try await amanah.acceptControl(why: why, proposer: proposer, confirmer: confirmer)
                await store.close()
                ReconcileCommand.tell(findings)
                print("accepted as they stand; the entry names what was found and who accepted it")
            }
        }
    }

    static func tell(_ findings: [ControlFinding]) {
        for finding in findings { complain("\(finding)") }
        if findings.count == Reconciliation.limit { complain("and more: the first \(findings.count) are named") }
    }
}
