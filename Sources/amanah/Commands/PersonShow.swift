import AmanahCore
import AmanahService
import ArgumentParser

extension PersonCommand {
    /// A person's record as far as someone may see it, as the page shows it.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A person's stage, his record of 90 days and what superiors' reviews found. Reading is an entry.",
            discussion: "Standard input: the password of --by, then his one-time code or an empty line.")
        @OptionGroup var folder: DataFolder
        @Argument(help: "The person's id.") var person: String
        @Option(help: "Who reads it.") var by: String

        func run() async throws {
            let id = PersonID(person)
            let view = try await RequestCommand.Actor.act(as: by, in: folder) {
                (amanah, session) async throws(ServiceError) in
                try await amanah.course(session, of: id, from: ReviewCommand.origin)
            }
            for line in view.lines { print(line) }
        }
    }
}

extension CourseView {
    /// For a terminal; people by number only.
    fileprivate var lines: [String] {
        [
            "\(row.id): \(row.stage.rawValue)",
            "90 days: \(record.looks) looks, \(record.denials) refusals, \(record.sanctions) sanctions",
        ] + (reviews?.lines ?? [])
    }
}

extension ReviewRecordView {
    fileprivate var lines: [String] {
        let found =
            notInOrder > 0 ? "\(notInOrder) not in order" : reviewed > 0 ? "nothing found" : "nothing reviewed yet"
        return [
            "reviews \(from) to \(through): \(sampled) drawn of \(looks) looks and \(decisions) decisions, "
                + "\(reviewed) reviewed, \(overdue) overdue: \(found)"
        ]
            + verdicts.map { verdict in
                [
                    verdict.id.rawValue, verdict.kind.rawValue, verdict.look?.description, verdict.at.rfc3339,
                    "\(verdict.word.rawValue) by \(verdict.by)", verdict.reviewedAt.rfc3339,
                ].compactMap(\.self).joined(separator: "  ")
            }
    }
}
