import ArgumentParser
import Hummingbird
import Logging
import NIOCore

/// Serves `GET /customers/{id}` with nothing between the row and the answer: no session, no decision, no cipher, no log.
@main
struct Bare: AsyncParsableCommand {
    @Argument(help: "SQLite file to read.")
    var path: String

    @Option(help: "Statement with one parameter, the key.")
    var sql = "SELECT * FROM customers WHERE customer_id = ?"

    @Option(help: "Port on 127.0.0.1.")
    var port = 18210

    @Option(help: "Connections held open for reading.")
    var readers = 4

    static func main() async {
        do {
            var command = try parse()
            try await command.run()
        } catch {
            exit(withError: error)
        }
    }

    mutating func run() async throws {
        let reader = try CustomerReader(path: path, sql: sql, readers: readers)
        let router = Router(context: BasicRequestContext.self)
        router.get("readyz") { _, _ in HTTPResponse.Status.ok }
        router.get("customers/:id") { _, context in
            let id = try context.parameters.require("id")
            var buffer = ByteBufferAllocator().buffer(capacity: 1024)
            guard try reader.write(key: id, into: &buffer) else { throw HTTPError(.notFound) }
            return Response(
                status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: buffer))
        }
        var logger = Logger(label: "bare")
        logger.logLevel = .warning
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: logger)
        try await application.runService()
    }
}
