import AmanahService
import HTTPTypes
import Hummingbird

/// What a SCIM call answers with when it does not succeed. Source: RFC 7644 §3.12.
struct ScimError: Error {
    var status: HTTPResponse.Status
    var scimType: String?
    var detail: String

    init(_ status: HTTPResponse.Status, _ scimType: String? = nil, _ detail: String) {
        self.status = status
        self.scimType = scimType
        self.detail = detail
    }

    /// The refusals of use cases and of the HTTP layer, in SCIM's words. Nothing of the request comes back.
    init(_ problem: Problem) {
        let type: String? =
            switch problem.code {
            case "invalid-request": "invalidValue"
            case "not-json": "invalidSyntax"
            default: nil
            }
        self.init(problem.status, type, problem.detail ?? problem.title)
    }

    static let schema = "urn:ietf:params:scim:api:messages:2.0:Error"

    var response: Response {
        var json = JSONWriter(capacity: 200)
        json.beginObject()
        json.key("schemas")
        json.beginArray()
        json.value(Self.schema)
        json.endArray()
        json.key("status")
        json.value(String(status.code))
        if let scimType {
            json.key("scimType")
            json.value(scimType)
        }
        json.key("detail")
        json.value(detail)
        json.endObject()
        return Response(status: status, headers: SecurityHeaders.scim, body: .init(byteBuffer: json.buffer))
    }
}
