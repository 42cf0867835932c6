import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// L2, L5: from forms to what is shown, whatever decided them.
@Suite struct ShowingTests {
    private func show(_ house: House, _ forms: [Form], change: (inout CustomerRow) throws -> Void = { _ in }) throws
        -> [ShownField]
    {
        var row = try #require(try house.store.read { try $0.customer(CustomerID("C1")) })
        try change(&row)
        let key = try house.store.keys.customerKey(row.id, wrapped: row.wrappedKey)
        return try FieldShower(charter: house.amanah.charterInForce, keys: house.store.keys)
            .show(row, key: key, forms: forms, offers: [])
    }

    @Test("Each value stands beside its own field, whichever forms stand before it")
    func places() async throws {
        try await withHouse { house in
            let fields = try show(house, [.verify, .full, .hidden, .verify, .hidden, .full, .hidden])
            #expect(fields.map(\.name.rawValue) == house.amanah.charterInForce.fields.map(\.name.rawValue))
            #expect(
                fields.map(\.value) == [nil, "08123456701", nil, nil, nil, "Jl. Melati 17, Surabaya, Jawa Timur", nil])
            #expect(fields.map(\.form) == [.verify, .full, .hidden, .verify, .hidden, .full, .hidden])
        }
    }

    @Test("L2: a field without a form is hidden, and a mask that the charter does not name hides all")
    func least() async throws {
        try await withHouse { house in
            let short = try show(house, [.full])
            #expect(short.map(\.value) == ["Rahmawati Kusumaningtyas", nil, nil, nil, nil, nil, nil])
            #expect(short.dropFirst().allSatisfy { $0.form == .hidden })
            let masked = try show(house, Array(repeating: .masked, count: 7))
            #expect(masked[2].value == "**************01")
            for field in [masked[4], masked[6]] {
                let value = try #require(field.value)
                #expect(!value.contains { $0.isLetter || $0.isNumber }, "\(field.name)")
            }
        }
    }

    @Test("L5: what is not shown is never opened: a seal that no longer holds is noticed by nobody who does not see it")
    func unopened() async throws {
        try await withHouse { house in
            let forms: [Form] = [.full, .masked, .verify, .hidden, .verify, .hidden, .hidden]
            let names = house.amanah.charterInForce.fields.map(\.name.rawValue)
            for (name, form) in zip(names, forms) {
                let shown: [ShownField]? = try? show(house, forms) { row in
                    // The same record with this one field sealed for another customer.
                    let key = try house.store.keys.customerKey(row.id, wrapped: row.wrappedKey)
                    let values = try row.fields.open(names, customer: row.id.rawValue, version: row.version, key: key)
                    let all = zip(names, values).compactMap { name, value in value.map { (name: name, value: $0) } }
                    let own = try SealedFields(
                        all.filter { $0.name != name }, customer: row.id.rawValue, version: row.version, key: key)
                    let foreign = try SealedFields(
                        all.filter { $0.name == name }, customer: "C2", version: row.version, key: key)
                    row.fields = SealedFields(bytes: own.bytes + foreign.bytes)
                }
                #expect((shown == nil) == (form >= .masked), "\(name)")
            }
        }
    }
}
