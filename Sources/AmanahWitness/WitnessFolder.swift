package import AmanahLedger
import Foundation
import Glibc

/// A witness's folder: its key, the logs it knows, and what it has signed.
///
/// `logs` is a text: on each line a verifier key and, where the origin is another name than the key's, a blank and the
/// origin. `#` begins a comment. A log that changes keys stands there with both.
package enum WitnessFolder {
    static func keyPath(_ folder: String) -> String { folder + "/witness.key" }
    static func logsPath(_ folder: String) -> String { folder + "/logs" }

    /// Makes a new witness with a new key.
    package static func make(_ folder: String, name: String) throws(WitnessError) -> VerifierKey {
        guard let key = SignerKey(name: name, type: .cosignature) else {
            throw WitnessError("`\(name)` is no name of a key: a host and path of yours, without blanks or plus signs")
        }
        guard mkdir(folder, 0o700) == 0 else {
            throw WitnessError("`\(folder)` cannot be made: name a new folder")
        }
        try write(key.secretText + "\n", to: keyPath(folder))
        try write("# a verifier key a line, as `amanah ledger key` prints it\n", to: logsPath(folder))
        try WitnessMemory.make(in: folder)
        return key.verifier
    }

    /// Makes the log of this key known.
    package static func add(_ text: String, origin: String?, to folder: String) throws(WitnessError) {
        let line = origin.map { "\(text) \($0)" } ?? text
        let known = try lines(folder)
        _ = try parse(line, "this key")
        guard !known.contains(line) else { throw WitnessError("this log is known already") }
        var content = try read(logsPath(folder))
        if !content.hasSuffix("\n") { content += "\n" }
        do { try Data((content + line + "\n").utf8).write(to: URL(filePath: logsPath(folder)), options: .atomic) } catch
        {
            throw WitnessError("`\(logsPath(folder))` cannot be written: check its owner")
        }
    }

    package static func key(_ folder: String) throws(WitnessError) -> SignerKey {
        var status = stat()
        guard stat(keyPath(folder), &status) == 0 else {
            throw WitnessError("`\(folder)` is no witness's folder: make one with `amanah witness init`")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw WitnessError("the key file `\(keyPath(folder))` can be read by others: chmod 600 it")
        }
        let text = try read(keyPath(folder)).trimmingCharacters(in: .whitespacesAndNewlines)
        do throws(LedgerFormatError) {
            let key = try SignerKey(parsing: text)
            guard key.verifier.type == .cosignature else {
                throw LedgerFormatError(.key, at: 1, "it is a log's key")
            }
            return key
        } catch {
            throw WitnessError("the key file `\(keyPath(folder))` holds no witness's key: \(error.what)")
        }
    }

    /// The keys of each log, by origin.
    package static func logs(_ folder: String) throws(WitnessError) -> [String: [VerifierKey]] {
        var logs: [String: [VerifierKey]] = [:]
        for (number, line) in try lines(folder).enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            let (origin, key) = try parse(line, "line \(number + 1) of `\(logsPath(folder))`")
            logs[origin, default: []].append(key)
        }
        return logs
    }

    private static func parse(_ line: String, _ place: String) throws(WitnessError) -> (String, VerifierKey) {
        let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
        do throws(LedgerFormatError) {
            let key = try VerifierKey(parsing: parts.first ?? "")
            guard key.type == .ed25519 else { throw LedgerFormatError(.key, at: 1, "it is a witness's key") }
            return (parts.count == 2 ? parts[1] : key.name, key)
        } catch {
            throw WitnessError("\(place) is no verifier key of a log: \(error.what)")
        }
    }

    private static func lines(_ folder: String) throws(WitnessError) -> [String] {
        try read(logsPath(folder)).split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
    }

    private static func read(_ path: String) throws(WitnessError) -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw WitnessError("`\(path)` cannot be read: check its owner and mode")
        }
        return text
    }

    private static func write(_ text: String, to path: String) throws(WitnessError) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw WitnessError("`\(path)` cannot be made: check the folder's owner") }
        defer { close(file) }
        let bytes = Array(text.utf8)
        guard bytes.withUnsafeBytes({ Glibc.write(file, $0.baseAddress, $0.count) }) == bytes.count, fsync(file) == 0
        else { throw WitnessError("`\(path)` cannot be written: check the disk") }
    }
}
