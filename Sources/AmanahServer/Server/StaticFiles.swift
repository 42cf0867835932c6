import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The files that ship beside the program.
enum ServerResources {
    /// The folder `Resources`: beside the running program when it was moved to `bin/`, else where the build put it.
    static var folder: URL {
        let beside = Bundle.main.bundleURL.appendingPathComponent("amanah_AmanahServer.resources/Resources")
        if FileManager.default.fileExists(atPath: beside.path) { return beside }
        return Bundle.module.bundleURL.appendingPathComponent("Resources")
    }

    static func bytes(_ path: String) -> [UInt8]? {
        (try? Data(contentsOf: folder.appendingPathComponent(path))).map { [UInt8]($0) }
    }

    /// Names of the plain files in a folder, sorted; empty where there is none.
    static func names(in path: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(path).path)
        return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }
}

/// One file in memory with its tag.
struct StaticFile: Sendable {
    private let body: ByteBuffer
    private let headers: HTTPFields
    private let tag: String

    init(bytes: [UInt8], type: String) {
        body = ByteBuffer(bytes: bytes)
        // FNV-1a, 64 bits: tells our own versions apart; nobody else writes these files.
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        tag = "\"\(String(hash, radix: 16))\""
        headers = [.contentType: type, .eTag: tag, .cacheControl: "no-cache"]
    }

    /// 200, or 304 when the client has this version.
    func response(to request: Request) -> Response {
        if let known = request.headers[.ifNoneMatch], known == "*" || known.contains(tag) {
            var kept = headers
            kept[.contentType] = nil
            var response = Response(status: .notModified, headers: kept)
            // A length here would speak of the file that is not sent.
            response.headers[.contentLength] = nil
            return response
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: body))
    }
}

/// `/assets/{name}`: style, script and pictures of the console, from a table made at start-up. No name reaches the file
/// system, so no name can walk out of the folder.
struct StaticFiles: Sendable {
    private let files: [String: StaticFile]

    init() {
        var files: [String: StaticFile] = [:]
        for folder in ["assets", "vendor"] {
            for name in ServerResources.names(in: folder) {
                guard let type = StaticFiles.type(of: name), let bytes = ServerResources.bytes("\(folder)/\(name)")
                else {
                    continue
                }
                files[name] = StaticFile(bytes: bytes, type: type)
            }
        }
        self.files = files
    }

    func add(to router: Router<AmanahRequestContext>) {
        router.get("/assets/{name}") { request, context in
            guard let name = context.parameters.get("name"), let file = files[name] else {
                throw HTTPError(.notFound)
            }
            return file.response(to: request)
        }
    }

    private static func type(of name: String) -> String? {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "woff2": "font/woff2"
        default: nil
        }
    }
}
