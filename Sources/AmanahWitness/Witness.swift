package import AmanahLedger

/// Signs that a log only ever grew: each checkpoint must go on from the last one this witness signed.
///
/// It knows nothing of what the entries say. Run on a machine that the log's administrator cannot touch, it makes cutting,
/// forking and rewriting the log impossible to hide: whoever asks for its signature under a second history is refused.
///
/// Source: c2sp.org/tlog-witness, c2sp.org/tlog-cosignature.
package struct Witness: Sendable {
    /// What goes back to the log.
    package struct Answer: Sendable, Equatable {
        package var status: Int
        package var type: String
        package var body: String

        static func words(_ status: Int, _ words: String) -> Answer {
            Answer(status: status, type: "text/plain; charset=utf-8", body: words + "\n")
        }
    }

    package let key: SignerKey
    private let logs: [String: [VerifierKey]]
    private let memory: WitnessMemory
    private let clock: @Sendable () -> UInt64

    /// - Parameters:
    ///   - logs: the keys that may sign each log's checkpoints, by the log's origin.
    ///   - clock: seconds since 1970.
    package init(
        key: SignerKey, logs: [String: [VerifierKey]], memory: WitnessMemory, clock: @escaping @Sendable () -> UInt64
    ) {
        self.key = key
        self.logs = logs
        self.memory = memory
        self.clock = clock
    }

    /// Answers `POST /add-checkpoint`. A signature leaves only when what it signs is on the disk.
    ///
    /// Blocks for as long as the disk takes. Statuses: 200 signed; 400 no request, or the old size is behind the new one; 403
    /// no key of this log signed it; 404 unknown log; 409 with this witness's size, or another root at the same size; 422 the
    /// proof does not hold; 500 the disk failed.
    package func answer(_ body: [UInt8]) -> Answer {
        let request: AddCheckpointRequest
        do throws(LedgerFormatError) { request = try AddCheckpointRequest(parsing: body) } catch {
            // A note that does not read bears no signature that holds.
            return error.format == .witnessRequest
                ? .words(400, error.description) : .words(403, "invalid signature: \(error)")
        }
        let new = request.checkpoint.checkpoint
        guard let keys = logs[new.origin] else {
            return .words(404, "unknown log: its origin is not in this witness's list")
        }
        do throws(NoteError) { _ = try request.checkpoint.verify(keys) } catch {
            return .words(403, "invalid signature: \(error)")
        }
        guard request.oldSize <= new.size else { return .words(400, "the old size is greater than the new one") }
        do {
            try memory.exchange(new.origin) { known throws(Refusal) in
                try judge(request, after: known?.checkpoint)
                return request.checkpoint
            }
        } catch let refusal as Refusal {
            return refusal.answer
        } catch {
            return .words(500, "the checkpoint could not be kept, so it is not signed")
        }
        guard let cosignature = request.checkpoint.note.cosignature(key, at: clock()) else {
            return .words(500, "the checkpoint could not be signed")
        }
        return Answer(
            status: 200, type: "text/plain; charset=utf-8", body: SignatureLines.encode([cosignature]))
    }

    /// The newest checkpoint of a log, under the log's own signatures.
    package func newest(_ origin: String) -> SignedCheckpoint? { memory.newest(origin) }

    /// The same as text.
    package func newestText(_ origin: String) -> String? { newest(origin)?.encoded }

    /// The origins of the logs it knows.
    package var origins: [String] { logs.keys.sorted() }

    private struct Refusal: Error {
        var answer: Answer
    }

    private func judge(_ request: AddCheckpointRequest, after known: Checkpoint?) throws(Refusal) {
        let new = request.checkpoint.checkpoint
        let (size, root) = known.map { ($0.size, $0.root) } ?? (0, MerkleHash.empty)
        guard request.oldSize == size else {
            throw Refusal(answer: Answer(status: 409, type: "text/x.tlog.size", body: "\(size)\n"))
        }
        if new.size == size, new.root != root, known != nil {
            throw Refusal(answer: .words(409, "another root was signed for this size: two histories of one log"))
        }
        do throws(ProofError) { try request.proof.verify(oldRoot: root, newRoot: new.root) } catch {
            throw Refusal(answer: .words(422, "the consistency proof does not hold: \(error)"))
        }
    }
}
