import Crypto
import Glibc

/// Random nonces for the fields of one record, drawn from the kernel together.
///
/// The library draws each by itself in two calls; an import of a million customers seals seventeen million fields.
struct Nonces {
    private static let size = 12
    /// What the kernel gives in one call at most, in nonces.
    private static let most = 256 / size
    private let atOnce: Int
    private var bytes: [UInt8] = []
    private var offset = 0

    /// - Parameter count: about as many as will be asked for.
    init(_ count: Int) { atOnce = max(1, min(count, Nonces.most)) }

    mutating func next() throws -> AES.GCM.Nonce {
        if offset == bytes.count {
            bytes = [UInt8](repeating: 0, count: atOnce * Nonces.size)
            offset = 0
            let drawn = bytes.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) }
            precondition(drawn == 0, "the kernel gives no randomness")
        }
        defer { offset += Nonces.size }
        return try AES.GCM.Nonce(data: bytes[offset..<(offset + Nonces.size)])
    }
}
