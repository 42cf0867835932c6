/// The customer at the desk: his whole number first, then the code he reads out.
///
/// Whether the number is known shows nowhere: the second step looks the same for both.
package struct PresencePage: PageView {
    /// The second step.
    package struct Sent: View {
        package let action: String
        package let note: String
        package init(action: String, note: String) {
            self.action = action
            self.note = note
        }
    }

    package static let template = "presence"
    package var purposes: [ChoicePart]
    package var sent: Sent?
    package var problem: String?

    package init(purposes: [ChoicePart], sent: Sent? = nil, problem: String? = nil) {
        self.purposes = purposes
        self.sent = sent
        self.problem = problem
    }

    package func title(_ words: Words) -> String { words["presence_title"] }
}

/// The demonstration's page that stands for the customer's phone.
package struct PhonePage: PageView {
    package struct Message: View {
        package let to: String
        package let text: String
        package init(to: String, text: String) {
            self.to = to
            self.text = text
        }
    }

    package static let template = "phone"
    package var messages: [Message]
    package init(messages: [Message]) { self.messages = messages }
    package func title(_ words: Words) -> String { words["phone_title"] }
}

/// The demonstration's stand-in for an authenticator app.
package struct DemonstrationCodePage: PageView {
    package static let template = "demonstration-code"
    package var code: String
    package var note: String
    package init(code: String, note: String) {
        self.code = code
        self.note = note
    }
    package func title(_ words: Words) -> String { words["code_title"] }
}

/// An error as a page: what, why, what now.
package struct FailurePage: PageView {
    package static let template = "failure"
    package var status: Int
    package var what: String
    package var why: String?
    package var now: String
    package var href: String?
    package var hrefText: String

    /// The words for a status; those without words of their own are told as 400 or 503.
    package init(status: Int, why: String? = nil, href: String? = "/desk", words: Words) {
        let told = [400, 403, 404, 413, 429, 503].contains(status) ? status : status < 500 ? 400 : 503
        self.status = status
        what = words["failure_\(told)"]
        now = words["failure_\(told)_now"]
        self.why = why
        self.href = href
        hrefText = words["back_to_desk"]
    }

    package func title(_ words: Words) -> String { what }
}
