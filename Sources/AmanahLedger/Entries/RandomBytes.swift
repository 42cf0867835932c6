import Glibc
import Synchronization

/// Random bytes that belong together, drawn from the kernel ahead and given out once.
///
/// A look needs two seeds and two nonces, an import seventeen million nonces; a call of its own for each of them costs more
/// than what it is for. It is not copied: a copy would give the same bytes once more.
package struct RandomBytes: ~Copyable, Sendable {
    private var bytes: [UInt8]
    private var offset = 0

    /// - Parameter count: bytes that will be asked for, about.
    package init(_ count: Int) { bytes = RandomBytes.drawn(count) }

    /// - Precondition: `count` is not negative.
    package mutating func next(_ count: Int) -> ArraySlice<UInt8> {
        if bytes.count - offset < count {
            // What is left over is dropped.
            bytes = RandomBytes.drawn(max(bytes.count, count))
            offset = 0
        }
        defer { offset += count }
        return bytes[offset..<(offset + count)]
    }

    /// What was drawn ahead. What is given out is wiped here.
    private struct Ahead {
        var bytes: [UInt8] = []
        var offset = 0
    }

    private static let ahead = Mutex(Ahead())
    /// What is drawn ahead: some fifty looks.
    private static let most = 4096

    private static func drawn(_ count: Int) -> [UInt8] {
        guard count <= most / 4 else { return fromKernel(count) }
        return ahead.withLock { ahead in
            if ahead.bytes.count - ahead.offset < count { ahead = Ahead(bytes: fromKernel(most)) }
            let end = ahead.offset + count
            defer {
                for place in ahead.offset..<end { ahead.bytes[place] = 0 }
                ahead.offset = end
            }
            return Array(ahead.bytes[ahead.offset..<end])
        }
    }

    private static func fromKernel(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                // It gives 256 bytes at most.
                let part = min(count - filled, 256)
                let drawn = getentropy(buffer.baseAddress?.advanced(by: filled), part)
                precondition(drawn == 0, "the kernel gives no randomness")
                filled += part
            }
        }
    }
}
