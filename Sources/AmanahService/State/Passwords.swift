package import AmanahCore
import Crypto
import CryptoExtras
import Dispatch
import Foundation

/// Passwords as scrypt (RFC 7914) of swift-crypto, kept as `scrypt$logN$r$p$salt$hash` in base64.
package struct Passwords: Sendable {
    let logRounds: Int
    let parallelism: Int
    private static let blockSize = 8
    /// One at a time: a storm of sign-ins must not fill the memory or the cooperative threads.
    private static let queue = DispatchQueue(label: "amanah.scrypt")

    package init(logRounds: Int, parallelism: Int) {
        self.logRounds = logRounds
        self.parallelism = parallelism
    }

    package static let minimumLength = 10
    package static let maximumBytes = 256

    /// What is wrong with a new password, or `nil`. No rules on kinds of characters (NIST SP 800-63B): length, and not the
    /// obvious.
    package static func flaw(_ password: String, person: PersonID, name: String?) -> String? {
        if password.count < minimumLength { return "at least \(minimumLength) characters" }
        if password.utf8.count > maximumBytes { return "at most \(maximumBytes) bytes" }
        let lowered = password.lowercased()
        if Set(lowered).count < 4 { return "more than a few different characters" }
        if lowered.contains(person.rawValue.lowercased()) { return "not your id" }
        if let name,
            name.split(separator: " ").contains(where: { $0.count > 3 && lowered == $0.lowercased() + "12345" })
        {
            return "not your name with digits"
        }
        let common = [
            "1234567890", "0123456789", "password12", "password123", "qwertyuiop", "indonesia1", "bismillah1",
        ]
        return common.contains(lowered) ? "not one that everyone tries first" : nil
    }

    package func hash(_ password: String) async throws -> String {
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        let key = try await derive(password, salt, logRounds: logRounds, parallelism: parallelism)
        return [
            "scrypt", String(logRounds), "8", String(parallelism), Data(salt).base64EncodedString(),
            key.base64EncodedString(),
        ]
        .joined(separator: "$")
    }

    /// Takes as long for a person without a password as for one with.
    func matches(_ password: String, stored: String?) async -> Bool {
        let parts = (stored ?? "").split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "scrypt", let log = Int(parts[1]), (1...20).contains(log),
            let p = Int(parts[3]),
            (1...16).contains(p), let salt = Data(base64Encoded: String(parts[4])),
            let wanted = Data(base64Encoded: String(parts[5]))
        else {
            _ = try? await derive(
                password, [UInt8](repeating: 7, count: 16), logRounds: logRounds, parallelism: parallelism)
            return false
        }
        guard let found = try? await derive(password, Array(salt), logRounds: log, parallelism: p) else { return false }
        return Passwords.equal(found, wanted)
    }

    /// In time that does not depend on where two values differ.
    static func equal(_ a: some Collection<UInt8>, _ b: some Collection<UInt8>) -> Bool {
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func derive(_ password: String, _ salt: [UInt8], logRounds: Int, parallelism: Int) async throws -> Data {
        let bytes = Array(password.precomposedStringWithCanonicalMapping.utf8)
        return try await withCheckedThrowingContinuation { continuation in
            Passwords.queue.async {
                continuation.resume(
                    with: Result {
                        let key = try KDF.Scrypt.deriveKey(
                            from: bytes, salt: salt, outputByteCount: 32, rounds: 1 << logRounds,
                            blockSize: Passwords.blockSize, parallelism: parallelism)
                        return key.withUnsafeBytes { Data($0) }
                    })
            }
        }
    }
}
