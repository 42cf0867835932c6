package import AmanahCore
package import AmanahLedger
import Foundation
import GRDB

/// A new key for the log, on its way in: in the key file, not yet in the database.
package struct LogKeyChange: Sendable {
    /// What the entry says openly: the old key names the new one.
    package let announcement: KeyAnnouncement
    /// Until when the old key signs beside the new one, by the log's own time.
    let until: Moment
    /// The log's name from now on, where it is another one.
    let origin: String?
}

extension SQLiteStore {
    package func nextOrigin() throws -> String {
        let word = "/epoch-"
        let base = origin.ranges(of: word).last.map { String(origin[..<$0.lowerBound]) } ?? origin
        let used = try logKeys.read().compactMap { key in
            key.verifier.name.hasPrefix(base + word) ? Int(key.verifier.name.dropFirst((base + word).count)) : nil
        }
        return "\(base)\(word)\((used.max() ?? 1) + 1)"
    }

    package func makeLogKey(until: Moment, origin: String?) throws -> LogKeyChange {
        let signers = try read { try $0.logSigners() }
        let kept = try logKeys.read()
        guard let old = signers.last.flatMap({ signer in kept.first { $0.verifier == signer.key } }) else {
            throw StoreError(.key, "the key file of the log lacks the key that signs: restore it from its escrow")
        }
        guard let new = SignerKey(name: origin ?? self.origin, type: .ed25519) else {
            throw StoreError(.key, "the log's name holds a space or a plus sign: no key can bear it")
        }
        // All are kept: the file may serve a restored copy of the folder too, which signs with another of them.
        try logKeys.write(kept + [new])
        return LogKeyChange(announcement: KeyAnnouncement(from: old, to: new), until: until, origin: origin)
    }
}
