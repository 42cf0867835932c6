import AmanahCore
package import AmanahLedger
import AmanahStore

/// A bundle, checked from its own files and keys that came by another way.
package struct EvidenceCheck: Sendable {
    package var checkpoint: Checkpoint
    /// Which keys signed the checkpoint.
    package var signatures: [VerifiedSignature]
    /// The log's keys as the bundle names them, and what ties them to each other.
    package var chain: KeyChain
    /// In the order of the log.
    package var entries: [EvidencedEntry]

    /// What does not hold in a bundle.
    package struct Finding: Error, Equatable, Sendable, CustomStringConvertible {
        /// A file of the bundle.
        package var file: String
        package var what: String
        package var description: String { "`\(file)` does not hold: \(what)" }
    }

    /// - Parameters:
    ///   - indices: entries of which the bundle has files.
    ///   - file: bytes by path below the bundle's folder.
    ///   - keys: of the log, which came by another way: one of them, or one that a link ties to them, must have signed. With none the
    ///     bundle's own are taken, and whose log it is stays unchecked.
    ///   - witnesses: each must have signed.
    /// - Throws: ``Finding``, the first.
    package static func run(
        _ indices: [UInt64], keys: [VerifierKey], witnesses: [VerifierKey] = [], file: (String) -> [UInt8]?
    ) throws(Finding) -> EvidenceCheck {
        func bytes(_ path: String) throws(Finding) -> [UInt8] {
            guard let bytes = file(path) else { throw Finding(file: path, what: "it is not there") }
            return bytes
        }
        let signed = try read("checkpoint", try bytes("checkpoint"), SignedCheckpoint.init(parsing:))
        let chain = try KeyChain(of: signed, try bytes("keys"), file)
        var signatures = try chain.signatures(keys)
        for witness in witnesses {
            do throws(NoteError) { signatures += try signed.verify([witness]) } catch {
                throw Finding(file: "checkpoint", what: error.description)
            }
        }
        guard !indices.isEmpty else { throw Finding(file: "entries", what: "there are none") }
        var entries: [EvidencedEntry] = []
        for index in indices.sorted() {
            let (proof, half) = ("entries/\(index).tlog-proof", "entries/\(index).opened")
            let receipt = try read(proof, try bytes(proof), Receipt.init(parsing:))
            guard receipt.index == index else { throw Finding(file: proof, what: "it is of entry \(receipt.index)") }
            guard receipt.checkpoint == signed else {
                throw Finding(file: proof, what: "it leads to another checkpoint")
            }
            let words = receipt.extra ?? []
            do throws(ReceiptError) { try receipt.verifyInclusion(of: words) } catch {
                throw Finding(file: proof, what: error.description)
            }
            let entry = try read(proof, words) { bytes throws(EntryError) in try Entry(decoding: bytes) }
            guard entry.index == index else {
                throw Finding(file: proof, what: "the entry says that it stands elsewhere")
            }
            let opened = try read(half, try bytes(half), OpenedEntry.init(parsing:))
            if let mismatch = opened.mismatch(with: entry) { throw Finding(file: half, what: mismatch) }
            entries.append(EvidencedEntry(entry: entry, opened: opened))
        }
        return EvidenceCheck(checkpoint: signed.checkpoint, signatures: signatures, chain: chain, entries: entries)
    }

    static func read<Value, Failure: Error & CustomStringConvertible>(
        _ path: String, _ bytes: [UInt8], _ parse: ([UInt8]) throws(Failure) -> Value
    ) throws(Finding) -> Value {
        do throws(Failure) { return try parse(bytes) } catch { throw Finding(file: path, what: error.description) }
    }
}

/// An entry whose place in the log and whose opened commitments hold.
package struct EvidencedEntry: Sendable {
    package var entry: Entry
    package var opened: OpenedEntry

    /// What it says, a line each.
    package var lines: [String] {
        let kind = ActKind(rawValue: entry.kind)?.word ?? "kind \(entry.kind)"
        let look = entry.kind == ActKind.look.rawValue ? " \(LookID(ledgerIndex: Int64(entry.index)))" : ""
        var lines = ["entry \(entry.index): \(kind)\(look)"]
        lines.append("  time      \(Moment(milliseconds: Int64(clamping: entry.minute) * 60_000).rfc3339)")
        if !entry.purpose.isEmpty { lines.append("  purpose   \(entry.purpose)") }
        lines.append("  charter   \(entry.charterHash.hex)")
        for part in opened.parts {
            let name = part.domain.name
            let label = "  \(name)\(String(repeating: " ", count: max(1, 10 - name.count)))"
            switch part.state {
            case .closed(let why): lines.append("\(label)\(EvidencedEntry.words(why))")
            case .open(_, let value):
                if part.domain == .person || part.domain == .customer {
                    lines.append("\(label)\(String(decoding: value, as: UTF8.self))")
                } else {
                    let pairs = Details.pairs(value[...]) ?? []
                    lines.append("\(label)\(pairs.map { "\($0.key) = \($0.value)" }.joined(separator: "; "))")
                }
            }
        }
        return lines
    }

    private static func words(_ why: OpenedEntry.Closed) -> String {
        switch why {
        case .erased: "(the customer was erased: nobody can read it any more)"
        case .dropped: "(dropped when its time was over)"
        case .keyed: "(a digest that only the gateway can make)"
        }
    }
}
