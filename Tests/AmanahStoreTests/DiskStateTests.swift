import Foundation
import Testing

@testable import AmanahStore

/// The file by whose size the disk is asked whether it still takes writes.
@Suite struct DiskStateTests {
    @Test("D2: each question changes the file's size, by a byte more until a page begins anew, and takes no block")
    func grows() throws {
        let path = NSTemporaryDirectory() + "/amanah-probe-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let disk = try DiskState(path: path)
        var (sizes, blocks) = ([Int](), Set<Int>())
        for _ in 0..<4100 {
            try disk.refuseIfGivenUp()
            var found = stat()
            try #require(stat(path, &found) == 0)
            sizes.append(Int(found.st_size))
            blocks.insert(Int(found.st_blocks))
        }
        #expect(sizes == Array(1...4095) + [0, 1, 2, 3, 4])
        #expect(blocks == [0])
        // Whoever opens the folder next asks by a change as well, from whatever size it was left with.
        let next = try DiskState(path: path)
        try next.refuseIfGivenUp()
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int == 1)
    }
}
