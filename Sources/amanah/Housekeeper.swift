import AmanahService
import AmanahStore
import Logging
import ServiceLifecycle

/// What a serving gateway does by itself: once soon after the start and then once a day it deletes what is past its time and
/// checks the whole log.
struct Housekeeper: Service {
    var amanah: Amanah
    var store: any Store
    var logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await Task.sleep(for: .seconds(60))
            while !Task.isCancelled {
                try? await amanah.sweep()
                try? await amanah.announceEnds()
                try? amanah.finishErasing()
                check()
                try await Task.sleep(for: .seconds(86_400))
            }
        }
    }

    private func check() {
        do {
            let check = try LedgerCheck.run(store, cores: 1)
            amanah.note(check)
            if let broken = check.broken {
                logger.critical("\(broken)")
            } else {
                logger.info("the log holds: \(check.entries) entries")
            }
        } catch {
            logger.error("the log could not be checked: \(error)")
        }
    }
}
