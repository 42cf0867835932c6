import AmanahService
import AmanahStore
import Logging
import ServiceLifecycle

/// What a serving gateway does by itself: once soon after the start and then once a day it deletes what is past its time and
/// checks the whole log and its files, and the control data against the log.
struct Housekeeper: Service {
    var amanah: Amanah
    var store: any Store
    var logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await Task.sleep(for: .seconds(60))
            var occasion = LedgerBook.Check.Occasion.background
            while !Task.isCancelled {
                try? await amanah.sweep()
                try? await amanah.announceEnds()
                try? amanah.finishErasing()
                await check(occasion)
                _ = try? await amanah.reconcileControl()
                occasion = .night
                try await Task.sleep(for: .seconds(86_400))
            }
        }
    }

    private func check(_ occasion: LedgerBook.Check.Occasion) async {
        do {
            var check = try LedgerCheck.run(store, cores: 1)
            try check.addFiles(of: store)
            if let broken = check.broken {
                logger.critical("\(broken)")
            } else {
                logger.info("the log holds: \(check.entries) entries, in the database and in its files")
            }
            try await amanah.note(check, occasion)
        } catch {
            logger.error("the log could not be checked: \(error)")
        }
        do {
            for finding in try amanah.checkBooks().findings + (await amanah.checkSamples()) {
                logger.critical("\(finding)")
            }
        } catch {
            logger.error("books and samples could not be checked: \(error)")
        }
    }
}
