import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOSSL
import Testing

@testable import AmanahServer

@Suite("TLS by certificate files")
struct APITLSTests {
    /// A certificate made for the test by openssl, in a folder of its own.
    private func withCertificate(_ test: (ServerSettings.TLSFiles) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("amanah-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ServerSettings.TLSFiles(
            certificate: folder.appendingPathComponent("certificate.pem").path,
            key: folder.appendingPathComponent("key.pem").path)
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        openssl.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", files.key, "-out",
            files.certificate,
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        try #require(openssl.terminationStatus == 0)
        try await test(files)
    }

    @Test("the server speaks TLS 1.2 or later with the certificate of the files, and tells browsers to stay with it")
    func speaks() async throws {
        try await withCertificate { files in
            let roots = try NIOSSLCertificate.fromPEMFile(files.certificate)
            var settings = ServerSettings.patient
            settings.tls = files
            // The plain client cannot speak TLS; it only starts and stops the server here.
            try await withLiveServer(settings: settings) { server in
                var configuration = TLSConfiguration.makeClientConfiguration()
                configuration.trustRoots = .certificates(roots)
                let connection = try await RawConnection(
                    port: server.port, tls: try NIOSSLContext(configuration: configuration))
                try await connection.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                let text = try await connection.text { $0.contains("\r\n\r\n") }
                #expect(text.hasPrefix("HTTP/1.1 200 "))
                #expect(text.contains("Strict-Transport-Security: max-age="))
                connection.close()

                configuration.maximumTLSVersion = .tlsv11
                configuration.minimumTLSVersion = .tlsv1
                let old = try await RawConnection(
                    port: server.port, tls: try NIOSSLContext(configuration: configuration))
                try? await old.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(try await old.untilClosed().text.isEmpty)
                old.close()
            }
        }
    }

    @Test("a file that is missing or no pair stops the start with its name and what to do")
    func refusesFiles() async throws {
        try await withCertificate { first in
            try await withCertificate { second in
                let wrong: [(ServerSettings.TLSFiles, String)] = [
                    (.init(certificate: first.certificate + "x", key: first.key), first.certificate + "x"),
                    (.init(certificate: first.certificate, key: first.key + "x"), first.key + "x"),
                    (.init(certificate: first.key, key: first.key), first.key),
                    (.init(certificate: first.certificate, key: second.key), "pair"),
                ]
                for (files, word) in wrong {
                    let error = #expect(throws: ServerStartError.self) {
                        _ = try makeApplication(gateway: FakeGateway(), settings: ServerSettings(port: 0, tls: files))
                    }
                    #expect(error?.description.contains(word) == true, "\(word)")
                }
            }
        }
    }
}
