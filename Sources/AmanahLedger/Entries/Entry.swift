/// One act in the ledger's canonical form. It holds no name and no stable pseudonym: only what may be read by anyone who
/// holds the ledger, and salted commitments to the rest.
///
/// Encoding, version 1, integers big-endian:
/// ```
/// u8 version = 1 │ u8 kind │ u8 flags │ u64 index │ u64 minute │ u16 length, purpose │ u8 length, charter hash
/// u8 count │ count × (u8 domain │ 32 bytes commitment), ordered by domain, each domain at most once
/// ```
/// Version 2 is version 1 and behind it `u16 length, announcement`, which is not empty: what the log says openly of itself,
/// as when its keys change (``KeyAnnouncement``).
///
/// One entry has one encoding; ``init(decoding:)`` refuses every other one.
package struct Entry: Sendable, Equatable {
    /// What an entry commits to.
    package enum Domain: UInt8, Sendable, CaseIterable {
        case person = 1
        case customer = 2
        case fields = 3
        case values = 4
        /// Everything else that the details hold, as one text.
        case details = 5
        /// The state of the control data behind this entry: a keyed digest of who works here, under which line and charter.
        case control = 6

        /// As texts name it.
        package var name: String { String(word.description.dropFirst("amanah/".count)) }

        /// Separates the commitments of one entry from each other.
        var word: StaticString {
            switch self {
            case .person: "amanah/person"
            case .customer: "amanah/customer"
            case .fields: "amanah/fields"
            case .values: "amanah/values"
            case .details: "amanah/details"
            case .control: "amanah/control"
            }
        }
    }

    package struct Flags: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        /// The clock stood before the entry's predecessor; the order is the index.
        package static let clockWentBack = Flags(rawValue: 1)
    }

    package struct Sealed: Sendable, Equatable {
        package var domain: Domain
        /// 32 bytes.
        package var commitment: [UInt8]
        package init(domain: Domain, commitment: [UInt8]) {
            self.domain = domain
            self.commitment = commitment
        }
    }

    package static let version: UInt8 = 1
    package static let announcingVersion: UInt8 = 2
    /// The longest entry, in bytes; `tlog-tiles` stores a 16-bit length.
    package static let maximumBytes = 65_535
    static let maximumAnnouncement = 16_384

    /// The place that an entry's bytes say it has; `nil` where they are too few.
    package static func index(of bytes: ArraySlice<UInt8>) -> UInt64? {
        guard bytes.count >= 11 else { return nil }
        return bytes.dropFirst(3).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    package var kind: UInt8
    package var flags: Flags
    package var index: UInt64
    /// Minutes since 1970-01-01T00:00Z: coarse, so that an entry alone tells little.
    package var minute: UInt64
    package var purpose: String
    /// SHA-256 of the charter in force, or empty before there is one.
    package var charterHash: [UInt8]
    package var commitments: [Sealed]
    /// At most 16,384 bytes; empty in all entries but those of the log about itself.
    package var announcement: [UInt8]

    package init(
        kind: UInt8, flags: Flags = [], index: UInt64, minute: UInt64, purpose: String, charterHash: [UInt8],
        commitments: [Sealed], announcement: [UInt8] = []
    ) {
        self.kind = kind
        self.flags = flags
        self.index = index
        self.minute = minute
        self.purpose = purpose
        self.charterHash = charterHash
        self.commitments = commitments
        self.announcement = announcement
    }

    /// The canonical bytes.
    ///
    /// - Precondition: purpose at most 255 bytes, hash at most 32, commitments ordered; the store's types see to it, and
    ///   ``init(decoding:)`` gives back an equal entry.
    package func encoded() -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(24 + purpose.utf8.count + charterHash.count + commitments.count * 33)
        out.append(announcement.isEmpty ? Entry.version : Entry.announcingVersion)
        out.append(kind)
        out.append(flags.rawValue)
        Entry.append(index, to: &out)
        Entry.append(minute, to: &out)
        let name = purpose.utf8.prefix(255)
        out.append(0)
        out.append(UInt8(name.count))
        out.append(contentsOf: name)
        let hash = charterHash.prefix(32)
        out.append(UInt8(hash.count))
        out.append(contentsOf: hash)
        out.append(UInt8(truncatingIfNeeded: commitments.count))
        for sealed in commitments {
            out.append(sealed.domain.rawValue)
            out.append(contentsOf: sealed.commitment)
        }
        if !announcement.isEmpty {
            let words = announcement.prefix(Entry.maximumAnnouncement)
            out.append(UInt8(words.count >> 8))
            out.append(UInt8(words.count & 0xFF))
            out.append(contentsOf: words)
        }
        return out
    }

    private static func append(_ value: UInt64, to out: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) {
            out.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
        }
    }
}

/// Bytes that are no entry, and where they cease to be one.
package struct EntryError: Error, Equatable, Sendable, CustomStringConvertible {
    package var offset: Int
    package var what: String
    package var description: String { "not an entry: \(what) at byte \(offset)" }
}

extension Entry {
    /// Reads canonical bytes and nothing else.
    package init(decoding bytes: [UInt8]) throws(EntryError) {
        var reader = Reader(bytes: bytes)
        guard bytes.count <= Entry.maximumBytes else { throw EntryError(offset: 0, what: "more than 65535 bytes") }
        let version = try reader.byte()
        guard version == Entry.version || version == Entry.announcingVersion else {
            throw EntryError(offset: 0, what: "unknown version")
        }
        let kind = try reader.byte()
        let flags = Flags(rawValue: try reader.byte())
        guard flags.subtracting(.clockWentBack).isEmpty else { throw EntryError(offset: 2, what: "unknown flag") }
        let index = try reader.integer()
        let minute = try reader.integer()
        guard try reader.byte() == 0 else { throw EntryError(offset: reader.offset - 1, what: "purpose too long") }
        let nameBytes = try reader.bytes(Int(try reader.byte()))
        guard let purpose = String(validating: nameBytes, as: UTF8.self) else {
            throw EntryError(offset: reader.offset, what: "purpose is not UTF-8")
        }
        let hashCount = Int(try reader.byte())
        guard hashCount == 0 || hashCount == 32 else {
            throw EntryError(offset: reader.offset - 1, what: "hash of odd length")
        }
        let hash = try reader.bytes(hashCount)
        var commitments: [Sealed] = []
        for _ in 0..<(try reader.byte()) {
            let at = reader.offset
            guard let domain = Domain(rawValue: try reader.byte()) else {
                throw EntryError(offset: at, what: "unknown domain")
            }
            if let last = commitments.last, last.domain.rawValue >= domain.rawValue {
                throw EntryError(offset: at, what: "domains out of order")
            }
            commitments.append(Sealed(domain: domain, commitment: try reader.bytes(32)))
        }
        var announcement: [UInt8] = []
        if version == Entry.announcingVersion {
            let at = reader.offset
            let count = Int(try reader.byte()) << 8 | Int(try reader.byte())
            guard (1...Entry.maximumAnnouncement).contains(count) else {
                throw EntryError(offset: at, what: "announcement of odd length")
            }
            announcement = try reader.bytes(count)
        }
        guard reader.offset == bytes.count else {
            throw EntryError(offset: reader.offset, what: "bytes behind the end")
        }
        self.init(
            kind: kind, flags: flags, index: index, minute: minute, purpose: purpose, charterHash: hash,
            commitments: commitments, announcement: announcement)
    }

    private struct Reader {
        var bytes: [UInt8]
        var offset = 0
        mutating func byte() throws(EntryError) -> UInt8 {
            guard offset < bytes.count else { throw EntryError(offset: offset, what: "it ends too early") }
            defer { offset += 1 }
            return bytes[offset]
        }
        mutating func integer() throws(EntryError) -> UInt64 {
            var value: UInt64 = 0
            for _ in 0..<8 { value = value << 8 | UInt64(try byte()) }
            return value
        }
        mutating func bytes(_ count: Int) throws(EntryError) -> [UInt8] {
            guard offset + count <= bytes.count else { throw EntryError(offset: offset, what: "it ends too early") }
            defer { offset += count }
            return Array(bytes[offset..<(offset + count)])
        }
    }
}
