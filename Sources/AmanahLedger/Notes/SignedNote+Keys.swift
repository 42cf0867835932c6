/// A signature that holds, and by whom.
package struct VerifiedSignature: Hashable, Sendable {
    package var key: VerifierKey
    /// Seconds since 1970-01-01T00:00Z that a witness put under its signature; `nil` for a log's own.
    package var time: UInt64?
}

/// Why a note is not believed.
package enum NoteError: Error, Equatable, Sendable {
    /// It bears a known key's name and id, and that key did not sign this text: the whole note is condemned.
    case forged(name: String)
    /// None of the known keys signed it.
    case noKnownSignature
}

extension NoteError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .forged(let name): "the signature of `\(name)` is not its own: the text or the signature was changed"
        case .noKnownSignature: "none of the keys given has signed it"
        }
    }
}

extension SignedNote {
    /// The signatures of known keys, each key once, in the order of the note. Unknown keys are passed over; a known key with
    /// a signature that does not hold condemns the note.
    package func verify(_ keys: [VerifierKey]) throws(NoteError) -> [VerifiedSignature] {
        var verified: [VerifiedSignature] = []
        for signature in signatures {
            // Bytes, not characters: Swift takes two spellings of one letter for equal.
            guard
                let key = keys.first(where: {
                    $0.id == signature.id && $0.name.utf8.elementsEqual(signature.name.utf8)
                })
            else { continue }
            guard let time = time(of: signature, by: key) else { throw .forged(name: key.name) }
            if !verified.contains(where: { $0.key == key }) {
                verified.append(VerifiedSignature(key: key, time: time.seconds))
            }
        }
        guard !verified.isEmpty else { throw .noKnownSignature }
        return verified
    }

    private struct Time { var seconds: UInt64? }

    /// `nil` where the signature does not hold.
    private func time(of signature: NoteSignature, by key: VerifierKey) -> Time? {
        switch key.type {
        case .ed25519:
            guard signature.bytes.count == 64, key.isValid(signature.bytes[...], over: Array(text.utf8)) else {
                return nil
            }
            return Time(seconds: nil)
        case .cosignature:
            guard signature.bytes.count == 72 else { return nil }
            let seconds = signature.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
            guard seconds <= UInt64(Int64.max),
                key.isValid(signature.bytes.dropFirst(8), over: SignedNote.cosigned(text, at: seconds))
            else { return nil }
            return Time(seconds: seconds)
        }
    }

    /// Signs with a log's key.
    ///
    /// - Precondition: the key is of type ``NoteKeyType/ed25519``.
    package mutating func sign(_ key: SignerKey) {
        precondition(key.verifier.type == .ed25519, "a log signs with a key of type 01")
        guard let signature = key.signature(over: Array(text.utf8)) else { return }
        add(NoteSignature(name: key.verifier.name, id: key.verifier.id, bytes: signature))
    }

    /// A witness's signature under this text and the time, in seconds since 1970.
    ///
    /// - Precondition: the key is of type ``NoteKeyType/cosignature``.
    /// Source: c2sp.org/tlog-cosignature.
    package func cosignature(_ key: SignerKey, at seconds: UInt64) -> NoteSignature? {
        precondition(key.verifier.type == .cosignature, "a witness signs with a key of type 04")
        guard seconds <= UInt64(Int64.max), let signature = key.signature(over: SignedNote.cosigned(text, at: seconds))
        else { return nil }
        let time = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: seconds >> UInt64($0)) }
        return NoteSignature(name: key.verifier.name, id: key.verifier.id, bytes: time + signature)
    }

    private static func cosigned(_ text: String, at seconds: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(seconds)\n\(text)".utf8)
    }
}
