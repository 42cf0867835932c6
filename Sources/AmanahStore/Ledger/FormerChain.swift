import AmanahLedger
import Crypto

/// The hash chain that bound entries before the tree did. Only folders of that time are read with it, once, when they are
/// brought up to date.
///
/// `link(0) = SHA256("amanah/chain/1" ‖ origin)`, `link(n+1) = SHA256(link(n) ‖ leaf(n))`.
struct FormerChain {
    private(set) var head: [UInt8]

    init(origin: String) { head = Array(SHA256.hash(data: Array("amanah/chain/1".utf8) + Array(origin.utf8))) }

    mutating func append(_ leaf: LogHash) { head = Array(SHA256.hash(data: head + leaf.bytes)) }
}
