/// Sign-in with id and password.
package struct SignInPage: PageView {
    package static let template = "sign-in"
    package var personID = ""
    package var problem: String?
    /// A ticket to open after sign-in, from a link of CRM or telephony.
    package var ticket: String?

    package init(personID: String = "", problem: String? = nil, ticket: String? = nil) {
        self.personID = personID
        self.problem = problem
        self.ticket = ticket
    }

    package func title(_ words: Words) -> String { words["signin_title"] }
}

/// The one-time code, for those who have one.
package struct SecondStepPage: PageView {
    package static let template = "second-step"
    package var problem: String?
    package init(problem: String? = nil) { self.problem = problem }
    package func title(_ words: Words) -> String { words["totp_title"] }
}

/// First sign-in: the authenticator.
package struct EnrolPage: PageView {
    /// A QR code as one SVG path on a square of `side` modules, quiet zone included.
    package struct QR: View {
        package let side: Int
        package let path: String
        package init(side: Int, path: String) {
            self.side = side
            self.path = path
        }
    }

    package static let template = "enrol"
    package var step: String
    /// In groups of four; `nil` before the secret was asked for.
    package var secret: String?
    package var uri: String
    package var qr: QR?
    package var problem: String?

    package init(step: String, secret: String? = nil, uri: String = "", qr: QR? = nil, problem: String? = nil) {
        self.step = step
        self.secret = secret
        self.uri = uri
        self.qr = qr
        self.problem = problem
    }

    package func title(_ words: Words) -> String { words["enrol_title"] }
}

/// First sign-in, and whenever the terms are renewed.
package struct TermsPage: PageView {
    package struct Paragraph: View {
        package let heading: String?
        package let text: String?
        package init(heading: String? = nil, text: String? = nil) {
            self.heading = heading
            self.text = text
        }
    }

    package static let template = "terms"
    package var step: String
    package var version: String
    package var paragraphs: [Paragraph]
    package var notice: [String]
    package var problem: String?

    package init(
        step: String, version: String, paragraphs: [Paragraph], notice: [String] = [], problem: String? = nil
    ) {
        self.notice = notice
        self.step = step
        self.version = version
        self.paragraphs = paragraphs
        self.problem = problem
    }

    package func title(_ words: Words) -> String { words["terms_title"] }
}

/// The terms in force and what is recorded, to read again.
package struct TermsInForcePage: PageView {
    package static let template = "terms-in-force"
    package var version: String
    package var paragraphs: [TermsPage.Paragraph]
    package var notice: [String]

    package init(version: String, paragraphs: [TermsPage.Paragraph], notice: [String]) {
        self.version = version
        self.paragraphs = paragraphs
        self.notice = notice
    }

    package func title(_ words: Words) -> String { words["terms_title"] }
}

extension TermsPage {
    /// Paragraphs out of a plain or Markdown text: blank lines part them, a line that begins with `#` is a heading, and
    /// one that begins with `-` or a number and a full stop is a paragraph of its own.
    package static func paragraphs(of text: String) -> [Paragraph] {
        var paragraphs: [Paragraph] = []
        var lines: [Substring] = []
        func close() {
            if !lines.isEmpty { paragraphs.append(Paragraph(text: lines.joined(separator: " "))) }
            lines = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.drop { $0 == " " }
            if words.isEmpty {
                close()
            } else if words.first == "#" {
                close()
                paragraphs.append(Paragraph(heading: String(words.drop { $0 == "#" || $0 == " " })))
            } else {
                if begins(words) { close() }
                lines.append(words)
            }
        }
        close()
        return paragraphs
    }

    private static func begins(_ line: Substring) -> Bool {
        if line.hasPrefix("- ") || line.hasPrefix("* ") { return true }
        let rest = line.drop { $0.isNumber }
        return rest.startIndex > line.startIndex && rest.hasPrefix(". ")
    }
}

/// First sign-in, and a password that someone else has set.
package struct PasswordPage: PageView {
    package static let template = "password"
    package var step: String
    package var rule: String
    package var minimum: Int
    package var problem: String?

    package init(step: String, rule: String, minimum: Int, problem: String? = nil) {
        self.step = step
        self.rule = rule
        self.minimum = minimum
        self.problem = problem
    }

    package func title(_ words: Words) -> String { words["password_title"] }
}

/// After signing out, or when a session has ended by itself.
package struct SignedOutPage: PageView {
    package static let template = "signed-out"
    package var text: String
    package init(text: String) { self.text = text }
    package func title(_ words: Words) -> String { words["signedout_title"] }
}
