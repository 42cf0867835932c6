import AmanahCore
import AmanahLedger
import Crypto
import Foundation
import GRDB
import Testing

@testable import AmanahStore

/// L11, and what lies on the disk.
@Suite struct SealingTests {
    @Test("No two nonces are alike, however many are drawn together, and equal values are sealed differently")
    func nonces() throws {
        var seen: Set<[UInt8]> = []
        for count in [0, 1, 2, 21, 22, 400] {
            var random = RandomBytes(count * Seal.nonceBytes)
            for _ in 0..<100 { seen.insert(Array(random.next(Seal.nonceBytes))) }
        }
        #expect(seen.count == 600)
        let key = SymmetricKey(size: .bits256)
        let twice = (try Seal.seal([1], key: key, place: [2]), try Seal.seal([1], key: key, place: [2]))
        #expect(twice.0 != twice.1)
        let fields = (0..<40).map { (name: "f\($0)", value: "sama") }
        let sealed = try SealedFields(fields, customer: "C1", version: 1, key: key)
        #expect(try sealed.open(fields.map(\.name), customer: "C1", version: 1, key: key).allSatisfy { $0 == "sama" })
    }

    @Test("L11: what was sealed opens at its own place only")
    func places() throws {
        let key = SymmetricKey(size: .bits256)
        let place = Seal.place("customers", "C1", "nik", version: 1)
        let sealed = try Seal.seal(Array("3578034107900001".utf8), key: key, place: place)
        #expect(try Seal.open(sealed, key: key, place: place) == Array("3578034107900001".utf8))
        for other in [
            Seal.place("customers", "C2", "nik", version: 1), Seal.place("customers", "C1", "kk", version: 1),
            Seal.place("customers", "C1", "nik", version: 2), Seal.place("people", "C1", "nik", version: 1),
            Seal.place("customersC", "1", "nik", version: 1),
        ] {
            #expect(throws: StoreError.self) { try Seal.open(sealed, key: key, place: other) }
        }
        #expect(throws: StoreError.self) { try Seal.open(sealed, key: SymmetricKey(size: .bits256), place: place) }
        for index in sealed.indices {
            var bent = sealed
            bent[index] ^= 1
            #expect(throws: StoreError.self) { try Seal.open(bent, key: key, place: place) }
        }
        #expect(throws: StoreError.self) { try Seal.open([UInt8](repeating: 0, count: 27), key: key, place: place) }
    }

    @Test(
        "L11: rows, keys, versions and names swapped in the database file do not open",
        arguments: [
            "UPDATE customers SET fields = (SELECT fields FROM customers WHERE customer_id = 'C2') WHERE customer_id = 'C1'",
            "UPDATE customers SET version = 2 WHERE customer_id = 'C1'",
            "UPDATE customer_keys SET wrapped = (SELECT wrapped FROM customer_keys WHERE number = 2) WHERE number = 1",
            """
            UPDATE customers SET customer_id = 'X' WHERE customer_id = 'C1';
            UPDATE customers SET customer_id = 'C1' WHERE customer_id = 'C2'
            """,
        ])
    func swapped(sql: String) async throws {
        try await withStore { fixture in
            #expect(try name(fixture.store) == ["Rahmawati Kusumaningtyas"])
            try await fixture.store.pool.write { db in try db.execute(sql: sql) }
            let refused = await storeRefusal { try name(fixture.store) }
            #expect(refused == .sealBroken)
        }
    }

    private func name(_ store: SQLiteStore) throws -> [String?]? {
        try store.read { view in
            guard let row = try view.customer(CustomerID("C1")) else { return nil }
            return try store.keys.open(["name"], of: row)
        }
    }

    @Test("L11: a colleague's name and second factor do not open under another's id")
    func staff() async throws {
        try await withStore { fixture in
            try await fixture.store.commit(share: "a") { view in
                var credential = CredentialRow(person: PersonID("A1"))
                credential.secret = [1, 2, 3]
                try view.put(credential: credential)
            }
            try await fixture.store.pool.write { db in
                try db.execute(sql: "UPDATE credentials SET person_id = 'A2'; UPDATE people SET person_id = 'A2'")
            }
            let secret = await storeRefusal { try fixture.store.read { view in try view.credential(PersonID("A2")) } }
            #expect(secret == .sealBroken)
            // A person whose row does not hold counts as not there, and is named.
            let rows = try fixture.store.read { view in try view.organisation() }
            #expect(rows.people.isEmpty)
            #expect(rows.strangers == [ControlFinding(.inserted, "people", "A2")])
        }
    }

    @Test("A fresh folder, its WAL and a backup hold no readable name, phone, NIK, KK, address, or the key")
    func nothingReadable() async throws {
        try await withStore { fixture in
            let keys = fixture.store.keys
            try await fixture.store.commit(share: "a") { view in
                let row = try keys.seal(
                    customer: CustomerID("C3"), unit: UnitID("B1"), sensitivity: .ordinary, staff: nil,
                    fields: StoreFixture.fields, household: "3578030101100011")
                try view.put(
                    customer: row,
                    tags: [
                        (.phone, keys.blindTag(.phone, "+628123456701")),
                        (.nik, keys.blindTag(.nik, "3578034107900001")),
                    ])
                try view.put(person: StoreFixture.person(StoreFixture.staffName))
                _ = try view.append(StoreFixture.act())
            }
            try fixture.store.backup(to: fixture.folder + "/data/copy.db")
            let key = try String(contentsOfFile: fixture.folder + "/key", encoding: .utf8)
            var spellings: [String] = [StoreFixture.staffName, key.trimmingCharacters(in: .whitespacesAndNewlines)]
            for (_, value) in StoreFixture.fields { spellings += [value, value.lowercased(), value.uppercased()] }
            spellings += value(
                "08123456701", "8123456701", "628123456701", "0812-3456-701", "Kusumaningtyas", "Melati", "357803")
            let files = try FileManager.default.contentsOfDirectory(atPath: fixture.folder + "/data").sorted()
            #expect(files.contains("amanah.db-wal") && files.contains("copy.db"))
            for file in files {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: fixture.folder + "/data/" + file))
                for spelling in spellings {
                    let forms = [
                        Data(spelling.utf8), spelling.data(using: .utf16LittleEndian),
                        spelling.data(using: .utf16BigEndian),
                    ]
                    for form in forms.compactMap({ $0 }) where bytes.range(of: form) != nil {
                        Issue.record("\(file) holds a readable value")
                    }
                    let hex = Data(spelling.utf8.flatMap { Array(String($0, radix: 16).utf8) })
                    #expect(bytes.range(of: hex) == nil, "\(file)")
                    #expect(bytes.range(of: Data(Data(spelling.utf8).base64EncodedString().utf8)) == nil, "\(file)")
                }
            }
            // What may be read is: the search could have found something.
            let database = try Data(contentsOf: URL(fileURLWithPath: fixture.folder + "/data/copy.db"))
            #expect(database.range(of: Data("Cabang".utf8)) != nil)
        }
    }

    private func value(_ values: String...) -> [String] { values }

    @Test("Blind tags are equal for equal values only, and differ by kind and folder")
    func tags() {
        let (master, salt) = (SymmetricKey(size: .bits256), [UInt8](repeating: 1, count: 16))
        let keys = KeyRing(master: master, folder: salt)
        let other = KeyRing(master: master, folder: [UInt8](repeating: 2, count: 16))
        #expect(keys.blindTag(.phone, "1") == keys.blindTag(.phone, "1"))
        #expect(keys.blindTag(.phone, "1") != keys.blindTag(.nik, "1"))
        #expect(keys.blindTag(.phone, "1") != keys.blindTag(.phone, "2"))
        #expect(keys.blindTag(.phone, "1") != other.blindTag(.phone, "1"))
    }

    @Test("A key file that others may read, another folder's, or none at all is refused")
    func keyFiles() async throws {
        try await withStore { fixture in
            let (data, key) = (fixture.folder + "/data", fixture.folder + "/key")
            _ = try KeyRing.createMasterKey(at: fixture.folder + "/other")
            #expect(await storeRefusal { try KeyRing.createMasterKey(at: key) } == .key)
            #expect(
                await storeRefusal { try SQLiteStore.open(folder: data, keyFile: fixture.folder + "/other") } == .key)
            #expect(
                await storeRefusal { try SQLiteStore.open(folder: data, keyFile: fixture.folder + "/none") } == .key)
            #expect(await storeRefusal { try SQLiteStore.open(folder: fixture.folder, keyFile: key) } == .missing)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
            #expect(await storeRefusal { try SQLiteStore.open(folder: data, keyFile: key) } == .key)
        }
    }
}
