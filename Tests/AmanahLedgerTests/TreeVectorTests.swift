import AmanahLedger
import Foundation
import Testing

/// The tree against published vectors.
@Suite struct TreeVectorTests {
    @Test("The tree of eight leaves that certificate transparency was specified with")
    func tree8() throws {
        let vectors = try Vectors("rfc6962_tree8")
        let inputs: [String] = try vectors.list("leaf_inputs_hex")
        let rows: [[String]] = try vectors.list("node_hashes_hex_by_level")
        let roots: [String] = try vectors.list("root_hashes_hex_size_1_to_8")
        var frontier = MerkleFrontier()
        #expect(frontier.root.bytes == hex(try vectors.word("empty_root_hex")))
        for (number, input) in inputs.enumerated() {
            let leaf = MerkleHash.leaf(hex(input))
            #expect(leaf.bytes == hex(rows[0][number]))
            frontier.append(leaf)
            #expect(frontier.root.bytes == hex(roots[number]))
        }
        for (lower, upper) in zip(rows, rows.dropFirst()) {
            let nodes = try lower.map { try #require(LogHash(hex($0))) }
            for (number, expected) in upper.enumerated() {
                #expect(MerkleHash.node(nodes[2 * number], nodes[2 * number + 1]).bytes == hex(expected))
            }
        }
        // Two of the hasher's samples are of lengths that no node has; the leaf among them is.
        let hasher: [[String: Any]] = try vectors.list("hasher")
        #expect(MerkleHash.empty.bytes == hex(try hasher[0].text("hash_hex")))
        #expect(MerkleHash.leaf([]).bytes == hex(try hasher[1].text("hash_hex")))
        #expect(MerkleHash.leaf(Array("L123456".utf8)).bytes == hex(try hasher[2].text("hash_hex")))
        #expect(SlowTree.sha256([1] + Array("N123N456".utf8)) == hex(try hasher[3].text("hash_hex")))
    }

    @Test("Inclusion proofs, sound and spoilt in every way")
    func inclusion() throws {
        let cases: [[String: Any]] = try Vectors("merkle_inclusion").list("cases")
        #expect(cases.count > 80)
        for sample in cases {
            let holds = try {
                let hashes = sample.words("proof").map { LogHash(base64: $0) }
                guard let root = LogHash(base64: try sample.text("root")),
                    let leaf = LogHash(base64: try sample.text("leafHash")), !hashes.contains(nil)
                else { return false }
                let proof = InclusionProof(
                    index: try sample.number("leafIdx"), size: try sample.number("treeSize"),
                    hashes: hashes.compactMap { $0 })
                do throws(ProofError) {
                    try proof.verify(leaf: leaf, root: root)
                    return true
                } catch { return false }
            }()
            let (bad, file) = (try sample.flag("wantErr"), try sample.text("file"))
            #expect(holds == !bad, "\(file)")
        }
    }

    @Test("Consistency proofs, sound and spoilt in every way")
    func consistency() throws {
        let cases: [[String: Any]] = try Vectors("merkle_consistency").list("cases")
        #expect(cases.count > 80)
        for sample in cases {
            let holds = try {
                let hashes = sample.words("proof").map { LogHash(base64: $0) }
                guard !hashes.contains(nil) else { return false }
                let (old, new) = (try root(sample, "root1"), try root(sample, "root2"))
                let proof = ConsistencyProof(
                    oldSize: try sample.number("size1"), newSize: try sample.number("size2"),
                    hashes: hashes.compactMap { $0 })
                do throws(ProofError) {
                    try proof.verify(oldRoot: old, newRoot: new)
                    return true
                } catch { return false }
            }()
            let file = try sample.text("file")
            // From an empty tree they prove nothing at all; a witness has to begin there, and C2SP gives it an empty proof.
            let bad = try sample.flag("wantErr") && !file.hasSuffix("/size1-is-zero-and-size2-is-not-zero.json")
            #expect(holds == !bad, "\(file)")
        }
    }

    /// Some roots there are words such as `don't care 2`; a hash of them stands in.
    private func root(_ sample: [String: Any], _ name: String) throws -> LogHash {
        let text = try sample.text(name)
        return LogHash(base64: text) ?? MerkleHash.leaf(Array(text.utf8))
    }

    @Test("Paths of tiles and bundles, and what is no path of one")
    func paths() throws {
        let vectors = try Vectors("tessera_paths")
        for sample: [String: Any] in try vectors.list("tile_paths") {
            let partial = Int(try sample.number("partial"))
            let tile = Tile(
                .hashes(level: Int(try sample.number("level"))), number: try sample.number("index"),
                width: partial == 0 ? 256 : partial)
            #expect(tile.path == (try sample.text("path")))
            #expect(try Tile(parsing: tile.path) == tile)
        }
        for sample: [String: Any] in try vectors.list("parse") {
            let path = "tile/\(try sample.text("level"))/\(try sample.text("index_path"))"
            guard try sample.flag("ok") else {
                #expect(throws: LedgerFormatError.self, "\(path)") { try Tile(parsing: path) }
                continue
            }
            let tile = try Tile(parsing: path)
            let partial = Int(try sample.number("partial"))
            #expect(tile.number == (try sample.number("n")) && tile.width == (partial == 0 ? 256 : partial), "\(path)")
        }
        for sample: [String: Any] in try vectors.list("entries_path_for_index") {
            let (index, size) = (try sample.number("seq"), try sample.number("logSize"))
            let number = index / 256
            let tile = Tile(.entries, number: number, width: Int(min(256, size - number * 256)))
            #expect(tile.path == (try sample.text("path")))
            #expect(try Tile(parsing: tile.path) == tile)
        }
        let c2sp: [[String: Any]] = try Vectors("c2sp_examples").list("tile_path")
        for sample in c2sp {
            let path = Tile(.hashes(level: 0), number: try sample.number("n")).path
            #expect(path == "tile/0/" + (try sample.text("path")))
        }
    }

    @Test("The tiles that a tree of 70,000 and one of 256 have")
    func tilesOfSize() {
        func count(_ size: UInt64, _ level: Int) -> (full: Int, width: Int?) {
            let tiles = Tile.added(to: size).filter { $0.content == .hashes(level: level) }
            return (tiles.count { $0.isFull }, tiles.first { !$0.isFull }?.width)
        }
        #expect(count(70_000, 0) == (273, 112))
        #expect(count(70_000, 1) == (1, 17))
        #expect(count(70_000, 2) == (0, 1))
        #expect(count(70_000, 3) == (0, nil))
        #expect(count(256, 0) == (1, nil))
        #expect(count(256, 1) == (0, 1))
        #expect(Tile.added(to: 0).isEmpty)
    }

    @Test("A log that Tessera wrote: its tiles, bundles and checkpoints at every size")
    func tessera() throws {
        let vectors = try Vectors("tessera_log15")
        let files = try #require(vectors.members["files_b64"] as? [String: Any])
        let key = try VerifierKey(parsing: try vectors.word("vkey"))
        // As they are spelt there.
        let words = [
            "one", "two", "three", "four", "five", "six", "seven", "eit", "nain", "ten", "ileven", "twelf", "threeten",
            "fourten", "fivten",
        ]
        let bundle = try files.base64("tile/entries/000.p/15")
        let entries = try EntryBundle.ranges(bundle, width: 15).map { Array(bundle[$0]) }
        #expect(entries == words.map { Array($0.utf8) })
        var frontier = MerkleFrontier()
        for size in 0...15 {
            if size > 0 {
                frontier.append(MerkleHash.leaf(entries[size - 1]))
                let leaves = try EntryBundle.leaves(try files.base64("tile/entries/000.p/\(size)"), width: size)
                #expect(LogHash.bytes(leaves) == (try files.base64("tile/0/000.p/\(size)")))
            }
            let signed = try SignedCheckpoint(parsing: try files.base64("checkpoint.\(size)"))
            #expect(try signed.verify([key]).map(\.key) == [key])
            #expect(signed.checkpoint.size == UInt64(size) && signed.checkpoint.root == frontier.root)
            #expect(Array(signed.encoded.utf8) == (try files.base64("checkpoint.\(size)")))
        }
    }
}
