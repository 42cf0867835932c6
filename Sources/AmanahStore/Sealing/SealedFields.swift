import AmanahLedger
package import Crypto

/// A customer's fields as they lie in the database: each sealed by itself under the customer's data key.
///
/// Layout: for each field `u8 name length, name, u16 sealed length, sealed`. Opening one field opens no other.
package struct SealedFields: Sendable, Equatable {
    package private(set) var bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// Seals a record. Empty values are not kept.
    package init(
        _ fields: [(name: String, value: String)], customer: String, version: Int, key: SymmetricKey
    ) throws(StoreError) {
        var out: [UInt8] = []
        out.reserveCapacity(fields.count * 64)
        var random = RandomBytes(fields.count * Seal.nonceBytes)
        for (name, value) in fields where !value.isEmpty {
            let place = Seal.place("customers", customer, name, version: version)
            let sealed = try Seal.seal(Array(value.utf8), key: key, place: place, &random)
            guard name.utf8.count <= 255, sealed.count <= 65_535 else {
                throw StoreError(.io, "the field `\(name)` is longer than 65,507 bytes: shorten it")
            }
            out.append(UInt8(name.utf8.count))
            out.append(bytesOf: name)
            out.append(UInt8(sealed.count >> 8))
            out.append(UInt8(sealed.count & 0xFF))
            out.append(contentsOf: sealed)
        }
        bytes = out
    }

    /// Names of the fields that have a value.
    package var names: [String] {
        var names: [String] = []
        var offset = 0
        while offset < bytes.count {
            let lengthAt = offset + 1 + Int(bytes[offset])
            guard lengthAt + 2 <= bytes.count else { break }
            names.append(String(decoding: bytes[(offset + 1)..<lengthAt], as: UTF8.self))
            offset = lengthAt + 2 + (Int(bytes[lengthAt]) << 8 | Int(bytes[lengthAt + 1]))
        }
        return names
    }

    /// Opens the named fields, in the order of `names`; `nil` where there is no value.
    ///
    /// - Complexity: one walk over the record, one decryption a field found.
    package func open(
        _ names: [String], customer: String, version: Int, key: SymmetricKey
    ) throws(StoreError) -> [String?] {
        var values = [String?](repeating: nil, count: names.count)
        var offset = 0
        while offset < bytes.count {
            let nameCount = Int(bytes[offset])
            let lengthAt = offset + 1 + nameCount
            guard lengthAt + 2 <= bytes.count else { throw StoreError(.sealBroken, "a customer's record is cut short") }
            let count = Int(bytes[lengthAt]) << 8 | Int(bytes[lengthAt + 1])
            let start = lengthAt + 2
            guard start + count <= bytes.count else {
                throw StoreError(.sealBroken, "a customer's record is cut short")
            }
            let nameBytes = bytes[(offset + 1)..<lengthAt]
            if let index = names.firstIndex(where: { $0.utf8.count == nameCount && $0.utf8.elementsEqual(nameBytes) }) {
                let place = Seal.place("customers", customer, names[index], version: version)
                values[index] = try Seal.openText(bytes[start..<(start + count)], key: key, place: place)
            }
            offset = start + count
        }
        return values
    }
}
