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
            let erasures = store.erasureList.path
            await store.close()
            print("backed up to \(file), the customers' keys to \(SQLiteStore.keysBackup(of: file))")
            print("keep the latter for a short time only, and the master key \(folder.keyPath) apart from both")
            print("a restore elsewhere takes \(folder.keyPath).ledger and the newest \(erasures) too")
        }
    }
}
