import AmanahCore
import AmanahServer
import AmanahService
import AmanahStore
import ArgumentParser
import Foundation
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve the console and the API of a data folder.")

    @OptionGroup var folder: DataFolder

    @Option(help: "Port to listen on; 0 takes any free one.")
    var port: Int = 8080

    @Option(help: "Address to listen on.")
    var host: String = "127.0.0.1"

    @Option(help: "Certificate chain, PEM. With --tls-key the server speaks TLS.")
    var tlsCertificate: String?

    @Option(help: "The certificate's key, PEM.")
    var tlsKey: String?

    @OptionGroup(title: "Presence codes") var codes: CodeOptions

    @OptionGroup(title: "Notices") var notices: NoticeOptions

    @OptionGroup(title: "Witnesses") var witnesses: WitnessOptions

    @Flag(help: "/metrics answers other machines too.")
    var metricsFromAnywhere = false

    @Option(
        help: "A proxy's address, whose Forwarded or X-Forwarded-For says who asks; may be given several times.")
    var trustedProxy: [String] = []

    @Option(help: "Log format: logfmt or json.")
    var logFormat: String = "logfmt"

    @Option(help: "Log level: debug, info, notice, warning or error.")
    var logLevel: String = "info"

    func validate() throws {
        let loopback = ["127.0.0.1", "::1", "localhost"].contains(host)
        guard loopback || tlsCertificate != nil else {
            throw ValidationError("other machines are served over TLS only: give --tls-certificate and --tls-key")
        }
        guard loopback || !codes.demo else {
            throw ValidationError("--demo is for this machine only: leave --host out")
        }
        guard (0...65535).contains(port) else { throw ValidationError("--port takes 0 to 65535") }
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key go together")
        }
        for address in trustedProxy where ClientAddress.canonical(address) == nil {
            throw ValidationError("--trusted-proxy takes an IP address, as 10.0.0.5 or fd00::5")
        }
        guard LineLog.Format(rawValue: logFormat) != nil else {
            throw ValidationError("--log-format takes logfmt or json")
        }
        guard Logger.Level(rawValue: logLevel) != nil else {
            throw ValidationError("--log-level takes debug, info, notice, warning or error")
        }
    }

    func run() async throws {
        try await refusing { try await serve() }
    }

    private func serve() async throws {
        let logger = LineLog.logger(
            level: Logger.Level(rawValue: logLevel) ?? .info, format: LineLog.Format(rawValue: logFormat) ?? .logfmt)
        let lock = try FolderLock(folder.path)
        defer { lock.release() }
        let (sender, phone, queue) = try codes.sender(logger: logger)
        let (amanah, store) = try folder.open(codes: sender, logger: logger, publishing: 2)
        store.takeRoom()
        // Before anything is written: whether a witness has seen more than there is.
        let courier = try witnesses.courier(amanah, logger: logger)
        try await courier?.begin()
        if courier == nil, amanah.charterInForce.asksForWitness {
            logger.critical(
                "the charter makes looks wait for a witness, and none is set: they are refused until you serve with --witness"
            )
        }
        if let lost = store.lost { throw lost.refusal }
        // Before anything is shown: who was erased stays so, whatever copy of the files this is.
        let again = try await amanah.replayErasures()
        if again > 0 { logger.notice("erased again by the list of erasures", metadata: ["count": "\(again)"]) }
        try await CharterClock.advance(amanah, logger)
        let outgoing = try notices.queue(amanah, logger: logger)
        try await amanah.note(.started)
        if let unfinished = try amanah.unfinishedImport() { logger.warning("\(unfinished)") }
        var settings = ServerSettings(host: host, port: port, metricsFromAnywhere: metricsFromAnywhere)
        if let tlsCertificate, let tlsKey { settings.tls = .init(certificate: tlsCertificate, key: tlsKey) }
        if !trustedProxy.isEmpty {
            settings.proxies = ClientAddress(trusted: Set(trustedProxy.compactMap { ClientAddress.canonical($0) }))
        }
        let scheme = settings.tls == nil ? "http" : "https"
        let host = host
        let console = try Console(
            gateway: amanah,
            options: .init(
                secureCookies: settings.tls != nil,
                demonstration: phone.map { .init(phone: $0, secret: Demo.secret) }))
        let application = try makeApplication(
            gateway: amanah, settings: settings, console: console, logger: logger
        ) { channel in
            print("amanah serves \(scheme)://\(host):\(channel.localAddress?.port ?? 0)")
            fflush(nil)
        }
        // Stopped in reverse: the server first, then the codes that wait.
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(service: application, successTerminationBehavior: .gracefullyShutdownGroup),
            .init(
                service: Housekeeper(amanah: amanah, store: store, logger: logger),
                successTerminationBehavior: .ignore, failureTerminationBehavior: .ignore),
        ]
        services.append(
            .init(
                service: ApprovalClock(amanah: amanah, logger: logger), successTerminationBehavior: .ignore,
                failureTerminationBehavior: .ignore))
        services.append(
            .init(
                service: CharterClock(amanah: amanah, logger: logger), successTerminationBehavior: .ignore,
                failureTerminationBehavior: .ignore))
        if let courier {
            services.append(
                .init(
                    service: courier, successTerminationBehavior: .ignore, failureTerminationBehavior: .ignore))
        }
        if let outgoing { services.append(.init(service: outgoing, successTerminationBehavior: .ignore)) }
        if let queue { services.insert(.init(service: queue, successTerminationBehavior: .ignore), at: 0) }
        let group = ServiceGroup(
            configuration: .init(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
        try? await amanah.note(.stopped)
        await store.close()
    }
}

/// One server a data folder: the second is refused, and a killed one leaves nothing behind.
struct FolderLock {
    private let descriptor: Int32

    init(_ folder: String) throws(StoreError) {
        descriptor = open(folder + "/serve.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError(.missing, "`\(folder)` is no data folder that can be written: make one with `amanah init`")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StoreError(.busy, "`\(folder)` is being served already: stop that server first")
        }
    }

    func release() { close(descriptor) }
}
