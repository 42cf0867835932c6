import AmanahLedger
import Foundation
import LedgerProbes
import Testing

/// What libFuzzer found and was kept: each input is taken and given back as it was, or refused.
@Suite struct CorpusTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../fuzz/corpus").standardizedFileURL

    private static func samples(_ probe: Probe) throws -> [(name: String, bytes: [UInt8])] {
        let folder = folder.appending(path: probe.rawValue)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted().map { name in
            (name, Array(try Data(contentsOf: folder.appending(path: name))))
        }
    }

    @Test("every kept input of a parser, and each of them cut short or with a byte changed", arguments: Probe.allCases)
    func replay(probe: Probe) throws {
        let samples = try Self.samples(probe)
        #expect(!samples.isEmpty)
        var taken = 0
        for (name, bytes) in samples {
            do throws(Probe.Fault) {
                if try probe.run(bytes) { taken += 1 }
                for length in Set([0, 1, bytes.count / 2, max(0, bytes.count - 1)]) {
                    try probe.run(Array(bytes[..<length]))
                }
                for at in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 50)) {
                    for value in [0, 0x0A, 0x20, 0x7F, 0xFF, bytes[at] ^ 1, bytes[at] &+ 1] as [UInt8] {
                        var changed = bytes
                        changed[at] = value
                        try probe.run(changed)
                    }
                }
            } catch {
                Issue.record("\(probe.rawValue) \(name): taken and not given back")
            }
        }
        #expect(taken > 0, "the corpus holds something that is taken")
    }
}
