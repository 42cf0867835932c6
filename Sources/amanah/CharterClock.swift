import AmanahService
import Logging
import ServiceLifecycle

/// Puts charters into force at their time while the gateway serves.
struct CharterClock: Service {
    var amanah: Amanah
    var logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await CharterClock.advance(amanah, logger) } catch {
                    logger.error("charters could not be put into force", metadata: ["error": "\(error)"])
                }
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Also before the gateway serves: what came due while it was down holds for the first look.
    static func advance(_ amanah: Amanah, _ logger: Logger) async throws(ServiceError) {
        for number in try await amanah.advanceCharters() {
            logger.notice("a charter came into force at its time", metadata: ["charter": "\(number)"])
        }
    }
}
