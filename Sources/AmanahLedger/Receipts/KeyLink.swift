/// What ties a key of a log to the one that took its place, for whoever has only one of the two.
///
/// The entry that announces the new key stands in a checkpoint that both keys signed, and that checkpoint and another one grow
/// out of each other. Two signatures under one checkpoint alone tie nothing: anybody can put a second one under a note. That the
/// old key names the new one is what the announcement says; what tree it meant, the checkpoint; that nothing of it was rewritten
/// since, the consistency proof.
package struct KeyLink: Sendable, Equatable {
    /// The announcing entry, in a checkpoint that both keys signed.
    package var receipt: Receipt
    /// From the smaller of the two checkpoints to the larger one.
    package var growth: AddCheckpointRequest

    package init(receipt: Receipt, growth: AddCheckpointRequest) {
        self.receipt = receipt
        self.growth = growth
    }

    /// Both keys' own checkpoint.
    package var checkpoint: SignedCheckpoint { receipt.checkpoint }

    /// Returns where it ties these keys to each other, and both to `target`; throws the first thing that does not hold.
    package func verify(
        from old: VerifierKey, to new: VerifierKey, at target: SignedCheckpoint
    ) throws(KeyLinkError) {
        try verifyAnnouncement(old, new)
        let stated = checkpoint.checkpoint
        guard stated.origin.utf8.elementsEqual(new.name.utf8) else { throw .otherLog(stated.origin) }
        for (key, age) in [(old, KeyLinkError.Age.old), (new, .new)] {
            do throws(NoteError) { _ = try checkpoint.verify([key]) } catch {
                throw error == .noKnownSignature ? .unsigned(age) : .forged(age)
            }
        }
        do throws(ReceiptError) { try receipt.verifyInclusion(of: receipt.extra ?? []) } catch {
            throw .notIncluded(error)
        }
        try verifyGrowth(target)
    }

    private func verifyAnnouncement(_ old: VerifierKey, _ new: VerifierKey) throws(KeyLinkError) {
        guard let entry = try? Entry(decoding: receipt.extra ?? []), let said = KeyAnnouncement(in: entry) else {
            throw .noAnnouncement
        }
        guard entry.index == receipt.index else { throw .elsewhere }
        if said.old == new, said.new == old { throw .swapped }
        guard said.old == old, said.new == new else { throw .otherKeys }
    }

    private func verifyGrowth(_ target: SignedCheckpoint) throws(KeyLinkError) {
        let isOlder = checkpoint.checkpoint.size <= target.checkpoint.size
        let (first, last) = isOlder ? (checkpoint, target) : (target, checkpoint)
        guard growth.oldSize == first.checkpoint.size, growth.checkpoint == last else { throw .otherCheckpoints }
        do throws(ProofError) {
            try growth.proof.verify(oldRoot: first.checkpoint.root, newRoot: last.checkpoint.root)
        } catch { throw .noGrowth(error) }
    }
}

/// Why a ``KeyLink`` ties nothing.
package enum KeyLinkError: Error, Equatable, Sendable {
    package enum Age: String, Sendable { case old, new }

    /// No entry, or one that announces no key with the signatures of both.
    case noAnnouncement
    case elsewhere
    case swapped
    case otherKeys
    case otherLog(String)
    case unsigned(Age)
    case forged(Age)
    case notIncluded(ReceiptError)
    case otherCheckpoints
    case noGrowth(ProofError)

    /// Whether it is about the way between the checkpoints, not about the announcement and its own.
    package var isOfGrowth: Bool {
        switch self {
        case .otherCheckpoints, .noGrowth: true
        default: false
        }
    }
}

extension KeyLinkError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noAnnouncement: "its entry announces no key that the old and the new one both signed for"
        case .elsewhere: "its entry says that it stands elsewhere"
        case .swapped: "it leads from the second key to the first: the keys are in the wrong order"
        case .otherKeys: "it announces other keys than those that it is to tie"
        case .otherLog(let origin): "it is of another log, `\(origin)`"
        case .unsigned(let age): "the \(age.rawValue) key has not signed its checkpoint"
        case .forged(let age): "the signature of the \(age.rawValue) key under its checkpoint is forged"
        case .notIncluded(let error): "its entry is not in its checkpoint: \(error)"
        case .otherCheckpoints: "it does not lead from one of the two checkpoints to the other"
        case .noGrowth(let error): "the two checkpoints do not grow out of each other: \(error)"
        }
    }
}
