package import AmanahLedger

extension EvidenceCheck {
    /// What is lacking between two of the log's keys, a line each.
    package var missingLinks: [String] {
        chain.links.indices.filter { chain.links[$0] == nil }.map { chain.words(ofMissing: $0) }
    }

    /// Whether a key that was given leads to the signature over links only.
    package func isTied(_ signature: VerifiedSignature, to given: [VerifierKey]) -> Bool {
        !given.isEmpty && signature.key.type == .ed25519 && !given.contains(signature.key)
    }
}

extension KeyChain {
    /// The longest file with keys, in bytes.
    private static let maximumBytes = 65_536

    /// Reads a bundle's keys and links. All that are there must hold, whether they are needed or not.
    init(
        of checkpoint: SignedCheckpoint, _ keys: [UInt8], _ file: (String) -> [UInt8]?
    ) throws(EvidenceCheck.Finding) {
        func refuse(_ what: String) -> EvidenceCheck.Finding { EvidenceCheck.Finding(file: "keys", what: what) }
        guard keys.count <= KeyChain.maximumBytes, let text = String(validating: keys, as: UTF8.self) else {
            throw refuse("it is no list of keys")
        }
        var list: [VerifierKey] = []
        for line in text.split(separator: "\n") {
            do throws(LedgerFormatError) { list.append(try VerifierKey(parsing: line)) } catch {
                throw refuse("key \(list.count + 1) is none: \(error.what)")
            }
        }
        guard !list.isEmpty else { throw refuse("it names no key") }
        var links: [KeyLink?] = []
        for place in 0..<(list.count - 1) { links.append(try KeyChain.link(place, file)) }
        self.init(keys: list, links: links, checkpoint: checkpoint)
        guard let broken = broken() else { return }
        let path = EvidenceBundle.linkPath(broken.place)
        throw EvidenceCheck.Finding(
            file: path + (broken.why.isOfGrowth ? ".consistency" : ".tlog-proof"), what: broken.why.description)
    }

    private static func link(
        _ place: Int, _ file: (String) -> [UInt8]?
    ) throws(EvidenceCheck.Finding) -> KeyLink? {
        let (proof, growth) = (
            EvidenceBundle.linkPath(place) + ".tlog-proof", EvidenceBundle.linkPath(place) + ".consistency"
        )
        switch (file(proof), file(growth)) {
        case (nil, nil): return nil
        case (let first?, let second?):
            return KeyLink(
                receipt: try EvidenceCheck.read(proof, first, Receipt.init(parsing:)),
                growth: try EvidenceCheck.read(growth, second, AddCheckpointRequest.init(parsing:)))
        case (nil, _): throw EvidenceCheck.Finding(file: proof, what: "it is not there")
        case (_, nil): throw EvidenceCheck.Finding(file: growth, what: "it is not there")
        }
    }

    /// Who signed the checkpoint, of the given keys and those that links tie to them; without any, of the bundle's own.
    func signatures(_ given: [VerifierKey]) throws(EvidenceCheck.Finding) -> [VerifiedSignature] {
        do throws(Unknown) { return try verify(given.isEmpty ? keys : given) } catch {
            throw EvidenceCheck.Finding(file: "checkpoint", what: words(error))
        }
    }

    private func words(_ unknown: Unknown) -> String {
        let none = "none of the keys given has signed it"
        return switch unknown {
        case .forged(let name): NoteError.forged(name: name).description
        case .notListed: "\(none), and none is among the keys that the bundle names"
        case .unsigned: "\(none), nor has any other of the log's keys"
        case .missing(let place): "\(none), and \(words(ofMissing: place))"
        case .replaced: "\(none), only a key that had been replaced by then"
        }
    }

    func words(ofMissing place: Int) -> String {
        """
        \(EvidenceBundle.linkPath(place)) is missing, which would tie \(keys[place].text) to \(keys[place + 1].text): the key was \
        changed before such links were kept, or the link was taken out; ask for the other key by another way, or check a copy of the \
        whole log with `amanah ledger verify`
        """
    }
}
