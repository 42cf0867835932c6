import AmanahCore
import AsyncHTTPClient
import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// Posts each message to an SMS gateway: `{"to":"+62…","text":"…"}`, signed.
///
/// Headers: `Amanah-Timestamp` (seconds since 1970), `Amanah-Signature` (`v1=` and the lower-case hex of
/// HMAC-SHA256 under the shared secret over timestamp, a full stop and the body), `Idempotency-Key`. Redirects are not
/// followed: a code goes to the address that was set and to no other.
package struct WebhookCarrier: CodeCarrier {
    private let url: String
    private let secret: SymmetricKey
    private let timeout: Duration
    private let client: HTTPClient

    /// - Parameters:
    ///   - url: `https`, or `http` to this machine only.
    ///   - secret: at least 16 bytes.
    ///   - authority: PEM file of the authorities that may vouch for the gateway; the system's own where `nil`.
    ///   - timeout: for one try, from connecting to the answer.
    /// - Throws: ``ServerStartError`` in words for the administrator.
    package init(
        url: String, secret: String, authority: String? = nil, timeout: Duration = .seconds(5)
    ) throws(ServerStartError) {
        guard let parts = URL(string: url), let host = parts.host(), !host.isEmpty,
            parts.scheme == "https" || (parts.scheme == "http" && LocalHost.holds(host))
        else {
            throw ServerStartError(what: "the webhook takes an https address, or http to this machine only")
        }
        guard secret.utf8.count >= 16 else {
            throw ServerStartError(what: "the webhook's secret is too short: 16 characters at least, made at random")
        }
        self.url = url
        self.secret = SymmetricKey(data: Array(secret.utf8))
        self.timeout = timeout
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: try CodeTLS.configuration(authority: authority), redirectConfiguration: .disallow,
            timeout: .init(connect: .nanoseconds(Int64(timeout / .nanoseconds(1)))))
        configuration.httpVersion = .http1Only
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    package func carry(_ message: CodeMessage) async throws(CarryFailure) {
        var body = JSONWriter(capacity: 256)
        body.beginObject()
        body.key("to")
        body.value(message.phone)
        body.key("text")
        body.value(message.text)
        body.endObject()
        try await post(body.buffer, id: message.id)
    }

    /// Posts one signed body, once.
    func post(_ body: ByteBuffer, id: String) async throws(CarryFailure) {
        let timestamp = String(Int64(Date().timeIntervalSince1970))
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Idempotency-Key", value: id)
        request.headers.add(name: "Amanah-Timestamp", value: timestamp)
        request.headers.add(
            name: "Amanah-Signature",
            value: WebhookCarrier.signature(
                timestamp: timestamp, body: Array(body.readableBytesView), secret: secret))
        request.body = .bytes(body)
        let status: UInt
        do {
            status = try await client.execute(
                request, timeout: .nanoseconds(Int64(timeout / .nanoseconds(1)))
            ).status.code
        } catch {
            throw CarryFailure("the webhook did not answer", again: true)
        }
        if (200..<300).contains(status) { return }
        throw CarryFailure(
            "the webhook answered \(status)", again: status >= 500 || status == 408 || status == 425 || status == 429)
    }

    package func close() async { try? await client.shutdown() }

    /// Source: RFC 2104 (HMAC); the timestamp is signed too, so that a receiver can refuse an old request sent again.
    static func signature(timestamp: String, body: [UInt8], secret: SymmetricKey) -> String {
        var hmac = HMAC<SHA256>(key: secret)
        hmac.update(data: Array((timestamp + ".").utf8))
        hmac.update(data: body)
        return "v1="
            + hmac.finalize().map { byte in
                let hex = String(byte, radix: 16)
                return byte < 16 ? "0" + hex : hex
            }.joined()
    }
}
