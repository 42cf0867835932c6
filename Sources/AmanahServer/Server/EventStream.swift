import AmanahService
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// An answer that goes on: server-sent events.
///
/// Source: WHATWG, *HTML*, 9.2 Server-sent events.
enum EventStream {
    static let type = "text/event-stream"
    /// A sign of life that no listener hears.
    static let comment = ":\n\n"

    /// One event. Line ends within the data begin a new `data` line.
    static func event(_ name: String, _ data: String) -> String {
        let lines = data.split(omittingEmptySubsequences: false) { $0.isNewline }
        return "event: \(name)\n" + lines.map { "data: \($0)\n" }.joined() + "\n"
    }

    /// Sends what `text` makes of each update, until the feed ends, the client goes, or the server stops.
    static func response(_ feed: TeamFeed, _ text: @escaping @Sendable (TeamUpdate) -> String) -> Response {
        var fields: HTTPFields = [.contentType: type, .cacheControl: "no-store"]
        fields.set("X-Accel-Buffering", "no")
        let body = ResponseBody { writer in
            let updates = Updates(feed: feed).cancelOnGracefulShutdown()
            do {
                for try await update in updates { try await writer.write(ByteBuffer(string: text(update))) }
            } catch is CancellationError {}
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: fields, body: body)
    }

    private struct Updates: AsyncSequence, Sendable {
        let feed: TeamFeed

        struct Iterator: AsyncIteratorProtocol {
            let feed: TeamFeed
            mutating func next() async throws -> TeamUpdate? { try await feed.next() }
        }

        func makeAsyncIterator() -> Iterator { Iterator(feed: feed) }
    }
}
