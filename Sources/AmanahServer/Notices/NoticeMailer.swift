package import AmanahCore

/// Mails notices through an SMTP server.
package struct NoticeMailer: NoticeCarrier {
    private let smtp: SMTPCarrier
    private let to: PersonTemplate

    package init(_ smtp: SMTPCarrier, to: PersonTemplate) {
        self.smtp = smtp
        self.to = to
    }

    package func carry(_ notice: NoticeMessage) async throws(CarryFailure) {
        guard let address = to.address(for: notice.person) else {
            throw CarryFailure("the person's id makes no mail address", again: false)
        }
        try await smtp.deliver(
            Letter(to: address, subject: "Amanah", text: notice.text, id: notice.id))
    }

    package func close() async { await smtp.close() }
}

/// Where mail for a person goes: `{person}@staff.example.id`, with the id in lower case in place of `{person}`.
package struct PersonTemplate: Sendable, Equatable {
    private let before: String
    private let after: String

    /// `nil` unless `{person}` stands in it once and an address comes out.
    package init?(_ text: String) {
        let mark = "{person}"
        guard let range = text.firstRange(of: mark) else { return nil }
        before = String(text[..<range.lowerBound])
        after = String(text[range.upperBound...])
        guard !after.contains(mark), address(for: PersonID("P0001")) != nil else { return nil }
    }

    package func address(for person: PersonID) -> MailAddress? {
        MailAddress(before + person.rawValue.lowercased() + after)
    }
}
