import AmanahService
import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import AmanahServer

@Suite("Records of other systems over the API")
struct APIRecordTests {
    @Test("a row is written by a service account only, 201 where it is new and 200 where it is not")
    func put() async throws {
        try await withAPI { client, gateway in
            let body = #"{"name":"PT Baru","vendor_id":"V2"}"#
            #expect(try await client.call(.put, "vendors/V2", body).status == 401)
            let agent = try await client.signedIn()
            #expect(try await agent.call(.put, "vendors/V2", body).type == "not-for-role")
            let service = try await client.signedIn("S0001")
            let new = try await service.call(.put, "vendors/V2", body)
            #expect(new.status == 201 && new.json["id"] as? String == "V2" && new.json["created"] as? Bool == true)
            #expect(try await service.call(.put, "vendors/old", #"{"name":"PT Lama"}"#).status == 200)
            let warned = try await service.call(
                .put, "customers/C1", #"{"unit_id":"B1","nik":"123","name":"Siti"}"#)
            #expect(warned.json["warnings"] as? [String] == ["the nik of customer of this row is short"])
            #expect(gateway.state.withLock { $0.records.map(\.id) } == ["V2", "old", "C1"])
            #expect(gateway.state.withLock { $0.records.last?.columns } == ["unit_id", "nik", "name"])
        }
    }

    @Test("G2, A4: a member that the table does not have, one that stands twice and bytes that are no text are refused")
    func strict() async throws {
        try await withAPI { client, gateway in
            let service = try await client.signedIn("S0001")
            for (body, says) in [
                (#"{"name":"x","nmae":"Siti Rahmawati"}"#, "member `nmae` is not expected here"),
                (#"{"name":"x","name":"y"}"#, "stands twice"), (#"{"name":5}"#, "must be a string"),
                (#"{"name":{"a":"b"}}"#, "must be a string"), (#"["name"]"#, "a JSON object is expected"),
                (#"{"name":null}"#, "the name is empty"), ("{\"name\":\"a\\u0000b\"}", "line 1"),
            ] {
                let answer = try await service.call(.put, "vendors/V2", body)
                #expect(answer.status == 400 && answer.body.contains(says), "\(body): \(answer.body)")
                #expect(!answer.body.contains("Siti"))
            }
            #expect(try await service.call(.put, "vendors/a%20b", #"{"name":"x"}"#).status == 404)
            #expect(gateway.state.withLock { $0.records.isEmpty })
        }
    }
}
