import AmanahLedger
import Crypto
import Foundation
import Synchronization
import Testing

@testable import AmanahWitness

/// A witness in a folder of its own, and the key of the log it knows.
struct WitnessFixture: Sendable {
    var folder: String
    var log: SignerKey
    var key: VerifierKey

    static let origin = "log.example/amanah"

    static func make() throws -> WitnessFixture {
        let folder = NSTemporaryDirectory() + "amanah-witness-" + UUID().uuidString
        let key = try WitnessFolder.make(folder, name: "witness.example/w")
        let log = try #require(SignerKey(name: origin, type: .ed25519))
        try WitnessFolder.add(log.verifier.text, origin: nil, to: folder)
        return WitnessFixture(folder: folder, log: log, key: key)
    }

    func open() throws -> Witness {
        Witness(
            key: try WitnessFolder.key(folder), logs: try WitnessFolder.logs(folder),
            memory: try WitnessMemory(folder: folder), clock: { 1_790_000_000 })
    }

    /// A request of the log with these entries, as its first `size` stand now.
    func request(
        _ tree: GrowingTree, from old: UInt64, to size: UInt64, signedBy key: SignerKey? = nil
    ) throws -> [UInt8] {
        let signed = SignedCheckpoint(
            Checkpoint(origin: Self.origin, size: size, root: tree.root(size)), signedBy: [key ?? log])
        return Array(AddCheckpointRequest(proof: tree.proof(old, size), checkpoint: signed).encoded.utf8)
    }

    func close() { try? FileManager.default.removeItem(atPath: folder) }
}

/// A log's leaves, with proofs by RFC 6962's recursion.
struct GrowingTree: Sendable {
    var leaves: [LogHash]

    init(_ count: Int, branch: String = "a", from: Int = 0) {
        leaves = (0..<count).map { MerkleHash.leaf(Array("\($0 < from ? "a" : branch) \($0)".utf8)) }
    }

    func root(_ size: UInt64) -> LogHash { GrowingTree.root(leaves[..<Int(size)]) }

    func proof(_ old: UInt64, _ size: UInt64) -> ConsistencyProof {
        let hashes =
            old == 0 || old >= size ? [] : GrowingTree.proof(Int(old), leaves[..<Int(size)], true)
        return ConsistencyProof(oldSize: old, newSize: size, hashes: hashes)
    }

    private static func root(_ part: ArraySlice<LogHash>) -> LogHash {
        guard part.count > 1 else { return part.first ?? MerkleHash.empty }
        let middle = part.startIndex + half(part.count)
        return MerkleHash.node(root(part[..<middle]), root(part[middle...]))
    }

    private static func proof(_ old: Int, _ part: ArraySlice<LogHash>, _ whole: Bool) -> [LogHash] {
        if old == part.count { return whole ? [] : [root(part)] }
        let (k, start) = (half(part.count), part.startIndex)
        return old <= k
            ? proof(old, part[..<(start + k)], whole) + [root(part[(start + k)...])]
            : proof(old - k, part[(start + k)...], false) + [root(part[..<(start + k)])]
    }

    private static func half(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }
}

@Suite struct WitnessTests {
    func withWitness(_ body: (WitnessFixture, Witness) throws -> Void) throws {
        let fixture = try WitnessFixture.make()
        defer { fixture.close() }
        try body(fixture, try fixture.open())
    }

    private static let logKey = "ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f"

    @Test("litewitness's transcript is answered as it answers, but an unknown log with 404 as the specification says")
    func transcript() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../AmanahLedgerTests/Vectors/witness_transcript_litewitness.json").standardizedFileURL
        let json = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let steps = try #require(json["add_checkpoint"] as? [[String: Any]])
        #expect(steps.count == 9)
        let fixture = try WitnessFixture.make()
        defer { fixture.close() }
        // The transcript's log is named by the SHA-256 of its public key, which is this one.
        let publicKey = stride(from: 0, to: 64, by: 2).compactMap {
            UInt8(Self.logKey.dropFirst($0).prefix(2), radix: 16)
        }
        let name = "sigsum.org/v1/tree/" + SHA256.hash(data: publicKey).map { String(format: "%02x", $0) }.joined()
        #expect(name.hasSuffix("4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562"))
        let key = try #require(VerifierKey(name: name, type: .ed25519, publicKey: publicKey))
        let witness = Witness(
            key: try WitnessFolder.key(fixture.folder), logs: [key.name: [key]],
            memory: try WitnessMemory(folder: fixture.folder), clock: { 1_790_000_000 })
        for (number, step) in steps.enumerated() {
            let body = try #require(step["body"] as? String)
            let wanted = try #require(step["status"] as? Int)
            let asserts = try #require(step["asserts"] as? String)
            let answer = witness.answer(Array(body.utf8))
            let unknown = asserts.contains("unknown log")
            #expect(answer.status == (unknown ? 404 : wanted), "step \(number): \(answer)")
            if let text = asserts.firstMatch(of: /body contains "([^"]+)"/)?.output.1, wanted != 200 {
                #expect(answer.body.contains(text), "step \(number): \(answer.body)")
            }
            if let text = asserts.firstMatch(of: /body == "(\d+)\\n"/)?.output.1 {
                #expect(answer.body == text + "\n")
                #expect(answer.type == "text/x.tlog.size")
            }
        }
    }

    @Test("a log that grows is signed at each step, and the signature holds under the witness's key")
    func grows() throws {
        try withWitness { fixture, witness in
            let tree = GrowingTree(300)
            var old: UInt64 = 0
            for size in [0, 1, 2, 7, 7, 8, 255, 256, 300] as [UInt64] {
                let body = try fixture.request(tree, from: old, to: size)
                let answer = witness.answer(body)
                #expect(answer.status == 200, "\(size): \(answer)")
                var signed = try AddCheckpointRequest(parsing: body).checkpoint
                for line in try SignatureLines.parse(Array(answer.body.utf8)) { signed.add(line) }
                let verified = try signed.verify([fixture.key])
                #expect(verified.map(\.time) == [1_790_000_000])
                old = size
            }
        }
    }

    @Test("D5, D6: another history is signed at no size: shorter, as long, or longer; not after a restart either")
    func splitView() throws {
        let fixture = try WitnessFixture.make()
        defer { fixture.close() }
        let (honest, forged) = (GrowingTree(40), GrowingTree(40, branch: "b", from: 12))
        do {
            let witness = try fixture.open()
            #expect(witness.answer(try fixture.request(honest, from: 0, to: 20)).status == 200)
            for (old, size, status) in [
                (20, 20, 409), (20, 30, 422), (12, 20, 409), (12, 30, 409), (0, 10, 409), (0, 30, 409), (30, 20, 400),
            ] as [(UInt64, UInt64, Int)] {
                let answer = witness.answer(try fixture.request(forged, from: old, to: size))
                #expect(answer.status == status, "\(old) \(size): \(answer)")
            }
            #expect(witness.answer(try fixture.request(honest, from: 12, to: 30)).body == "20\n")
        }
        let again = try fixture.open()
        #expect(again.newest(WitnessFixture.origin)?.checkpoint.size == 20)
        #expect(again.answer(try fixture.request(forged, from: 20, to: 30)).status == 422)
        #expect(again.answer(try fixture.request(forged, from: 0, to: 30)).status == 409)
        #expect(again.answer(try fixture.request(honest, from: 20, to: 30)).status == 200)
    }

    @Test("what no key of the log signed is refused, and what does not read too, each with its own status")
    func refusals() throws {
        try withWitness { fixture, witness in
            let tree = GrowingTree(9)
            let stranger = try #require(SignerKey(name: WitnessFixture.origin, type: .ed25519))
            let other = try #require(SignerKey(name: "other.example/log", type: .ed25519))
            #expect(witness.answer(try fixture.request(tree, from: 0, to: 5, signedBy: stranger)).status == 403)
            let unknown = SignedCheckpoint(
                Checkpoint(origin: "other.example/log", size: 1, root: tree.root(1)), signedBy: [other])
            let body = AddCheckpointRequest(proof: tree.proof(0, 1), checkpoint: unknown).encoded
            #expect(witness.answer(Array(body.utf8)).status == 404)
            let good = String(decoding: try fixture.request(tree, from: 0, to: 5), as: UTF8.self)
            for bad in ["", "old\n", "old -1\n\n", "new 0\n\n", String(good.dropFirst(2)), "old 0\n\n"] {
                let status = witness.answer(Array(bad.utf8)).status
                #expect(status == 400 || status == 403, "\(bad.prefix(20)): \(status)")
            }
            #expect(witness.answer(Array(good.replacing("\n5\n", with: "\n6\n").utf8)).status == 403)
            #expect(witness.newest(WitnessFixture.origin) == nil)
        }
    }

    @Test("of many requests at once that leave one size, one history goes on")
    func together() throws {
        try withWitness { fixture, witness in
            let common = GrowingTree(8)
            #expect(witness.answer(try fixture.request(common, from: 0, to: 8)).status == 200)
            let bodies = try (0..<8).map { number in
                try fixture.request(GrowingTree(16, branch: "branch \(number)", from: 8), from: 8, to: 16)
            }
            let signed = Mutex<[Int]>([])
            DispatchQueue.concurrentPerform(iterations: bodies.count) { number in
                if witness.answer(bodies[number]).status == 200 { signed.withLock { $0.append(number) } }
            }
            #expect(signed.withLock { $0.count } == 1)
        }
    }

    @Test("one process serves a folder; a memory that is gone or does not read is never begun anew")
    func memory() throws {
        let fixture = try WitnessFixture.make()
        defer { fixture.close() }
        do {
            let witness = try fixture.open()
            #expect(witness.answer(try fixture.request(GrowingTree(5), from: 0, to: 5)).status == 200)
            #expect(throws: WitnessError.self) { try WitnessMemory(folder: fixture.folder) }
        }
        let path = fixture.folder + "/checkpoints"
        let whole = try #require(FileManager.default.contents(atPath: path))
        for damaged in [whole.dropLast(), whole.dropFirst(), whole + whole.dropFirst(17), Data()] {
            try damaged.write(to: URL(filePath: path))
            #expect(throws: WitnessError.self) { try WitnessMemory(folder: fixture.folder) }
        }
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: WitnessError.self) { try WitnessMemory(folder: fixture.folder) }
        #expect(throws: WitnessError.self) { try WitnessFolder.make(fixture.folder, name: "witness.example/w") }
    }

    @Test("a disk that fails keeps the witness from signing, for good")
    func disk() throws {
        try withWitness { fixture, witness in
            let tree = GrowingTree(9)
            #expect(witness.answer(try fixture.request(tree, from: 0, to: 5)).status == 200)
            // A folder in the place of the new file: it cannot be written.
            let new = fixture.folder + "/checkpoints.new"
            try FileManager.default.createDirectory(atPath: new, withIntermediateDirectories: false)
            #expect(witness.answer(try fixture.request(tree, from: 5, to: 9)).status == 500)
            try FileManager.default.removeItem(atPath: new)
            #expect(witness.answer(try fixture.request(tree, from: 5, to: 9)).status == 500)
            #expect(witness.newest(WitnessFixture.origin)?.checkpoint.size == 5)
        }
    }
}
