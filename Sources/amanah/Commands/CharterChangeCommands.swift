import AmanahCore
import AmanahService
import AmanahStore
import ArgumentParser

/// Changing the charter at the shell, by the same use cases as on the pages.
extension CharterCommand {
    struct Adopt: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Propose and confirm a changed charter in one go. Two people prove themselves on standard input.",
            discussion:
                "Standard input: the proposer's password, his code, the confirmer's password, his code; a line each.")
        @OptionGroup var folder: DataFolder
        @Argument(help: "The charter's file.") var file: String
        @Option(help: "Who proposes it.") var proposer: String
        @Option(help: "Who confirms it; another person.") var confirmer: String
        @Option(help: "Why, in words.") var reason = "adopted at the shell"
        @Option(help: "From when, as 2026-12-01T07:00:00+07:00; at once without it.") var at: String?

        func run() async throws {
            try await refusing {
                let effective = try CharterFile.moment(at)
                let (text, charter, terms) = try CharterFile.read(file)
                let (amanah, store) = try folder.open()
                for line in CharterDiff(amanah.charterInForce, charter).lines { print(line) }
                let lines = (0..<4).compactMap { _ in readLine(strippingNewline: true) }
                guard lines.count == 4 else {
                    throw ValidationError("give four lines: password and code of the proposer, then of the confirmer")
                }
                let proposal = try await amanah.adoptCharter(
                    text: text, terms: terms, reason: reason, effectiveAt: effective,
                    proposer: .init(person: PersonID(proposer), password: lines[0], code: lines[1]),
                    confirmer: .init(person: PersonID(confirmer), password: lines[2], code: lines[3]))
                await store.close()
                for line in proposal.replay.sentences { print(line) }
                if let number = proposal.charter {
                    print("charter \(number) is in force")
                } else {
                    print(proposal.line)
                }
            }
        }
    }

    struct Propose: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Propose a changed charter; another person confirms it.",
            discussion: "Standard input: the person's password and code; a line each.")
        @OptionGroup var actor: RequestCommand.Actor
        @Argument(help: "The charter's file.") var file: String
        @Option(help: "Why, in words.") var reason: String
        @Option(help: "From when, as 2026-12-01T07:00:00+07:00; as soon as it is confirmed without it.")
        var at: String?

        func run() async throws {
            let effective = try CharterFile.moment(at)
            let (text, _, terms) = try await refusing { try CharterFile.read(file) }
            let proposal = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.proposeCharter(
                    session, text: text, terms: terms, reason: reason, effectiveAt: effective)
            }
            for line in proposal.changes { print(line) }
            for line in proposal.summary.replay.sentences { print(line) }
            print(proposal.summary.line)
            print("hash: \(proposal.summary.hash)")
        }
    }

    struct Proposals: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The last proposals; with a number, one with what it changes.",
            discussion: "Standard input: the person's password and code; a line each.")
        @OptionGroup var actor: RequestCommand.Actor
        @Option(help: "One of them.") var number: Int?

        func run() async throws {
            let origin = Origin(address: "command-line", deviceKey: nil, channel: .commandLine)
            if let number {
                let one = try await actor.act { (amanah, session) async throws(ServiceError) in
                    try await amanah.charterProposal(session, number: number, from: origin)
                }
                for line in one.changes { print(line) }
                for line in one.summary.replay.sentences { print(line) }
                print(one.summary.line)
                print("hash: \(one.summary.hash)")
            } else {
                let found = try await actor.act { (amanah, session) async throws(ServiceError) in
                    try await amanah.charterProposals(session, from: origin)
                }
                for proposal in found { print(proposal.line) }
            }
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Confirm what another person proposed.",
            discussion: "Standard input: the person's password and code; a line each.")
        @OptionGroup var actor: RequestCommand.Actor
        @Argument(help: "The proposal's number.") var number: Int
        @Option(help: "The hash of the text that was read.") var hash: String

        func run() async throws {
            let confirmed = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.confirmAtShell(session, number: number, hash: hash)
            }
            print(confirmed.line)
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a proposal before it is in force.",
            discussion: "Standard input: the person's password and code; a line each.")
        @OptionGroup var actor: RequestCommand.Actor
        @Argument(help: "The proposal's number.") var number: Int
        @Option(help: "Why, in words.") var reason: String

        func run() async throws {
            let over = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.withdrawCharter(session, number: number, reason: reason)
            }
            print(over.line)
        }
    }
}

extension CharterFile {
    /// A time given at the shell.
    static func moment(_ text: String?) throws -> Moment? {
        guard let text else { return nil }
        guard let moment = Moment(text) else {
            throw ValidationError("--at takes a time with its zone, as 2026-12-01T07:00:00+07:00")
        }
        return moment
    }
}

extension CharterProposalSummary {
    /// One line for a terminal.
    var line: String {
        var parts = ["proposal \(number)", state.rawValue, "by \(proposedBy)", "changes charter \(base)"]
        if let charter { parts.append("is charter \(charter)") }
        if let effectiveAt { parts.append("from \(effectiveAt.rfc3339)") }
        if let decidedBy { parts.append("decided by \(decidedBy)") }
        parts.append(String(hash.prefix(12)))
        return parts.joined(separator: "  ")
    }
}

extension CharterReplay.Outcome {
    /// What the last days would have been, for a terminal.
    var sentences: [String] {
        let all = total
        var lines = [
            "of \(all.looks) looks and \(all.denials) refusals of 30 days: \(all.refused) looks refused, \(all.allowed) more "
                + "allowed, \(all.showsMore) shown more, \(all.showsLess) shown less, \(all.setAside) not compared"
        ]
        for (group, tally) in groups.sorted(by: { $0.key < $1.key }) where tally.changes {
            lines.append(
                "  \(group.role) \(group.purpose): \(tally.refused) refused, \(tally.allowed) allowed, "
                    + "\(tally.showsMore) more, \(tally.showsLess) less")
        }
        return lines
    }
}
