import AmanahCore
import AmanahService
import AmanahStore
import ArgumentParser
import Foundation

/// Handing out customers at the shell: the same verbs as on the page, by superiors who prove themselves.
struct AssignmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assignment", abstract: "Hand out customers in portions, move them, take them back.",
        discussion: "Standard input: the superior's password and code; a line each.",
        subcommands: [List.self, Preview.self, HandOut.self, Move.self, Return.self, Check.self])

    static let origin = Origin(address: "command-line", deviceKey: nil, channel: .commandLine)

    /// Which customers, for what, until when, to whom.
    struct Portions: ParsableArguments {
        @Option(help: "For what; a purpose that goes by book.") var purpose: String
        @Option(help: "First day, as 2026-11-25.") var from: String
        @Option(help: "Last day.") var until: String
        @Option(help: "Who gets a share; once for each.") var to: [String]
        @Option(help: "A unit with what is below it; once for each. Without it all of one's scope.") var unit:
            [String] = []
        @Option(help: "A field of the charter's books.segments and its value, as employer=PNS.") var segment: String?
        @Option(help: "Only so many, drawn by lot.") var atMost: Int?
        @Option(help: "A file of customer numbers, instead of a rule.", completion: .file()) var list: String?
        @Flag(help: "Shares by lot instead of in the order of the numbers.") var random = false
        @Option(help: "Why, in words.") var reason: String

        func input() throws -> BookInput {
            guard let from = Day(from), let until = Day(until) else {
                throw ValidationError("--from and --until take days as 2026-11-25")
            }
            return BookInput(
                purpose: PurposeID(purpose), startsOn: from, endsOn: until, people: to.map { PersonID($0) },
                rule: try rule(), division: random ? .random : .equal, said: reason)
        }

        private func rule() throws -> BookRule {
            if let list {
                guard unit.isEmpty, segment == nil, atMost == nil else {
                    throw ValidationError("--list stands alone: a list is not narrowed by a rule")
                }
                guard let text = try? String(contentsOfFile: list, encoding: .utf8) else {
                    throw ValidationError("the file `\(list)` cannot be read as UTF-8")
                }
                return .list(text.split(whereSeparator: \.isWhitespace).map { CustomerID(String($0)) })
            }
            var part: BookRule.Segment?
            if let segment {
                guard let cut = segment.firstIndex(of: "=") else {
                    throw ValidationError("--segment takes a field and its value, as employer=PNS")
                }
                part = BookRule.Segment(
                    field: FieldName(String(segment[..<cut])), value: String(segment[segment.index(after: cut)...]))
            }
            return .choice(BookRule.Choice(units: unit.map { UnitID($0) }, segment: part, limit: atMost))
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One's own portions, and who has what in hand below.")
        @OptionGroup var actor: RequestCommand.Actor

        func run() async throws {
            let found = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.books(session, from: AssignmentCommand.origin)
            }
            for book in found.books { book.lines.forEach { print($0) } }
        }
    }

    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "How many customers each would get.")
        @OptionGroup var actor: RequestCommand.Actor
        @OptionGroup var portions: Portions

        func run() async throws {
            let input = try portions.input()
            let preview = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.previewBook(session, input, from: AssignmentCommand.origin)
            }
            for share in preview.shares { print("\(share.person)  \(share.customers)") }
            print("\(preview.inHand) that fit are in somebody's hands already")
        }
    }

    struct HandOut: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hand-out", abstract: "Hand out customers in equal shares.")
        @OptionGroup var actor: RequestCommand.Actor
        @OptionGroup var portions: Portions

        func run() async throws {
            let input = try portions.input()
            let book = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.handOut(session, input, from: AssignmentCommand.origin)
            }
            book.lines.forEach { print($0) }
        }
    }

    struct Move: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give what one person has in hand to others.")
        @OptionGroup var actor: RequestCommand.Actor
        @Argument(help: "The assignment, e.g. B-88213.") var id: String
        @Option(help: "Whose portion.") var of: String
        @Option(help: "Who gets it; once for each.") var to: [String]
        @Option(help: "Why, in words.") var reason: String

        func run() async throws {
            let book = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.moveBook(
                    session, BookID(id), of: PersonID(of), to: to.map { PersonID($0) }, said: reason,
                    from: AssignmentCommand.origin)
            }
            book.lines.forEach { print($0) }
        }
    }

    struct Return: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take everything of an assignment back, at once.")
        @OptionGroup var actor: RequestCommand.Actor
        @Argument(help: "The assignment, e.g. B-88213.") var id: String

        func run() async throws {
            let book = try await actor.act { (amanah, session) async throws(ServiceError) in
                try await amanah.returnBook(session, BookID(id), from: AssignmentCommand.origin)
            }
            book.lines.forEach { print($0) }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Hold every portion in force against the entry that opened it. Exit status 1 where one does not hold.")
        @OptionGroup var folder: DataFolder

        func run() async throws {
            try await refusing {
                let (amanah, store) = try folder.open()
                let outcome = Result { try amanah.checkBooks() }
                await store.close()
                let check = try outcome.get()
                for finding in check.findings { print(finding) }
                print(
                    "\(check.books) books with \(check.portions) portions in force: \(check.findings.isEmpty ? "as the log says" : "not as the log says")"
                )
                if !check.findings.isEmpty { throw ExitCode.failure }
            }
        }
    }
}

extension BookView {
    /// Lines for a terminal: the assignment, then who has what in hand.
    var lines: [String] {
        let head = [
            id.rawValue, state.rawValue, purpose.rawValue, "\(startsOn) to \(endsOn)", "by \(giver)",
        ].joined(separator: "  ")
        return [head]
            + portions.map { portion in
                "  \(portion.person)  \(portion.customers) customers, \(portion.lookedAt) looked at"
                    + (portion.isOpen ? "" : ", no longer in hand")
            }
    }
}
