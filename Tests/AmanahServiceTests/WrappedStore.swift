import AmanahCore
import AmanahLedger
import AmanahStore

/// A store with something between it and the gateway. What concerns the log as a whole goes through.
protocol WrappedStore: Store {
    var base: SQLiteStore { get }
}

extension WrappedStore {
    var logSize: UInt64 { base.logSize }
    var publishedSize: UInt64 { base.publishedSize }
    var lost: LostEntries? { base.lost }
    func remember(_ seen: SignedCheckpoint) throws -> LostEntries? { try base.remember(seen) }
    var ledger: PublishedLedger { base.ledger }
    func makeLogKey(until: Moment, origin: String?) throws -> LogKeyChange {
        try base.makeLogKey(until: until, origin: origin)
    }
    func nextOrigin() throws -> String { try base.nextOrigin() }
    func goOn(_ key: LogKeyChange, _ act: NewAct) throws { try base.goOn(key, act) }
}
