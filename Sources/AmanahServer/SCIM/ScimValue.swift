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
