import AmanahCore
import AmanahLedger
import AmanahServer
import AmanahService
import AmanahStore
import ArgumentParser
import Foundation

/// Evidence for a case: looks out of the log that can be checked without the data folder.
struct EvidenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence", abstract: "Take looks out of the log for a case, and check what was taken out.",
        subcommands: [Make.self, Check.self], defaultSubcommand: Make.self)

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a bundle: the entries, what they committed to, their proofs, and how to check them.",
            discussion: """
                The bundle holds personal data in the clear, for its owner's eyes only (mode 0600). Making it is an act in the log \
                for each look. Standard input: the person's password and code, a line each.
                """)
        @OptionGroup var actor: RequestCommand.Actor
        @Option(help: "The looks, e.g. L-5,L-9; what was revealed and verified in them comes along.") var looks: String
        @Option(name: .customLong("case"), help: "The case's number.") var caseNumber: String
        @Option(help: "Why, in words.") var why: String
        @Option(help: "The folder to make.") var to: String

        func run() async throws {
            let ids = try looks.split(separator: ",").map { text in
                guard let look = LookID(String(text)) else {
                    throw ValidationError("--looks takes numbers of looks with commas between, e.g. L-5,L-9")
                }
                return look
            }
            let folder = EvidenceFolder(path: DataFolder.trimmed(to))
            try folder.refuseIfThere()
            let bundle = try await actor.act { [caseNumber, why] (amanah, session) async throws(ServiceError) in
                try await amanah.evidence(session, ids, caseNumber: caseNumber, why: why)
            }
            try await refusing { try folder.write(bundle) }
            print(
                "\(to): \(bundle.entries.count) entries, proved in the checkpoint of \(bundle.checkpoint.checkpoint.size)"
            )
            for (place, link) in bundle.chain.links.enumerated() where link == nil {
                print(
                    "links/\(place + 1).missing: whoever knows the log by its key \(bundle.chain.keys[place].text) only cannot check it"
                )
            }
            print("it holds personal data in the clear: hand it over as carefully as the data themselves")
            print("check it with `amanah evidence check \(to)`, or without this program with `python3 \(to)/verify.py`")
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Verify a bundle by itself and print what it says; ends with 1 where it does not hold.")
        @Argument(help: "The bundle's folder.") var bundle: String
        @Option(help: "A key of the log, which came by another way than the bundle; may be given again.")
        var key: [String] = []
        @Option(help: "A witness's key, which must have signed; may be given again.") var witness: [String] = []

        func run() async throws {
            try await refusing {
                let folder = EvidenceFolder(path: DataFolder.trimmed(bundle))
                let given = try LedgerKeys.parse(key)
                let witnesses = try LedgerKeys.parse(witness)
                guard folder.file("keys") != nil else {
                    throw StoreError(
                        .missing,
                        "`\(folder.path)` is no evidence bundle: name the folder that holds `checkpoint` and `keys`")
                }
                let check: EvidenceCheck
                do throws(EvidenceCheck.Finding) {
                    check = try EvidenceCheck.run(
                        folder.indices, keys: given, witnesses: witnesses, file: folder.file)
                } catch { throw StoreError(.ledger, "the bundle does not hold: \(error)") }
                for line in check.entries.flatMap(\.lines) { print(line) }
                let stated = check.checkpoint
                print("\(check.entries.count) entries hold, in the log `\(stated.origin)` of \(stated.size) entries")
                for signature in check.signatures {
                    let tie = check.isTied(signature, to: given) ? ", which links/ tie to the key that you gave" : ""
                    print("signed by \(signature.key.text)\(tie)")
                }
                for line in check.missingLinks { print(line) }
                if given.isEmpty {
                    print(
                        "whose log it is was not checked: compare that key with the one you know, or give it with --key"
                    )
                }
            }
        }
    }
}

/// A bundle on the disk, for its owner only.
struct EvidenceFolder {
    var path: String

    func refuseIfThere() throws {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw ValidationError("`\(path)` is there already: name a new folder")
        }
    }

    func write(_ bundle: EvidenceBundle) throws {
        umask(0o077)
        let texts = try ["BACA-DAHULU.txt", "READ-FIRST.txt", "verify.py"].map { name in
            (path: name, bytes: try ConsoleResources.bytes("evidence/\(name)"))
        }
        let files = FileManager.default
        for folder in ["entries"] + (bundle.chain.links.isEmpty ? [] : ["links"]) {
            do { try files.createDirectory(atPath: "\(path)/\(folder)", withIntermediateDirectories: true) } catch {
                throw StoreError(.io, "the folder `\(path)` cannot be made: name another one")
            }
        }
        for file in bundle.files + texts {
            let written = files.createFile(
                atPath: "\(path)/\(file.path)", contents: Data(file.bytes), attributes: [.posixPermissions: 0o600])
            guard written else { throw StoreError(.io, "`\(path)/\(file.path)` cannot be written: check the disk") }
        }
    }

    func file(_ name: String) -> [UInt8]? { FileManager.default.contents(atPath: "\(path)/\(name)").map { Array($0) } }

    /// Entries of which there is a file.
    var indices: [UInt64] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path + "/entries")) ?? []
        return Set(names.compactMap { $0.split(separator: ".").first.flatMap { UInt64($0) } }).sorted()
    }
}
