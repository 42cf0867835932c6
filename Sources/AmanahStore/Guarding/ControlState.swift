import Crypto

/// How many rows each guarded table has and the sum of what their marks stand for: adding, changing or taking away any row,
/// or putting an old one back, changes it.
///
/// The sum is over `HMAC-SHA256(key, table ‖ id ‖ mark)` modulo 2^256; the values are never written anywhere and the sums lie
/// sealed, so that nobody can look for other rows with the same sum.
/// Source: Clarke et al., *Incremental Multiset Hash Functions and Their Application to Memory Integrity Checking* (2003).
package struct ControlState: Sendable, Equatable {
    struct Account: Sendable, Equatable {
        var rows: UInt64 = 0
        var sum = Sum()
    }

    /// 256 bits, least significant word first.
    struct Sum: Sendable, Equatable {
        var words = SIMD4<UInt64>.zero

        static func + (a: Sum, b: Sum) -> Sum {
            var (out, carry) = (Sum(), UInt64(0))
            for index in 0..<4 {
                let (partial, first) = a.words[index].addingReportingOverflow(b.words[index])
                let (total, second) = partial.addingReportingOverflow(carry)
                out.words[index] = total
                carry = first || second ? 1 : 0
            }
            return out
        }

        static prefix func - (a: Sum) -> Sum {
            var (out, carry) = (Sum(), UInt64(1))
            for index in 0..<4 {
                let (total, overflow) = (~a.words[index]).addingReportingOverflow(carry)
                out.words[index] = total
                carry = overflow ? 1 : 0
            }
            return out
        }

        init(words: SIMD4<UInt64> = .zero) { self.words = words }

        /// - Precondition: 32 bytes.
        init(bytes: some Sequence<UInt8>) {
            for (index, byte) in bytes.prefix(32).enumerated() {
                words[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8)
            }
        }

        var bytes: [UInt8] { (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64($0 % 8 * 8)) } }
    }

    private(set) var accounts: [UInt8: Account] = [:]
    /// What the newest entry that speaks of the control data has bound.
    package var committed: [UInt8] = []
    /// Changed since it was last written to the database.
    var isUnsaved = false
    /// Changed since an entry last spoke of it.
    var isUnbound = false

    subscript(table: GuardedTable) -> Account { accounts[table.rawValue] ?? Account() }

    mutating func add(_ table: GuardedTable, _ sum: Sum, rows: UInt64 = 1) {
        var account = self[table]
        account.rows &+= rows
        account.sum = account.sum + sum
        accounts[table.rawValue] = account
        (isUnsaved, isUnbound) = (true, true)
    }

    mutating func remove(_ table: GuardedTable, _ sum: Sum) {
        var account = self[table]
        account.rows &-= 1
        account.sum = account.sum + -sum
        accounts[table.rawValue] = account
        (isUnsaved, isUnbound) = (true, true)
    }

    /// `u8 table ‖ u64 rows ‖ 32 bytes sum` for each table, by number; no table without rows.
    private var encoded: [UInt8] {
        accounts.filter { $0.value != Account() }.sorted { $0.key < $1.key }.reduce(into: []) { out, item in
            out.append(item.key)
            for shift in stride(from: 56, through: 0, by: -8) {
                out.append(UInt8(truncatingIfNeeded: item.value.rows >> UInt64(shift)))
            }
            out.append(contentsOf: item.value.sum.bytes)
        }
    }

    /// What an entry binds: HMAC-SHA256 over the whole state, 32 bytes.
    package func digest(_ keys: KeyRing) -> [UInt8] {
        var hmac = HMAC<SHA256>(key: keys.guarding)
        hmac.update(data: Array("amanah/control/1".utf8))
        hmac.update(data: encoded)
        return Array(hmac.finalize())
    }

    private static let place = Seal.place("meta", "control", "state", version: 1)

    func sealed(_ keys: KeyRing) throws(StoreError) -> [UInt8] {
        try Seal.seal([UInt8(committed.count)] + committed + encoded, key: keys.guarding, place: ControlState.place)
    }

    init() {}

    init(sealed: [UInt8], _ keys: KeyRing) throws(StoreError) {
        let plain = try Seal.open(sealed, key: keys.guarding, place: ControlState.place)
        let start = 1 + Int(plain.first ?? 0)
        guard plain.count >= start, (plain.count - start) % 41 == 0 else {
            throw StoreError(.sealBroken, "the state of the control data does not read")
        }
        committed = Array(plain[1..<start])
        for at in stride(from: start, to: plain.count, by: 41) {
            let rows = plain[(at + 1)..<(at + 9)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            accounts[plain[at]] = Account(rows: rows, sum: Sum(bytes: plain[(at + 9)..<(at + 41)]))
        }
        isUnbound = digest(keys) != committed
    }
}

extension KeyRing {
    func contribution(_ table: GuardedTable, _ id: String, _ mark: [UInt8]) -> ControlState.Sum {
        var hmac = HMAC<SHA256>(key: adding)
        hmac.update(data: [table.rawValue, UInt8(truncatingIfNeeded: id.utf8.count)])
        hmac.update(data: Array(id.utf8))
        hmac.update(data: mark)
        return ControlState.Sum(bytes: hmac.finalize())
    }
}
