package import Mustache
import Synchronization

/// A value that a template reads by the names of its properties.
///
/// A property that is `nil` is *absent here*: the template does not go on to look for the name in what surrounds it, as
/// Mustache would. So a page's notice never turns up in each of its rows.
package protocol View: MustacheParent, Sendable {}

extension View {
    package func child(named name: String) -> Any? {
        guard let place = ViewLabels.place(of: name, in: self) else { return nil }
        let children = Mirror(reflecting: self).children
        let value = children[children.index(children.startIndex, offsetBy: place)].value
        let mirror = Mirror(reflecting: value)
        guard mirror.displayStyle == .optional else { return value }
        return mirror.children.first?.value ?? Absent()
    }
}

/// Where each type of view has which property. A template asks for most names in all that surrounds a place, so a page
/// of fifty cards misses many thousand times; a miss must not read every property.
private enum ViewLabels {
    private static let places = Mutex<[ObjectIdentifier: [String: Int]]>([:])

    /// - Complexity: one look into a table; the first view of a type is reflected once.
    static func place<Shown: View>(of name: String, in view: Shown) -> Int? {
        let type = ObjectIdentifier(Shown.self)
        return places.withLock { places in
            if let known = places[type] { return known[name] }
            var labels: [String: Int] = [:]
            for (place, child) in Mirror(reflecting: view).children.enumerated() {
                if let label = child.label { labels[label] = place }
            }
            places[type] = labels
            return labels[name]
        }
    }
}

/// Renders as nothing, and is false as a section.
private struct Absent: MustacheCustomRenderable {
    var renderText: String { "" }
    var isNull: Bool { true }
}

/// A page: which template shows it, and what the browser's tab calls it. A title names no customer.
package protocol PageView: View {
    static var template: String { get }
    func title(_ words: Words) -> String
}

/// A part of a page that can be sent by itself.
package protocol FragmentView: View {
    /// The partial that shows it.
    static var fragment: String { get }
}

/// What a page is shown in: language, theme, and who is signed in.
package struct PageSetting: Sendable {
    package enum Theme: String, Sendable, CaseIterable { case auto, light, dark }

    package var language: Language
    package var theme: Theme
    /// Whether `/`, `j` and `k` do something (WCAG 2.1.4: they can be turned off).
    package var keys: Bool
    /// The form token of this session, in every form.
    package var token: String
    /// The path a preference form comes back to; holds ids at most.
    package var here: String
    package var frame: Frame?

    package init(
        language: Language = .id, theme: Theme = .auto, keys: Bool = true, token: String, here: String,
        frame: Frame? = nil
    ) {
        self.language = language
        self.theme = theme
        self.keys = keys
        self.token = token
        self.here = here
        self.frame = frame
    }
}

/// The bar over every page of someone who is signed in.
package struct Frame: View {
    package struct Person: View {
        package let id: String
        package let name: String
        package let role: String
        /// Unit and vendor, e.g. `Rungkut · PT Mitra`.
        package let place: String
        package init(id: String, name: String, role: String, place: String) {
            self.id = id
            self.name = name
            self.role = role
            self.place = place
        }
    }

    package struct Link: View {
        package let href: String
        package let text: String
        package let current: Bool
        package init(href: String, text: String, current: Bool) {
            self.href = href
            self.text = text
            self.current = current
        }
    }

    package let person: Person
    /// What stands in the bar, and what stands under *more*, so that the bar has room for the search at any role.
    package let nav: [Link]
    package let more: More?
    package let searchable: Bool
    /// `37/60`.
    package let allowance: String?
    /// Whether there is a page that stands for the customer's phone.
    package let phone: Bool

    package init(person: Person, nav: [Link], searchable: Bool, allowance: String?, phone: Bool = false) {
        self.person = person
        (self.nav, self.more) = Frame.split(nav)
        self.searchable = searchable
        self.allowance = allowance
        self.phone = phone
    }
}

extension Frame {
    package struct More: View {
        package let links: [Link]
    }

    /// How many ways the bar shows beside each other.
    static let inBar = 6

    /// The first ways, and the rest; the page one is on always stands in the bar. A rest of one is no rest.
    static func split(_ links: [Link]) -> (bar: [Link], more: More?) {
        guard links.count > inBar + 1 else { return (links, nil) }
        var bar = Array(links.prefix(inBar))
        var rest = Array(links.dropFirst(inBar))
        if let here = rest.firstIndex(where: \.current) {
            rest.insert(bar.removeLast(), at: 0)
            bar.append(rest.remove(at: here + 1))
        }
        return (bar, More(links: rest))
    }
}

/// Today's looks in the bar, sent along with a part so that the number stays true.
package struct AllowancePart: FragmentView {
    package static let fragment = "allowance"
    package let allowance: String
    package let swapped = true
    package init(allowance: String) { self.allowance = allowance }
}

/// One of several, for the switches.
package struct ChoicePart: View {
    package let code: String
    package let text: String
    package let current: Bool
    package init(code: String, text: String, current: Bool) {
        self.code = code
        self.text = text
        self.current = current
    }
}

/// What a template finds at the root.
struct Scene: View {
    let w: [String: String]
    let language: String
    let theme: String?
    let keys: Bool
    let token: String
    let here: String
    let title: String
    let frame: Frame?
    let languages: [ChoicePart]
    let themes: [ChoicePart]
    let keyChoices: [ChoicePart]
    let htmx: Bool
    let page: any View

    init(setting: PageSetting, words: Words, page: any View, title: String, htmx: Bool) {
        self.htmx = htmx
        w = words.texts
        language = setting.language.rawValue
        theme = setting.theme == .auto ? nil : setting.theme.rawValue
        keys = setting.keys
        token = setting.token
        here = setting.here
        frame = setting.frame
        self.page = page
        self.title = title
        languages = Language.allCases.map {
            ChoicePart(code: $0.rawValue, text: words["language_\($0.rawValue)"], current: $0 == setting.language)
        }
        themes = PageSetting.Theme.allCases.map {
            ChoicePart(code: $0.rawValue, text: words["theme_\($0.rawValue)"], current: $0 == setting.theme)
        }
        keyChoices = [true, false].map {
            ChoicePart(code: $0 ? "on" : "off", text: words[$0 ? "keys_on" : "keys_off"], current: $0 == setting.keys)
        }
    }
}
