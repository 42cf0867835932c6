import Foundation

@testable import AmanahCore

/// Texts and files that the charter's tests start from.
enum CharterSamples {
    static let shipped = ["telco", "bank", "hospital", "plain"]

    /// The bytes of `charters/NAME.yaml`.
    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: "charters/\(name).yaml")))
    }

    static func shipped(_ name: String) throws -> Charter {
        try Charter.parse(bytes(name), file: "\(name).yaml")
    }

    /// The folder that holds `charters` and `docs`.
    static var root: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    /// The smallest charter there is; lines 1 to 11.
    static let smallest = """
        charter: small
        version: 1
        terms: {document: terms/1.md, renew_every_days: 30}
        fields:
          name: {class: contact, mask: name}
          nik: {class: identity}
        purposes:
          help:
            needs: [ticket]
            shows: {name: masked}
        roles: {agent: {purposes: [help]}}
        """

    /// ``smallest`` with one piece of text, which stands there once, replaced.
    static func smallest(_ old: String, _ new: String) -> String {
        smallest.replacingOccurrences(of: old, with: new)
    }

    /// The problems of a text, empty when it is a charter.
    static func problems(_ text: String) -> [CharterProblem] {
        problems(Array(text.utf8))
    }

    static func problems(_ bytes: [UInt8]) -> [CharterProblem] {
        do throws(CharterError) {
            _ = try Charter.parse(bytes, file: "charter.yaml")
            return []
        } catch {
            return error.problems
        }
    }
}
