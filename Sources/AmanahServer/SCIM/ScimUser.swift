import AmanahCore
import AmanahService
import HTTPTypes

/// A person as a SCIM user, and back.
enum ScimUser {
    static let core = "urn:ietf:params:scim:schemas:core:2.0:User"
    static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    /// What Amanah knows beside: the role of the charter, and where the person stands on the way in.
    static let staff = "urn:amanah:params:scim:schemas:extension:staff:2.0:User"
    static let schemas = [core, enterprise, staff]
    /// What an answer holds only where it is asked for by name, in lower case.
    static let onRequest = Set(["stage", "mayWork", "lacks", "changeHeld"].map { "\(staff):\($0)".lowercased() })

    static func location(_ id: PersonID) -> String { "/scim/v2/Users/\(id)" }

    static func value(_ user: DirectoryUser) -> ScimValue {
        func text(_ text: String?) -> ScimValue? { text.map { .text($0) } }
        func object(_ members: [(name: String, value: ScimValue?)]) -> ScimValue? {
            let there = members.compactMap { member in member.value.map { (name: member.name, value: $0) } }
            return there.isEmpty ? nil : .object(there)
        }
        let manager = user.supervisor.map { superior in
            object([("value", .text(superior.rawValue)), ("$ref", .text(location(superior)))])
        }
        let members: [(name: String, value: ScimValue?)] = [
            ("schemas", .list(schemas.map { .text($0) })), ("id", .text(user.id.rawValue)),
            ("externalId", text(user.externalID)), ("userName", .text(user.id.rawValue)),
            ("displayName", text(user.name)), ("active", .bool(user.active)),
            (
                enterprise,
                object([
                    ("department", text(user.unit?.rawValue)), ("organization", text(user.vendor?.rawValue)),
                    ("manager", manager ?? nil),
                ])
            ),
            (
                staff,
                object([
                    ("role", text(user.role?.rawValue)), ("stage", .text(user.stage.rawValue)),
                    ("mayWork", .bool(user.mayWork)), ("lacks", .list(user.lacks.map { .text($0.rawValue) })),
                    ("changeHeld", .bool(user.changeHeld)),
                ])
            ),
            (
                "meta",
                object([
                    ("resourceType", .text("User")), ("created", text(user.joinedAt?.rfc3339)),
                    ("location", .text(location(user.id))),
                ])
            ),
        ]
        return .object(members.compactMap { member in member.value.map { (name: member.name, value: $0) } })
    }

    /// What stands at a path of a user: `userName`, `meta.created`, `urn:…:User:manager.value`.
    static func at(_ path: String, of user: ScimValue) -> ScimValue? {
        let (schema, rest) = split(path)
        var found: ScimValue? = schema.map { $0 == core ? user : user[$0] ?? .null } ?? user
        for part in rest.split(separator: ".") { found = found?[String(part)] }
        if schema == nil, found == nil {
            // An attribute of an extension by its bare name.
            for schema in [enterprise, staff] where user[schema] != nil {
                var inner = user[schema]
                for part in rest.split(separator: ".") { inner = inner?[String(part)] }
                if let inner { return inner }
            }
        }
        return found
    }

    /// The schema that a path begins with, in its own spelling, and what follows it.
    static func split(_ path: String) -> (schema: String?, rest: String) {
        let low = path.lowercased()
        for schema in schemas {
            if low == schema.lowercased() { return (schema, "") }
            if low.hasPrefix(schema.lowercased() + ":") { return (schema, String(path.dropFirst(schema.count + 1))) }
        }
        return (nil, path)
    }

    // MARK: What a directory sends

    /// A whole user, of POST and PUT. What is not sent is unassigned.
    static func input(_ body: ScimValue) throws(ScimError) -> DirectoryInput {
        guard case .object(let members) = body else {
            throw ScimError(.badRequest, "invalidSyntax", "the body is no JSON object")
        }
        var input = DirectoryInput()
        for member in members { try set(member.name, member.value, in: &input, whole: true) }
        return input
    }

    /// Sets what stands at a path; `nil` removes it.
    ///
    /// - Parameter whole: a whole user is read: what a directory may not set is passed over, as RFC 7644 §3.5.1 asks.
    static func set(
        _ path: String, _ value: ScimValue?, in input: inout DirectoryInput, whole: Bool = false
    ) throws(ScimError) {
        let value = value?.isNull == true ? nil : value
        let (schema, rest) = split(path)
        if let schema, rest.isEmpty {
            if value == nil { return try clear(schema, in: &input) }
            guard case .object(let members) = value else { throw invalid(path) }
            // Within a whole extension, what a directory may not set is passed over too.
            for member in members { try set("\(schema):\(member.name)", member.value, in: &input, whole: true) }
            return
        }
        switch (schema ?? core, rest.lowercased()) {
        case (core, "displayname"): input.name = try text(value, path)
        case (core, "name"), (core, "name.formatted"), (core, "name.givenname"), (core, "name.familyname"):
            try setName(rest.lowercased(), value, in: &input)
        case (core, "externalid"): input.externalID = try text(value, path)
        case (core, "active"): input.active = try flag(value, path) ?? true
        case (enterprise, "department"): input.unit = try text(value, path).map { UnitID($0) }
        case (enterprise, "organization"): input.vendor = try text(value, path).map { VendorID($0) }
        case (enterprise, "manager"), (enterprise, "manager.value"):
            if case .object = value, let inner = value?["value"] {
                input.supervisor = try text(inner.isNull ? nil : inner, path).map { PersonID($0) }
            } else {
                input.supervisor = try text(value, path).map { PersonID($0) }
            }
        case (staff, "role"): input.role = try text(value, path).map { RoleID($0) }
        case (core, "schemas"), (core, "meta"), (core, "id"), (core, "username"):
            guard whole else {
                throw ScimError(.badRequest, "mutability", "a user keeps its id and userName: end it and begin another")
            }
        case (staff, "stage"), (staff, "maywork"), (staff, "lacks"), (staff, "changeheld"):
            guard whole else {
                throw ScimError(.badRequest, "mutability", "where someone stands follows from the steps taken")
            }
        default:
            guard whole else { throw ScimError(.badRequest, "invalidPath", "there is no such attribute; see /Schemas") }
        }
    }

    private static func clear(_ schema: String, in input: inout DirectoryInput) throws(ScimError) {
        switch schema {
        case enterprise: (input.unit, input.vendor, input.supervisor) = (nil, nil, nil)
        case staff: input.role = nil
        default: throw invalid(schema)
        }
    }

    /// Directories without a `displayName` send a name in parts.
    private static func setName(_ part: String, _ value: ScimValue?, in input: inout DirectoryInput) throws(ScimError) {
        if part == "name" {
            guard input.name == nil, case .object = value else { return }
            let parts = [value?["givenName"], value?["familyName"]].compactMap { $0?.string }
            input.name = value?["formatted"]?.string ?? (parts.isEmpty ? nil : parts.joined(separator: " "))
        } else if part == "name.formatted" || input.name == nil {
            input.name = try text(value, part)
        }
    }

    private static func text(_ value: ScimValue?, _ path: String) throws(ScimError) -> String? {
        guard let value else { return nil }
        guard let text = value.string, text.utf8.count <= 1000 else { throw invalid(path) }
        return text.isEmpty ? nil : text
    }

    /// Some directories send truth values as words.
    private static func flag(_ value: ScimValue?, _ path: String) throws(ScimError) -> Bool? {
        switch value {
        case nil: return nil
        case .bool(let flag): return flag
        case .text(let word) where word.lowercased() == "true": return true
        case .text(let word) where word.lowercased() == "false": return false
        default: throw invalid(path)
        }
    }

    private static func invalid(_ path: String) -> ScimError {
        ScimError(.badRequest, "invalidValue", "a value is not of the type that its attribute has; see /Schemas")
    }
}

/// The operations of a PATCH. Source: RFC 7644 §3.5.2.
struct ScimPatch: Sendable {
    private enum Operation: String { case add, replace, remove }
    private var operations: [(operation: Operation, path: String?, value: ScimValue?)] = []

    static let schema = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

    init(_ body: ScimValue) throws(ScimError) {
        guard case .list(let items) = body["Operations"], !items.isEmpty, items.count <= 100 else {
            throw ScimError(.badRequest, "invalidSyntax", "`Operations` is missing, empty, or has more than 100")
        }
        for item in items {
            guard let word = item["op"]?.string, let operation = Operation(rawValue: word.lowercased()) else {
                throw ScimError(.badRequest, "invalidSyntax", "an `op` is `add`, `replace` or `remove`")
            }
            let path = item["path"]?.string
            let value = item["value"]
            if operation == .remove, path == nil {
                throw ScimError(.badRequest, "noTarget", "a `remove` names a `path`")
            }
            if operation != .remove, value == nil {
                throw ScimError(.badRequest, "invalidValue", "`\(operation.rawValue)` has a `value`")
            }
            operations.append((operation, path, value))
        }
    }

    func apply(to input: DirectoryInput) throws(ScimError) -> DirectoryInput {
        var input = input
        for (operation, path, value) in operations {
            if let path {
                try ScimUser.set(path, operation == .remove ? nil : value, in: &input)
            } else if case .object(let members) = value {
                for member in members { try ScimUser.set(member.name, member.value, in: &input) }
            } else {
                throw ScimError(.badRequest, "invalidValue", "without a `path` the `value` is an object of attributes")
            }
        }
        return input
    }
}
