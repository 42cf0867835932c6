import AmanahCore
import AmanahService
import AmanahStore
import ArgumentParser
import Foundation

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Copy a data folder's database and its customers' wrapped keys into FILE and FILE.keys, while it is served.",
        discussion:
            "The master key is in neither. Keep FILE as long as you like and FILE.keys for a short time: an erasure is complete when the last copy of the keys from before it is gone."
    )
    @OptionGroup var folder: DataFolder
    @Argument(help: "The file to make.") var file: String

    func run() async throws {
        try await refusing {
            let (amanah, store) = try folder.open()
            // The backup holds what the folder holds: for its owner only.
            umask(0o077)
            try await amanah.note(.backup)
            try store.backup(to: file)
            await store.close()
            print("backed up to \(file), the customers' keys to \(SQLiteStore.keysBackup(of: file))")
            print("keep the latter for a short time only, and the master key \(folder.keyPath) apart from both")
        }
    }
}

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make a new data folder out of a backup.")
    @OptionGroup var folder: DataFolder
    @Argument(help: "The backup's file.") var file: String
    @Option(help: "The customers' wrapped keys of the same backup or a newer one. Default: FILE.keys.")
    var keys: String?
    @Flag(help: "There is no list of erasures; whoever was erased since the backup comes back.")
    var noErasures = false

    func run() async throws {
        try await refusing {
            let files = FileManager.default
            guard !files.fileExists(atPath: folder.path) else {
                throw StoreError(.conflict, "`\(folder.path)` is there already: name a new folder")
            }
            guard files.fileExists(atPath: file) else {
                throw StoreError(.missing, "the backup `\(file)` cannot be read: check the name")
            }
            let temporary = folder.path + ".new-" + String(UInt32.random(in: .min ... .max), radix: 16)
            var done = false
            defer { if !done { try? files.removeItem(atPath: temporary) } }
            try files.createDirectory(
                atPath: temporary, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try files.copyItem(atPath: file, toPath: SQLiteStore.databasePath(temporary))
            if try SQLiteStore.needsKeys(file) {
                let keys = keys ?? SQLiteStore.keysBackup(of: file)
                guard files.fileExists(atPath: keys) else {
                    throw StoreError(
                        .missing, "the customers' keys `\(keys)` are not there: name a copy of them with --keys")
                }
                try files.copyItem(atPath: keys, toPath: SQLiteStore.keysPath(temporary))
            }
            let store = try SQLiteStore.open(folder: temporary, keyFile: folder.keyPath)
            guard store.erasureList.exists || noErasures else {
                await store.close()
                throw StoreError(
                    .missing,
                    "the list of erasures `\(store.erasureList.path)` is not there: bring it back, it lies beside the key; without it (--no-erasures) who was erased since the backup comes back"
                )
            }
            let check = try ChainCheck.run(store)
            if let broken = check.broken {
                await store.close()
                complain("the backup's log does not hold at entry \(broken.index): \(broken.why)")
                throw ExitCode(1)
            }
            let amanah = try Amanah(
                store: store, codes: NoCodesAtAll(), logger: DataFolder.quiet, wallClock: DataFolder.now)
            try await amanah.noteRestore(entries: check.entries)
            let again = try await amanah.replayErasures()
            await store.close()
            guard rename(temporary, folder.path) == 0 else {
                throw StoreError(.io, "the new folder cannot be moved to `\(folder.path)`")
            }
            done = true
            print("restored \(check.entries) entries to \(folder.path)")
            if again > 0 { print("erased again \(again) customer\(again == 1 ? "" : "s") of the list of erasures") }
            print(
                "all sessions and service tokens of the backup are void; look through passwords and suspensions changed since"
            )
        }
    }

    private struct NoCodesAtAll: CodeSender {
        func send(code: String, to phone: String) {}
    }
}

struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Check the log.", subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the chain from its first entry; names the first that does not hold, and ends with 1.")
        @OptionGroup var folder: DataFolder

        func run() async throws {
            try await refusing {
                let store = try folder.openStore()
                let total = Int(try store.read { try $0.logSize() })
                var bar = ProgressBar("verify")
                let check = try ChainCheck.run(store) { bar.show(Int($0), of: total, "") }
                bar.end()
                await store.close()
                if let broken = check.broken {
                    complain("entry \(broken.index) does not hold: \(broken.why)")
                    throw ExitCode(1)
                }
                print("\(check.entries) entries hold")
            }
        }
    }
}
