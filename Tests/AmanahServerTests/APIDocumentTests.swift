import AmanahCore
import Foundation
import HTTPTypes
import Hummingbird
import Testing

@testable import AmanahServer

@Suite("The description of the API")
struct APIDocumentTests {
    private func document() throws -> [String: Any] {
        let bytes = try OpenAPIDocument.bytes()
        return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    @Test("every route has its operation in the document, and every operation its route")
    func sameRoutes() throws {
        let router = Router(context: AmanahRequestContext.self)
        APIRoutes.add(
            to: router, APIRequests(gateway: FakeGateway(), settings: ServerSettings()), document: try OpenAPIDocument()
        )
        let served = Set(router.routes.map { "\($0.method.rawValue) \($0.path)" })
        let paths = try #require(try document()["paths"] as? [String: [String: Any]])
        var described: Set<String> = []
        for (path, operations) in paths {
            for method in operations.keys { described.insert("\(method.uppercased()) \(APIRoutes.root)\(path)") }
        }
        #expect(served == described)
        #expect(served.count >= 18)
    }

    @Test("every reference in the document leads somewhere, and every kind of act is named")
    func references() throws {
        let document = try document()
        let text = String(decoding: try OpenAPIDocument.bytes(), as: UTF8.self)
        let components = try #require(document["components"] as? [String: [String: Any]])
        let references = text.matches(of: #/"#/components/(\w+)/(\w+)"/#)
        #expect(references.count > 40)
        for reference in references {
            #expect(components[String(reference.1)]?[String(reference.2)] != nil, "\(reference.0)")
        }
        for kind in ActKind.allCases { #expect(text.contains("\"\(kind.word)\""), "\(kind.word)") }
    }

    @Test("the document is served with a tag, and not again to who has it")
    func served() async throws {
        try await withAPI { client, _ in
            let first = try await client.call(.get, "openapi.json")
            #expect(first.status == 200)
            #expect(first.json["openapi"] as? String == "3.1.0")
            let tag = try #require(first.headers[.eTag])
            let again = try await client.call(.get, "openapi.json", headers: [.ifNoneMatch: tag])
            #expect(again.status == 304)
            #expect(again.body.isEmpty)
        }
    }
}
