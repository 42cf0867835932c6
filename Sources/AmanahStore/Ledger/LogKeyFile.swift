package import AmanahLedger
import Foundation
import Glibc

/// The file with the private keys that sign the log: beside the master key, mode 0600, one key a line, in no backup.
///
/// Whoever has it can sign another history; without it nothing can be appended, and everything can still be verified.
package struct LogKeyFile: Sendable {
    package let path: String

    /// - Parameter keyFile: the master key's file.
    package init(beside keyFile: String) { path = keyFile + ".ledger" }

    /// Where the newest checkpoint is noted, outside the data folder.
    package var markPath: String { path + "-seen" }

    package var exists: Bool { access(path, F_OK) == 0 }

    package func read() throws(StoreError) -> [SignerKey] {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw StoreError(.key, "the log's key file `\(path)` is not there: restore it from its escrow")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw StoreError(.key, "the log's key file `\(path)` can be read by others: chmod 600 it")
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8), text.utf8.count <= 65_536 else {
            throw StoreError(.key, "the log's key file `\(path)` cannot be read")
        }
        var keys: [SignerKey] = []
        for (number, line) in text.split(separator: "\n").enumerated() {
            do throws(LedgerFormatError) { keys.append(try SignerKey(parsing: line)) } catch {
                throw StoreError(
                    .key, "line \(number + 1) of the log's key file `\(path)` is no key: restore it from its escrow")
            }
        }
        return keys
    }

    /// Writes all keys anew; the file is whole at every moment.
    package func write(_ keys: [SignerKey]) throws(StoreError) {
        do throws(FileFailure) {
            try DurableFile.replace(path, with: Array(keys.map { $0.secretText + "\n" }.joined().utf8))
        } catch {
            throw StoreError(.key, "cannot write the log's key file `\(path)`: check the place", cause: error.cause)
        }
    }
}
