import AmanahCore
import Foundation
import NIOSSL

/// Mails each code to a gateway that turns mail into messages on a phone, one connection a message.
///
/// Source: RFC 5321 (SMTP), RFC 3207 (STARTTLS), RFC 4954 and RFC 4616 (AUTH PLAIN).
package struct SMTPCarrier: CodeCarrier {
    package struct Settings: Sendable {
        package var host: String
        package var port: Int
        package var from: MailAddress
        /// Where codes for a phone go; letters bring an address of their own.
        package var to: MailTemplate?
        /// Nothing is said before TLS has begun; a server that does not offer it gets no message.
        package var startTLS = false
        /// PEM file of the authorities that may vouch for the server; the system's own where `nil`.
        package var authority: String?
        /// For AUTH PLAIN.
        package var credentials: (user: String, password: String)?
        /// For one message, from connecting to the server's last answer.
        package var timeout: Duration = .seconds(15)

        package init(host: String, port: Int, from: MailAddress, to: MailTemplate? = nil) {
            self.host = host
            self.port = port
            self.from = from
            self.to = to
        }
    }

    private let settings: Settings
    private let tls: NIOSSLContext?

    /// - Throws: ``ServerStartError`` when a password would go in the clear to another machine, or TLS cannot be set up.
    package init(_ settings: Settings) throws(ServerStartError) {
        guard settings.credentials == nil || settings.startTLS || LocalHost.holds(settings.host) else {
            throw ServerStartError(what: "a password for the mail server goes through TLS only: add --codes-starttls")
        }
        self.settings = settings
        guard settings.startTLS else {
            tls = nil
            return
        }
        do {
            tls = try NIOSSLContext(configuration: try CodeTLS.configuration(authority: settings.authority))
        } catch let error as ServerStartError {
            throw error
        } catch {
            throw ServerStartError(what: "TLS towards the mail server cannot be set up: check --codes-ca")
        }
    }

    package func carry(_ message: CodeMessage) async throws(CarryFailure) {
        guard let to = settings.to?.address(for: message.phone) else {
            throw CarryFailure("the number makes no mail address", again: false)
        }
        try await deliver(Letter(to: to, subject: "Kode Amanah", text: message.text, id: message.id))
    }

    /// Hands one letter over, on a connection of its own.
    package func deliver(_ letter: Letter) async throws(CarryFailure) {
        let connection = try await SMTPConnection.open(
            host: settings.host, port: settings.port, life: settings.timeout)
        do throws(CarryFailure) {
            try await converse(connection, letter)
        } catch {
            await connection.close()
            throw error
        }
        // The message is the server's by now: how the farewell goes is of no account.
        _ = try? await connection.say("QUIT")
        await connection.close()
    }

    package func close() async {}

    private func converse(
        _ connection: SMTPConnection, _ letter: Letter
    ) async throws(CarryFailure) {
        try expect(220, try await connection.greeting(), "the mail server's greeting")
        let name = connection.name
        var hello = try expect(250, try await connection.say("EHLO \(name)"), "EHLO")
        if let tls {
            guard hello.offers("STARTTLS") else { throw CarryFailure("the mail server offers no TLS", again: false) }
            try expect(220, try await connection.say("STARTTLS"), "STARTTLS")
            try await connection.beginTLS(tls, host: settings.host)
            hello = try expect(250, try await connection.say("EHLO \(name)"), "EHLO through TLS")
        }
        if let (user, password) = settings.credentials {
            guard hello.offers("AUTH", "PLAIN") else {
                throw CarryFailure("the mail server offers no AUTH PLAIN", again: false)
            }
            let secret = Data("\u{0}\(user)\u{0}\(password)".utf8).base64EncodedString()
            try expect(235, try await connection.say("AUTH PLAIN \(secret)"), "AUTH")
        }
        try expect(250, try await connection.say("MAIL FROM:<\(settings.from.text)>"), "MAIL FROM")
        let taken = try await connection.say("RCPT TO:<\(letter.to.text)>")
        if taken.code != 251 { try expect(250, taken, "RCPT TO") }
        try expect(354, try await connection.say("DATA"), "DATA")
        let mail = MailText(
            from: settings.from, letter: letter,
            at: Moment(seconds: Int64(Date().timeIntervalSince1970)))
        try expect(250, try await connection.turn(mail.bytes), "the message")
    }

    /// The server's own words are left out: they may repeat the address.
    @discardableResult
    private func expect(_ code: Int, _ reply: SMTPReply, _ step: String) throws(CarryFailure) -> SMTPReply {
        guard reply.code == code else {
            throw CarryFailure("the mail server answered \(reply.code) to \(step)", again: reply.code < 500)
        }
        return reply
    }
}
