import AmanahServer
import AmanahService
import ArgumentParser
import Logging
import ServiceLifecycle

/// How presence codes reach a customer's phone: one way, or none.
struct CodeOptions: ParsableArguments {
    @Flag(help: "Demonstration: presence codes are shown on a page instead of sent.")
    var demo = false

    @Option(help: "Post presence codes to this https address of an SMS gateway. Needs --codes-secret-file.")
    var codesWebhook: String?

    @Option(help: "File of the secret that signs each post, one line, mode 0600.")
    var codesSecretFile: String?

    @Option(help: "Mail presence codes through this SMTP server, as HOST:PORT. Needs --codes-from and --codes-to.")
    var codesSmtp: String?

    @Option(help: "The mail address that codes come from.")
    var codesFrom: String?

    @Option(help: "The mail address of a phone, e.g. {phone}@sms.example.id; {phone} becomes 62812…")
    var codesTo: String?

    @Flag(help: "Speak to the SMTP server through TLS only (STARTTLS).")
    var codesStarttls = false

    @Option(help: "File of user and password for the SMTP server, a line each, mode 0600.")
    var codesCredentialsFile: String?

    @Option(help: "PEM file of the authorities that vouch for the gateway or SMTP server. Default: the system's.")
    var codesCa: String?

    func validate() throws {
        let ways = [
            demo ? "--demo" : nil, codesWebhook.map { _ in "--codes-webhook" }, codesSmtp.map { _ in "--codes-smtp" },
        ]
        .compactMap { $0 }
        guard ways.count < 2 else {
            throw ValidationError("\(ways.joined(separator: " and ")) exclude each other: codes take one way")
        }
        guard (codesWebhook == nil) == (codesSecretFile == nil) else {
            throw ValidationError("--codes-webhook and --codes-secret-file go together")
        }
        let mail = [codesSmtp, codesFrom, codesTo]
        guard mail.allSatisfy({ $0 == nil }) || mail.allSatisfy({ $0 != nil }) else {
            throw ValidationError("--codes-smtp, --codes-from and --codes-to go together")
        }
        guard codesSmtp != nil || (!codesStarttls && codesCredentialsFile == nil) else {
            throw ValidationError("--codes-starttls and --codes-credentials-file belong to --codes-smtp")
        }
        guard codesSmtp != nil || codesWebhook != nil || codesCa == nil else {
            throw ValidationError("--codes-ca belongs to --codes-webhook or --codes-smtp")
        }
        if let codesSmtp, CodeOptions.place(codesSmtp) == nil {
            throw ValidationError("--codes-smtp takes HOST:PORT, e.g. mail.example.id:587")
        }
        if let codesFrom, MailAddress(codesFrom) == nil {
            throw ValidationError("--codes-from takes a plain mail address, e.g. amanah@example.id")
        }
        if let codesTo, MailTemplate(codesTo) == nil {
            throw ValidationError(
                "--codes-to takes a mail address with {phone} in it once, e.g. {phone}@sms.example.id")
        }
    }

    /// The sender that was chosen, and its queue where it has one, to be run beside the server.
    func sender(logger: Logger) throws(ServerStartError) -> (
        sender: any CodeSender, phone: DemonstrationPhone?, queue: CodeQueue?
    ) {
        if demo {
            let phone = DemonstrationPhone()
            return (phone, phone, nil)
        }
        guard let carrier = try carrier() else {
            logger.warning(
                "no way to send presence codes is set: customers at the desk get none (see --codes-webhook, --codes-smtp)"
            )
            return (NoCodes(), nil, nil)
        }
        if let place = codesSmtp.flatMap(CodeOptions.place), !codesStarttls, !LocalHost.holds(place.host) {
            logger.warning("presence codes go to the mail server in the clear: add --codes-starttls")
        }
        let queue = CodeQueue(carrier, logger: logger)
        return (queue, nil, queue)
    }

    private func carrier() throws(ServerStartError) -> (any CodeCarrier)? {
        if let codesWebhook, let codesSecretFile {
            return try WebhookCarrier(
                url: codesWebhook, secret: try SecretFile.lines(1, of: codesSecretFile)[0], authority: codesCa)
        }
        guard let place = codesSmtp.flatMap(CodeOptions.place), let from = codesFrom.flatMap({ MailAddress($0) }),
            let to = codesTo.flatMap({ MailTemplate($0) })
        else { return nil }
        var settings = SMTPCarrier.Settings(host: place.host, port: place.port, from: from, to: to)
        settings.startTLS = codesStarttls
        settings.authority = codesCa
        if let codesCredentialsFile {
            let lines = try SecretFile.lines(2, of: codesCredentialsFile)
            settings.credentials = (lines[0], lines[1])
        }
        return try SMTPCarrier(settings)
    }

    /// `mail.example.id:587` or `[::1]:25`.
    static func place(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (1...65535).contains(port)
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            return nil
        }
        return host.isEmpty || host.contains(where: \.isWhitespace) ? nil : (host, port)
    }
}
