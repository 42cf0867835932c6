import AmanahLedger
import AmanahServer
import AmanahWitness
import ArgumentParser
import Foundation
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

struct WitnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "A second process, on a host the log's administrator cannot touch, that signs a log's growth.",
        subcommands: [Make.self, Key.self, Add.self, Serve.self])

    struct Folder: ParsableArguments {
        @Argument(help: "The witness's folder.") var folder: String
        var path: String { DataFolder.trimmed(folder) }
    }

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "Make a witness with a key of its own, and print its verifier key.")
        @OptionGroup var folder: Folder
        @Option(help: "The witness's name, a host and path of yours; never changes.") var name: String

        func run() async throws {
            try await refusing { print(try WitnessFolder.make(folder.path, name: name).text) }
        }
    }

    struct Key: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the witness's verifier key.")
        @OptionGroup var folder: Folder

        func run() async throws {
            try await refusing { print(try WitnessFolder.key(folder.path).verifier.text) }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a log known, by the verifier key that `amanah ledger key` prints. Heard at the next start.")
        @OptionGroup var folder: Folder
        @Argument(help: "The log's verifier key.") var key: String
        @Option(help: "The log's origin, where it is another name than the key's.") var origin: String?

        func run() async throws {
            try await refusing { try WitnessFolder.add(key, origin: origin, to: folder.path) }
        }
    }

    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Answer `POST /add-checkpoint`.")
        @OptionGroup var folder: Folder
        @Option(help: "Port to listen on; 0 takes any free one.") var port = 8081
        @Option(help: "Address to listen on.") var host = "127.0.0.1"
        @Option(help: "Certificate chain, PEM. With --tls-key the witness speaks TLS.") var tlsCertificate: String?
        @Option(help: "The certificate's key, PEM.") var tlsKey: String?

        func validate() throws {
            guard (0...65535).contains(port) else { throw ValidationError("--port takes 0 to 65535") }
            guard (tlsCertificate == nil) == (tlsKey == nil) else {
                throw ValidationError("--tls-certificate and --tls-key go together")
            }
        }

        func run() async throws {
            try await refusing {
                let path = folder.path
                let witness = Witness(
                    key: try WitnessFolder.key(path), logs: try WitnessFolder.logs(path),
                    memory: try WitnessMemory(folder: path),
                    clock: { UInt64(max(0, Date().timeIntervalSince1970)) })
                let logger = LineLog.logger()
                if witness.origins.isEmpty { logger.warning("no log is known yet: add one with `amanah witness add`") }
                var settings = ServerSettings(host: host, port: port)
                if let tlsCertificate, let tlsKey { settings.tls = .init(certificate: tlsCertificate, key: tlsKey) }
                let scheme = settings.tls == nil ? "http" : "https"
                let host = host
                let application = try makeWitnessApplication(witness, settings: settings, logger: logger) { channel in
                    print("witness serves \(scheme)://\(host):\(channel.localAddress?.port ?? 0)")
                    fflush(nil)
                }
                let group = ServiceGroup(
                    configuration: .init(
                        services: [
                            .init(service: application, successTerminationBehavior: .gracefullyShutdownGroup)
                        ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
                try await group.run()
            }
        }
    }
}
