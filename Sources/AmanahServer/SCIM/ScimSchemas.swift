import AmanahCore

/// What the service says of itself: its configuration, its resource types, its schemas. Source: RFC 7643 §5 to §7.
struct ScimSchemas: Sendable {
    let units: [UnitID]
    let roles: [RoleID]
    let vendors: [VendorID]

    static let configuration: ScimValue = .object([
        ("schemas", .list([.text("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig")])),
        ("patch", supported(true)),
        (
            "bulk",
            .object([("supported", .bool(false)), ("maxOperations", .number(0)), ("maxPayloadSize", .number(0))])
        ),
        ("filter", .object([("supported", .bool(true)), ("maxResults", .number(Double(ScimList.most)))])),
        ("changePassword", supported(false)), ("sort", supported(false)), ("etag", supported(false)),
        (
            "authenticationSchemes",
            .list([
                .object([
                    ("type", .text("oauthbearertoken")), ("name", .text("A service account's token")),
                    ("description", .text("made with `amanah token DATA NAME`, sent as a bearer token")),
                    ("primary", .bool(true)),
                ])
            ])
        ),
        ("meta", meta("ServiceProviderConfig", "/scim/v2/ServiceProviderConfig")),
    ])

    private static func supported(_ flag: Bool) -> ScimValue { .object([("supported", .bool(flag))]) }

    private static func meta(_ type: String, _ location: String) -> ScimValue {
        .object([("resourceType", .text(type)), ("location", .text(location))])
    }

    static let resourceTypes: [ScimValue] = [
        .object([
            ("schemas", .list([.text("urn:ietf:params:scim:schemas:core:2.0:ResourceType")])), ("id", .text("User")),
            ("name", .text("User")), ("endpoint", .text("/Users")),
            ("description", .text("someone of the staff who has not left")), ("schema", .text(ScimUser.core)),
            (
                "schemaExtensions",
                .list(
                    [ScimUser.enterprise, ScimUser.staff].map {
                        .object([("schema", .text($0)), ("required", .bool(false))])
                    })
            ),
            ("meta", meta("ResourceType", "/scim/v2/ResourceTypes/User")),
        ])
    ]

    // MARK: Schemas

    private struct Attribute {
        var name: String
        var type = "string"
        var multi = false
        var description: String
        var required = false
        var mutability = "readWrite"
        var returned = "default"
        var uniqueness = "none"
        var canonical: [String] = []
        var exact = false
        var references: [String] = []
        var inner: [Attribute] = []

        var value: ScimValue {
            var members: [(name: String, value: ScimValue)] = [
                ("name", .text(name)), ("type", .text(type)), ("multiValued", .bool(multi)),
                ("description", .text(description)), ("required", .bool(required)),
                ("mutability", .text(mutability)), ("returned", .text(returned)),
            ]
            if type == "string" || type == "reference" {
                members += [("caseExact", .bool(exact)), ("uniqueness", .text(uniqueness))]
            }
            if !canonical.isEmpty { members.append(("canonicalValues", .list(canonical.map { .text($0) }))) }
            if !references.isEmpty { members.append(("referenceTypes", .list(references.map { .text($0) }))) }
            if !inner.isEmpty { members.append(("subAttributes", .list(inner.map(\.value)))) }
            return .object(members)
        }
    }

    var all: [ScimValue] {
        [
            schema(
                ScimUser.core, "User", "a person of the staff",
                [
                    Attribute(
                        name: "userName", description: "the person's id, for good", required: true,
                        mutability: "immutable", uniqueness: "server"),
                    Attribute(name: "displayName", description: "the person's name"),
                    Attribute(
                        name: "active", type: "boolean",
                        description:
                            "nobody has suspended him; whether he may work is `mayWork`. True lifts what a directory laid on, and nothing else",
                        required: true),
                ]),
            schema(
                ScimUser.enterprise, "EnterpriseUser", "where someone stands; a change waits for two people",
                [
                    Attribute(name: "department", description: "the unit's id", canonical: units.map(\.rawValue)),
                    Attribute(
                        name: "organization", description: "the vendor's id, of outsourced people",
                        canonical: vendors.map(\.rawValue)),
                    Attribute(
                        name: "manager", type: "complex", description: "the direct superior",
                        inner: [
                            Attribute(name: "value", description: "the superior's id", exact: true),
                            Attribute(
                                name: "$ref", type: "reference", description: "where the superior is found",
                                exact: true,
                                references: ["User"]),
                        ]),
                ]),
            schema(
                ScimUser.staff, "Staff", "what Amanah knows beside",
                [
                    Attribute(
                        name: "role", description: "the role of the charter; a change waits for two people",
                        canonical: roles.map(\.rawValue)),
                    Attribute(
                        name: "stage", description: "where the person stands on the way in", mutability: "readOnly",
                        returned: "request"),
                    Attribute(
                        name: "mayWork", type: "boolean", description: "nothing is missing at this moment",
                        mutability: "readOnly", returned: "request"),
                    Attribute(
                        name: "lacks", multi: true, description: "what is missing", mutability: "readOnly",
                        returned: "request"),
                    Attribute(
                        name: "changeHeld", type: "boolean", description: "a change of place waits for a second person",
                        mutability: "readOnly", returned: "request"),
                ]),
        ]
    }

    private func schema(_ id: String, _ name: String, _ description: String, _ attributes: [Attribute]) -> ScimValue {
        .object([
            ("schemas", .list([.text("urn:ietf:params:scim:schemas:core:2.0:Schema")])), ("id", .text(id)),
            ("name", .text(name)), ("description", .text(description)),
            ("attributes", .list(attributes.map(\.value))), ("meta", Self.meta("Schema", "/scim/v2/Schemas/\(id)")),
        ])
    }
}

/// A page of resources. Source: RFC 7644 §3.4.2.
struct ScimList {
    /// The most resources of one answer.
    static let most = 200

    var total: Int
    var start: Int
    var resources: [ScimValue]

    /// - Parameters:
    ///   - start: from 1; less counts as 1.
    ///   - count: `nil` for as many as one answer takes; less than 0 counts as 0.
    init(_ all: [ScimValue], start: Int = 1, count: Int? = nil) {
        total = all.count
        self.start = max(1, start)
        resources = Array(all.dropFirst(self.start - 1).prefix(min(Self.most, max(0, count ?? Self.most))))
    }

    var value: ScimValue {
        .object([
            ("schemas", .list([.text("urn:ietf:params:scim:api:messages:2.0:ListResponse")])),
            ("totalResults", .number(Double(total))), ("itemsPerPage", .number(Double(resources.count))),
            ("startIndex", .number(Double(start))), ("Resources", .list(resources)),
        ])
    }
}

/// Which attributes an answer holds. `id` and `schemas` always. Source: RFC 7644 §3.9.
struct ScimSelection: Sendable {
    var attributes: Set<String> = []
    var excluded: Set<String> = []

    init(attributes: [String], excluded: [String]) {
        func names(_ list: [String]) -> Set<String> {
            Set(
                list.map { name in
                    let (schema, rest) = ScimUser.split(name.trimmingBlanks)
                    return (schema.map { $0 == ScimUser.core ? rest : rest.isEmpty ? $0 : "\($0):\(rest)" } ?? rest)
                        .lowercased()
                }.filter { !$0.isEmpty })
        }
        self.attributes = names(attributes)
        self.excluded = names(excluded)
    }

    func pick(_ user: ScimValue) -> ScimValue {
        guard case .object(let members) = user else { return user }
        return .object(
            members.compactMap { member in
                let name = member.name.lowercased()
                if ["id", "schemas"].contains(name) { return member }
                return part(member.value, name).map { (name: member.name, value: $0) }
            })
    }

    /// What of an attribute is picked; of an extension or a complex attribute the inner ones that are.
    private func part(_ value: ScimValue, _ name: String) -> ScimValue? {
        let separator = name.hasPrefix("urn:") && !name.dropFirst(4).contains("user:") ? ":" : "."
        if excluded.contains(name) { return nil }
        if attributes.contains(name) { return value }
        if ScimUser.onRequest.contains(name) { return nil }
        guard case .object(let members) = value else { return attributes.isEmpty ? value : nil }
        let picked = members.compactMap { member in
            part(member.value, name + separator + member.name.lowercased()).map { (name: member.name, value: $0) }
        }
        return picked.isEmpty ? nil : .object(picked)
    }
}

extension String {
    var trimmingBlanks: String {
        let inner = drop { $0 == " " }
        return String(
            inner.prefix(
                (inner.lastIndex { $0 != " " }).map { inner.distance(from: inner.startIndex, to: $0) + 1 } ?? 0))
    }
}
