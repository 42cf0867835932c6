import AmanahLedger
import Crypto

/// A witness: where it answers, and the key that its signatures must hold under.
package struct WitnessAddress: Sendable, Hashable {
    /// Without a stroke at its end.
    package let url: String
    let key: VerifierKey

    /// - Throws: ``ServiceError/invalid(field:what:)`` unless it is a witness's key.
    package init(url: String, key: String) throws(ServiceError) {
        guard let parsed = try? VerifierKey(parsing: key), parsed.type == .cosignature else {
            throw .invalid(
                field: "witness-key", what: "this is no witness's key: take what `amanah witness key` prints")
        }
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.key = parsed
    }

    package var name: String { key.name }
}

/// One checkpoint on its way to the witnesses.
package struct WitnessErrand: Sendable {
    let checkpoint: SignedCheckpoint
    package var size: UInt64 { checkpoint.checkpoint.size }
    /// The name under which a witness may show what it holds of this log: SHA-256 of the origin, in hex.
    package var logName: String { Array(SHA256.hash(data: Array(checkpoint.checkpoint.origin.utf8))).hex }
}

/// What a witness said to a checkpoint.
package enum WitnessAnswer: Sendable, Equatable {
    case reply(status: Int, type: String, body: [UInt8])
    /// It did not answer, or not in time.
    case none
}

/// What the courier is to do next with a witness.
package enum WitnessStep: Sendable, Equatable {
    case done
    /// Ask again from the size that the witness knows.
    case again(from: UInt64)
    /// Try again later.
    case later
    /// It says that it holds another history: what it holds is to be fetched as evidence.
    case fetch
}

/// What the courier needs who carries checkpoints to witnesses.
///
/// Source: c2sp.org/tlog-witness.
package protocol WitnessDesk: Sendable {
    /// From now on these are asked. To be called once, before anything is served.
    func beginWitnessing(_ witnesses: [WitnessAddress]) throws(ServiceError)
    /// Entries that are durable. Costs nothing.
    var durableSize: UInt64 { get }
    /// Entries that a signature must cover for which somebody waits; 0 where nobody waits. Costs nothing.
    var waitedSize: UInt64 { get }
    /// Waits until somebody begins to wait for a signature, at most so long.
    func rest(atMost time: Duration) async
    /// The newest checkpoint.
    func newestCheckpoint() throws(ServiceError) -> WitnessErrand?
    /// Entries that a witness has signed for, as far as is known here.
    func knownSize(of witness: WitnessAddress) -> UInt64
    /// The request's body.
    func request(_ errand: WitnessErrand, from oldSize: UInt64) throws(ServiceError) -> [UInt8]
    /// Verifies what a witness said and keeps a signature; on the disk when it returns.
    func take(
        _ answer: WitnessAnswer, of witness: WitnessAddress, to errand: WitnessErrand, from oldSize: UInt64
    ) async -> WitnessStep
    /// What a witness holds of this log. Where the log's own signature is under it and the log is not its continuation, the gateway
    /// stops showing anything; without that the alarm is all.
    func take(evidence: [UInt8]?, of witness: WitnessAddress) async
    /// Measures who is late, and raises or ends the alarm.
    func noteLag() async
}
