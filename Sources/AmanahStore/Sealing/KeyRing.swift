import AmanahCore
import AmanahLedger
package import Crypto
import Foundation
import Glibc

/// Every key that comes from the master key, one for each use (HKDF-SHA256, RFC 5869).
///
/// The master key is 32 bytes in a file of mode 0600 outside the data folder; it is never written to the database.
package final class KeyRing: Sendable {
    /// Wraps customers' data keys.
    let customerWrap: SymmetricKey
    /// Seals what belongs to the staff: names, secrets, details of their acts.
    let staff: SymmetricKey
    /// Seals the staff's half of the log's details.
    package let staffDetailsKey: SymmetricKey
    private let blind: SymmetricKey
    private let device: [UInt8]
    private let session: SymmetricKey
    /// Authenticates the list of erasures.
    let erasures: SymmetricKey
    /// Binds rows of control data to their place.
    let guarding: SymmetricKey
    /// The same, for marks.
    let guardingBytes: [UInt8]
    /// Turns marks into what sums are made of.
    let adding: SymmetricKey
    /// 8 bytes that tell whether a key file belongs to a data folder.
    package let fingerprint: [UInt8]

    package init(master: SymmetricKey, folder salt: [UInt8]) {
        func derive(_ info: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: master, salt: salt, info: Array("amanah/1/\(info)".utf8), outputByteCount: 32)
        }
        customerWrap = derive("customer-wrap")
        staff = derive("staff")
        staffDetailsKey = derive("staff-details")
        blind = derive("blind-index")
        device = derive("device").withUnsafeBytes { Array($0) }
        session = derive("session")
        erasures = derive("erasures")
        guarding = derive("guarding")
        guardingBytes = guarding.withUnsafeBytes { Array($0) }
        adding = derive("adding")
        fingerprint = derive("fingerprint").withUnsafeBytes { Array($0.prefix(8)) }
    }

    /// What a blind index is over.
    package enum Blind: UInt8, Sendable, CaseIterable {
        case phone = 1
        case nik = 2
        /// Families, for recognising a colleague's kin; not searchable.
        case household = 3
        /// The number that a presence code was asked for.
        case presence = 4
        /// What was asked for by an id that nothing bears; see ``UnknownMark``. Not searchable.
        case unknown = 5
    }

    /// 16 bytes of HMAC-SHA256 over a normalised value: equal values have equal tags, and without the key none can be made.
    package func blindTag(_ kind: Blind, _ normalised: String) -> [UInt8] {
        var hmac = HMAC<SHA256>(key: blind)
        hmac.update(data: [kind.rawValue])
        hmac.update(data: Array(normalised.utf8))
        return Array(hmac.finalize().prefix(16))
    }

    /// What the log keeps instead of an id that nothing bears.
    package func unknownMark(_ typed: String) -> String { UnknownMark.text(blindTag(.unknown, typed)) }

    /// What the database keeps of a bearer token or device key.
    package func tokenTag(_ token: String) -> [UInt8] {
        var mac = ShortMAC(key: device)
        mac.append(token)
        return mac.finish(first: 16)
    }

    /// A value that only the holder of this session could have been given.
    package func sessionMark(_ word: String, _ sessionID: String) -> String {
        var hmac = HMAC<SHA256>(key: session)
        hmac.update(data: Array("\(word)/\(sessionID)".utf8))
        return hmac.finalize().prefix(18).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}

extension KeyRing {
    /// Makes a new key file; refuses to overwrite one.
    package static func createMasterKey(at path: String) throws(StoreError) -> SymmetricKey {
        let key = SymmetricKey(size: .bits256)
        let text = key.withUnsafeBytes { Data($0).base64EncodedString() } + "\n"
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else {
            throw StoreError(
                .key, "cannot make the key file `\(path)`: move an old one aside or name another with --key-file",
                cause: String(cString: strerror(errno)))
        }
        defer { Glibc.close(descriptor) }
        let written = text.utf8CString.withUnsafeBufferPointer { write(descriptor, $0.baseAddress, text.utf8.count) }
        guard written == text.utf8.count, fsync(descriptor) == 0 else {
            throw StoreError(.key, "cannot write the key file `\(path)`", cause: String(cString: strerror(errno)))
        }
        return key
    }

    /// Reads a key file; refuses one that others may read.
    package static func readMasterKey(at path: String) throws(StoreError) -> SymmetricKey {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw StoreError(.key, "the key file `\(path)` is not there: name it with --key-file or AMANAH_KEY_FILE")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw StoreError(.key, "the key file `\(path)` can be read by others: chmod 600 it")
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let data = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)), data.count == 32
        else {
            throw StoreError(.key, "the key file `\(path)` holds no 32 bytes in base64: restore it from its escrow")
        }
        return SymmetricKey(data: data)
    }
}
