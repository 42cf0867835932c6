import AmanahCore
import AmanahLedger
import Crypto
import Foundation

@testable import AmanahStore

/// A data folder with one customer, in a place of its own.
struct StoreFixture: Sendable {
    var folder: String
    var store: SQLiteStore

    static let now = Moment("2026-11-24T03:00:00Z") ?? Moment(seconds: 0)
    static let fields: [(name: String, value: String)] = [
        ("name", "Rahmawati Kusumaningtyas"), ("phone", "+628123456701"), ("nik", "3578034107900001"),
        ("kk", "3578030101100011"), ("mother_maiden_name", "Siti Nur'Aini"),
        ("address", "Jl. Melati 17, Surabaya, Jawa Timur"),
    ]
    static let staffName = "Hendrawan Adiwijaya"

    /// - Parameter parent: where the folder is made.
    static func open(in parent: String = NSTemporaryDirectory()) throws -> StoreFixture {
        let folder = parent + "/amanah-store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        let key = try KeyRing.createMasterKey(at: folder + "/key")
        let loader = try BulkLoader(folder: folder + "/data", origin: "store", master: key)
        try loader.write { view in
            try view.put(unit: UnitRow(id: UnitID("B1"), parent: nil, kind: "branch", name: "Cabang", zone: .wib))
            try view.put(person: person(staffName))
        }
        try loader.customers(["C1", "C2"].map(customer))
        try loader.finish()
        return StoreFixture(
            folder: folder, store: try SQLiteStore.open(folder: folder + "/data", keyFile: folder + "/key"))
    }

    static func person(_ name: String) -> PersonRecord {
        PersonRecord(
            id: PersonID("A1"), name: name, role: RoleID("agent"), unit: UnitID("B1"), supervisor: nil,
            employment: "internal", vendor: nil, vetting: .carriedOver, training: .carriedOver, lastDay: nil,
            suspended: false)
    }

    static func customer(_ id: String) -> BulkLoader.Customer {
        BulkLoader.Customer(
            id: CustomerID(id), unit: UnitID("B1"), sensitivity: .ordinary, staff: nil, fields: fields,
            phone: "+628123456701", nik: "3578034107900001", kk: "3578030101100011")
    }

    func again() throws -> SQLiteStore { try SQLiteStore.open(folder: folder + "/data", keyFile: folder + "/key") }

    static func act(_ number: Int = 0) -> NewAct {
        NewAct(
            kind: .search, at: now, person: PersonID("A1"), unit: UnitID("B1"), customer: nil, purpose: nil,
            ticket: nil,
            look: nil, workstation: nil,
            commitments: [CommitmentSeed.random().commit(.person, Array("A1/\(number)".utf8))], personDetails: [1],
            customerDetails: nil)
    }

    /// Whether every entry has its place and its leaf, and all of them lead to the signed root.
    static func logHolds(_ store: SQLiteStore) throws -> Bool {
        var tree = MerkleFrontier()
        let rows = try store.read { try $0.entries(from: 0, limit: 100_000) }
        for (position, row) in rows.enumerated() {
            guard row.index == Int64(position), try Entry(decoding: row.entry).index == UInt64(position) else {
                return false
            }
            let leaf = MerkleHash.leaf(row.entry)
            guard leaf.bytes == row.leaf else { return false }
            tree.append(leaf)
        }
        let (tip, signers) = try store.read { (try $0.ledgerTip(), try $0.logSigners().map(\.key)) }
        guard let signed = tip.checkpoint, (try? signed.verify(signers)) != nil else { return false }
        return tip.size == UInt64(rows.count) && tip.root == tree.root && signed.checkpoint.root == tree.root
            && signed.checkpoint.size == tip.size
    }

    func close() async {
        await store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }
}

func withStore(in parent: String = NSTemporaryDirectory(), _ body: @Sendable (StoreFixture) async throws -> Void)
    async throws
{
    let fixture = try StoreFixture.open(in: parent)
    do { try await body(fixture) } catch {
        await fixture.close()
        throw error
    }
    await fixture.close()
}

/// What a call of the store refuses with.
func storeRefusal<T>(_ body: () async throws -> T) async -> StoreError.Code? {
    do {
        _ = try await body()
        return nil
    } catch { return (error as? StoreError)?.code }
}
