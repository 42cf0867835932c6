import AmanahCore
import AmanahLedger
package import AmanahStore
package import Crypto

/// What lies beside an entry: pairs of words, in two sealed halves.
///
/// The person's half (why, with which ticket, what was refused) is sealed under the staff's key; the customer's half (fields,
/// forms, values shown) under the customer's. Erasing a customer leaves the person's half readable (L10). Each half has a
/// seed of its own that opens its commitments.
///
/// A half is encoded as 32 bytes of seed, then for each pair `u16 length, key, u16 length, value`.
package struct Details: Sendable, Equatable {
    package typealias Pair = (key: String, value: String)
    package var pairs: [String: String]

    /// Pairs without a seed: what a commitment is over.
    static func encode(_ pairs: [Pair]) -> [UInt8] {
        var out: [UInt8] = []
        append(pairs, to: &out)
        return out
    }

    static func append(_ pairs: [Pair], to out: inout [UInt8]) {
        for (key, value) in pairs {
            append(key, to: &out)
            append(value, to: &out)
        }
    }

    static func append(_ text: String, prefix: StaticString = "", to out: inout [UInt8]) {
        let limit = 65_535 - prefix.utf8CodeUnitCount
        let count = prefix.utf8CodeUnitCount + min(text.utf8.count, limit)
        out.append(UInt8(count >> 8))
        out.append(UInt8(count & 0xFF))
        out.append(contentsOf: UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount))
        out.append(bytesOf: text, atMost: limit)
    }

    /// Reads a half; `nil` where it is none.
    static func decode(_ bytes: [UInt8]) -> (seed: CommitmentSeed, pairs: [Pair])? {
        guard bytes.count >= 32, let seed = CommitmentSeed(Array(bytes[0..<32])) else { return nil }
        return pairs(bytes[32...]).map { (seed, $0) }
    }

    /// Reads what ``encode(_:)`` writes; `nil` where it is none.
    static func pairs(_ bytes: ArraySlice<UInt8>) -> [Pair]? {
        var pairs: [Pair] = []
        var offset = bytes.startIndex
        func text() -> String? {
            guard offset + 2 <= bytes.endIndex else { return nil }
            let count = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
            guard offset + 2 + count <= bytes.endIndex else { return nil }
            defer { offset += 2 + count }
            return String(decoding: bytes[(offset + 2)..<(offset + 2 + count)], as: UTF8.self)
        }
        while offset < bytes.endIndex {
            guard let key = text(), let value = text() else { return nil }
            pairs.append((key, value))
        }
        return pairs
    }
}

/// One act on its way into the log.
struct ActDraft {
    var kind: ActKind
    var at: Moment
    var person: PersonID?
    var unit: UnitID?
    var customer: CustomerID?
    var purpose: PurposeID?
    var ticket: TicketID?
    var look: LookID?
    var workstation: String?
    /// Of the person: `ground`, `said`, `reasons`, …
    var personPairs: [Details.Pair] = []
    /// Of the customer: a field with its form, and with the value shown.
    var fields: [(name: FieldName, form: Form, value: String?)] = []

    /// Commits and seals. `customerKey` is there exactly when the act shows something of a customer.
    func sealed(keys: KeyRing, customerKey: SymmetricKey?) throws(StoreError) -> NewAct {
        // Two seeds and two nonces.
        var random = RandomBytes(2 * (32 + Seal.nonceBytes))
        let seed = CommitmentSeed(&random)
        var commitments: [Entry.Sealed] = []
        var act = NewAct(
            kind: kind, at: at, person: person, unit: unit, customer: customer, purpose: purpose, ticket: ticket,
            look: look, workstation: workstation, commitments: [], personDetails: [], customerDetails: nil)
        let columns = act.columns
        // One more is the log's own: of the control data.
        commitments.reserveCapacity(6)
        var mac = ShortMAC()
        if let person { commitments.append(seed.commit(.person, person.rawValue, &mac)) }
        if let customer, let customerKey {
            let customerSeed = CommitmentSeed(&random)
            var forms: [UInt8] = []
            var values: [UInt8] = []
            forms.reserveCapacity(256)
            values.reserveCapacity(256)
            for index in fields.indices {
                Details.append(fields[index].name.rawValue, to: &forms)
                Details.append(fields[index].form.word, to: &forms)
                guard let value = fields[index].value else { continue }
                Details.append(fields[index].name.rawValue, to: &values)
                Details.append(value, to: &values)
            }
            commitments.append(customerSeed.commit(.customer, customer.rawValue, &mac))
            commitments.append(customerSeed.commit(.fields, forms, &mac))
            commitments.append(customerSeed.commit(.values, values, &mac))
            act.customerDetails = try Seal.seal(
                shownDetails(customerSeed), key: customerKey, place: act.place("customer", columns), &random)
        } else if let customer {
            commitments.append(seed.commit(.customer, customer.rawValue, &mac))
        }
        // The seed comes first in what is sealed; the commitment is over what follows.
        var details = seed.bytes
        details.reserveCapacity(256)
        Details.append(personPairs, to: &details)
        details.withUnsafeBytes { bytes in
            commitments.append(
                seed.commit(.details, UnsafeRawBufferPointer(rebasing: bytes[seed.bytes.count...]), &mac))
        }
        act.commitments = commitments
        act.personDetails = try Seal.seal(
            details, key: keys.staffDetailsKey, place: act.place("person", columns), &random)
        return act
    }

    /// The customer's half: `form.` and `value.` of each field.
    private func shownDetails(_ seed: CommitmentSeed) -> [UInt8] {
        var out = seed.bytes
        out.reserveCapacity(512)
        for index in fields.indices {
            Details.append(fields[index].name.rawValue, prefix: "form.", to: &out)
            Details.append(fields[index].form.word, to: &out)
        }
        for index in fields.indices {
            guard let value = fields[index].value else { continue }
            Details.append(fields[index].name.rawValue, prefix: "value.", to: &out)
            Details.append(value, to: &out)
        }
        return out
    }
}

extension NewAct {
    /// Where a half belongs: every readable column of the act. One that is edited no longer opens (D4, L11).
    fileprivate func place(_ half: String, _ columns: String) -> [UInt8] {
        Seal.place("acts", columns, "\(half)/\(kind.rawValue)", version: Int(at.milliseconds))
    }

    /// Every readable column but kind and time.
    fileprivate var columns: String {
        var columns = ""
        columns.reserveCapacity(96)
        for column in [person?.rawValue, unit?.rawValue, customer?.rawValue, purpose?.rawValue, ticket?.rawValue] {
            if let column { columns += column }
            columns += "\u{1F}"
        }
        if let look { columns += look.description }
        columns += "\u{1F}"
        if let workstation { columns += workstation }
        return columns
    }

    /// The person's half, opened.
    func openPerson(_ keys: KeyRing) throws(StoreError) -> [Details.Pair] { try opened(keys)?.pairs ?? [] }

    /// The person's half with the seed of its commitments; `nil` where it is none.
    package func opened(_ keys: KeyRing) throws(StoreError) -> OpenedHalf? {
        let plain = try Seal.open(personDetails, key: keys.staffDetailsKey, place: place("person", columns))
        return Details.decode(plain).map { OpenedHalf(seed: $0.seed, pairs: $0.pairs) }
    }

    /// The customer's half with the seed of its commitments; `nil` where there is none.
    package func openedCustomer(key: SymmetricKey) throws(StoreError) -> OpenedHalf? {
        guard let customerDetails, customer != nil else { return nil }
        let plain = try Seal.open(customerDetails, key: key, place: place("customer", columns))
        return Details.decode(plain).map { OpenedHalf(seed: $0.seed, pairs: $0.pairs) }
    }

    /// The customer's half, opened; empty where there is none.
    func openCustomer(key: SymmetricKey) throws(StoreError) -> [Details.Pair] {
        try openedCustomer(key: key)?.pairs ?? []
    }
}
