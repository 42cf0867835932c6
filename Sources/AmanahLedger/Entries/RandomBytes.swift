import Glibc

/// Random bytes that belong together, drawn from the kernel in as few calls as it allows.
///
/// A look needs two seeds and two nonces, an import seventeen million nonces; a call of its own for each of them costs more
/// than what it is for. Bytes are given out once.
package struct RandomBytes: Sendable {
    /// What the kernel gives in one call at most.
    private static let most = 256
    private let atOnce: Int
    private var bytes: [UInt8] = []
    private var offset = 0

    /// - Parameter count: bytes that will be asked for, about.
    package init(_ count: Int) { atOnce = max(1, min(count, RandomBytes.most)) }

    /// - Precondition: `count` is at most 256.
    package mutating func next(_ count: Int) -> ArraySlice<UInt8> {
        if bytes.count - offset < count {
            // What is left over is dropped.
            bytes = [UInt8](repeating: 0, count: max(atOnce, count))
            offset = 0
            let drawn = bytes.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) }
            precondition(drawn == 0, "the kernel gives no randomness")
        }
        defer { offset += count }
        return bytes[offset..<(offset + count)]
    }
}
