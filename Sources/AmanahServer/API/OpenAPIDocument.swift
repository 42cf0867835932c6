import AmanahCore
import Foundation
import Hummingbird

/// The description of the API, put together once from the files in `Resources/openapi`, one for each room.
///
/// Each file holds `paths` and, under `components`, `schemas`; `api.json` holds everything else too. Where `"{act-kinds}"`
/// stands, the word of every kind of act is put.
struct OpenAPIDocument: Sendable {
    private let file: StaticFile

    /// - Throws: ``ServerStartError`` when a file is missing, cannot be read, or says again what another one says.
    init() throws(ServerStartError) { file = StaticFile(bytes: try Self.bytes(), type: "application/json") }

    func response(to request: Request) -> Response { file.response(to: request) }

    /// The whole document as JSON.
    static func bytes() throws(ServerStartError) -> [UInt8] {
        var document = try object(in: "api.json")
        for name in ServerResources.names(in: "openapi") where name.hasSuffix(".json") && name != "api.json" {
            let part = try object(in: name)
            try add(part, "paths", to: &document, from: name)
            var components = document["components"] as? [String: Any] ?? [:]
            try add(part["components"] as? [String: Any] ?? [:], "schemas", to: &components, from: name)
            document["components"] = components
        }
        do {
            return [UInt8](
                try JSONSerialization.data(withJSONObject: document, options: [.sortedKeys, .withoutEscapingSlashes]))
        } catch {
            throw ServerStartError(what: "the description of the API cannot be written: reinstall the program")
        }
    }

    private static func add(
        _ part: [String: Any], _ key: String, to whole: inout [String: Any], from name: String
    ) throws(ServerStartError) {
        var members = whole[key] as? [String: Any] ?? [:]
        for (member, described) in part[key] as? [String: Any] ?? [:] {
            var value = described
            // Two rooms may have methods of one path, but not the same one.
            if key == "paths", let old = members[member] as? [String: Any], let new = described as? [String: Any],
                Set(old.keys).isDisjoint(with: new.keys)
            {
                value = old.merging(new) { first, _ in first }
                members[member] = nil
            }
            guard members.updateValue(value, forKey: member) == nil else {
                throw ServerStartError(what: "the file `openapi/\(name)` describes `\(member)` again")
            }
        }
        whole[key] = members
    }

    private static func object(in name: String) throws(ServerStartError) -> [String: Any] {
        let kinds = ActKind.allCases.map { "\"\($0.word)\"" }.joined(separator: ", ")
        guard let bytes = ServerResources.bytes("openapi/\(name)"),
            let object = try? JSONSerialization.jsonObject(
                with: Data(String(decoding: bytes, as: UTF8.self).replacing("\"{act-kinds}\"", with: kinds).utf8))
                as? [String: Any]
        else {
            throw ServerStartError(
                what: "the file `openapi/\(name)` of the program is missing; build again or reinstall it")
        }
        return object
    }
}
