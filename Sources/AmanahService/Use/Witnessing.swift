import AmanahCore
import AmanahLedger
import AmanahStore
import Logging

extension Amanah: WitnessDesk {
    package func beginWitnessing(_ witnesses: [WitnessAddress]) throws(ServiceError) {
        let kept = try reading { try $0.cosignatures() }
        board.begin(
            witnesses.map { witness in
                let key = witness.key
                var place = WitnessBoard.Place(key: key)
                // One that counts more than there is was signed in another history, and covers nothing that comes now.
                if let own = kept.first(where: { $0.witness == key }), own.checkpoint.checkpoint.origin == store.origin,
                    own.size <= store.logSize, let time = own.time
                {
                    place.size = own.size
                    place.at = Moment(seconds: Int64(clamping: time))
                }
                return place
            })
    }

    package var durableSize: UInt64 { max(store.logSize, board.foundSize) }
    package var waitedSize: UInt64 { board.waitedSize }
    package func rest(atMost time: Duration) async { await board.rest(atMost: time) }

    package func knownSize(of witness: WitnessAddress) -> UInt64 {
        board.places.first { $0.key == witness.key }?.size ?? 0
    }

    package func newestCheckpoint() throws(ServiceError) -> WitnessErrand? {
        try reading { try $0.ledgerTip().checkpoint.map { WitnessErrand(checkpoint: $0) } }
    }

    package func request(_ errand: WitnessErrand, from oldSize: UInt64) throws(ServiceError) -> [UInt8] {
        let size = errand.size
        guard oldSize <= size else { throw .conflict(what: "the witness has seen more than there is") }
        let proof = try reading { view in
            var nodes = view.nodes(size: try view.ledgerTip().size)
            return try nodes.consistencyProof(from: oldSize, to: size)
        }
        return Array(AddCheckpointRequest(proof: proof, checkpoint: errand.checkpoint).encoded.utf8)
    }

    package func take(
        _ answer: WitnessAnswer, of address: WitnessAddress, to errand: WitnessErrand, from oldSize: UInt64
    ) async -> WitnessStep {
        let (witness, size) = (address.key, errand.size)
        guard case .reply(let status, let type, let body) = answer else { return failed(witness, .unreachable) }
        switch status {
        case 200: return await keep(body, of: witness, on: errand.checkpoint)
        case 409 where type.hasPrefix("text/x.tlog.size"):
            guard let known = Amanah.size(body) else { return failed(witness, .refuses) }
            if known > size { return .fetch }
            return known == oldSize ? failed(witness, .refuses) : .again(from: known)
        // Another root for this size, or the log is no continuation of what it signed.
        case 409, 422: return .fetch
        case 400..<500: return failed(witness, .refuses)
        default: return failed(witness, .unreachable)
        }
    }

    private func failed(_ witness: VerifierKey, _ standing: LedgerBook.Witness.Standing) -> WitnessStep {
        board.change(witness) { if $0.standing != .contradicts { $0.standing = standing } }
        return .later
    }

    /// Decimal digits and a newline.
    private static func size(_ body: [UInt8]) -> UInt64? {
        guard body.last == 0x0A, body.count <= 21 else { return nil }
        let digits = body.dropLast()
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return UInt64(String(decoding: digits, as: UTF8.self))
    }

    private func keep(_ body: [UInt8], of witness: VerifierKey, on checkpoint: SignedCheckpoint) async -> WitnessStep {
        let lines = (try? SignatureLines.parse(body)) ?? []
        let kept = lines.lazy.map { Cosignature(witness: witness, checkpoint: checkpoint, signature: $0) }
            .first { $0.time != nil }
        guard let kept, let time = kept.time else {
            logger.error(
                "a witness's signature does not hold: check its key",
                metadata: ["witness": "\(witness.name)"])
            return failed(witness, .refuses)
        }
        do throws(ServiceError) {
            try await durably(share: "witness") { view in try view.put(kept) }
        } catch {
            return .later
        }
        board.change(witness) { place in
            place.size = kept.size
            place.at = Moment(seconds: Int64(clamping: time))
            place.standing = .signs
        }
        return .done
    }

    package func take(evidence: [UInt8]?, of address: WitnessAddress) async {
        let witness = address.key
        let first = board.places.first { $0.key == witness }?.standing != .contradicts
        board.change(witness) { $0.standing = .contradicts }
        let seen = evidence.flatMap { try? SignedCheckpoint(parsing: $0) }
        // Before the alarm, which is an entry: a log that was put back must not grow, or one size would have two roots.
        let lost: LostEntries?
        do { lost = try seen.flatMap { try store.remember($0) } } catch {
            logger.critical("what a witness holds could not be kept: \(error)")
            lost = nil
        }
        if let lost {
            logger.critical(
                "the witness `\(witness.name)` holds this log's own signature over \(lost.seen.size) entries, and this log is not their continuation: \(lost.refusal.message)"
            )
        } else if first {
            logger.critical(
                "the witness `\(witness.name)` says that it has signed another history of this log, and shows no proof: ask who runs it, and run `amanah ledger verify`"
            )
            await raise(.contradicts, witness)
        }
    }

    package func noteLag() async {
        let now = clock.read().steady
        if let found = try? store.read({ try $0.logSize() }) { board.found(size: UInt64(found)) }
        for place in board.places {
            let first: Moment?? = try? store.read { try $0.act(Int64(place.size))?.act.at }
            let lag = (first ?? nil).map { Duration.milliseconds(max(0, now.milliseconds - $0.milliseconds)) } ?? .zero
            let late = lag > PublishedLedger.patience
            board.change(place.key) { place in
                place.lag = lag
                place.told = late
                if late, place.standing == .signs { place.standing = .late }
            }
            if late, !place.told { await raise(.late, place.key) }
            if !late, place.told { logger.notice("the witness `\(place.key.name)` signs again") }
        }
    }

    /// An alarm is an act, and is told to whoever has the ledger's page.
    private func raise(_ why: LedgerBook.Witness.Standing, _ witness: VerifierKey) async {
        logger.warning("the witness `\(witness.name)` \(why == .late ? "has not signed for a minute" : "contradicts")")
        let at = clock.read()
        var draft = ActDraft(kind: .witnessAlarm, at: at.wall)
        draft.personPairs = [("said", "\(witness.name): \(why.rawValue)")]
        do {
            let act = try seal(draft)
            try await durably(share: "witness") { [self] view in
                _ = try view.append(act)
                let organisation = try organisation(in: view)
                let roles = organisation.charter.roles.filter { $0.pages.contains(.ledger) }.map(\.id)
                for person in organisation.people(of: roles, at: at.steady) {
                    try view.put(
                        notice: notice(.witnessAlarm, to: person, about: witness.name, at: at.steady))
                }
            }
        } catch { logger.error("the alarm could not be recorded: \(error)") }
    }

    /// How the witnesses stand, for the ledger's page.
    func witnesses() -> [LedgerBook.Witness] {
        board.places.map { place in
            LedgerBook.Witness(
                name: place.key.name, at: place.at, size: place.at == nil ? nil : place.size,
                lagSeconds: Int(place.lag.components.seconds), standing: place.standing)
        }
    }
}
