import AmanahService
import Logging
import ServiceLifecycle

/// Lets time pass for requests, grants and books while the gateway serves: what nobody decides climbs, what is over ends; draws the
/// samples of a week that is over, and tells of those that nobody reviewed in time.
struct ApprovalClock: Service {
    var amanah: Amanah
    var logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await amanah.advanceRequests() } catch {
                    logger.error("requests for approval could not be advanced", metadata: ["error": "\(error)"])
                }
                do { try await amanah.advanceBooks() } catch {
                    logger.error("books that are over could not be put down", metadata: ["error": "\(error)"])
                }
                do { try await amanah.drawSamples() } catch {
                    logger.error("the samples of the week could not be drawn", metadata: ["error": "\(error)"])
                }
                do { try await amanah.announceOverdueSamples() } catch {
                    logger.error("late samples could not be told of", metadata: ["error": "\(error)"])
                }
                try await Task.sleep(for: .seconds(20))
            }
        }
    }
}
