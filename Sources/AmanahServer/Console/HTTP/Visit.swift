package import AmanahService

/// One request to the console, read and bounded, before anyone knows who sent it.
package struct Visit: Sendable {
    package enum Method: Sendable { case get, post }

    package var method: Method
    package var path: String
    package var query: [String: String]
    /// The part of the path that a route names `:id`.
    package var id: String?
    package var form: FormBody
    /// Whether htmx asks for a part of a page.
    package var partial: Bool
    package var origin: Origin
    /// The session's token out of its cookie.
    package var token: String?
    /// The form token of someone who is not signed in, out of its cookie.
    package var doorToken: String?
    /// The half-done sign-in, out of its cookie.
    package var pending: String?
    package var preferences: Preferences

    package init(
        method: Method, path: String, query: [String: String] = [:], id: String? = nil, form: FormBody = .empty,
        partial: Bool = false, origin: Origin, token: String? = nil, doorToken: String? = nil, pending: String? = nil,
        preferences: Preferences = Preferences()
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.id = id
        self.form = form
        self.partial = partial
        self.origin = origin
        self.token = token
        self.doorToken = doorToken
        self.pending = pending
        self.preferences = preferences
    }
}

/// Language, theme and keys, as the cookie keeps them: `id.auto.on`.
package struct Preferences: Sendable, Equatable {
    package var language = Language.id
    package var theme = PageSetting.Theme.auto
    package var keys = true

    package init() {}

    /// Whatever of a cookie is understood.
    package init(cookie: String) {
        for word in cookie.split(separator: ".") {
            if let language = Language(rawValue: String(word)) { self.language = language }
            if let theme = PageSetting.Theme(rawValue: String(word)) { self.theme = theme }
            if word == "off" { keys = false }
        }
    }

    package var cookie: String { "\(language.rawValue).\(theme.rawValue).\(keys ? "on" : "off")" }
}

/// What the console sends back.
package struct Answer: Sendable {
    package enum Jar: String, Sendable { case session, door, pending, device, preferences }

    package var status: Int
    package var html: String
    package var headers: [(name: String, value: String)]
    /// Cookies to set; `nil` removes.
    package var cookies: [(jar: Jar, value: String?)]
    /// The session's public handle, for the line in the server's log.
    package var handle: String?
    /// An answer that goes on, instead of a page.
    package var events: Events?

    package struct Events: Sendable {
        package var feed: TeamFeed
        /// What is sent for an update.
        package var text: @Sendable (TeamUpdate) -> String
        package init(feed: TeamFeed, text: @escaping @Sendable (TeamUpdate) -> String) {
            self.feed = feed
            self.text = text
        }
    }

    package init(status: Int = 200, html: String = "") {
        self.status = status
        self.html = html
        headers = []
        cookies = []
    }

    /// After a form: the browser gets another page (303), htmx is told to go there.
    package static func redirect(to path: String, partial: Bool) -> Answer {
        var answer = Answer(status: partial ? 200 : 303)
        answer.headers.append((partial ? "HX-Redirect" : "Location", path))
        return answer
    }

    package func with(_ jar: Jar, _ value: String?) -> Answer {
        var answer = self
        answer.cookies.append((jar, value))
        return answer
    }

    package func with(header name: String, _ value: String) -> Answer {
        var answer = self
        answer.headers.append((name, value))
        return answer
    }

    package func with(status: Int) -> Answer {
        var answer = self
        answer.status = status
        return answer
    }
}
