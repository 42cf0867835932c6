package import AmanahService
import AsyncHTTPClient
import Foundation
package import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle

/// Carries checkpoints to witnesses and brings their signatures back.
///
/// It asks whenever there are new entries, at most once in ``pause`` unless somebody waits; all witnesses at one time, about one
/// checkpoint, so that their signatures stand under the same text. Who does not answer is asked again later and later, up to half a
/// minute, and never keeps the others waiting.
package final class WitnessCourier: Service {
    private struct Stop {
        var witness: WitnessAddress
        var failures = 0
        var next = ContinuousClock.now
    }

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
        var stops = addresses.map { Stop(witness: $0) }
        await withClient { await self.round(&stops, $0) }
        for stop in stops where stop.failures > 0 {
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
            var stops = self.addresses.map { Stop(witness: $0) }
            var (last, measured) = (ContinuousClock.now, ContinuousClock.now)
            while !Task.isCancelled {
                let now = ContinuousClock.now
                let size = self.desk.durableSize
                let due = stops.contains { self.desk.knownSize(of: $0.witness) < size && $0.next <= now }
                if due, last.duration(to: now) >= self.pause {
                    await self.round(&stops, client)
                    last = .now
                }
                if measured.duration(to: now) >= .seconds(1) {
                    await self.desk.noteLag()
                    measured = now
                }
                try await Task.sleep(for: .milliseconds(25))
            }
        }
    }

    /// Asks those whose next time has come.
    private func round(_ stops: inout [Stop], _ client: HTTPClient) async {
        guard let errand = try? desk.newestCheckpoint() else { return }
        let due = stops.indices.filter { stops[$0].next <= .now }
        await withTaskGroup(of: (Int, Bool).self) { group in
            for index in due {
                let witness = stops[index].witness
                group.addTask { (index, await self.ask(witness, errand, client)) }
            }
            for await (index, signed) in group {
                stops[index].failures = signed ? 0 : stops[index].failures + 1
                let wait =
                    signed ? Duration.zero : min(.seconds(30), .seconds(1) * (1 << min(stops[index].failures - 1, 5)))
                stops[index].next = .now.advanced(by: wait)
            }
        }
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
