import AmanahCore
import AmanahStore
import Synchronization

@testable import AmanahService

/// A store that holds one commit up, on its way in or on its way out, until it is let go: a race in slow motion.
struct HeldStore: WrappedStore {
    enum Side: Sendable { case before, after }

    final class Gate: Sendable {
        private struct State {
            var armed: Side?
            var held: CheckedContinuation<Void, Never>?
            var isHeld = false
            var watcher: CheckedContinuation<Void, Never>?
        }

        private let state = Mutex(State())

        /// The next commit is held.
        func arm(_ side: Side) {
            state.withLock { state in
                state.armed = side
                state.isHeld = false
            }
        }

        func pass(_ side: Side) async {
            let mine = state.withLock { state in
                guard state.armed == side else { return false }
                state.armed = nil
                return true
            }
            guard mine else { return }
            await withCheckedContinuation { continuation in
                let watcher = state.withLock { state in
                    (state.held, state.isHeld) = (continuation, true)
                    defer { state.watcher = nil }
                    return state.watcher
                }
                watcher?.resume()
            }
        }

        /// Waits until a commit is held.
        func reached() async {
            await withCheckedContinuation { continuation in
                let there = state.withLock { state in
                    if !state.isHeld { state.watcher = continuation }
                    return state.isHeld
                }
                if there { continuation.resume() }
            }
        }

        func letGo() {
            let held = state.withLock { state in
                defer { state.held = nil }
                return state.held
            }
            held?.resume()
        }
    }

    var base: SQLiteStore
    var gate: Gate

    var keys: KeyRing { base.keys }
    var origin: String { base.origin }
    var dataVersion: UInt64 { base.dataVersion }
    func read<T>(_ body: (any ReadView) throws -> T) throws -> T { try base.read(body) }
    func readLoosely<T>(since version: UInt64?, _ body: (any ReadView) throws -> T) throws -> T {
        try base.readLoosely(since: version, body)
    }
    func commit<T: Sendable>(
        share: String, _ body: @escaping @Sendable (any WriteView) throws -> T
    ) async throws -> T {
        await gate.pass(.before)
        let value = try await base.commit(share: share, body)
        await gate.pass(.after)
        return value
    }
    func onControlChange(_ handler: @escaping @Sendable (OrganisationRows) -> Void) { base.onControlChange(handler) }
    func finishErasures() throws { try base.finishErasures() }
    func erasuresToReplay() throws -> [ErasureRow] { try base.erasuresToReplay() }
    func onActs(_ handler: @escaping @Sendable ([ActRow]) -> Void) { base.onActs(handler) }
    func measurements() -> [(name: String, help: String, value: Double)] { base.measurements() }
    func close() async { await base.close() }
}

/// A house whose next commit can be held.
func withHeldHouse(_ body: @Sendable (House, HeldStore.Gate) async throws -> Void) async throws {
    try await withHouse { house in
        let gate = HeldStore.Gate()
        try await body(try house.through { HeldStore(base: $0, gate: gate) }, gate)
    }
}
