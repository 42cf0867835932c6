import AmanahCore
import AmanahLedger
import Synchronization

/// How each witness that this process asks stands. In memory; what they signed is in the database.
final class WitnessBoard: Sendable {
    struct Place: Sendable {
        var key: VerifierKey
        /// Entries that it last signed for, and when; 0 and `nil` before the first time.
        var size: UInt64 = 0
        var at: Moment?
        var standing = LedgerBook.Witness.Standing.unreachable
        /// Age of the oldest entry that it has not signed for.
        var lag: Duration = .zero
        /// Whether people were told that it is late.
        var told = false
    }

    private struct State {
        var places: [Place] = []
        /// Who waits for a signature, with the size of the log that it must cover.
        var waiting: [Int: UInt64] = [:]
        var next = 0
        var foundSize: UInt64 = 0
    }

    /// Rings when a witness has signed.
    private let signed = Bell()
    /// Rings when somebody begins to wait.
    private let asked = Bell()

    private let state = Mutex(State())

    var places: [Place] { state.withLock { $0.places } }

    /// For `/metrics`; nothing where nobody signs.
    var measurements: [(name: String, help: String, value: Double)] {
        let places = places
        guard !places.isEmpty else { return [] }
        let lag = places.map(\.lag).max() ?? .zero
        return [
            ("amanah_witnesses", "witnesses that are asked for their signature", Double(places.count)),
            (
                "amanah_witnesses_failing", "witnesses that are late or do not sign",
                Double(places.count { $0.standing != .signs })
            ),
            (
                "amanah_witness_lag_seconds", "age of the oldest entry that some witness has not signed for",
                Double(lag.components.seconds)
            ),
        ]
    }

    func begin(_ places: [Place]) { state.withLock { $0.places = places } }

    /// The largest size that somebody waits for; 0 where nobody waits.
    var waitedSize: UInt64 { state.withLock { $0.waiting.values.max() ?? 0 } }

    /// Entries that the last measuring found in the database: other processes write the log, too.
    var foundSize: UInt64 { state.withLock { $0.foundSize } }

    func found(size: UInt64) { state.withLock { $0.foundSize = max($0.foundSize, size) } }

    /// Waits until somebody begins to wait, at most so long.
    func rest(atMost time: Duration) async { _ = await asked.wait(atMost: time) }

    /// Waits until one of the witnesses has signed for a log of this size or more; whether one has.
    ///
    /// All who wait share the round that comes next. A task that is cancelled waits no longer.
    func signs(_ size: UInt64, atMost time: Duration) async -> Bool {
        func isSigned() -> Bool { state.withLock { $0.places.contains { $0.size >= size } } }
        if isSigned() { return true }
        let number = state.withLock { state in
            state.next += 1
            state.waiting[state.next] = size
            return state.next
        }
        defer { state.withLock { _ = $0.waiting.removeValue(forKey: number) } }
        asked.ring()
        let end = ContinuousClock.now.advanced(by: time)
        while !isSigned() {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero, await signed.wait(atMost: left, unless: isSigned) else { return isSigned() }
        }
        return true
    }

    func change(_ key: VerifierKey, _ body: (inout Place) -> Void) {
        state.withLock { state in
            guard let index = state.places.firstIndex(where: { $0.key == key }) else { return }
            body(&state.places[index])
        }
        signed.ring()
    }
}
