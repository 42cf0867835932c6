import Foundation

/// A secret in a file of its own, so that it stands neither on a command line nor in the environment (H3).
package enum SecretFile {
    /// The file's first lines without their ends, as bytes.
    /// - Throws: ``ServerStartError`` when the file cannot be read, is open to others, or holds fewer lines.
    package static func lines(_ count: Int, of path: String) throws(ServerStartError) -> [String] {
        var status = stat()
        guard stat(path, &status) == 0, let data = FileManager.default.contents(atPath: path) else {
            throw ServerStartError(what: "the secret file `\(path)` cannot be read: check its name and owner")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw ServerStartError(what: "the secret file `\(path)` can be read by others: run `chmod 600` on it")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ServerStartError(what: "the secret file `\(path)` is not text in UTF-8")
        }
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { String($0) }
        guard lines.count >= count, lines.prefix(count).allSatisfy({ !$0.isEmpty }) else {
            throw ServerStartError(what: "the secret file `\(path)` needs \(count == 1 ? "a line" : "\(count) lines")")
        }
        return Array(lines.prefix(count))
    }
}
