import AmanahService
package import HTTPTypes
package import Hummingbird
import NIOCore

extension Console: ConsolePages {
    package func add(to router: Router<AmanahRequestContext>) {
        for route in routes {
            let method: HTTPRequest.Method = route.method == .get ? .get : .post
            router.on(RouterPath(route.path), method: method) { request, context in
                await respond(route, request, context)
            }
        }
    }

    package func page(for status: HTTPResponse.Status, _ request: Request, _ context: AmanahRequestContext) -> Response
    {
        bare(status.code, request, context)
    }

    private func respond(_ route: Route, _ request: Request, _ context: AmanahRequestContext) async -> Response {
        guard let query = FormBody.pairs((request.uri.query ?? "").utf8, limit: 8) else {
            return bare(400, request, context)
        }
        var form = FormBody.empty
        if route.method == .post {
            if let site = request.headers[HTTPField.Name.fetchSite], site != "same-origin", site != "none" {
                return bare(400, request, context)
            }
            let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() }
            guard type == "application/x-www-form-urlencoded" else { return bare(400, request, context) }
            guard let body = try? await request.body.collect(upTo: route.bytes) else {
                return bare(413, request, context)
            }
            guard let read = FormBody(body.readableBytesView, atMost: route.fields, bytes: route.bytes) else {
                return bare(400, request, context)
            }
            form = read
        }
        guard let visit = visit(request, query: query, form: form, context) else {
            return bare(400, request, context)
        }
        let answered = await answer(route, visit)
        context.note.session = answered.handle
        return response(answered)
    }

    private func bare(_ status: Int, _ request: Request, _ context: AmanahRequestContext) -> Response {
        guard let visit = visit(request, query: [:], form: .empty, context) else {
            return response(Answer(status: status))
        }
        return response(failurePage(status, visit))
    }

    private func visit(_ request: Request, query: [String: String], form: FormBody, _ context: AmanahRequestContext)
        -> Visit?
    {
        guard request.method == .get || request.method == .post || request.method == .head else { return nil }
        let cookies = request.cookies
        func cookie(_ jar: Answer.Jar) -> String? { cookies[cookieName(jar)].map(\.value) }
        return Visit(
            method: request.method == .post ? .post : .get, path: request.uri.path, query: query,
            id: context.parameters.get("id"), form: form,
            partial: request.headers[HTTPField.Name.htmxRequest] == "true",
            origin: context.origin(.console, deviceKey: cookie(.device)), token: cookie(.session),
            doorToken: cookie(.door), pending: cookie(.pending),
            preferences: Preferences(cookie: cookie(.preferences) ?? ""))
    }

    /// `__Host-` ties a cookie to this host, this path and TLS, where there is TLS.
    private func cookieName(_ jar: Answer.Jar) -> String {
        let name =
            switch jar {
            case .session: "amanah"
            default: "amanah-\(jar.rawValue)"
            }
        return options.secureCookies ? "__Host-\(name)" : name
    }

    private func response(_ answer: Answer) -> Response {
        if let events = answer.events { return EventStream.response(events.feed, events.text) }
        var response = Response(status: .init(code: answer.status))
        response.headers[.cacheControl] = "no-store"
        if !answer.html.isEmpty {
            response.headers[.contentType] = "text/html; charset=utf-8"
            response.body = .init(byteBuffer: ByteBuffer(string: answer.html))
        }
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { response.headers[name] = value }
        }
        for (jar, value) in answer.cookies {
            // The session's cookie lives as long as the browser's window; the server ends the session by itself.
            let age: Int? =
                value == nil ? 0 : jar == .device || jar == .preferences ? 400 * 86_400 : jar == .pending ? 120 : nil
            // Lax, so that a link from CRM or telephony finds the session; nothing is changed by a GET.
            let sameSite: Cookie.SameSite = jar == .door || jar == .pending ? .strict : .lax
            if let cookie = try? Cookie.validated(
                name: cookieName(jar), value: value ?? "", maxAge: age, path: "/", secure: options.secureCookies,
                httpOnly: true, sameSite: sameSite)
            {
                response.setCookie(cookie)
            }
        }
        return response
    }
}

extension HTTPField.Name {
    fileprivate static var htmxRequest: HTTPField.Name { custom("HX-Request") }
    fileprivate static var fetchSite: HTTPField.Name { custom("Sec-Fetch-Site") }

    private static func custom(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .accept }
}
