package import AmanahLedger
package import Crypto
import Foundation

/// AES-256-GCM bound to a place: what was sealed for one table, row, field and version opens nowhere else (L11).
///
/// Sealed bytes are 12 of nonce, the ciphertext, 16 of tag.
package enum Seal {
    package static let overhead = 28
    package static let nonceBytes = 12

    package static func seal(_ plain: [UInt8], key: SymmetricKey, place: [UInt8]) throws(StoreError) -> [UInt8] {
        var random = RandomBytes(nonceBytes)
        return try seal(plain, key: key, place: place, &random)
    }

    /// Seals under a nonce that was drawn together with others.
    package static func seal(
        _ plain: [UInt8], key: SymmetricKey, place: [UInt8], _ random: inout RandomBytes
    ) throws(StoreError) -> [UInt8] {
        do {
            let nonce = try AES.GCM.Nonce(data: random.next(nonceBytes))
            // Nonce, ciphertext and tag lie together already.
            guard let sealed = try AES.GCM.seal(plain, using: key, nonce: nonce, authenticating: place).combined else {
                throw StoreError(.io, "sealing failed")
            }
            return sealed.withUnsafeBytes { Array($0) }
        } catch {
            throw StoreError(.io, "sealing failed")
        }
    }

    package static func open(_ sealed: [UInt8], key: SymmetricKey, place: [UInt8]) throws(StoreError) -> [UInt8] {
        try opened(sealed[...], key: key, place: place).withUnsafeBytes { Array($0) }
    }

    static func openText(_ sealed: ArraySlice<UInt8>, key: SymmetricKey, place: [UInt8]) throws(StoreError) -> String {
        String(decoding: try opened(sealed, key: key, place: place), as: UTF8.self)
    }

    static func openKey(_ sealed: [UInt8], key: SymmetricKey, place: [UInt8]) throws(StoreError) -> SymmetricKey {
        SymmetricKey(data: try opened(sealed[...], key: key, place: place))
    }

    private static func opened(
        _ sealed: ArraySlice<UInt8>, key: SymmetricKey, place: [UInt8]
    ) throws(StoreError) -> Data {
        guard sealed.count >= overhead else { throw StoreError(.sealBroken, "a sealed value is too short") }
        do {
            return try sealed.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress else { throw CryptoKitError.incorrectParameterSize }
                // Handed over where it lies; nothing keeps it beyond this call.
                let lying = Data(
                    bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: bytes.count, deallocator: .none)
                return try AES.GCM.open(AES.GCM.SealedBox(combined: lying), using: key, authenticating: place)
            }
        } catch {
            throw StoreError(.sealBroken, "a sealed value does not open at its place: it was edited or moved")
        }
    }

    /// `table ‖ 0 ‖ row ‖ 0 ‖ field ‖ 0 ‖ version`: ids hold no NUL, so no two places read alike.
    package static func place(_ table: String, _ row: String, _ field: String, version: Int) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(table.utf8.count + row.utf8.count + field.utf8.count + 11)
        out.append(bytesOf: table)
        out.append(0)
        out.append(bytesOf: row)
        out.append(0)
        out.append(bytesOf: field)
        out.append(0)
        for shift in stride(from: 56, through: 0, by: -8) {
            out.append(UInt8(truncatingIfNeeded: version >> shift))
        }
        return out
    }
}
