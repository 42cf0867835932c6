import AmanahServer
import Foundation
import Testing

@Suite("Console pages")
struct ConsoleRenderTests {
    let pages: Pages

    init() throws { pages = try Pages() }

    func html(_ view: any PageView, _ language: Language = .id, nav: String? = nil, theme: PageSetting.Theme = .auto)
        -> String
    {
        let samples = ConsoleSamples(words: pages.catalogue[language])
        return pages.page(
            view,
            PageSetting(
                language: language, theme: theme, token: "form-token", here: "/desk", frame: nav.map(samples.frame)))
    }

    @Test("Every page renders in both languages, whole, with a title and no unfilled place")
    func everyPage() {
        for language in Language.allCases {
            for (name, nav, view) in ConsoleSamples(words: pages.catalogue[language]).all {
                let text = html(view, language, nav: nav)
                #expect(text.hasPrefix("<!doctype html>"), "\(name)")
                #expect(text.contains("</html>"), "\(name)")
                #expect(!text.contains("{{") && !text.contains("Optional("), "\(name)")
                #expect(!text.contains("<title> ·"), "\(name)")
                #expect(text.contains("lang=\"\(language.rawValue)\""), "\(name)")
            }
        }
    }

    @Test("No page has an inline script, an inline style or an event attribute, as the policy forbids them")
    func nothingInline() throws {
        for (name, nav, view) in ConsoleSamples(words: pages.catalogue[.id]).all {
            let text = html(view, nav: nav)
            #expect(text.firstMatch(of: /<script(?![^>]*src=)/) == nil, "\(name)")
            #expect(text.firstMatch(of: /<style|\sstyle=|\son[a-z]+=/) == nil, "\(name)")
        }
    }

    @Test("Every form that posts carries the form token; forms that do not post change nothing and carry none")
    func tokens() {
        for (name, nav, view) in ConsoleSamples(words: pages.catalogue[.id]).all {
            for form in html(view, nav: nav).matches(of: /<form[^>]*>[\s\S]*?<\/form>/) {
                let posts = form.output.contains("method=\"post\"")
                #expect(form.output.contains("name=\"csrf\" value=\"form-token\"") == posts, "\(name)")
            }
        }
    }

    @Test(
        "H1 A customer's name cannot leave its place, not even with a combining accent after the quotation mark",
        arguments: [
            "<script>alert(1)</script>", "\" onfocus=alert(1) x=\"", "\"\u{301} onfocus=alert(1) x=\"",
            "'\u{20DD}><img src=x>",
            "{{w.sign_out}}", "&lt;b&gt;",
        ])
    func escaping(name: String) throws {
        let fields = [FieldPart(field: "name", label: "Nama", value: name)]
        let card = CardPart(
            look: "L-1", name: name, purpose: name, fields: fields, recorded: name, closesIn: 1, closesAt: "",
            mark: MarkPart(person: name, look: name, lookID: "L-1"))
        let clean = html(
            CustomerPage(
                card: CardPart(
                    look: "L-1", name: "N", purpose: "N", fields: [FieldPart(field: "name", label: "Nama", value: "N")],
                    recorded: "N",
                    closesIn: 1, closesAt: "", mark: MarkPart(person: "N", look: "N", lookID: "L-1"))), nav: "desk")
        let text = html(CustomerPage(card: card), nav: "desk")
        func count(_ scalar: Unicode.Scalar, _ text: String) -> Int { text.unicodeScalars.count { $0 == scalar } }
        #expect(count("<", text) == count("<", clean))
        #expect(count(">", text) == count(">", clean))
        #expect(count("\"", text) == count("\"", clean))
        #expect(!text.contains("<p>N<"))
        #expect(!name.contains("{{") || text.contains("{{w.sign_out}}"), "a value is never a template")
        let signIn = html(SignInPage(personID: name))
        #expect(count("\"", signIn) == count("\"", html(SignInPage(personID: "N"))))
    }

    @Test("G4 Marks that turn the direction of writing, and control characters, are shown as such")
    func direction() {
        let text = html(FailurePage(status: 404, why: "a\u{202E}b\u{0}c\u{2066}d", words: pages.catalogue[.id]))
        #expect(text.contains("a\u{FFFD}b\u{FFFD}c\u{FFFD}d"))
    }

    @Test("What a row lacks is not filled from the page around it")
    func absence() {
        let words = pages.catalogue[.id]
        let samples = ConsoleSamples(words: words)
        var card = samples.card
        card.notice = "PEMBERITAHUAN"
        card.fields = [FieldPart(field: "kk", label: "KK", reveal: .init(action: "/x"))]
        let text = html(CustomerPage(card: card), nav: "desk")
        #expect(text.ranges(of: "PEMBERITAHUAN").count == 1)
        #expect(text.contains("id=\"p-kk\"></p>"))
    }

    @Test("The mark across a card names person, time and look, and is drawn in the page, so that it prints")
    func mark() {
        let text = html(CustomerPage(card: ConsoleSamples(words: pages.catalogue[.id]).card), nav: "desk")
        #expect(text.contains("Agen Lima · P0105"))
        #expect(text.contains("24 Nov 2026 09.14 WIB · L-88213"))
        #expect(text.contains("<svg class=\"mark\""))
    }

    @Test("The terms keep their headings and numbered points apart")
    func terms() {
        let parts = TermsPage.paragraphs(of: "# Janji\nSatu\ndua\n1. Tiga\n   empat\n2. Lima\n\n- Enam\n2026 tahun")
        #expect(
            parts.map { $0.heading ?? $0.text } == [
                "Janji", "Satu dua", "1. Tiga empat", "2. Lima", "- Enam 2026 tahun",
            ])
    }

    @Test("A fragment is the part alone, with the form token")
    func fragment() {
        let samples = ConsoleSamples(words: pages.catalogue[.id])
        let setting = PageSetting(token: "form-token", here: "/desk", frame: samples.frame("desk"))
        let card = pages.fragment(samples.card, setting)
        #expect(card.hasPrefix("<article class=\"card\""))
        #expect(card.contains("value=\"form-token\""))
        #expect(pages.fragment(samples.denial, setting).hasPrefix("<section class=\"denial\""))
        #expect(pages.fragment(samples.card.fields[2], setting).hasPrefix("<div class=\"field"))
        #expect(pages.fragment(samples.found, setting).hasPrefix("<section class=\"found\""))
        #expect(pages.fragment(samples.today, setting).hasPrefix("<div class=\"overview\""))
    }

    /// Writes the pages as files for `Tests/e2e/browser/preview.py`; does nothing unless the folder is named.
    @Test("Preview", .enabled(if: ProcessInfo.processInfo.environment["AMANAH_PREVIEW"] != nil))
    func preview() throws {
        let folder = URL(fileURLWithPath: try #require(ProcessInfo.processInfo.environment["AMANAH_PREVIEW"]))
        for language in Language.allCases {
            for (name, nav, view) in ConsoleSamples(words: pages.catalogue[language]).all {
                for theme in [PageSetting.Theme.light, .dark] {
                    let file = folder.appendingPathComponent("\(name).\(language.rawValue).\(theme.rawValue).html")
                    try html(view, language, nav: nav, theme: theme).write(to: file, atomically: true, encoding: .utf8)
                }
            }
        }
    }
}
