/// What someone keeps to show later that an entry is in the log: the entry's place, its path to the root, and a signed
/// checkpoint. It is verified without the log.
///
/// `extra` holds the entry's bytes here; they are believed because the path begins at their hash.
///
/// Source: c2sp.org/tlog-proof.
package struct Receipt: Sendable, Equatable {
    /// The longest receipt, in bytes: an entry of 65,535 bytes, 64 hashes and a note.
    package static let maximumBytes = 1_200_000
    static let firstLine = "c2sp.org/tlog-proof@v1"

    package var extra: [UInt8]?
    package var index: UInt64
    package var hashes: [LogHash]
    package var checkpoint: SignedCheckpoint

    package init(extra: [UInt8]?, proof: InclusionProof, checkpoint: SignedCheckpoint) {
        self.extra = extra
        index = proof.index
        hashes = proof.hashes
        self.checkpoint = checkpoint
    }

    package init(parsing bytes: [UInt8]) throws(LedgerFormatError) {
        var lines = try Lines(bytes, .receipt, limit: Receipt.maximumBytes)
        guard try lines.next() == Receipt.firstLine else {
            throw lines.refusal("the first line is not `\(Receipt.firstLine)`")
        }
        var line = try lines.next()
        if line.hasPrefix("extra ") {
            guard let extra = Base64.decode(line.dropFirst(6)) else { throw lines.refusal("the extra is not base64") }
            self.extra = extra
            line = try lines.next()
        }
        guard line.hasPrefix("index "), let index = Decimal.parse(line.dropFirst(6)) else {
            throw lines.refusal("it is not `index` and a number")
        }
        self.index = index
        hashes = try HashLines.read(&lines, limit: 64)
        checkpoint = try SignedCheckpoint(parsing: lines.remaining())
    }

    /// The text that ``init(parsing:)`` reads.
    package var encoded: String {
        let extra = extra.map { "extra \(Base64.encode($0))\n" } ?? ""
        return "\(Receipt.firstLine)\n\(extra)index \(index)\n\(HashLines.text(hashes))\n\(checkpoint.encoded)"
    }

    /// Where the entry is in the log that signed; throws otherwise. Which of the keys must have signed is the caller's to judge.
    package func verify(entry: [UInt8], _ keys: [VerifierKey]) throws(ReceiptError) -> [VerifiedSignature] {
        try verifyInclusion(of: entry)
        do throws(NoteError) { return try checkpoint.verify(keys) } catch { throw .note(error) }
    }

    /// That the entry is in the tree of the checkpoint, whoever signed that.
    package func verifyInclusion(of entry: [UInt8]) throws(ReceiptError) {
        let proof = InclusionProof(index: index, size: checkpoint.checkpoint.size, hashes: hashes)
        do throws(ProofError) {
            try proof.verify(leaf: MerkleHash.leaf(entry), root: checkpoint.checkpoint.root)
        } catch { throw .proof(error) }
    }
}

package enum ReceiptError: Error, Equatable, Sendable, CustomStringConvertible {
    case proof(ProofError)
    case note(NoteError)

    package var description: String {
        switch self {
        case .proof(let error): error.description
        case .note(let error): error.description
        }
    }
}

/// Hashes in base64, one a line, up to an empty line.
enum HashLines {
    static func read(_ lines: inout Lines, limit: Int) throws(LedgerFormatError) -> [LogHash] {
        var hashes: [LogHash] = []
        while true {
            let line = try lines.next()
            if line.isEmpty { return hashes }
            guard hashes.count < limit else { throw lines.refusal("more than \(limit) hashes") }
            guard let hash = LogHash(base64: line) else { throw lines.refusal("it is not base64 of 32 bytes") }
            hashes.append(hash)
        }
    }

    static func text(_ hashes: [LogHash]) -> String { hashes.map { $0.base64 + "\n" }.joined() }
}
