import AmanahLedger
import Foundation
import Testing

/// A file of published vectors, as `Vectors/README.md` describes them.
struct Vectors {
    let members: [String: Any]

    init(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appending(path: name + ".json")))
        members = try #require(json as? [String: Any])
    }

    func list<T>(_ name: String) throws -> [T] { try #require(members[name] as? [T]) }
    func word(_ name: String) throws -> String { try #require(members[name] as? String) }
}

extension [String: Any] {
    func text(_ name: String) throws -> String { try #require(self[name] as? String) }
    func flag(_ name: String) throws -> Bool { try #require(self[name] as? Bool) }
    func number(_ name: String) throws -> UInt64 { try #require(self[name] as? NSNumber).uint64Value }
    func base64(_ name: String) throws -> [UInt8] { Array(try #require(Data(base64Encoded: try text(name)))) }
    func words(_ name: String) -> [String] { self[name] as? [String] ?? [] }
}

func hex(_ text: String) -> [UInt8] {
    stride(from: 0, to: text.utf8.count, by: 2).compactMap { UInt8(text.dropFirst($0).prefix(2), radix: 16) }
}
