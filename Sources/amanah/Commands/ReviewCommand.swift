import AmanahCore
import AmanahService
import AmanahStore
import ArgumentParser

/// Samples at the shell: the same verbs as on the page.
struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Weekly samples of looks and approvals: list, give a word, draw, check.",
        discussion: "Standard input, for list and give: the superior's password and code; a line each.",
        subcommands: [List.self, Give.self, Draw.self, Check.self])

    static let origin = Origin(address: "command-line", deviceKey: nil, channel: .commandLine)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What waits for one's word, and what was found below.")
        @OptionGroup var actor: RequestCommand.Actor

        func run() async throws {
            let found = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.reviews(session, from: ReviewCommand.origin)
            }
            for sample in found.waiting + found.raised { print(sample.line) }
            for week in found.coverage {
                print(
                    "week of \(week.week): \(week.peopleSampled) of \(week.people) people, \(week.looksSampled) of \(week.looks) looks, "
                        + "\(week.done) of \(week.sampled) reviewed, \(week.overdue) overdue, \(week.notInOrder) not in order"
                )
            }
        }
    }

    struct Give: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give one's word on a sample.")
        @OptionGroup var actor: RequestCommand.Actor
        @Argument(help: "The sample, e.g. V-88213.") var id: String
        @Flag(help: "It was in order.") var inOrder = false
        @Flag(help: "It was not in order.") var notInOrder = false
        @Option(help: "What was found, in words.") var words: String

        func validate() throws {
            guard inOrder != notInOrder else { throw ValidationError("say either --in-order or --not-in-order") }
        }

        func run() async throws {
            let sample = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.review(
                    session, sample: SampleID(id), inOrder ? .inOrder : .notInOrder, said: words,
                    from: ReviewCommand.origin)
            }
            print(sample.line)
        }
    }

    struct Draw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draw the weeks that are over and have no samples yet, as the serving gateway does by itself.")
        @OptionGroup var folder: DataFolder

        func run() async throws {
            try await refusing {
                let (amanah, store) = try folder.open()
                let outcome: Result<Int, ServiceError>
                do throws(ServiceError) { outcome = .success(try await amanah.drawSamples()) } catch {
                    outcome = .failure(error)
                }
                await store.close()
                print("\(try outcome.get()) weeks drawn")
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draw every week anew from the seed in its entry. Exit status 1 where the samples are others.")
        @OptionGroup var folder: DataFolder

        func run() async throws {
            try await refusing {
                let (amanah, store) = try folder.open()
                let outcome: Result<[String], ServiceError>
                do throws(ServiceError) { outcome = .success(try await amanah.checkSamples()) } catch {
                    outcome = .failure(error)
                }
                await store.close()
                let findings = try outcome.get()
                for finding in findings { print(finding) }
                print(
                    findings.isEmpty
                        ? "the samples are those that were drawn" : "the samples are not those that were drawn")
                if !findings.isEmpty { throw ExitCode.failure }
            }
        }
    }
}

extension SampleView {
    /// One line for a terminal; the customer by number only.
    var line: String {
        let word = review.map { "\($0.word.rawValue) by \($0.by)" } ?? (isOverdue ? "overdue" : "waits")
        return [
            id.rawValue, kind.rawValue, "by \(person)", act.customer.map { "for \($0)" } ?? "",
            act.at.rfc3339, word,
        ].filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
