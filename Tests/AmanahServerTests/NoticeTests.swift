import AmanahCore
import AmanahService
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import AmanahServer

@Suite("Notices") struct NoticeTests {
    /// An outbox in memory, with a clock that the test moves.
    private final class Outbox: NoticeOutbox {
        struct State {
            var waiting: [(notice: Notice, at: Moment)]
            var settled: [(id: String, outcome: String)] = []
            var clock = Moment(seconds: 1000)
        }
        let state: Mutex<State>

        init(_ notices: [Notice]) {
            state = Mutex(State(waiting: notices.map { ($0, Moment(seconds: 0)) }))
        }
        func dueNotices(limit: Int) throws(ServiceError) -> [Notice] {
            state.withLock { state in state.waiting.filter { $0.at <= state.clock }.map(\.notice) }
        }
        func settle(_ notice: Notice, outcome: String?, again: Moment?) async throws(ServiceError) {
            state.withLock { state in
                state.waiting.removeAll { $0.notice.id == notice.id }
                var next = notice
                next.tries += 1
                if let again { state.waiting.append((next, again)) }
                if let outcome { state.settled.append((notice.id, outcome)) }
                // The time until the next try passes at once.
                if let again, again > state.clock { state.clock = again }
            }
        }
        func now() -> Moment { state.withLock { $0.clock } }
    }

    /// Refuses the first tries, and keeps what it took.
    private final class Carrier: NoticeCarrier {
        let state: Mutex<(refusals: Int, final: Bool, tries: [NoticeMessage])>
        init(refusals: Int, final: Bool = false) { state = Mutex((refusals, final, [])) }
        func carry(_ notice: NoticeMessage) async throws(CarryFailure) {
            let failure = state.withLock { state -> CarryFailure? in
                state.tries.append(notice)
                guard state.refusals > 0 else { return nil }
                state.refusals -= 1
                return CarryFailure("busy", again: !state.final)
            }
            if let failure { throw failure }
        }
        func close() async {}
    }

    private func notice(_ kind: NoticeKind, made: Int64 = 1000) -> Notice {
        Notice(id: "N-1", person: PersonID("P0102"), kind: kind, about: "R-7", madeAt: Moment(seconds: made), tries: 0)
    }

    private func run(_ outbox: Outbox, _ carrier: Carrier, until holds: @Sendable @escaping () -> Bool) async {
        var limits = NoticeQueue.Limits()
        limits.pause = .milliseconds(1)
        let queue = NoticeQueue(
            outbox, carrier, base: "https://amanah.example.id", limits: limits, logger: LogLines().logger(.critical))
        let task = Task { try await queue.run() }
        while !holds() { try? await Task.sleep(for: .milliseconds(2)) }
        task.cancel()
        _ = try? await task.value
    }

    @Test("a notice is tried again, each time later, under one id, until it is taken")
    func again() async {
        let (outbox, carrier) = (Outbox([notice(.approvalWaiting)]), Carrier(refusals: 3))
        await run(outbox, carrier) { outbox.state.withLock { !$0.settled.isEmpty } }
        let tries = carrier.state.withLock { $0.tries }
        #expect(tries.count == 4 && Set(tries.map(\.id)) == ["N-1"])
        #expect(outbox.state.withLock { $0.settled.map(\.outcome) } == ["sent"])
        // 10, 20 and 40 seconds.
        #expect(outbox.now() == Moment(seconds: 1070))
    }

    @Test("a notice that is refused for good, or is a day old, is given up and said so")
    func givenUp() async {
        let (outbox, carrier) = (Outbox([notice(.approvalGiven)]), Carrier(refusals: 1, final: true))
        await run(outbox, carrier) { outbox.state.withLock { !$0.settled.isEmpty } }
        #expect(outbox.state.withLock { $0.settled.map(\.outcome) } == ["refused"])
        let (late, never) = (Outbox([notice(.approvalGiven, made: 1000 - 86_400)]), Carrier(refusals: 0))
        await run(late, never) { late.state.withLock { !$0.settled.isEmpty } }
        #expect(late.state.withLock { $0.settled.map(\.outcome) } == ["late"])
        #expect(never.state.withLock { $0.tries.isEmpty })
    }

    @Test("the words of each notice are ASCII in both languages, and link to a page", arguments: NoticeKind.allCases)
    func words(kind: NoticeKind) {
        let message = NoticeMessage(notice(kind), base: "https://amanah.example.id")
        #expect(message.text.utf8.allSatisfy { $0 < 0x7F })
        #expect(message.text.contains(message.link) && message.link.hasPrefix("https://amanah.example.id/"))
        #expect(!message.text.contains("!"))
        #expect(message.text.split(separator: "\n").count == 3)
    }

    @Test("a person's address comes out of the template, and nothing else does")
    func template() {
        let template = PersonTemplate("{person}@staf.example.id")
        #expect(template?.address(for: PersonID("P0102"))?.text == "p0102@staf.example.id")
        #expect(template?.address(for: PersonID("P0102\r\nRCPT TO:<x@y.id>")) == nil)
        #expect(PersonTemplate("x@staf.example.id") == nil)
        #expect(PersonTemplate("{person}{person}@staf.example.id") == nil)
    }
}
