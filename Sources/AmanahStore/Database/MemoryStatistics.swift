import CSQLiteConfig

/// SQLite's own count of the memory it uses, which nobody here reads.
///
/// While it counts, each allocation of every connection goes through one lock: at 64 looks at once its waiters took a call
/// of the kernel, or two, for each look.
///
/// Source: SQLite, *Configuration Options*, `SQLITE_CONFIG_MEMSTATUS`; it is taken before the first connection only.
enum MemoryStatistics {
    private static let isOff: Bool = amanah_sqlite_memory_statistics(0) == 0

    /// To be called before a connection is opened. Later calls change nothing, nor does one that comes too late.
    static func stop() { _ = isOff }
}
