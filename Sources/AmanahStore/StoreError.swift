/// What can go wrong at storage. The only error that leaves this room.
package struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// The queue or a person's share of it is full.
        case busy
        /// No room on the disk; nothing was written, and the next try may succeed.
        case diskFull
        /// The disk cannot be written.
        case readOnly
        /// A write may be lost; this process must end, and a new one recover from what the disk holds.
        case halted
        /// The data folder is not there, or not one.
        case missing
        /// Made by a newer version of the program.
        case newer
        /// The key file is missing, unreadable or another folder's.
        case key
        /// A sealed row does not open at its place: it was edited or moved.
        case sealBroken
        /// A row that must be there is not, or is no longer as it was.
        case conflict
        /// The log is not as its checkpoint says, or older than it was seen.
        case ledger
        case io
    }

    package var code: Code
    /// Lower case, no full stop, what to do next; never a customer's datum.
    package var message: String
    /// The system's own words, for the operator's log.
    package var cause: String?

    package init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { cause.map { "\(message) (\($0))" } ?? message }
}
