import Foundation

/// A JSON value as SCIM sends it. Names of attributes are told apart without case (RFC 7643 §2.1).
enum ScimValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([ScimValue])
    case object([(name: String, value: ScimValue)])

    static func == (a: ScimValue, b: ScimValue) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.text(let a), .text(let b)): a == b
        case (.list(let a), .list(let b)): a == b
        case (.object(let a), .object(let b)):
            a.count == b.count && zip(a, b).allSatisfy { $0.name == $1.name && $0.value == $1.value }
        default: false
        }
    }

    /// A member of an object, whatever the case of its name.
    subscript(name: String) -> ScimValue? {
        guard case .object(let members) = self else { return nil }
        let wanted = name.lowercased()
        return members.first { $0.name.lowercased() == wanted }?.value
    }

    var string: String? { if case .text(let text) = self { text } else { nil } }
    var isNull: Bool { self == .null }

    // MARK: JSON

    /// Reads a body; `nil` where it is no JSON.
    init?(json bytes: [UInt8]) {
        guard let value = try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed]) else {
            return nil
        }
        self.init(value, depth: 0)
    }

    private init?(_ value: Any, depth: Int) {
        guard depth < 16 else { return nil }
        switch value {
        case is NSNull: self = .null
        case let text as String: self = .text(text)
        case let number as NSNumber:
            // A truth value is a number of its own type.
            self = CFNumberKind.isBool(number) ? .bool(number.boolValue) : .number(number.doubleValue)
        case let list as [Any]:
            var items: [ScimValue] = []
            for item in list {
                guard let item = ScimValue(item, depth: depth + 1) else { return nil }
                items.append(item)
            }
            self = .list(items)
        case let object as [String: Any]:
            var members: [(name: String, value: ScimValue)] = []
            for key in object.keys.sorted() {
                guard let value = object[key].flatMap({ ScimValue($0, depth: depth + 1) }) else { return nil }
                members.append((key, value))
            }
            self = .object(members)
        default: return nil
        }
    }

    /// Appends the value to an answer.
    func write(to json: inout JSONWriter) {
        switch self {
        case .null: json.null()
        case .bool(let flag): json.value(flag)
        case .number(let number): json.value(Int64(number))
        case .text(let text): json.value(text)
        case .list(let items):
            json.beginArray()
            for item in items { item.write(to: &json) }
            json.endArray()
        case .object(let members):
            json.beginObject()
            for member in members {
                json.key(text: member.name)
                member.value.write(to: &json)
            }
            json.endObject()
        }
    }
}

/// Foundation gives truth values as numbers; only the encoding tells them apart.
private enum CFNumberKind {
    static func isBool(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
