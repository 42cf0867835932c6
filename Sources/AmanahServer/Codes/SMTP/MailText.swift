import AmanahCore

/// A short text for one address.
package struct Letter: Sendable {
    package var to: MailAddress
    /// ASCII, of this program's own words.
    package var subject: String
    /// ASCII.
    package var text: String
    package var id: String
    package init(to: MailAddress, subject: String, text: String, id: String) {
        self.to = to
        self.subject = subject
        self.text = text
        self.id = id
    }
}

/// A mail with a short text, as the lines that follow `DATA`.
///
/// Source: RFC 5322 section 3.6 (headers), RFC 5321 section 4.5.2 (transparency), RFC 3834 (Auto-Submitted).
struct MailText {
    var from: MailAddress
    var letter: Letter
    var at: Moment

    /// Each line with its CRLF, a line that begins with a full stop doubled, and the full stop that ends the mail.
    var bytes: [UInt8] {
        let head = [
            "From: <\(from.text)>", "To: <\(letter.to.text)>", "Date: \(MailText.date(at))",
            "Message-ID: <\(letter.id)@\(from.domain)>", "Subject: \(letter.subject)", "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=us-ascii", "",
        ]
        let lines =
            head + letter.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { String($0) }
        return Array(lines.map { MailText.stuffed($0) + "\r\n" }.joined().utf8) + Array(".\r\n".utf8)
    }

    static func stuffed(_ line: String) -> String { line.utf8.first == 0x2E ? "." + line : line }

    /// `Tue, 24 Nov 2026 04:15:34 +0000`
    static func date(_ moment: Moment) -> String {
        let days = moment.seconds >= 0 ? moment.seconds / 86_400 : (moment.seconds - 86_399) / 86_400
        let (year, month, day) = Day(number: days).civil
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int((days % 7 + 7) % 7)]
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(weekday), \(day) \(names[month - 1]) \(year) \(moment.rfc3339.dropFirst(11).prefix(8)) +0000"
    }
}
