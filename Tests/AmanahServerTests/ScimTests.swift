import AmanahCore
import AmanahService
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import AmanahServer

/// SCIM's own grammar; `Tests/e2e/scim` has it judged by a client of others.
@Suite struct ScimTests {
    private let user = ScimUser.value(FakeGateway.directoryUser)

    private func passes(_ filter: String) throws(ScimError) -> Bool {
        try ScimFilter(filter).passes { ScimUser.at($0, of: user) }
    }

    @Test("A filter is read by its grammar: names and operators without case, `and` before `or`")
    func filters() throws {
        let yes = [
            #"userName eq "p0101""#, #"USERNAME Eq "P0101""#, #"id eq "P0101""#, #"displayName co "lima""#,
            #"displayName sw "Agen" and active eq true"#, #"active eq false or userName sw "P""#,
            #"userName eq "x" and active eq true or displayName ew "Lima""#, #"not (userName eq "x")"#,
            #"displayName pr and not (externalId pr)"#, #"manager.value eq "P0004""#,
            #"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "B3273A""#,
            #"urn:amanah:params:scim:schemas:extension:staff:2.0:User:lacks eq "not-vetted""#,
            #"meta.created gt "2020-01-01T00:00:00Z""#, #"(userName pr)"#, #"externalId eq null"#,
        ]
        for filter in yes { #expect(try passes(filter), "\(filter)") }
        let no = [
            #"id eq "p0101""#, #"userName eq "x" or (active eq true and displayName eq "y")"#, #"userName ne "P0101""#,
            #"displayName eq true"#, #"nosuch eq "x""#, #"nosuch pr"#, #"displayName co "z""#,
        ]
        for filter in no { #expect(try !passes(filter), "\(filter)") }
        let wrong = [
            "", "userName", "userName eq", "userName is \"x\"", "(userName pr", "userName pr)", "userName eq \"x",
            "not userName pr", "userName eq {\"a\":1}", "and", "userName pr or", String(repeating: "(", count: 900),
            "userName eq \"\\", String(repeating: "a", count: 2000) + " pr",
        ]
        for filter in wrong { #expect(throws: ScimError.self, "\(filter)") { try passes(filter) } }
    }

    private func patched(_ json: String) throws(ScimError) -> DirectoryInput {
        guard let body = try? ScimValue(json: Array(json.utf8)) else { throw ScimFilter.wrong }
        return try ScimPatch(body).apply(to: DirectoryInput())
    }

    @Test("A patch sets and removes by path and without one, as directories write it")
    func patches() throws {
        #expect(try patched(#"{"Operations":[{"op":"Replace","path":"active","value":"False"}]}"#).active == false)
        #expect(try patched(#"{"Operations":[{"op":"replace","value":{"active":false}}]}"#).active == false)
        let moved = try patched(
            #"{"Operations":[{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":{"value":"P9"}},{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User","value":{"department":"B1"}},{"op":"add","value":{"urn:amanah:params:scim:schemas:extension:staff:2.0:User":{"role":"agent"}}}]}"#
        )
        #expect(moved.supervisor == PersonID("P9") && moved.unit == UnitID("B1") && moved.role == RoleID("agent"))
        #expect(
            try patched(
                #"{"Operations":[{"op":"add","path":"displayName","value":"A"},{"op":"remove","path":"displayName"}]}"#
            ).name == nil)
        let wrong = [
            #"{}"#, #"{"Operations":[]}"#, #"{"Operations":[{"op":"move","path":"active","value":1}]}"#,
            #"{"Operations":[{"op":"remove"}]}"#, #"{"Operations":[{"op":"add","path":"active"}]}"#,
            #"{"Operations":[{"op":"replace","path":"userName","value":"x"}]}"#,
            #"{"Operations":[{"op":"replace","path":"urn:amanah:params:scim:schemas:extension:staff:2.0:User:stage","value":"active"}]}"#,
            #"{"Operations":[{"op":"replace","path":"active","value":"maybe"}]}"#,
            #"{"Operations":[{"op":"replace","path":"nickName","value":"x"}]}"#,
            #"{"Operations":[{"op":"replace","value":"x"}]}"#,
        ]
        for json in wrong { #expect(throws: ScimError.self, "\(json)") { try patched(json) } }
    }

    @Test("G4: a body in which a name stands twice, or that another reader could take for another one, is refused")
    func strict() async throws {
        let deep = String(repeating: "[", count: 20) + String(repeating: "]", count: 20)
        let wrong = [
            #"{"active":true,"active":false}"#, #"{"active":true,"ACTIVE":false}"#,
            #"{"userName":"P1","user\u004eame":"P2"}"#, #"{"name":{"formatted":"a","formatted":"b"}}"#,
            #"{"Operations":[{"op":"add","op":"remove","path":"displayName"}]}"#, "\u{FEFF}{}", "{} {}", #"{"a":1,}"#,
            #"{"a":"\u0000"}"#, #"{"a":"\ud800"}"#, #"{"a":01}"#, #"{"a":.5}"#, #"{"a":1e400}"#, #"{"a":NaN}"#,
            #"{"a":"b"#, #"{"a":tru}"#, #"{'a':1}"#, "", deep, "{\"a\":\(deep)}",
        ]
        for json in wrong { #expect(throws: BodyError.self, "\(json)") { try ScimValue(json: Array(json.utf8)) } }
        #expect(throws: BodyError.self) { try ScimValue(json: [0x22, 0xC3, 0x28, 0x22]) }
        let value = try ScimValue(json: Array(#" {"b" : [1, -2.5, 1e2, true, null], "a":{"A":"\u00e9"}} "#.utf8))
        #expect(value["b"] == .list([.number(1), .number(-2.5), .number(100), .bool(true), .null]))
        #expect(value["A"]?["a"] == .text("é"))
        try await withAPI { client, _ in
            let service = try await client.signedIn("S0001")
            let answer = try await service.call(
                .post, "/scim/v2/Users", #"{"userName":"P0778","active":false,"Active":true}"#,
                type: "application/scim+json")
            #expect(answer.status == 400 && answer.json["scimType"] as? String == "invalidSyntax")
        }
    }

    @Test("Pages begin at one and never exceed what one answer takes")
    func pages() {
        let all = (1...450).map { ScimValue.number(Double($0)) }
        #expect(ScimList(all).resources.count == ScimList.most)
        #expect(ScimList(all, start: -4, count: 3).resources.first == .number(1))
        #expect(ScimList(all, start: 449, count: 10).resources == [.number(449), .number(450)])
        #expect(ScimList(all, start: 451).resources == [] && ScimList(all, count: -1).resources == [])
        #expect(ScimList(all, count: 0).total == 450)
    }

    @Test("An answer holds the attributes that are asked for, and id and schemas always")
    func selections() {
        func picked(_ attributes: [String], _ excluded: [String] = []) -> [String] {
            guard case .object(let members) = ScimSelection(attributes: attributes, excluded: excluded).pick(user)
            else {
                return []
            }
            return members.map(\.name)
        }
        #expect(picked(["displayname"]) == ["schemas", "id", "displayName"])
        #expect(picked([ScimUser.core + ":userName"]) == ["schemas", "id", "userName"])
        #expect(picked([ScimUser.enterprise + ":department"]) == ["schemas", "id", ScimUser.enterprise])
        #expect(!picked([], ["displayName"]).contains("displayName"))
        #expect(!picked([], [ScimUser.staff]).contains(ScimUser.staff))
        #expect(picked([], ["id"]).contains("id"))
    }

    @Test("Only a service's token is heard, and every refusal is SCIM's own")
    func door() async throws {
        try await withAPI { client, _ in
            func scim(_ method: HTTPRequest.Method, _ path: String, _ by: APIClient, _ body: String? = nil) async throws
                -> APIAnswer
            {
                try await by.call(method, "/scim/v2/" + path, body, type: "application/scim+json")
            }
            let (agent, service) = (try await client.signedIn(), try await client.signedIn("S0001"))
            let none = try await scim(.get, "Users", client)
            #expect(none.status == 401 && none.json["schemas"] as? [String] == [ScimError.schema])
            #expect(try await scim(.get, "Users", agent).status == 403)
            #expect(try await scim(.get, "Users", service).json["totalResults"] as? Int == 1)
            #expect(try await scim(.get, "Users/P9999", service).status == 404)
            #expect(try await scim(.get, "Nothing", service).json["status"] as? String == "404")
            #expect(try await scim(.delete, "Schemas", service).status == 405)
            #expect(
                try await scim(.get, "Users?filter=userName", service).json["scimType"] as? String == "invalidFilter")
            #expect(try await scim(.post, "Users", service, #"{"userName":"a b"}"#).status == 400)
            let twice = try await scim(.post, "Users", service, #"{"userName":"P0101"}"#)
            #expect(twice.status == 409 && twice.json["scimType"] as? String == "uniqueness")
            let made = try await scim(.post, "Users", service, #"{"userName":"P0777","active":true}"#)
            #expect(made.status == 201 && made.headers[.location] == "/scim/v2/Users/P0777")
            #expect(made.headers[.cacheControl] == "no-store")
            #expect(try await scim(.post, "Users", service, "no json").status == 400)
            #expect(try await scim(.delete, "Users/P0101", service).status == 204)
        }
    }
}
