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
    }

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

    func change(_ key: VerifierKey, _ body: (inout Place) -> Void) {
        state.withLock { state in
            guard let index = state.places.firstIndex(where: { $0.key == key }) else { return }
            body(&state.places[index])
        }
    }
}
