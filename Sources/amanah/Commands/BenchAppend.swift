import AmanahCore
import AmanahLedger
import AmanahStore
import ArgumentParser
import Foundation

extension BenchCommand {
    /// Durable appends to a log: what `POST /looks` costs behind the decision.
    ///
    /// The newest look of the folder is written again and again, by changing people about changing customers; so an entry
    /// is as long as a true one. The folder is of no other use afterwards.
    struct Append: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Durable appends a second; the folder must hold a look, and is only for measuring.")
        @OptionGroup var folder: DataFolder
        @Option(help: "Appends under way at once.") var clients = 64
        @Option(help: "Appends in all.") var entries = 100_000
        @Flag(help: "Write the log's files at the end.") var publish = false

        func validate() throws {
            guard (1...4096).contains(clients), entries >= clients else {
                throw ValidationError("give 1 to 4096 clients, and an entry for each")
            }
        }

        func run() async throws {
            try await refusing {
                let store =
                    publish
                    ? try folder.openStore() : try SQLiteStore.open(folder: folder.path, keyFile: folder.keyPath)
                guard let look = try Self.newestLook(store) else {
                    throw StoreError(.missing, "`\(folder.path)` holds no look yet: take one first")
                }
                // The first batch reads what came before it.
                try await store.commit(share: "bench") { _ in }
                let before = Self.batches(store)
                let processor = Self.processorSeconds()
                let start = ContinuousClock.now
                var waits = try await load(store, look)
                let seconds = (ContinuousClock.now - start).seconds
                let used = Self.processorSeconds() - processor
                let batches = Self.batches(store) - before
                await store.close()
                waits.sort()
                print(
                    """
                    {"appends":\(waits.count),"seconds":\(seconds),"processor_seconds":\(used),"batches":\(Int(batches)),\
                    "p50_ms":\(waits[waits.count / 2] * 1000),"p99_ms":\(waits[waits.count * 99 / 100] * 1000)}
                    """)
            }
        }

        /// Seconds that each append waited.
        private func load(_ store: SQLiteStore, _ look: NewAct) async throws -> [Double] {
            let (clients, entries) = (clients, entries)
            return try await withThrowingTaskGroup(of: [Double].self) { group in
                for client in 0..<clients {
                    group.addTask {
                        var waits: [Double] = []
                        for number in stride(from: client, to: entries, by: clients) {
                            var act = look
                            act.at = DataFolder.now()
                            act.person = PersonID("P\(1000 + number * 31 % 96)")
                            act.customer = CustomerID("C\(1_000_000 + number * 7919 % 200_000)")
                            let start = ContinuousClock.now
                            _ = try await store.commit(share: "client \(client)") { [act] in try $0.append(act) }
                            waits.append((ContinuousClock.now - start).seconds)
                        }
                        return waits
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
        }

        static func newestLook(_ store: SQLiteStore) throws -> NewAct? {
            try store.read { view in
                guard let row = try view.acts(ActFilter(kinds: [.look], limit: 1)).first,
                    let entry = try view.entries(from: row.index, limit: 1).first
                else { return nil }
                var act = row.act
                act.commitments = try Entry(decoding: entry.entry).commitments
                return act
            }
        }

        /// Processor time of this process so far.
        ///
        /// Source: POSIX, `clock()`: a million is a second everywhere.
        private static func processorSeconds() -> Double { Double(clock()) / 1e6 }

        private static func batches(_ store: SQLiteStore) -> Double {
            store.measurements().first { $0.name == "amanah_log_batches_total" }?.value ?? 0
        }
    }
}

extension Duration {
    fileprivate var seconds: Double { self / .seconds(1) }
}
