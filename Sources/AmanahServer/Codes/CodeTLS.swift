import NIOSSL

/// TLS 1.2 or later towards a gateway of messages, its certificate checked in full.
enum CodeTLS {
    /// - Parameter authority: PEM file; the system's own authorities where `nil`.
    static func configuration(authority: String?) throws(ServerStartError) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let authority {
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(authority), !certificates.isEmpty else {
                throw ServerStartError(what: "the authorities' file `\(authority)` cannot be read as PEM")
            }
            configuration.trustRoots = .certificates(certificates)
        }
        return configuration
    }
}

/// Names of this machine, towards which a secret may go in the clear.
package enum LocalHost {
    package static func holds(_ host: String) -> Bool {
        host == "localhost" || host == "127.0.0.1" || host == "::1" || host == "[::1]"
    }
}
