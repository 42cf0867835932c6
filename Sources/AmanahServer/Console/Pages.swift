import Foundation
import Mustache

/// The console's templates and words, read once; turns views into HTML.
package struct Pages: Sendable {
    package let catalogue: Catalogue
    private let library: MustacheLibrary
    /// Whether htmx was fetched at set-up; the pages work without.
    private let htmx: Bool

    /// Reads every template and the words.
    /// - Throws: ``ConsoleResourceError`` when one is missing or cannot be parsed.
    package init() throws(ConsoleResourceError) {
        MustacheContentTypes.register(EscapedHTML(), named: EscapedHTML.name)
        catalogue = try Catalogue()
        var library = MustacheLibrary()
        let folder = ConsoleResources.folder.appendingPathComponent("templates").path
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: folder), !files.isEmpty else {
            throw ConsoleResourceError(file: "templates", cause: "are missing")
        }
        for file in files where file.hasSuffix(".mustache") {
            let text = String(decoding: try ConsoleResources.bytes("templates/\(file)"), as: UTF8.self)
            do {
                // The library falls back to its own escaping in each partial, so each names ours.
                try library.register(
                    "{{% CONTENT_TYPE:\(EscapedHTML.name)}}" + text, named: String(file.dropLast(".mustache".count)))
            } catch {
                throw ConsoleResourceError(file: "templates/\(file)", cause: "cannot be parsed")
            }
        }
        for name in [
            "allowance", "card", "denial", "field", "field-problem", "found", "today", "team-row", "team-notice",
        ] {
            try? library.register(
                "{{% CONTENT_TYPE:\(EscapedHTML.name)}}{{#page}}{{>\(name)}}{{/page}}",
                named: name + Self.fragmentSuffix)
        }
        self.library = library
        htmx = ServerResources.names(in: "vendor").contains("htmx.min.js")
    }

    private static let fragmentSuffix = "-fragment"

    /// A whole page.
    package func page(_ view: some PageView, _ setting: PageSetting) -> String {
        render(view, setting, template: type(of: view).template)
    }

    /// A part of a page, for htmx: the view's own template without the frame around it.
    package func fragment(_ view: some FragmentView, _ setting: PageSetting) -> String {
        let scene = Scene(setting: setting, words: catalogue[setting.language], page: view, title: "", htmx: htmx)
        return library.render(scene, withTemplate: type(of: view).fragment + Pages.fragmentSuffix) ?? ""
    }

    private func render(_ view: some PageView, _ setting: PageSetting, template: String) -> String {
        let words = catalogue[setting.language]
        let scene = Scene(setting: setting, words: words, page: view, title: view.title(words), htmx: htmx)
        return library.render(scene, withTemplate: template) ?? ""
    }
}
