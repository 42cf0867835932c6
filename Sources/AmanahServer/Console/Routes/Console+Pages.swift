import AmanahCore
import AmanahService

extension Console {
    /// A page for someone who is not at work yet.
    func doorPage(_ page: some PageView, _ visit: Visit, session: Session? = nil, status: Int = 200) -> Answer {
        let door = visit.doorToken ?? RandomToken.make()
        let setting = setting(visit, token: session?.csrfToken ?? door, frame: nil)
        let answer = Answer(status: status, html: pages.page(page, setting))
        return session == nil && visit.doorToken == nil ? answer.with(.door, door) : answer
    }

    /// A page with the bar over it.
    func page(_ page: some PageView, _ member: Member, status: Int = 200) -> Answer {
        Answer(
            status: status,
            html: pages.page(page, setting(member.visit, token: member.session.csrfToken, frame: frame(member))))
    }

    /// A part of a page; with what is left of the day's looks, which htmx puts into the bar by its id.
    func fragment(_ part: some FragmentView, _ member: Member, status: Int = 200, withAllowance: Bool = false) -> Answer
    {
        let frame = frame(member)
        let setting = setting(member.visit, token: member.session.csrfToken, frame: frame)
        var html = pages.fragment(part, setting)
        if withAllowance, let allowance = frame.allowance {
            html += pages.fragment(AllowancePart(allowance: allowance), setting)
        }
        return Answer(status: status, html: html)
    }

    private func setting(_ visit: Visit, token: String, frame: Frame?) -> PageSetting {
        PageSetting(
            language: visit.preferences.language, theme: visit.preferences.theme, keys: visit.preferences.keys,
            token: token,
            here: visit.method == .get ? visit.path : frame == nil ? "/sign-in" : "/desk", frame: frame)
    }

    private func frame(_ member: Member) -> Frame {
        let me = member.me
        let words = member.words
        var nav: [(path: String, key: String)] = []
        if works(member) { nav.append(("/desk", "nav_desk")) }
        if asksForPresence(member) { nav.append(("/presence", "nav_presence")) }
        for page in Charter.Page.allCases where me.pages.contains(page) {
            switch page {
            case .log: nav.append(("/log", "nav_log"))
            case .people: nav.append(("/people", "nav_people"))
            case .charter: nav.append(("/charter", "nav_charter"))
            case .workstations: nav.append(("/workstations", "nav_stations"))
            case .erasure: nav.append(("/erasures", "nav_erasure"))
            case .vendors: nav.append(("/vendors", "nav_vendors"))
            case .hiring: break
            case .team:
                nav.append(("/team", "nav_team"))
                nav.append(("/reviews", "nav_reviews"))
            case .ledger: nav.append(("/ledger", "nav_ledger"))
            case .books: nav.append(("/books", "nav_books"))
            }
        }
        if letsIn(member) { nav.append(("/hiring", "nav_hiring")) }
        if works(member) { nav.append(("/requests", "nav_requests")) }
        if approves(member) || me.pages.contains(.log) { nav.append(("/approvals", "nav_approvals")) }
        let rank = { (path: String) in Self.daily.firstIndex(of: path) ?? Self.daily.count }
        nav = nav.enumerated().sorted { (rank($0.element.path), $0.offset) < (rank($1.element.path), $1.offset) }.map(
            \.element)
        let waiting = approves(member) ? (try? gateway.waitingFor(member.session)) ?? 0 : 0
        let path = member.visit.path
        // Read again: this very request may have counted.
        let quotas = (try? gateway.me(member.session).quotas) ?? me.quotas
        let looks = quotas.first { $0.kind == .looksPerDay }
        return Frame(
            person: .init(
                id: me.person.rawValue, name: me.name, role: member.title(me.roleTitle),
                place: [me.unitName, me.vendorName].compactMap(\.self).joined(separator: " · ")),
            nav: nav.map { item in
                let here =
                    path == item.path || path.hasPrefix(item.path + "/")
                    || (item.path == "/desk" && path.hasPrefix("/looks"))
                let count = item.path == "/approvals" && waiting > 0 ? " (\(waiting))" : ""
                return .init(href: item.path, text: words[item.key] + count, current: here)
            },
            searchable: works(member),
            allowance: looks.map {
                $0.limit < Console.boundless ? "\($0.used)/\($0.limit)" : member.words.number($0.used)
            },
            phone: options.demonstration != nil)
    }

    /// The ways in the order in which a day needs them; what is not named comes after.
    static let daily = [
        "/approvals", "/desk", "/presence", "/requests", "/team", "/reviews", "/books", "/log", "/people", "/hiring",
        "/vendors",
        "/charter", "/ledger",
    ]

    /// A quota from here on bounds nobody in a day's work and is not shown.
    static let boundless = 10_000

    /// Whether the person's role opens customers at all.
    func works(_ member: Member) -> Bool { !member.me.purposes.isEmpty }

    /// Whether some purpose of the person can begin with a customer at the desk.
    func asksForPresence(_ member: Member) -> Bool { member.me.purposes.contains { $0.needs.contains(.presence) } }

    /// Whether the person has a part in letting people in: human resources, superiors, managers of a vendor.
    func letsIn(_ member: Member) -> Bool {
        let role = member.charter.role(member.me.role)
        let pages = member.me.pages
        guard !pages.isEmpty else { return false }
        return pages.contains(.hiring) || role?.approves == true
            || (pages.contains(.vendors) && member.me.vendorName != nil)
    }

    func home(_ member: Member) -> Answer {
        if works(member) { return .redirect(to: "/desk", partial: false) }
        if approves(member) { return .redirect(to: "/approvals", partial: false) }
        let path =
            switch member.me.pages.first {
            case .log: "/log"
            case .people: "/people"
            case .charter: "/charter"
            case .workstations: "/workstations"
            case .erasure: "/erasures"
            case .hiring: "/hiring"
            case .vendors: "/vendors"
            case .team: "/team"
            case .ledger: "/ledger"
            case .books: "/books"
            case nil: "/desk"
            }
        return .redirect(to: path, partial: false)
    }
}
