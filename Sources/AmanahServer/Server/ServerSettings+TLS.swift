import HummingbirdTLS
import NIOSSL

extension ServerSettings.TLSFiles {
    /// TLS 1.2 or later with the chain and key of the files.
    /// - Throws: ``ServerStartError`` naming the file that cannot be read.
    func configuration() throws(ServerStartError) -> TLSConfiguration {
        let chain: [NIOSSLCertificate]
        do {
            chain = try NIOSSLCertificate.fromPEMFile(certificate)
        } catch {
            throw ServerStartError(
                what: "the certificate file `\(certificate)` cannot be read as PEM; name a chain of certificates")
        }
        let privateKey: NIOSSLPrivateKey
        do {
            privateKey = try NIOSSLPrivateKey(file: key, format: .pem)
        } catch {
            throw ServerStartError(
                what: "the key file `\(key)` cannot be read as PEM; name a private key without a passphrase")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        // The framework builds its context only when it listens; a wrong pair shall not get that far.
        guard (try? NIOSSLContext(configuration: configuration)) != nil else {
            throw ServerStartError(
                what: "the certificate and its key cannot be used together; check that they are a pair")
        }
        return configuration
    }
}
