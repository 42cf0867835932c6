import AmanahCore
import Crypto
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import AmanahServer

@Suite("Presence codes")
struct CodesTests {
    /// No code is late here, however busy the machine.
    private static let never = Duration.seconds(36_000)

    @Test(
        "an address that could end a line or a command is none",
        arguments: [
            "a@b.id\r\nRCPT TO:<c@d.id>", "a@b.id\n", "a b@c.id", "<a@b.id>", "a@b@c.id", "@b.id", "a@", "a..b@c.id",
            "a@c..id", "\"a\"@b.id", "ä@b.id", "a@b.id\u{0}",
        ])
    func address(text: String) {
        #expect(MailAddress(text) == nil)
    }

    @Test("a template takes the digits of a number, and nothing else")
    func template() {
        let template = MailTemplate("sms-{phone}@sms.example.id")
        #expect(template?.address(for: "+628120000001")?.text == "sms-628120000001@sms.example.id")
        #expect(template?.address(for: "+62812\r\n0001") == nil)
        #expect(template?.address(for: "") == nil)
        #expect(MailTemplate("x@sms.example.id") == nil)
        #expect(MailTemplate("{phone}{phone}@sms.example.id") == nil)
    }

    @Test("a mail's lines end in CRLF, and one that begins with a full stop is doubled")
    func mail() throws {
        let mail = MailText(
            from: try #require(MailAddress("a@b.id")),
            letter: Letter(
                to: try #require(MailAddress("62@sms.id")), subject: "Kode Amanah", text: "one\n.two\n.", id: "x"),
            at: Moment(seconds: 1_795_493_734))
        let text = String(decoding: mail.bytes, as: UTF8.self)
        #expect(text.hasSuffix("\r\n\r\none\r\n..two\r\n..\r\n.\r\n"))
        #expect(text.contains("\r\nDate: Tue, 24 Nov 2026 04:15:34 +0000\r\n"))
    }

    @Test("a reply may come in pieces and in lines; bytes beyond its end break it")
    func replies() {
        var reader = SMTPReplyReader()
        #expect(reader.add("250-one\r\n250-AUTH LOGIN PL".utf8) == .more)
        guard case .whole(let reply) = reader.add("AIN\r\n250 STARTTLS\r\n".utf8) else {
            Issue.record("no reply")
            return
        }
        #expect(reply.code == 250 && reply.offers("AUTH", "PLAIN") && reply.offers("STARTTLS"))
        #expect(!reply.offers("AUTH", "CRAM-MD5"))
        #expect(reader.add("220 go\r\n250 slipped in\r\n".utf8) == .broken)
        var other = SMTPReplyReader()
        #expect(other.add("HTTP/1.1 400 Bad Request\r\n".utf8) == .broken)
        var long = SMTPReplyReader()
        #expect(long.add([UInt8](repeating: 0x32, count: SMTPReplyReader.limit + 1)) == .broken)
    }

    @Test("the signature is HMAC-SHA256 over timestamp, full stop and body")
    func signature() {
        // Made with: printf '1.{}' | openssl dgst -sha256 -hmac key
        let signature = WebhookCarrier.signature(
            timestamp: "1", body: Array("{}".utf8), secret: SymmetricKey(data: Array("key".utf8)))
        #expect(signature == "v1=1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224")
    }

    @Test("what does not fit is counted and told, without phone or code")
    func full() async {
        let lines = Mutex<[String]>([])
        let logger = LineLog.logger { line in lines.withLock { $0.append(line) } }
        var limits = CodeQueue.Limits()
        limits.waiting = 2
        let queue = CodeQueue(FailingCarrier(failures: 0), limits: limits, logger: logger)
        for _ in 0..<5 { queue.send(code: "735194", to: "+628129999999") }
        #expect(queue.counts.full == 3)
        let text = lines.withLock { $0.joined() }
        #expect(text.contains("count=3"))
        #expect(!text.contains("735194") && !text.contains("9999999"))
    }

    @Test("a message is tried again until it is taken, and given up where that cannot help")
    func tries() async throws {
        for (failures, again, taken, tried) in [(2, true, 1, 3), (9, true, 0, 4), (1, false, 0, 1)] {
            let carrier = FailingCarrier(failures: failures, again: again)
            var limits = CodeQueue.Limits()
            limits.delays = [.milliseconds(1), .milliseconds(2), .milliseconds(4)]
            limits.age = Self.never
            let queue = CodeQueue(carrier, limits: limits, logger: LineLog.logger(level: .critical))
            queue.send(code: "735194", to: "+628129999999")
            let group = ServiceGroup(services: [queue], logger: LineLog.logger(level: .critical))
            async let running: Void = group.run()
            while queue.counts.taken + queue.counts.refused == 0 { try await Task.sleep(for: .milliseconds(2)) }
            await group.triggerGracefulShutdown()
            try await running
            #expect(queue.counts.taken == taken && queue.counts.refused == 1 - taken)
            #expect(carrier.tried.withLock { $0 } == tried)
        }
    }

    @Test("a stop gives what waits one last try, at once")
    func stop() async throws {
        for (failures, taken) in [(1, 1), (9, 0)] {
            let carrier = FailingCarrier(failures: failures)
            var limits = CodeQueue.Limits()
            limits.delays = [.seconds(36_000), .seconds(36_000), .seconds(36_000)]
            limits.age = Self.never
            let queue = CodeQueue(carrier, limits: limits, logger: LineLog.logger(level: .critical))
            queue.send(code: "735194", to: "+628129999999")
            let group = ServiceGroup(services: [queue], logger: LineLog.logger(level: .critical))
            async let running: Void = group.run()
            while carrier.tried.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(2)) }
            await group.triggerGracefulShutdown()
            try await running
            #expect(queue.counts.taken == taken)
            #expect(carrier.tried.withLock { $0 } == 2)
        }
    }
}

/// Fails a number of times, then takes all.
private final class FailingCarrier: CodeCarrier {
    let tried = Mutex(0)
    private let failures: Int
    private let again: Bool

    init(failures: Int, again: Bool = true) {
        self.failures = failures
        self.again = again
    }

    func carry(_ message: CodeMessage) async throws(CarryFailure) {
        let turn = tried.withLock { tried in
            tried += 1
            return tried
        }
        if turn <= failures { throw CarryFailure("test", again: again) }
    }

    func close() async {}
}
