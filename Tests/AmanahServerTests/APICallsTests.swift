import AmanahCore
import AmanahService
import Foundation
import HTTPTypes
import Synchronization
import Testing

@Suite("The calls of the API")
struct APICallsTests {
    @Test("signing in gives a token with its end, and the token signs out once")
    func signInAndOut() async throws {
        try await withAPI { client, _ in
            let answer = try await client.call(
                .post, "sessions", #"{"person":"P0101","password":"\#(FakeGateway.password)"}"#)
            #expect(answer.status == 201)
            #expect((answer.json["expires_at"] as? String) == "2026-09-21T23:13:20Z")
            let mine = try await client.signedIn()
            #expect(try await mine.call(.get, "me").status == 200)
            #expect(try await mine.call(.delete, "sessions/current").status == 204)
            #expect(try await mine.call(.get, "me").status == 401)
            #expect(try await mine.call(.delete, "sessions/current").status == 401)
        }
    }

    @Test("a wrong password, a missing second factor and a lock-out are told apart by type and status")
    func refusalsOfSignIn() async throws {
        try await withAPI { client, _ in
            let second = try await client.call(
                .post, "sessions", #"{"person":"P0003","password":"\#(FakeGateway.password)"}"#)
            #expect(second.status == 401)
            #expect(second.type == "second-factor-required")
            #expect(second.headers[.wwwAuthenticate] != nil)
            let whole = try await client.call(
                .post, "sessions", #"{"person":"P0003","password":"\#(FakeGateway.password)","totp":"123456"}"#)
            #expect(whole.status == 201)
            for _ in 0..<5 {
                let wrong = try await client.call(.post, "sessions", #"{"person":"P0101","password":"guess guess"}"#)
                #expect(wrong.status == 401)
                #expect(wrong.type == "wrong-credentials")
            }
            let locked = try await client.call(.post, "sessions", #"{"person":"P0101","password":"guess guess"}"#)
            #expect(locked.status == 429)
            #expect(locked.headers[.retryAfter] == "30")
        }
    }

    @Test("until the terms are accepted every call but the terms answers 403 of that type")
    func termsFirst() async throws {
        try await withAPI { client, _ in
            let fresh = try await client.signedIn("P0102")
            let calls: [(HTTPRequest.Method, String, String?)] = [
                (.get, "me", nil), (.post, "me/password", #"{"current":"a","new":"b"}"#),
                (.post, "me/second-factor", nil), (.post, "me/second-factor/confirm", #"{"code":"1"}"#),
                (.post, "searches", #"{"customer_id":"C0000001"}"#), (.post, "looks", goodLook), (.get, "looks", nil),
                (.post, "presence", #"{"phone":"0812","purpose":"sim-replacement"}"#),
                (.post, "presence/pr-1/code", #"{"code":"111111"}"#), (.get, "tickets", nil),
                (.post, "looks/L-7/reveals", #"{"field":"nik","reason":"x"}"#), (.put, "tickets/T-1", "{}"),
                (.post, "verifications", #"{"customer_id":"C0000001","purpose":"p","field":"nik","said":"x"}"#),
            ]
            for (method, path, body) in calls {
                let answer = try await fresh.call(method, path, body)
                #expect(answer.status == 403, "\(method) \(path)")
                #expect(answer.type == "terms-not-accepted", "\(method) \(path)")
            }
            let terms = try await fresh.call(.get, "me/terms")
            #expect(terms.json["accepted"] as? Bool == false)
            let stale = try await fresh.call(.post, "me/terms", #"{"version":"terms/2020-01.md"}"#)
            #expect(stale.status == 409)
            let version = terms.json["version"] as? String ?? ""
            let accepted = try await fresh.call(.post, "me/terms", #"{"version":"\#(version)"}"#)
            #expect(accepted.status == 200)
            #expect(try await fresh.call(.get, "me").status == 200)
        }
    }

    @Test("a look answers the fields in their forms, with the place of its entry in the log")
    func look() async throws {
        try await withAPI { client, _ in
            let answer = try await client.signedIn().call(.post, "looks", goodLook)
            #expect(answer.status == 201)
            #expect(answer.json["look_id"] as? String == "L-88213")
            #expect(answer.json["ledger_index"] as? Int == 88213)
            let fields = try #require(answer.json["fields"] as? [String: [String: Any]])
            #expect(fields["nik"]?["form"] as? String == "masked")
            #expect(fields["nik"]?["value"] as? String == "**************34")
            #expect(fields["mother_maiden_name"]?["form"] as? String == "verify")
            #expect(fields["mother_maiden_name"]?["value"] == nil)
        }
    }

    @Test("a refused look says why in both languages, with the superior's name and the ticket's number")
    func refusedLook() async throws {
        try await withAPI { client, _ in
            let answer = try await client.signedIn().call(
                .post, "looks", #"{"customer_id":"C0000002","purpose":"sim-replacement","ticket_id":"T-1042"}"#)
            #expect(answer.status == 403)
            #expect(answer.headers[.contentType] == "application/problem+json")
            #expect(answer.type == "denied")
            let reasons = try #require(answer.json["reasons"] as? [[String: Any]])
            #expect(reasons.map { $0["code"] as? String } == ["ticket-of-other-customer"])
            let text = try #require(reasons[0]["text"] as? [String: String])
            #expect(
                text["id"]
                    == "Tidak bisa dibuka: tiket T-1042 milik pelanggan lain. Buka tiket pelanggan ini, atau minta Ketua Empat."
            )
            #expect(text["en"]?.contains("Ketua Empat") == true)
        }
    }

    @Test("reveal, comparison, search and presence answer as the issue says")
    func otherCalls() async throws {
        try await withAPI { client, _ in
            let mine = try await client.signedIn()
            let reveal = try await mine.call(
                .post, "looks/L-7/reveals", #"{"field":"nik","reason":"kartu hilang, pelanggan di meja 3"}"#)
            #expect(reveal.status == 201)
            #expect(reveal.json["value"] as? String == FakeGateway.secrets[2])
            #expect(try await mine.call(.post, "looks/7/reveals", #"{"field":"nik","reason":"x"}"#).status == 404)
            let said =
                #"{"customer_id":"C0000001","purpose":"sim-replacement","ticket_id":"T-1042","field":"mother_maiden_name","said":"x"}"#
            let miss = try await mine.call(.post, "verifications", said)
            #expect(miss.json["match"] as? Bool == false)
            #expect(miss.json["tries_left"] as? Int == 2)
            let none = try await mine.call(.post, "searches", #"{"nik":"3578014107900035"}"#)
            #expect(none.body == #"{"matches":[]}"#)
            let hit = try await mine.call(.post, "searches", #"{"phone":"08123457890"}"#)
            #expect((hit.json["matches"] as? [[String: Any]])?.first?["name"] as? String == "S*** R*********")
            let started = try await mine.call(.post, "presence", #"{"phone":"0812","purpose":"sim-replacement"}"#)
            #expect(started.status == 202)
            #expect(try await mine.call(.post, "presence/pr-1/code", #"{"code":"111111"}"#).status == 201)
            let wrong = try await mine.call(.post, "presence/pr-1/code", #"{"code":"111112"}"#)
            #expect(wrong.status == 403)
            #expect(wrong.json["tries_left"] as? Int == 2)
            #expect(try await mine.call(.post, "presence/pr-1/code", #"{"code":"999999"}"#).status == 410)
            #expect(try await mine.call(.post, "presence/pr-2/code", #"{"code":"111111"}"#).status == 404)
        }
    }

    @Test("looks are one's own; others' only for a role with the log")
    func looks() async throws {
        try await withAPI { client, _ in
            let mine = try await client.signedIn()
            let own = try await mine.call(.get, "looks?limit=1")
            #expect(own.status == 200)
            #expect((own.json["looks"] as? [[String: Any]])?.first?["person"] as? String == "P0101")
            #expect(own.json["next"] as? Int == 5)
            let look = try #require((own.json["looks"] as? [[String: Any]])?.first)
            #expect(look["ground"] as? String == "ticket" && look["grant"] as? String == "R-88213")
            #expect(look["break_glass"] is NSNull)
            #expect(look["charter_hash"] as? String == String(repeating: "c", count: 64))
            let broken = try await mine.call(.get, "looks?look=L-8").json["looks"] as? [[String: Any]]
            #expect(broken?.first?["break_glass"] as? String == "G-9" && broken?.first?["grant"] is NSNull)
            #expect(try await mine.call(.get, "looks?person=P0105").status == 403)
            let auditor = try await client.signedIn("P0901")
            #expect(
                try await auditor.call(.get, "looks?person=P0105&kind=any&from=2026-09-01T00%3A00%3A00Z").status == 200)
            for bad in [
                "look=8", "look=L-", "look=L-8x", "limit=0", "limit=201", "limit=x", "kind=nope", "from=yesterday",
                "colour=red", "limit=1&limit=2",
                "person",
            ] {
                #expect(try await auditor.call(.get, "looks?\(bad)").status == 400, "\(bad)")
            }
        }
    }

    @Test("only the service account writes tickets; the first time is 201, the next 200")
    func tickets() async throws {
        let ticket = """
            {"customer_id":"C0000001","purpose":"sim-replacement","unit_id":"B3273A","assigned_to":"P0101",
             "opened_at":"2026-09-01T08:01:19+07:00","closed_at":null,"channel":"call"}
            """
        try await withAPI { client, gateway in
            let mine = try await client.signedIn()
            #expect(try await mine.call(.get, "tickets").status == 200)
            #expect(try await mine.call(.put, "tickets/T0000943", ticket).status == 403)
            let service = try await client.signedIn("S0001")
            #expect(try await service.call(.put, "tickets/T0000943", ticket).status == 201)
            #expect(try await service.call(.put, "tickets/T0000943", ticket).status == 200)
            let kept = gateway.state.withLock { $0.tickets[named("T0000943")] }
            #expect(kept?.openedAt.rfc3339 == "2026-09-01T01:01:19Z")
            #expect(kept?.closedAt == nil)
            let other = try await service.call(
                .put, "tickets/T0000943", ticket.replacingOccurrences(of: "{\"cus", with: "{\"ticket_id\":\"T1\",\"cus")
            )
            #expect(other.status == 400)
        }
    }

    @Test(
        "a ticket's members are those of tickets.csv: what may be left out there may be left out here, and of an open one its end"
    )
    func ticketMembers() async throws {
        let whole = [
            "customer_id": "C0000001", "purpose": "sim-replacement", "assigned_to": "P0101",
            "opened_at": "2026-09-01T08:01:19+07:00", "closed_at": nil,
        ]
        @Sendable func text(_ members: [String: String?]) throws -> String {
            let values = members.mapValues { $0.map { $0 as Any } ?? NSNull() }
            return String(decoding: try JSONSerialization.data(withJSONObject: values), as: UTF8.self)
        }
        try await withAPI { client, gateway in
            let service = try await client.signedIn("S0001")
            let first = try text(whole)
            #expect(try await service.call(.put, "tickets/T1", first).status == 201)
            let kept = try #require(gateway.state.withLock { $0.tickets[named("T1")] })
            #expect(kept.unit == nil && kept.channel.isEmpty && kept.openedBy == nil)
            let empty = try text(whole.merging(["unit_id": nil, "channel": ""]) { $1 })
            #expect(try await service.call(.put, "tickets/T1", empty).status == 200)
            let open = try text(whole.filter { $0.key != "closed_at" })
            #expect(try await service.call(.put, "tickets/T2", open).status == 201)
            for name in whole.keys where name != "closed_at" {
                let answer = try await service.call(.put, "tickets/T1", try text(whole.filter { $0.key != name }))
                #expect(
                    answer.status == 400 && (answer.json["detail"] as? String)?.contains("`\(name)`") == true, "\(name)"
                )
            }
        }
    }

    @Test("computers are listed, admitted and lent by whose role it is, and a loan has its bounds")
    func workstations() async throws {
        try await withAPI { client, _ in
            let (auditor, agent) = (try await client.signedIn("P0901"), try await client.signedIn())
            let listed = try await auditor.call(.get, "workstations")
            let stations = listed.json["workstations"] as? [[String: Any]]
            #expect(listed.status == 200 && stations?.first?["workstation"] as? String == "w-1")
            #expect(stations?.first?["lent_to"] is NSNull && stations?.first?["lent_until"] is NSNull)
            #expect(try await agent.call(.get, "workstations").status == 403)
            #expect(try await auditor.call(.get, "workstations?all=1").status == 400)
            #expect(try await auditor.call(.post, "workstations/w-1/admit", "{}").status == 204)
            #expect(try await agent.call(.post, "workstations/w-1/admit", "{}").status == 403)
            #expect(try await auditor.call(.post, "workstations/w-1/admit", #"{"unit":"B1"}"#).status == 400)
            func lend(_ body: String) async throws -> Int {
                try await auditor.call(.post, "workstations/w-1/lend", body).status
            }
            #expect(try await lend(#"{"person":"P0101","hours":8}"#) == 204)
            for body in [#"{"person":"P0101"}"#, #"{"person":"P0101","hours":745}"#, #"{"person":"","hours":8}"#, "{}"]
            {
                #expect(try await lend(body) == 400, "\(body)")
            }
            #expect(try await auditor.call(.post, "workstations/w-1/return", "{}").status == 204)
        }
    }

    @Test("password and second factor")
    func credentials() async throws {
        try await withAPI { client, _ in
            let mine = try await client.signedIn()
            let changed = try await mine.call(
                .post, "me/password", #"{"current":"\#(FakeGateway.password)","new":"a longer password"}"#)
            #expect(changed.status == 204)
            #expect(changed.body.isEmpty)
            let short = try await mine.call(
                .post, "me/password", #"{"current":"\#(FakeGateway.password)","new":"short"}"#)
            #expect(short.status == 400)
            #expect(try await mine.call(.post, "me/second-factor").status == 201)
            #expect(try await mine.call(.post, "me/second-factor/confirm", #"{"code":"000000"}"#).status == 400)
            #expect(try await mine.call(.post, "me/second-factor/confirm", #"{"code":"123456"}"#).status == 204)
        }
    }

    @Test("a log that cannot be written shows nothing and says so")
    func unavailable() async throws {
        try await withAPI { client, gateway in
            let mine = try await client.signedIn()
            gateway.state.withLock { $0.failure = .unavailable(what: "the disk is full; free some space") }
            let answer = try await mine.call(.post, "looks", goodLook)
            #expect(answer.status == 503)
            #expect(answer.headers[.retryAfter] != nil)
            #expect(answer.json["fields"] == nil)
            #expect(try await client.call(.get, "/readyz").status == 503)
            #expect(try await client.call(.get, "/healthz").status == 200)
        }
    }
}
