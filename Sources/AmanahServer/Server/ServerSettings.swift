/// How the server listens and what it bears.
package struct ServerSettings: Sendable {
    /// The certificate chain and its key, as PEM files.
    package struct TLSFiles: Sendable, Equatable {
        package var certificate: String
        package var key: String
        package init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    package var host: String
    /// 0 takes any free port.
    package var port: Int
    package var tls: TLSFiles?
    /// `/metrics` answers other machines too; otherwise only this one, and never through a proxy.
    package var metricsFromAnywhere: Bool
    /// Whose word on the client's address counts; `nil` is nobody's.
    package var proxies: ClientAddress?
    /// Largest body of a request, in bytes. A larger one is refused with 413.
    package var maximumBody = 64 * 1024
    /// Largest head of a request, in bytes.
    package var maximumHead = 16 * 1024
    /// Seconds until a connection on which nothing was asked is closed.
    package var idleSeconds = 30
    /// Seconds that a request may take to arrive whole, and an answer to be taken.
    package var requestSeconds = 20
    /// Connections at one time; more wait.
    package var maximumConnections = 4096

    package init(host: String = "127.0.0.1", port: Int = 8080, tls: TLSFiles? = nil, metricsFromAnywhere: Bool = false)
    {
        self.host = host
        self.port = port
        self.tls = tls
        self.metricsFromAnywhere = metricsFromAnywhere
    }
}
