package import AmanahCore
import AmanahLedger
import AmanahStore
import Synchronization

extension Amanah {
    package var checkpointSize: UInt64 { store.publishedSize }

    package func receipt(
        _ session: Session, look: LookID, from: Origin
    ) async throws(ServiceError) -> ReceiptFile {
        try await refresh(session)
        let member = try cleared(session)
        guard let act = try reading({ try $0.act(look.ledgerIndex)?.act }), act.kind == .look else { throw .notFound }
        if act.person != session.person {
            // Who may not see the look does not learn that there is one.
            guard let role = try? page(.log, member),
                role.scope == .company || act.unit.map({ member.scope.contains($0) }) ?? false
            else { throw .notFound }
        }
        var draft = draft(.receiptGiven, session)
        draft.look = look
        try await record(draft, share: session.person.rawValue)
        let receipt = try reading { try Amanah.receipt(UInt64(look.ledgerIndex), $0) }
        return ReceiptFile(name: "\(look).tlog-proof", text: receipt.encoded, size: receipt.checkpoint.checkpoint.size)
    }

    package func ledgerBook(_ session: Session, from: Origin) async throws(ServiceError) -> LedgerBook {
        try await refresh(session)
        let member = try cleared(session)
        _ = try page(.ledger, member)
        var draft = draft(.ledgerRead, session)
        draft.personPairs = [("filter", "book")]
        try await record(draft, share: session.person.rawValue)
        let today = clock.read().steady.day(in: member.zone)
        let (tip, signers, growth, checks) = try reading { view in
            (
                try view.ledgerTip(), try view.logSigners(), try Amanah.growth(view, today, member.zone),
                try Amanah.checks(view, store.keys)
            )
        }
        let published = store.ledger.checkpoint()
        return LedgerBook(
            origin: store.origin, size: tip.size, root: tip.root.base64,
            checkpoint: (published ?? tip.checkpoint)?.encoded ?? "", keys: signers.map(\.key.text),
            published: published?.checkpoint.size ?? 0,
            witnesses: witnesses(), growth: growth, checks: checks)
    }

    /// Entries of each of the last thirty days. The order of the log is that of time but for a clock that went back.
    private static func growth(_ view: any ReadView, _ today: Day, _ zone: Zone) throws -> [LedgerBook.Growth] {
        var last = try view.position(at: Moment(startOf: Day(number: today.number + 1), in: zone))
        var growth: [LedgerBook.Growth] = []
        for back in Int64(0)..<30 {
            let day = Day(number: today.number - back)
            let first = try view.position(at: Moment(startOf: day, in: zone))
            growth.append(LedgerBook.Growth(day: day, added: max(0, last - first)))
            last = first
        }
        return growth.reversed()
    }

    package func ledgerFile(
        _ session: Session, path: String, from: Origin
    ) async throws(ServiceError) -> [UInt8] {
        // A copy takes thousands of files: one entry an hour says that someone copies.
        let hour = clock.read().steady.milliseconds / 3_600_000
        let due = ledgerReaders.withLock { $0[session.id] != hour }
        var draft = draft(.ledgerRead, session)
        draft.personPairs = [("filter", "files")]
        let act = due ? try seal(draft) : nil
        try await durably(for: session) { [self] view in
            if session.isService {
                guard Amanah.readsLedgerOnly(session.person) else { throw ServiceError.notForRole }
            } else {
                let (member, charter) = try cleared(session, in: view)
                guard let role = charter.role(member.record.role), role.pages.contains(.ledger),
                    role.scope == .company
                else { throw ServiceError.notForRole }
            }
            if let act { _ = try view.append(act) }
        }
        if due {
            ledgerReaders.withLock { readers in
                readers = readers.filter { $0.value == hour }
                readers[session.id] = hour
            }
        }
        guard let bytes = store.ledger.file(path) else { throw .notFound }
        return bytes
    }

    /// A service account whose name begins with `ledger:` reads the log's files, and that is all it may.
    static func readsLedgerOnly(_ person: PersonID) -> Bool { person.rawValue.hasPrefix("service:ledger:") }
}
