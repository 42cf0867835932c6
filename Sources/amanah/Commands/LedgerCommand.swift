import AmanahCore
import AmanahLedger
import AmanahService
import AmanahStore
import ArgumentParser
import Foundation

/// The log: its key, checking it, and receipts out of it.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Check the log, prove what is in it, change its key.",
        subcommands: [Key.self, VerifyLedger.self, Prove.self, CheckReceipt.self, Rotate.self])

    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Print the key that the log is verified with. Give it to auditors by another way than this folder.")
        @OptionGroup var folder: DataFolder
        @Flag(help: "Former keys too, oldest first.") var all = false

        func run() async throws {
            try await refusing {
                let store = try folder.openStore()
                let signers = try store.read { try $0.logSigners() }
                for signer in all ? signers[...] : signers.suffix(1) { print(signer.key.text) }
                await store.close()
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a new key for the log. The old one signs beside it for a while; an entry announces it.")
        @OptionGroup var folder: DataFolder
        @Option(help: "Days for which both keys sign.") var overlapDays = 30

        func validate() throws {
            guard (0...3650).contains(overlapDays) else { throw ValidationError("--overlap-days takes 0 to 3650") }
        }

        func run() async throws {
            try await refusing {
                let (amanah, store) = try folder.open()
                let announcement = try await amanah.changeLedgerKey(overlapDays: overlapDays)
                await store.close()
                print("the log's new key, which signs from now on:")
                print(announcement.new.text)
                print("keep a copy of \(folder.keyPath).ledger elsewhere")
            }
        }
    }

    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a receipt that shows, without the data folder, that a look is in the log.")
        @OptionGroup var folder: DataFolder
        @Option(help: "The look, e.g. L-88213.") var look: String
        @Option(help: "The file to write; default: the look's number with .tlog-proof.") var output: String?

        func run() async throws {
            try await refusing {
                guard let look = LookID(look) else {
                    throw ValidationError("--look takes a look's number, e.g. L-88213")
                }
                let (amanah, store) = try folder.open()
                let receipt = try await amanah.receipt(of: look)
                await store.close()
                let path = output ?? "\(look).tlog-proof"
                guard FileManager.default.createFile(atPath: path, contents: Data(receipt.encoded.utf8)) else {
                    throw StoreError(.io, "the receipt cannot be written to `\(path)`: name another file")
                }
                print("\(path): \(look) is entry \(receipt.index) of \(receipt.checkpoint.checkpoint.size)")
            }
        }
    }

    struct CheckReceipt: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Verify a receipt by itself; ends with 1 where it does not hold.")
        @Argument(help: "The receipt, a .tlog-proof file.") var receipt: String
        @Option(help: "A key of the log; may be given again.") var key: [String] = []
        @Option(help: "A witness's key, which must have signed; may be given again.") var witness: [String] = []

        func run() async throws {
            try await refusing {
                guard let data = FileManager.default.contents(atPath: receipt) else {
                    throw StoreError(.missing, "the receipt `\(receipt)` cannot be read: check the name")
                }
                do {
                    try check(Array(data))
                } catch let error as LedgerFormatError {
                    throw Self.refusal(error.description)
                } catch let error as ReceiptError {
                    throw Self.refusal(error.description)
                } catch let error as NoteError {
                    throw Self.refusal(error.description)
                } catch let error as EntryError {
                    throw Self.refusal(error.description)
                }
            }
        }

        private static func refusal(_ why: String) -> StoreError {
            StoreError(.ledger, "the receipt does not hold: \(why)")
        }

        /// Says what to do where the log's key was changed between the one that is known and the one that signed.
        private static func check(_ checkpoint: SignedCheckpoint, _ keys: [VerifierKey]) throws {
            do throws(NoteError) { _ = try checkpoint.verify(keys) } catch {
                let origin = checkpoint.checkpoint.origin
                guard error == .noKnownSignature, keys.contains(where: { $0.name == origin }),
                    checkpoint.note.signatures.contains(where: { $0.name == origin })
                else { throw error }
                throw refusal(
                    """
                    \(error); it bears a signature of `\(origin)` by another key. If the log's key was changed, give the newer one, which \
                    `amanah ledger key DATA --all` prints; whoever cannot have it by a way that he trusts asks for an evidence bundle, \
                    which ties the keys to each other: `amanah evidence check FOLDER --key KEY`
                    """)
            }
        }

        private func check(_ bytes: [UInt8]) throws {
            let keys = try LedgerKeys.parse(key)
            let witnesses = try LedgerKeys.parse(witness)
            let read = try Receipt(parsing: bytes)
            guard let extra = read.extra else { throw Self.refusal("it does not hold the entry itself") }
            try read.verifyInclusion(of: extra)
            let entry = try Entry(decoding: extra)
            guard entry.index == read.index else { throw Self.refusal("the entry says that it stands elsewhere") }
            if !keys.isEmpty { try Self.check(read.checkpoint, keys) }
            let confirmed = try witnesses.map { try read.checkpoint.verify([$0]) }
            let stated = read.checkpoint.checkpoint
            let kind = ActKind(rawValue: entry.kind)
            print("entry \(entry.index), a \(kind?.word ?? "kind \(entry.kind)"), is in the log `\(stated.origin)`")
            if kind == .look { print("  look     \(LookID(ledgerIndex: Int64(entry.index)))") }
            print("  time     \(Moment(milliseconds: Int64(clamping: entry.minute) * 60_000).rfc3339)")
            if !entry.purpose.isEmpty { print("  purpose  \(entry.purpose)") }
            print("  charter  \(entry.charterHash.hex)")
            print("  proved in the checkpoint of \(stated.size) entries, root \(stated.root)")
            for signature in confirmed.joined() {
                let at = signature.time.map { Moment(seconds: Int64(clamping: $0)).rfc3339 } ?? "an unknown time"
                print("  witness  \(signature.key.name), \(at)")
            }
            if keys.isEmpty { print("  whose checkpoint it is was not checked: give the log's key with --key") }
        }
    }
}

/// Verifier keys as given on the command line.
enum LedgerKeys {
    static func parse(_ texts: [String]) throws -> [VerifierKey] {
        try texts.map { text in
            do throws(LedgerFormatError) { return try VerifierKey(parsing: text) } catch {
                throw StoreError(.key, "`\(text.prefix(40))` is no verifier key: \(error.what)")
            }
        }
    }
}
