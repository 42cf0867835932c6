import AmanahService
import HTTPTypes
import Hummingbird
import NIOCore

/// `/healthz`, `/readyz` and `/metrics`, for those who run the server.
struct HealthRoutes: Sendable {
    let gateway: any Gateway
    let metrics: RequestMetrics
    let settings: ServerSettings

    func add(to router: Router<AmanahRequestContext>) {
        // Alive: the process answers.
        router.get("/healthz") { _, _ in HealthRoutes.text(.ok, "ok\n") }
        // Ready: the log can be written, so looks can be shown.
        router.get("/readyz") { _, _ in
            do throws(ServiceError) {
                try await gateway.ready()
                return HealthRoutes.text(.ok, "ready\n")
            } catch {
                guard case .unavailable(let what) = error else {
                    return HealthRoutes.text(.serviceUnavailable, "not ready\n")
                }
                return HealthRoutes.text(.serviceUnavailable, "not ready: \(what)\n")
            }
        }
        router.get("/metrics") { request, context in
            guard settings.metricsFromAnywhere || HealthRoutes.isLocal(request, context) else {
                return HealthRoutes.text(.forbidden, "metrics are for this machine only\n")
            }
            return HealthRoutes.text(.ok, page(), type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    private func page() -> String {
        var text = MetricsText()
        metrics.write(to: &text)
        for measurement in gateway.measurements().sorted(by: { $0.name < $1.name }) {
            let type = measurement.name.hasSuffix("_total") ? "counter" : "gauge"
            text.head(measurement.name, measurement.help, type)
            text.sample(measurement.name, [], measurement.value)
        }
        return text.text
    }

    /// Asked from this machine, and not on behalf of another through a proxy.
    private static func isLocal(_ request: Request, _ context: AmanahRequestContext) -> Bool {
        context.peerIsLoopback && !request.headers.holds("X-Forwarded-For") && !request.headers.holds("Forwarded")
    }

    private static func text(
        _ status: HTTPResponse.Status, _ text: String, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
