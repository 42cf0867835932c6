import AmanahCore
import AmanahStore
import Foundation

/// A charter and the terms it names, from their files.
struct CharterFile {
    var text: String
    var charter: Charter
    /// As the charter names them, from its own folder.
    var terms: Terms

    enum Terms {
        case text(String)
        /// They cannot be read; in words with file, line, column and what to do.
        case missing(String)
    }

    /// A charter to put in force: its terms must be there.
    ///
    /// - Throws: `CharterError`, or ``StoreError/Code/missing``.
    static func read(_ path: String) throws -> (text: String, charter: Charter, terms: String) {
        let file = try CharterFile(path)
        switch file.terms {
        case .text(let terms): return (file.text, file.charter, terms)
        case .missing(let words): throw StoreError(.missing, words)
        }
    }

    /// A charter to look at: its terms may lie elsewhere.
    ///
    /// - Throws: `CharterError`, or ``StoreError/Code/missing`` where the charter itself cannot be read.
    init(_ path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw StoreError(.missing, "the charter `\(path)` cannot be read: check the name")
        }
        charter = try Charter.parse(Array(data), file: path)
        text = String(decoding: data, as: UTF8.self)
        let document = charter.terms.document
        let termsPath = URL(filePath: path).deletingLastPathComponent().appending(path: document).path()
        if let words = try? String(contentsOfFile: termsPath, encoding: .utf8) {
            terms = .text(words)
            return
        }
        let place = Charter.placeOfTerms(in: Array(data)).map { "\(path):\($0.line):\($0.column): " } ?? ""
        terms = .missing(
            FileManager.default.fileExists(atPath: termsPath)
                ? "\(place)the terms `\(document)` cannot be read (save `\(termsPath)` as UTF-8, readable for you)"
                : "\(place)the terms `\(document)` are not beside the charter (put them at `\(termsPath)`, or name others)"
        )
    }
}
