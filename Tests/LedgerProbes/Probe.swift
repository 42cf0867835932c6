import AmanahLedger
import AmanahWitness

/// A parser under test: whatever bytes come, it ends, and what it takes it gives back as it was.
///
/// `make soak` lets libFuzzer find bytes for each; `make test` replays those that were kept.
package enum Probe: String, CaseIterable, Sendable {
    case bundle
    case checkpoint
    case entry
    case key
    case note
    case openedEntry = "opened-entry"
    case receipt
    case signatures
    case tilePath = "tile-path"
    case witnessMemory = "witness-memory"
    case witnessRequest = "witness-request"

    /// What a parser took and did not give back.
    package struct Fault: Error, Equatable {
        package var probe: Probe
    }

    /// - Returns: whether the bytes were taken.
    /// - Throws: ``Fault`` where they do not come back, byte for byte.
    @discardableResult
    package func run(_ bytes: [UInt8]) throws(Fault) -> Bool {
        guard let again = Probe.again(bytes, self) else { return false }
        guard again == bytes else { throw Fault(probe: self) }
        return true
    }

    /// Parsed and written again; `nil` where it was refused.
    private static func again(_ bytes: [UInt8], _ probe: Probe) -> [UInt8]? {
        switch probe {
        case .bundle: return bundle(bytes)
        case .checkpoint: return (try? SignedCheckpoint(parsing: bytes)).map { Array($0.encoded.utf8) }
        case .entry: return (try? Entry(decoding: bytes))?.encoded()
        case .key: return key(bytes)
        case .note: return (try? SignedNote(parsing: bytes)).map { Array($0.encoded.utf8) }
        case .openedEntry: return (try? OpenedEntry(parsing: bytes)).map { Array($0.encoded.utf8) }
        case .receipt: return (try? Receipt(parsing: bytes)).map { Array($0.encoded.utf8) }
        case .signatures: return (try? SignatureLines.parse(bytes)).map { Array(SignatureLines.encode($0).utf8) }
        case .tilePath: return text(bytes).flatMap { try? Tile(parsing: $0) }.map { Array($0.path.utf8) }
        case .witnessMemory: return WitnessMemory.reads(bytes) ? bytes : nil
        case .witnessRequest: return (try? AddCheckpointRequest(parsing: bytes)).map { Array($0.encoded.utf8) }
        }
    }

    private static func text(_ bytes: [UInt8]) -> String? { String(validating: bytes, as: UTF8.self) }

    private static func key(_ bytes: [UInt8]) -> [UInt8]? {
        guard let text = text(bytes) else { return nil }
        if let key = try? SignerKey(parsing: text) { return Array(key.secretText.utf8) }
        return (try? VerifierKey(parsing: text)).map { Array($0.text.utf8) }
    }

    /// A bundle does not say how many entries it holds: the first byte does here.
    private static func bundle(_ bytes: [UInt8]) -> [UInt8]? {
        guard let width = bytes.first else { return nil }
        let rest = Array(bytes.dropFirst())
        guard let ranges = try? EntryBundle.ranges(rest, width: Int(width)) else { return nil }
        var out = [width]
        for range in ranges { EntryBundle.append(Array(rest[range]), to: &out) }
        return out
    }
}
