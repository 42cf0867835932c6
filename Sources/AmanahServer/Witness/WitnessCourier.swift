package import AmanahService
import AsyncHTTPClient
import Foundation
package import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Synchronization

/// Carries checkpoints to witnesses and brings their signatures back.
///
/// It asks whenever there are new entries, at most once in ``pause``, and at once where somebody waits for a signature; all
/// witnesses at one time, about one checkpoint, so that their signatures stand under the same text. Whoever begins to wait while
/// they are asked shares the next round. Who does not answer is asked again later and later, up to half a minute, or a second
/// while somebody waits, and never keeps the others waiting.
package final class WitnessCourier: Service {
    private struct Stop {
        var witness: WitnessAddress
        var failures = 0
        var next = ContinuousClock.now
        /// When it was last asked.
        var asked: ContinuousClock.Instant?
        var isAsked = false

        /// Whether it may be asked now. Somebody who waits is no reason to ask one who is away without end.
        func isDue(urgent: Bool) -> Bool {
            let now = ContinuousClock.now
            guard !isAsked, now < next else { return !isAsked }
            return urgent && asked.map { $0.duration(to: now) >= .seconds(1) } ?? true
        }

        mutating func answered(signed: Bool) {
            isAsked = false
            failures = signed ? 0 : failures + 1
            next = .now.advanced(by: signed ? .zero : min(.seconds(30), .seconds(1) * (1 << min(failures - 1, 5))))
        }
    }

    private let stops: Mutex<[Stop]>
    private let desk: any WitnessDesk
    private let addresses: [WitnessAddress]
    private let pause: Duration
    private let configuration: HTTPClient.Configuration
    private let logger: Logger

    /// - Parameter authority: PEM file of the authorities that vouch for the witnesses; the system's own where `nil`.
    package init(
        _ desk: any WitnessDesk, _ addresses: [WitnessAddress], authority: String? = nil, pause: Duration = .seconds(1),
        logger: Logger
    ) throws(ServerStartError) {
        for address in addresses {
            guard let parts = URL(string: address.url), let host = parts.host(), !host.isEmpty, parts.query == nil,
                parts.scheme == "https" || (parts.scheme == "http" && LocalHost.holds(host))
            else { throw ServerStartError(what: "a witness takes an https address, or http to this machine only") }
        }
        self.desk = desk
        self.addresses = addresses
        stops = Mutex(addresses.map { Stop(witness: $0) })
        self.pause = pause
        self.logger = logger
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: try CodeTLS.configuration(authority: authority), redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(3)))
        configuration.httpVersion = .http1Only
        self.configuration = configuration
    }

    /// Asks every witness once, before anything is served: whether one of them has seen more than there is.
    package func begin() async throws(ServiceError) {
        try desk.beginWitnessing(addresses)
        await withClient { client in
            guard let errand = try? self.desk.newestCheckpoint() else { return }
            await withDiscardingTaskGroup { group in
                for index in self.addresses.indices { group.addTask { await self.visit(index, errand, client) } }
            }
        }
        for stop in stops.withLock({ $0 }) where stop.failures > 0 {
            logger.warning("the witness `\(stop.witness.name)` did not sign at the start; it is asked again")
        }
    }

    /// A client that is not shut down ends the process, so each is where it is used.
    private func withClient(_ body: (HTTPClient) async -> Void) async {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        await body(client)
        try? await client.shutdown()
    }

    package func run() async throws {
        await withClient { client in try? await self.carry(client) }
    }

    private func carry(_ client: HTTPClient) async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingDiscardingTaskGroup { group in
                var (last, measured) = (ContinuousClock.now, ContinuousClock.now)
                while !Task.isCancelled {
                    let urgent = self.isWaited
                    if urgent || last.duration(to: .now) >= self.pause {
                        let due = self.setOut(urgent: urgent)
                        if !due.isEmpty, let errand = try? self.desk.newestCheckpoint() {
                            for index in due {
                                group.addTask { await self.visit(index, errand, client) }
                            }
                            last = .now
                        } else {
                            self.stops.withLock { stops in for index in due { stops[index].isAsked = false } }
                        }
                    }
                    if measured.duration(to: .now) >= .seconds(1) {
                        await self.desk.noteLag()
                        measured = .now
                    }
                    await self.desk.rest(atMost: .milliseconds(25))
                }
            }
        }
    }

    /// Whether somebody waits for what no witness has signed yet.
    private var isWaited: Bool {
        let waited = desk.waitedSize
        return waited > 0 && addresses.allSatisfy { desk.knownSize(of: $0) < waited }
    }

    /// Those whose time has come and who have not signed for all there is; they are under way from now on.
    private func setOut(urgent: Bool) -> [Int] {
        let size = desk.durableSize
        return stops.withLock { stops in
            let due = stops.indices.filter { index in
                stops[index].isDue(urgent: urgent) && desk.knownSize(of: stops[index].witness) < size
            }
            for index in due { (stops[index].isAsked, stops[index].asked) = (true, .now) }
            return due
        }
    }

    private func visit(_ index: Int, _ errand: WitnessErrand, _ client: HTTPClient) async {
        let signed = await ask(addresses[index], errand, client)
        stops.withLock { $0[index].answered(signed: signed) }
    }

    /// Whether it signed. The first question goes by what is known of it; its own size, where it is another, decides the second.
    private func ask(_ witness: WitnessAddress, _ errand: WitnessErrand, _ client: HTTPClient) async -> Bool {
        var from = min(desk.knownSize(of: witness), errand.size)
        for _ in 0..<3 {
            guard let body = try? desk.request(errand, from: from) else { return false }
            let answer = await post(body, to: witness.url + "/add-checkpoint", client)
            switch await desk.take(answer, of: witness, to: errand, from: from) {
            case .done: return true
            case .later: return false
            case .again(let size): from = size
            case .fetch:
                await desk.take(evidence: await fetch(witness, errand, client), of: witness)
                return false
            }
        }
        return false
    }

    private func post(_ body: [UInt8], to url: String, _ client: HTTPClient) async -> WitnessAnswer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "text/plain; charset=utf-8")
        request.body = .bytes(body)
        return await send(request, client)
    }

    /// What it holds of this log, where it shows that: this project's witness does.
    private func fetch(
        _ witness: WitnessAddress, _ errand: WitnessErrand, _ client: HTTPClient
    ) async -> [UInt8]? {
        let url = "\(witness.url)/\(errand.logName)/checkpoint"
        guard case .reply(200, _, let body) = await send(HTTPClientRequest(url: url), client) else { return nil }
        return body
    }

    private func send(_ request: HTTPClientRequest, _ client: HTTPClient) async -> WitnessAnswer {
        do {
            let response = try await client.execute(request, timeout: .seconds(4))
            let body = try await response.body.collect(upTo: 1 << 20)
            return .reply(
                status: Int(response.status.code), type: response.headers.first(name: "Content-Type") ?? "",
                body: Array(body.readableBytesView))
        } catch {
            return .none
        }
    }
}
