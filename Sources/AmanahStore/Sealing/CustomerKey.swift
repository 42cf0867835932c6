package import AmanahCore
package import Crypto

/// A customer's data key: 32 random bytes that seal everything of the customer, wrapped by the master key.
///
/// Whoever destroys the wrapped key has erased the customer, whatever copies of the record exist (L10).
extension KeyRing {
    package func newCustomerKey(_ id: CustomerID) throws(StoreError) -> (key: SymmetricKey, wrapped: [UInt8]) {
        let key = SymmetricKey(size: .bits256)
        let wrapped = try Seal.seal(
            key.withUnsafeBytes { Array($0) }, key: customerWrap,
            place: Seal.place("customer_keys", id.rawValue, "key", version: 1))
        return (key, wrapped)
    }

    package func customerKey(_ id: CustomerID, wrapped: [UInt8]) throws(StoreError) -> SymmetricKey {
        try Seal.openKey(
            wrapped, key: customerWrap, place: Seal.place("customer_keys", id.rawValue, "key", version: 1))
    }

    /// Opens named fields of a customer; `nil` where there is no value.
    package func open(_ names: [String], of row: CustomerRow) throws(StoreError) -> [String?] {
        let key = try customerKey(row.id, wrapped: row.wrappedKey)
        return try row.fields.open(names, customer: row.id.rawValue, version: row.version, key: key)
    }

    /// Seals a customer's record under a fresh key.
    package func seal(
        customer id: CustomerID, unit: UnitID, sensitivity: SensitivityID, staff: PersonID?,
        fields: [(name: String, value: String)], household: String?
    ) throws(StoreError) -> CustomerRow {
        let (key, wrapped) = try newCustomerKey(id)
        return CustomerRow(
            id: id, unit: unit, sensitivity: sensitivity, staff: staff,
            household: household.map { blindTag(.household, $0) }, version: 1,
            fields: try SealedFields(fields, customer: id.rawValue, version: 1, key: key), wrappedKey: wrapped)
    }

    /// Seals a text of the staff's for its place.
    package func sealStaff(_ text: [UInt8], table: String, row: String, field: String) throws(StoreError) -> [UInt8] {
        try Seal.seal(text, key: staff, place: Seal.place(table, row, field, version: 1))
    }

    package func openStaff(_ sealed: [UInt8], table: String, row: String, field: String) throws(StoreError) -> [UInt8] {
        try Seal.open(sealed, key: staff, place: Seal.place(table, row, field, version: 1))
    }
}
