import CAttributes
import Foundation
import Glibc
import Testing

@testable import AmanahStore

/// The file by which the disk is asked whether it still takes writes.
@Suite struct DiskStateTests {
    private func withFile(_ body: (String) throws -> Void) rethrows {
        let path = NSTemporaryDirectory() + "/amanah-probe-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    private func state(_ path: String) throws -> stat {
        var found = stat()
        try #require(stat(path, &found) == 0)
        return found
    }

    @Test("D2: a question leaves the file as it is, so that no commit has more to write for it")
    func leavesNothing() throws {
        try withFile { path in
            let disk = try DiskState(path: path)
            guard getxattr(path, "user.amanah", nil, 0) == 0 else {
                print("skipped: files bear no attributes here")
                return
            }
            let before = try state(path)
            usleep(20_000)
            for _ in 0..<100 { try disk.refuseIfGivenUp() }
            let after = try state(path)
            #expect(after.st_size == 0 && after.st_blocks == before.st_blocks)
            #expect(after.st_ctim.tv_sec == before.st_ctim.tv_sec && after.st_ctim.tv_nsec == before.st_ctim.tv_nsec)
        }
    }

    @Test(
        "D2: without attributes each question changes the size, by a byte more until a page begins anew, and takes no block"
    )
    func grows() throws {
        try withFile { path in
            // No file bears an attribute of such a name.
            let disk = try DiskState(path: path, attribute: "nowhere.amanah")
            var (sizes, blocks) = ([Int](), Set<Int>())
            for _ in 0..<4100 {
                try disk.refuseIfGivenUp()
                let found = try state(path)
                sizes.append(Int(found.st_size))
                blocks.insert(Int(found.st_blocks))
            }
            #expect(sizes == Array(1...4095) + [0, 1, 2, 3, 4])
            #expect(blocks == [0])
            // Whoever opens the folder next asks by a change as well, from whatever size it was left with.
            let next = try DiskState(path: path, attribute: "nowhere.amanah")
            try next.refuseIfGivenUp()
            #expect(try state(path).st_size == 1)
        }
    }

    /// `mkfs.ext4`, `mount` and the like; whether it did.
    private func does(_ words: String...) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test(
        "D2: a file system that has given up is named, by attribute and by size",
        arguments: ["user.amanah", "nowhere.amanah"])
    func givenUp(attribute: String) throws {
        let place = NSTemporaryDirectory() + "/amanah-disk-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place) }
        let image = place + ".img"
        defer { try? FileManager.default.removeItem(atPath: image) }
        guard does("truncate", "-s", "8M", image), does("mkfs.ext4", "-q", image),
            does("mount", "-o", "loop", image, place)
        else {
            print("skipped: no disk can be mounted here, run as root to test one that gives up")
            return
        }
        defer { umount2(place, Int32(MNT_DETACH)) }
        let disk = try DiskState(path: place + "/probe", attribute: attribute)
        try disk.refuseIfGivenUp()
        // EXT4_IOC_SHUTDOWN: as after an error, nothing is written any more. Source: Linux, fs/ext4/ext4.h.
        let folder = open(place, O_RDONLY)
        defer { close(folder) }
        var withoutLog: UInt32 = 2
        try #require(ioctl(folder, 0x8004_587D, &withoutLog) == 0)
        do throws(StoreError) {
            try disk.refuseIfGivenUp()
            Issue.record("nothing was noticed")
        } catch { #expect(error.code == .halted) }
    }
}
