import AmanahCore
import GRDB

/// Where a job of the batch stands.
enum JobState: Equatable {
    /// Outside of any job.
    case none
    /// It has written nothing but what waits; `first` is the first of its own waiting entries.
    case appending(first: Int)
    /// It writes inside a savepoint; every entry that waits is its own.
    case writing
}

extension SQLiteWriteView {
    /// Runs one job so that nothing of it stays where it throws.
    ///
    /// Most jobs are a look, which does nothing but append to the log: its entry waits in memory and is forgotten where the
    /// job throws. A savepoint is opened by the first statement that writes, since it costs as much as the writing itself.
    ///
    /// - Throws: what condemns the whole batch; what is the job's own is given back.
    func isolated<T>(_ run: () throws -> T) throws -> Result<T, any Error> {
        let before = (log, dataVersion, controlChanged, strangers, newKeys)
        let appendedBefore = appended.count
        let kept = leaves.count
        job = .appending(first: waiting.count)
        defer { job = .none }
        do {
            let value = try run()
            try saveControl()
            if let failure = waiting.failure { throw failure }
            if job == .writing { try db.direct("RELEASE job") }
            return .success(value)
        } catch {
            if let failure = waiting.failure { throw failure }
            if StoreError.condemnsBatch(error) { throw error }
            switch job {
            case .none: break
            case .appending(let first): waiting.forget(from: first)
            case .writing:
                waiting.forget(from: 0)
                try db.direct("ROLLBACK TO job")
                try db.direct("RELEASE job")
            }
            (log, dataVersion, controlChanged, strangers, newKeys) = before
            appended.removeLast(appended.count - appendedBefore)
            leaves.removeLast(leaves.count - kept)
            return .failure(error)
        }
    }

    /// Before the first statement of a job that writes. The entries of earlier jobs stand outside of its savepoint.
    func openSavepoint() throws {
        guard case .appending(let first) = job else { return }
        try waiting.write(upTo: first, db)
        job = .appending(first: 0)
        try db.direct("SAVEPOINT job")
        job = .writing
    }

    /// Writes what waits: behind the last job, or before a job reads the log.
    func writeWaiting() throws {
        if case .appending(let first) = job {
            // A job that has appended nothing so far may still do so behind what it reads.
            if waiting.count > first { try openSavepoint() } else { job = .appending(first: 0) }
        }
        try waiting.write(upTo: waiting.count, db)
    }
}
