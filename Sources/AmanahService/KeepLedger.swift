package import AmanahCore
package import AmanahLedger
package import AmanahStore

extension Amanah {
    /// Makes a new key for the log. The old one signs beside it for a while, and an entry says so openly (D6).
    package func changeLedgerKey(overlapDays: Int) async throws(ServiceError) -> KeyAnnouncement {
        let change: LogKeyChange
        do {
            change = try store.makeLogKey(
                until: clock.read().steady.advanced(by: .seconds(overlapDays * 86_400)), origin: nil)
        } catch { throw serviceError(error) }
        var draft = ActDraft(kind: .ledgerKeyChanged, at: clock.read().wall)
        draft.personPairs = [
            ("channel", Origin.Channel.commandLine.rawValue), ("old", change.announcement.old.text),
            ("new", change.announcement.new.text), ("overlap-days", String(overlapDays)),
        ]
        var act = try seal(draft)
        act.announcement = change.announcement.encoded
        try await durably(share: "command-line") { [act] view in
            try view.change(change)
            _ = try view.append(act)
        }
        return change.announcement
    }

    /// A receipt of a look for whoever holds the folder; that it was given is an act.
    package func receipt(of look: LookID) async throws(ServiceError) -> Receipt {
        guard try reading({ try $0.act(look.ledgerIndex)?.act.kind }) == .look else { throw .notFound }
        var draft = ActDraft(kind: .receiptGiven, at: clock.read().wall)
        draft.look = look
        draft.personPairs = [("channel", Origin.Channel.commandLine.rawValue)]
        try await record(draft, share: "command-line")
        return try reading { try Amanah.receipt(UInt64(look.ledgerIndex), $0) }
    }

    /// The receipt of an entry: in the newest checkpoint that a witness signed, or in the newest of all where none of those has it.
    static func receipt(_ index: UInt64, _ view: any ReadView) throws -> Receipt {
        try receipt(index, in: try checkpoint(covering: index, view), view)
    }

    /// The newest checkpoint that a witness signed and that counts an entry; the newest of all where none of those does.
    static func checkpoint(covering index: UInt64, _ view: any ReadView) throws -> SignedCheckpoint {
        let witnessed = try view.witnessed().flatMap { index < $0.checkpoint.size ? $0 : nil }
        let tip = try view.ledgerTip()
        guard index < tip.size, let checkpoint = witnessed ?? tip.checkpoint else { throw ServiceError.notFound }
        return checkpoint
    }

    static func receipt(_ index: UInt64, in checkpoint: SignedCheckpoint, _ view: any ReadView) throws -> Receipt {
        guard let row = try view.entries(from: Int64(index), limit: 1).first, row.index == Int64(index) else {
            throw ServiceError.notFound
        }
        var nodes = view.nodes(size: try view.ledgerTip().size)
        return Receipt(
            extra: row.entry, proof: try nodes.inclusionProof(index: index, size: checkpoint.checkpoint.size),
            checkpoint: checkpoint)
    }

    /// Two different people who may read the log sign in, one after the other: what only two may do.
    package func proveTwo(_ first: Proof, _ second: Proof) async throws(ServiceError) {
        guard first.person != second.person else {
            throw .invalid(field: "second", what: "another person than the first: this takes two")
        }
        for proof in [first, second] { try await prove(proof, page: .log) }
    }
}

extension Founding {
    /// Goes on from an older state of the log, which two people have decided: under a new name, with an entry that says what is lost.
    ///
    /// The store is of no use afterwards.
    package static func goOn(
        _ store: any Store, from lost: LostEntries, people: (PersonID, PersonID), at: Moment
    ) throws {
        let change = try store.makeLogKey(until: Moment(seconds: 0), origin: try store.nextOrigin())
        var draft = ActDraft(kind: .ledgerContinued, at: at)
        draft.personPairs = [
            ("by", "\(people.0), \(people.1)"), ("seen-entries", String(lost.seen.size)),
            ("seen-root", lost.seen.root.base64), ("entries", String(lost.size)),
            ("former-name", lost.seen.origin),
        ]
        var act = try draft.sealed(keys: store.keys, customerKey: nil)
        act.announcement = change.announcement.encoded
        try store.goOn(change, act)
    }
}
