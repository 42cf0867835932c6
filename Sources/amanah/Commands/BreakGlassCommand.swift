import AmanahCore
import AmanahService
import ArgumentParser

/// Breaks the glass at the shell: superiors and the charter's roles are told, the review is due, and the record opens on
/// the pages for the charter's minutes. A terminal shows no customer.
struct BreakGlassCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "break-glass", abstract: "Open a record without the normal condition, with alarm and review.",
        discussion: """
            Standard input: the person's password and, where the role has a second factor, its code; a line each. The record \
            itself is opened on the pages or over the API within the minutes that are printed.
            """)
    @OptionGroup var actor: RequestCommand.Actor
    @Option(help: "Whose record.") var customer: String
    @Option(help: "For what; where it is left out, the ticket's or the role's only one.") var purpose: String?
    @Option(help: "With which ticket.") var ticket: String?
    @Option(help: "Only this field; once for each.") var field: [String] = []
    @Option(help: "Why, in words.") var reason: String

    func run() async throws {
        let broken = try await actor.act { (amanah, session) async throws(ServiceError) in
            try await amanah.breakGlass(
                session, customer: CustomerID(customer), purpose: purpose.map { PurposeID($0) },
                ticket: ticket.map { TicketID($0) },
                fields: field.isEmpty ? nil : field.map { FieldName($0) }, reason: reason)
        }
        print(
            [
                broken.id.rawValue, "by \(broken.person)", "for \(broken.customer)", broken.purpose.rawValue,
                "open until \(broken.until.rfc3339)", "review due \(broken.reviewDueAt.rfc3339)",
            ].joined(separator: "  "))
    }
}
