import AmanahCore
package import AmanahLedger
import AmanahStore

/// Looks taken out of the log for a case, so that someone without the data folder can check them.
///
/// As a folder: `checkpoint`, `keys` (the log's verifier keys, oldest first, a line each), for each entry
/// `entries/N.tlog-proof` (the entry and its way to the root) with `entries/N.opened` (``OpenedEntry``), and for the Nth change of
/// the log's key `links/N.tlog-proof` and `links/N.consistency` (``KeyLink``), or `links/N.missing`, which says so in words.
package struct EvidenceBundle: Sendable {
    /// The log's keys, what ties them to each other, and the checkpoint.
    package var chain: KeyChain
    package var checkpoint: SignedCheckpoint { chain.checkpoint }
    package var entries: [(receipt: Receipt, opened: OpenedEntry)]

    /// By path below the bundle's folder.
    package var files: [(path: String, bytes: [UInt8])] {
        var files = [
            ("checkpoint", Array(checkpoint.encoded.utf8)),
            ("keys", chain.keys.flatMap { Array(($0.text + "\n").utf8) }),
        ]
        for (place, link) in chain.links.enumerated() {
            let path = EvidenceBundle.linkPath(place)
            if let link {
                files.append((path + ".tlog-proof", Array(link.receipt.encoded.utf8)))
                files.append((path + ".consistency", Array(link.growth.encoded.utf8)))
            } else {
                files.append((path + ".missing", Array(missing(place).utf8)))
            }
        }
        for (receipt, opened) in entries {
            files.append(("entries/\(receipt.index).tlog-proof", Array(receipt.encoded.utf8)))
            files.append(("entries/\(receipt.index).opened", Array(opened.encoded.utf8)))
        }
        return files
    }

    /// Without what its files end with.
    static func linkPath(_ place: Int) -> String { "links/\(place + 1)" }

    private func missing(_ place: Int) -> String {
        let (old, new) = (chain.keys[place].text, chain.keys[place + 1].text)
        return """
            Kunci lama: \(old)
            Kunci baru: \(new)
            Tidak ada checkpoint dengan tanda tangan keduanya: kunci diganti sebelum versi yang menyimpannya. Siapa yang hanya punya kunci lama
            meminta kunci yang lebih baru lewat jalan lain, atau memeriksa salinan seluruh buku besar: amanah ledger verify FOLDER --key KUNCI

            Old key: \(old)
            New key: \(new)
            No checkpoint was kept that both signed: the key was changed before the version that keeps one. Whoever has only the old key asks
            for a newer one by another way, or checks a copy of the whole log: amanah ledger verify FOLDER --key KEY

            """
    }
}

extension EvidenceBundle {
    /// - Parameter indices: entries of the log, each of which must hold.
    init(_ indices: [Int64], _ keyRing: KeyRing, _ view: any ReadView) throws {
        let checkpoint = try Amanah.checkpoint(covering: UInt64(indices.max() ?? 0), view)
        let signers = try view.logSigners()
        chain = KeyChain(
            keys: signers.map(\.key), links: try signers.dropFirst().map { try view.keyLink(to: $0, at: checkpoint) },
            checkpoint: checkpoint)
        if chain.broken() != nil { throw EvidenceBundle.brokenLink }
        entries = try indices.map { index in
            let receipt = try Amanah.receipt(UInt64(index), in: checkpoint, view)
            guard let act = try view.act(index)?.act, let entry = try? Entry(decoding: receipt.extra ?? []) else {
                throw EvidenceBundle.broken(index)
            }
            let opened = try EvidenceBundle.open(act, entry, keyRing, view)
            guard opened.mismatch(with: entry) == nil else { throw EvidenceBundle.broken(index) }
            return (receipt, opened)
        }
    }

    private static let brokenLink = StoreError(
        .ledger, "what was kept of a change of the log's key does not hold: see `amanah ledger verify`")

    private static func broken(_ index: Int64) -> StoreError {
        StoreError(.ledger, "what lies beside entry \(index) is not what it committed to: see `amanah ledger verify`")
    }

    private static func open(
        _ act: NewAct, _ entry: Entry, _ keyRing: KeyRing, _ view: any ReadView
    ) throws -> OpenedEntry {
        guard let own = try act.opened(keyRing) else { throw broken(Int64(entry.index)) }
        let shown = try customersHalf(of: act, keyRing, view)
        let parts = entry.commitments.map { sealed -> OpenedEntry.Part in
            let domain = sealed.domain
            func open(_ seed: CommitmentSeed, _ value: [UInt8]) -> OpenedEntry.Part {
                OpenedEntry.Part(domain, .open(salt: seed.salt(domain), value: value))
            }
            let customer = Array((act.customer?.rawValue ?? "").utf8)
            switch domain {
            case .person: return open(own.seed, Array((act.person?.rawValue ?? "").utf8))
            case .details: return open(own.seed, Details.encode(own.pairs))
            case .control: return OpenedEntry.Part(domain, .closed(.keyed))
            // Where nothing was shown, the customer is under the person's seed.
            case .customer where entry[.fields] == nil: return open(own.seed, customer)
            case .customer, .fields, .values:
                switch shown {
                case .failure(let why): return OpenedEntry.Part(domain, .closed(why.reason))
                case .success(let half):
                    switch domain {
                    case .fields: return open(half.seed, Details.encode(half.forms))
                    case .values: return open(half.seed, Details.encode(half.values))
                    default: return open(half.seed, customer)
                    }
                }
            }
        }
        return OpenedEntry(index: entry.index, parts: parts)
    }

    private struct StaysClosed: Error { var reason: OpenedEntry.Closed }

    private static func customersHalf(
        of act: NewAct, _ keyRing: KeyRing, _ view: any ReadView
    ) throws -> Result<OpenedHalf, StaysClosed> {
        guard let customer = act.customer else { return .failure(StaysClosed(reason: .dropped)) }
        guard try view.erasure(of: customer) == nil, let row = try view.customer(customer) else {
            return .failure(StaysClosed(reason: .erased))
        }
        let key = try keyRing.customerKey(customer, wrapped: row.wrappedKey)
        guard let half = try act.openedCustomer(key: key) else { return .failure(StaysClosed(reason: .dropped)) }
        return .success(half)
    }
}
