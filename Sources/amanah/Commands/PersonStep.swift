import AmanahCore
import AmanahServer
import AmanahService
import AmanahStore
import ArgumentParser
import Foundation

extension PersonCommand {
    /// A step of a person's course by someone who proves himself.
    struct Step: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a step of a person's course, a sanction or a reward, as the page does.",
            discussion: "Standard input: the password of --by, then his one-time code or an empty line.")

        @OptionGroup var folder: DataFolder
        @Argument(help: "The person's id.") var person: String
        @Argument(
            help: ArgumentHelp(
                "One of \(CourseStep.Kind.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "step"))
        var word: String
        @Option(help: "Who takes it.") var by: String
        @Option(help: "Why, in words.") var why: String
        @Option(help: "yes or no, for an interview, recommendation, confirmation or training.") var outcome: String?
        @Option(help: "Training: valid through; end: last day of work; as 2026-11-30.") var day: String?
        @Option(help: "Numbers of looks, as L-12.") var evidence: [String] = []
        @OptionGroup(title: "The agreement, for the step signed") var agreement: Agreement

        struct Agreement: ParsableArguments {
            @Option(help: "Its number.") var agreement: String?
            @Option(help: "First day.") var starts: String?
            @Option(help: "Last day.") var ends: String?
            @Option(help: "head-office, branch or delegate.") var signedAs: String?
            @Option(help: "Whom a delegate signs for.") var principal: String?
            @Option(help: "The signed document's SHA-256.") var documentHash: String?
            @Option(help: "Duties, in words.") var duties: String?
            @Option(help: "Sanctions, in words.") var sanctions: String?
            @Option(help: "Rewards, in words.") var rewards: String?
            @Option(help: "Targets, in words.") var targets: String?

            func input() throws -> AgreementInput? {
                guard let agreement else { return nil }
                guard let starts = starts.flatMap({ Day($0) }), let ends = ends.flatMap({ Day($0) }) else {
                    throw ValidationError("--starts and --ends take days as 2026-11-30")
                }
                guard let signedAs = signedAs.flatMap({ CourseStep.Signature(rawValue: $0) }) else {
                    throw ValidationError("--signed-as takes head-office, branch or delegate")
                }
                return AgreementInput(
                    id: AgreementID(agreement), startsOn: starts, endsOn: ends, signature: signedAs,
                    principal: principal.map { PersonID($0) }, documentHash: documentHash ?? "", duties: duties ?? "",
                    sanctions: sanctions ?? "", rewards: rewards ?? "", targets: targets ?? "")
            }
        }

        private func input() throws -> StepInput {
            guard let kind = CourseStep.Kind(rawValue: word) else {
                throw ValidationError("`\(word)` is no step: see --help")
            }
            guard outcome.map({ ["yes", "no"].contains($0) }) ?? true else {
                throw ValidationError("--outcome takes yes or no")
            }
            let looks = evidence.compactMap { LookID($0) }
            guard looks.count == evidence.count else { throw ValidationError("--evidence takes numbers as L-12") }
            let parsed = day.flatMap { Day($0) }
            guard day == nil || parsed != nil else { throw ValidationError("--day takes a day as 2026-11-30") }
            return StepInput(
                kind, passed: outcome.map { $0 == "yes" }, day: parsed, said: why, evidence: looks,
                agreement: try agreement.input())
        }

        func run() async throws {
            let step = try input()
            guard let password = readLine(strippingNewline: true), !password.isEmpty else {
                throw ValidationError("give the password of --by on standard input, then his code, a line each")
            }
            let code = readLine(strippingNewline: true) ?? ""
            try await refusing {
                let (amanah, store) = try folder.open()
                let outcome = try await amanah.take(
                    step: step, of: PersonID(person),
                    by: .init(person: PersonID(by), password: password, code: code))
                await store.close()
                switch outcome {
                case .taken(let view): print("\(person): \(view.row.stage.rawValue)")
                case .refused(let refusal):
                    complain("refused: \(refusal.rawValue): \(refusal.words.en)")
                    throw ExitCode(1)
                }
            }
        }
    }
}
