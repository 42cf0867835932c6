import AmanahCore
import AmanahService
import AmanahStore
import ArgumentParser
import Foundation

/// Makes a data folder out of a backup. Where the log was seen longer than the backup's, two people have to continue it.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a new data folder out of a backup.",
        discussion: """
            Where the log was seen with more entries than the backup has, the entries between are lost: two people then continue it \
            with --continue, --first and --second. Standard input: the first one's password, his code, the second one's \
            password, his code; a line each.
            """)
    @OptionGroup var folder: DataFolder
    @Argument(help: "The backup's file.") var file: String

    @Flag(name: .customLong("continue"), help: "Go on from an older state; needs --first and --second.")
    var continues = false

    @Option(help: "The customers' wrapped keys of the same backup or a newer one. Default: FILE.keys.")
    var keys: String?
    @Flag(help: "There is no list of erasures; whoever was erased since the backup comes back.")
    var noErasures = false

    @Option(help: "Who decides to continue.") var first: String?
    @Option(help: "Who confirms it; another person.") var second: String?

    func validate() throws {
        guard continues == (first != nil), continues == (second != nil) else {
            throw ValidationError("--continue, --first and --second go together")
        }
    }

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
            if try SQLiteStore.needsKeys(SQLiteStore.databasePath(temporary)) {
                let keys = keys ?? SQLiteStore.keysBackup(of: file)
                guard files.fileExists(atPath: keys) else {
                    throw StoreError(
                        .missing, "the customers' keys `\(keys)` are not there: name a copy of them with --keys")
                }
                try files.copyItem(atPath: keys, toPath: SQLiteStore.keysPath(temporary))
            }
            let (entries, again) = try await restore(temporary)
            guard rename(temporary, folder.path) == 0 else {
                throw StoreError(.io, "the new folder cannot be moved to `\(folder.path)`")
            }
            done = true
            print("restored \(entries) entries to \(folder.path)")
            if again > 0 { print("erased again \(again) customer\(again == 1 ? "" : "s") of the list of erasures") }
            print(
                "all sessions and service tokens of the backup are void; look through passwords and suspensions changed since"
            )
        }
    }

    /// Checks the copy, continues its log where that is asked and needed, and notes the restore in it.
    private func restore(_ copy: String) async throws -> (entries: Int64, erasedAgain: Int) {
        var store = try open(copy)
        guard store.erasureList.exists || noErasures else {
            await store.close()
            throw StoreError(
                .missing,
                "the list of erasures `\(store.erasureList.path)` is not there: bring it back, it lies beside the key; without it (--no-erasures) who was erased since the backup comes back"
            )
        }
        let lost = store.lost
        let check = try LedgerCheck.run(store)
        if let broken = check.broken, lost == nil || broken.place != .since {
            await store.close()
            complain("the backup's log does not hold: \(broken)")
            throw ExitCode(1)
        }
        if let lost {
            guard let first, let second else {
                await store.close()
                throw lost.refusal
            }
            try Founding.goOn(
                store, from: lost, people: (PersonID(first), PersonID(second)), at: DataFolder.now())
            await store.close()
            store = try open(copy)
            try await prove([first, second], store)
        }
        let amanah = try amanah(store)
        try await amanah.noteRestore(entries: check.entries)
        let again = try await amanah.replayErasures()
        try store.ledger.publish(store)
        await store.close()
        return (check.entries, again)
    }

    private func open(_ copy: String) throws -> SQLiteStore {
        try SQLiteStore.open(folder: copy, keyFile: folder.keyPath)
    }

    private func amanah(_ store: SQLiteStore) throws -> Amanah {
        try Amanah(store: store, codes: NoCodesAtAll(), logger: DataFolder.quiet, wallClock: DataFolder.now)
    }

    /// Both have to sign in, in the log that goes on: where one cannot, the copy is thrown away.
    private func prove(_ people: [String], _ store: SQLiteStore) async throws {
        let lines = (0..<4).compactMap { _ in readLine(strippingNewline: true) }
        guard lines.count == 4 else {
            throw ValidationError("give four lines: password and code of the first, then of the second")
        }
        let amanah = try amanah(store)
        try await amanah.proveTwo(
            .init(person: PersonID(people[0]), password: lines[0], code: lines[1]),
            .init(person: PersonID(people[1]), password: lines[2], code: lines[3]))
    }

    private struct NoCodesAtAll: CodeSender {
        func send(code: String, to phone: String) {}
    }
}
