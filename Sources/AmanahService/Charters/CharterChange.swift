import AmanahCore
import Crypto

/// A charter's text, checked as far as it can be before anyone agrees to it.
struct CharterChange: Sendable {
    var text: String
    var charter: Charter
    var hash: [UInt8]

    /// - Throws: ``ServiceError/invalid(field:what:)`` with the place of each mistake.
    init(_ text: String) throws(ServiceError) {
        // A browser sends CR LF; the same words are the same charter.
        self.text = text.replacing("\r\n", with: "\n")
        do throws(CharterError) { charter = try Charter.parse(self.text, file: "charter") } catch {
            throw .invalid(field: "charter", what: error.description)
        }
        guard charter.roles.contains(where: { $0.pages.contains(.charter) }),
            charter.roles.contains(where: { $0.confirmsCharters && $0.pages.contains(.charter) })
        else {
            throw .invalid(
                field: "charter",
                what: "a role with the page `charter`, and one with `confirms_charters` beside it, or nobody could "
                    + "ever change it again")
        }
        hash = Array(SHA256.hash(data: Array(self.text.utf8)))
    }
}
