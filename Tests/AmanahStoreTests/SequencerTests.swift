import AmanahCore
import Dispatch
import Foundation
import Synchronization
import Testing

@testable import AmanahStore

/// The queue of one log by itself: whose turn it is, who is refused, who writes, who is waited for.
@Suite struct SequencerTests {
    @Test("A flooding person gets busy, another is served, and the whole queue is bounded")
    func fairShare() {
        let sequencer = Sequencer(capacity: 10, shareLimit: 4)
        let refused = Mutex<[String: Int]>([:])
        func submit(_ share: String) {
            sequencer.submit(
                Job(
                    share: share, run: { _ in { _ in } },
                    refuse: { _ in refused.withLock { $0[share, default: 0] += 1 } }))
        }
        // The thread has not started: nothing is taken away.
        for _ in 0..<10 { submit("flood") }
        submit("other")
        #expect(refused.withLock { $0 } == ["flood": 6])
        for number in 0..<20 { submit("p\(number)") }
        #expect(sequencer.waiting == 10)
        #expect(refused.withLock { $0.count } == 16)
        let written = Mutex(0)
        sequencer.start { jobs throws(StoreError) in written.withLock { $0 += jobs.count } }
        sequencer.close()
        #expect(written.withLock { $0 } == 10, "what waited is finished")
        submit("late")
        #expect(refused.withLock { $0["late"] } == 1)
    }

    @Test("After a lost write the sequencer halts: what waits and what comes is refused")
    func halts() {
        let sequencer = Sequencer()
        let codes = Mutex<[StoreError.Code?]>([])
        func submit() {
            sequencer.submit(
                Job(
                    share: "a", run: { _ in { _ in } },
                    refuse: { error in codes.withLock { $0.append((error as? StoreError)?.code) } }))
        }
        submit()
        sequencer.start { _ throws(StoreError) in throw StoreError(.halted, "lost") }
        while sequencer.halted == nil { usleep(1000) }
        submit()
        submit()
        #expect(codes.withLock { $0 } == [.halted, .halted])
        sequencer.close()
    }

    @Test("Whoever submits while nothing is written writes himself; what comes meanwhile is written next, by one alone")
    func callersWrite() {
        let sequencer = Sequencer()
        let writing = Mutex(0)
        let overlaps = Mutex(0)
        let batches = Mutex<[Int]>([])
        @Sendable func submit(_ share: String) {
            sequencer.submit(Job(share: share, run: { _ in { _ in } }, refuse: { _ in }))
        }
        let nested = Mutex(false)
        sequencer.start { jobs throws(StoreError) in
            let others = writing.withLock { count in
                defer { count += 1 }
                return count
            }
            if others > 0 { overlaps.withLock { $0 += 1 } }
            batches.withLock { $0.append(jobs.count) }
            // Three more come while the first batch is written.
            let first = nested.withLock { seen in
                defer { seen = true }
                return !seen
            }
            if first { for number in 0..<3 { submit("p\(number)") } }
            writing.withLock { $0 -= 1 }
        }
        submit("a")
        #expect(batches.withLock { $0.first } == 1, "the caller has written by the time that he goes on")
        DispatchQueue.concurrentPerform(iterations: 200) { number in submit("p\(number)") }
        sequencer.close()
        #expect(batches.withLock { $0.reduce(0, +) } == 204)
        #expect(overlaps.withLock { $0 } == 0)
    }

    @Test(
        "A batch waits until as many are back as were answered and waited, and for nobody else",
        .timeLimit(.minutes(60)))
    func gathers() async throws {
        // What ends the waiting here is never its length.
        let sequencer = Sequencer(patience: .seconds(3600))
        let batches = Mutex<[Int]>([])
        @Sendable func submit(_ count: Int) {
            for number in 0..<count {
                sequencer.submit(Job(share: "p\(number)", run: { _ in { _ in } }, refuse: { _ in }))
            }
        }
        /// - Parameter awaited: how many are waited for behind these batches. Until they are, whoever comes is no part of it.
        func written(_ expected: [Int], awaited: Int) async throws {
            while batches.withLock({ $0.count }) < expected.count || sequencer.awaited != awaited {
                try await Task.sleep(for: .milliseconds(1))
            }
            #expect(batches.withLock { $0 } == expected)
        }
        sequencer.start { jobs throws(StoreError) in
            let turn = batches.withLock { $0.count }
            // Eight come while the first batch is written, two while the second is.
            if turn < 2 { submit(turn == 0 ? 8 : 2) }
            _ = sequencer.beforeAnswers()
            batches.withLock { $0.append(jobs.count) }
        }
        submit(1)
        try await written([1, 8], awaited: 10)
        submit(7)
        // Nine of ten are there.
        try await Task.sleep(for: .milliseconds(50))
        try await written([1, 8], awaited: 10)
        submit(1)
        try await written([1, 8, 10], awaited: 10)
        submit(10)
        try await written([1, 8, 10, 10], awaited: 10)
        // Ten are waited for and nobody comes back: stopping does not wait for them.
        submit(3)
        sequencer.close()
        #expect(batches.withLock { $0 } == [1, 8, 10, 10, 3])
    }
}
