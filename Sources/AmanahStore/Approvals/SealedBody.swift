import AmanahCore
import Foundation

/// A value kept as a sealed body beside the few columns by which it is found. The columns are part of the place, so a row
/// whose columns were edited does not open (L11).
struct SealedBody {
    var keys: KeyRing
    var table: String

    func seal(_ value: some Encodable, columns: [String]) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Data(try Seal.seal(Array(try encoder.encode(value)), key: keys.staff, place: place(columns)))
    }

    func open<Value: Decodable>(_ bytes: [UInt8], columns: [String]) throws -> Value {
        let plain = try Seal.open(bytes, key: keys.staff, place: place(columns))
        do {
            return try JSONDecoder().decode(Value.self, from: Data(plain))
        } catch {
            throw StoreError(.sealBroken, "a sealed row of `\(table)` is of another form: restore a backup")
        }
    }

    private func place(_ columns: [String]) -> [UInt8] {
        Seal.place(table, columns.joined(separator: "\u{1F}"), "body", version: 1)
    }
}
