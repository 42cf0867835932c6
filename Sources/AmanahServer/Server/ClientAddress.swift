import HTTPTypes
import NIOCore

/// Whose address counts behind a proxy: the nearest one in the chain that is no proxy of ours.
///
/// Only what a trusted proxy sends is read, and from its end: what stands further left was written by whoever asked.
/// Source: RFC 7239; `X-Forwarded-For` as proxies write it.
package struct ClientAddress: Sendable {
    private let trusted: Set<String>

    /// - Parameter trusted: addresses of proxies, as ``canonical(_:)`` spells them.
    package init(trusted: Set<String>) { self.trusted = trusted }

    /// The address to count by; the peer's own wherever the header is missing, malformed or contradicted.
    func of(_ headers: HTTPFields, peer: String) -> String {
        let peer = ClientAddress.canonical(peer) ?? peer
        guard trusted.contains(peer) else { return peer }
        let byStandard = HTTPField.Name("Forwarded").map { headers[values: $0] } ?? []
        let byCustom = HTTPField.Name("X-Forwarded-For").map { headers[values: $0] } ?? []
        switch (byStandard.isEmpty, byCustom.isEmpty) {
        case (true, true): return peer
        case (false, true): return nearest(ClientAddress.forwarded(byStandard), peer)
        case (true, false): return nearest(ClientAddress.list(byCustom), peer)
        case (false, false):
            // A proxy writes one of the two; the other may be the client's own invention.
            let (a, b) = (
                nearest(ClientAddress.forwarded(byStandard), peer), nearest(ClientAddress.list(byCustom), peer)
            )
            return a == b ? a : peer
        }
    }

    private func nearest(_ chain: [String?], _ peer: String) -> String {
        for hop in chain.reversed() {
            guard let hop else { return peer }
            if !trusted.contains(hop) { return hop }
        }
        return peer
    }

    /// `for` of each element, oldest first; `nil` where it names no address.
    private static func forwarded(_ values: [String]) -> [String?] {
        values.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }.map { element in
            let pairs = element.split(separator: ";").map { $0.split(separator: "=", maxSplits: 1) }
            let named = pairs.filter { trimmed($0.first ?? "").lowercased() == "for" && $0.count == 2 }
            guard named.count == 1 else { return nil }
            let value = trimmed(named[0][1])
            return canonical(
                value.hasPrefix("\"") && value.hasSuffix("\"") && value.count >= 2
                    ? String(value.dropFirst().dropLast()) : value)
        }
    }

    private static func list(_ values: [String]) -> [String?] {
        values.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }.map { canonical(trimmed($0)) }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    /// One spelling for each address: without port, brackets or IPv4 wrapped into IPv6; `nil` where it is none.
    package static func canonical(_ text: String) -> String? {
        guard text.utf8.count <= 64 else { return nil }
        var host = text
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
            host = String(host[host.index(after: host.startIndex)..<end])
        } else if host.filter({ $0 == ":" }).count == 1, let colon = host.firstIndex(of: ":") {
            host = String(host[..<colon])
        }
        guard let address = try? SocketAddress(ipAddress: host, port: 0), let plain = address.ipAddress else {
            return nil
        }
        return plain.hasPrefix("::ffff:") && plain.contains(".") ? String(plain.dropFirst(7)) : plain
    }
}
