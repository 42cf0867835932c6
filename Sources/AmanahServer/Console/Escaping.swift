import Mustache

/// HTML escaping by code point, for every value that a page shows.
///
/// The library's own escaping goes by grapheme cluster, so a quotation mark that is followed by a combining accent is one
/// character that it does not know, and passes. A customer's name could so leave its attribute (H1).
/// Control characters and the marks that turn the direction of writing are shown as `�`: a name must not reorder the
/// sentence around it (G4).
struct EscapedHTML: MustacheContentType {
    static let name = "AMANAH"

    func escapeText(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "`": escaped += "&#96;"
            case "\t", "\n": escaped.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
                "\u{2066}"..."\u{2069}", "\u{FEFF}":
                escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
