/// The keys that a log had one after the other, and what ties each to the next, up to one checkpoint.
package struct KeyChain: Sendable, Equatable {
    /// Oldest first.
    package var keys: [VerifierKey]
    /// One less than the keys: at each place what ties the key there to the next, `nil` where nothing was kept.
    package var links: [KeyLink?]
    /// What is to be believed by one of the keys.
    package var checkpoint: SignedCheckpoint

    /// - Precondition: one link or `nil` between each two keys.
    package init(keys: [VerifierKey], links: [KeyLink?], checkpoint: SignedCheckpoint) {
        precondition(links.count == max(0, keys.count - 1), "a link between each two keys")
        self.keys = keys
        self.links = links
        self.checkpoint = checkpoint
    }

    /// The place of the first link that does not hold, and why; `nil` where all that are there do.
    package func broken() -> (place: Int, why: KeyLinkError)? {
        for (place, link) in links.enumerated() {
            do throws(KeyLinkError) {
                try link?.verify(from: keys[place], to: keys[place + 1], at: checkpoint)
            } catch { return (place, error) }
        }
        return nil
    }

    /// The given keys, and those whose signature under the checkpoint means as much.
    ///
    /// A newer key counts for whoever knows the one before it. An older one counts for whoever knows the next only up to where that one
    /// took over: what a replaced key signs alone after that is nobody's word.
    ///
    /// - Precondition: ``broken()`` is `nil`.
    package func known(from given: [VerifierKey]) -> [VerifierKey] {
        var known = given
        func add(_ key: VerifierKey) { if !known.contains(key) { known.append(key) } }
        for (place, link) in links.enumerated() where link != nil && known.contains(keys[place]) {
            add(keys[place + 1])
        }
        for (place, link) in links.enumerated().reversed() {
            guard let link, known.contains(keys[place + 1]),
                checkpoint.checkpoint.size <= link.checkpoint.checkpoint.size
            else { continue }
            add(keys[place])
        }
        return known
    }

    /// Those of a log who signed the checkpoint, for whoever knows some of its keys by another way.
    ///
    /// - Throws: ``Unknown`` where none of the given keys leads to a signature; nothing is said of links that do not hold.
    package func verify(_ given: [VerifierKey]) throws(Unknown) -> [VerifiedSignature] {
        do throws(NoteError) { return try checkpoint.verify(known(from: given)) } catch {
            if case .forged(let name) = error { throw .forged(name) }
            throw gap(known(from: given))
        }
    }

    /// What lies between the keys that are known and the one that signed.
    private func gap(_ known: [VerifierKey]) -> Unknown {
        let places = keys.indices.filter { known.contains(keys[$0]) }
        guard let first = places.first else { return .notListed }
        let signed = (try? checkpoint.verify(keys))?.last.flatMap { keys.firstIndex(of: $0.key) }
        guard let signed else { return .unsigned }
        if let below = places.last(where: { $0 < signed }) { return .missing(below) }
        return links[first - 1] == nil ? .missing(first - 1) : .replaced
    }

    /// Why a checkpoint is not believed by the keys that were given.
    package enum Unknown: Error, Equatable, Sendable {
        case forged(String)
        /// None of the given keys is among the log's.
        case notListed
        /// None of the log's keys has signed.
        case unsigned
        /// The place of the first link that is lacking on the way.
        case missing(Int)
        /// Only a key that had been replaced by then has signed.
        case replaced
    }
}
