import AmanahServer
import AmanahService
import ArgumentParser
import Foundation
import Logging

/// How notices reach people: one way, or none.
struct NoticeOptions: ParsableArguments {
    @Option(help: "The console's address as people open it, e.g. https://amanah.example.id; notices link to it.")
    var notifyLink: String?

    @Option(help: "Post notices to this https address. Needs --notify-secret-file and --notify-link.")
    var notifyWebhook: String?

    @Option(help: "File of the secret that signs each post, one line, mode 0600.")
    var notifySecretFile: String?

    @Option(
        help: "Mail notices through this SMTP server, as HOST:PORT. Needs --notify-from, --notify-to and --notify-link."
    )
    var notifySmtp: String?

    @Option(help: "The mail address that notices come from.")
    var notifyFrom: String?

    @Option(
        help: "The mail address of a person, e.g. {person}@staff.example.id; {person} becomes the id in lower case.")
    var notifyTo: String?

    @Flag(help: "Speak to the SMTP server through TLS only (STARTTLS).")
    var notifyStarttls = false

    @Option(help: "File of user and password for the SMTP server, a line each, mode 0600.")
    var notifyCredentialsFile: String?

    @Option(help: "PEM file of the authorities that vouch for the webhook or SMTP server. Default: the system's.")
    var notifyCa: String?

    func validate() throws {
        guard notifyWebhook == nil || notifySmtp == nil else {
            throw ValidationError("--notify-webhook and --notify-smtp exclude each other: notices take one way")
        }
        guard (notifyWebhook == nil) == (notifySecretFile == nil) else {
            throw ValidationError("--notify-webhook and --notify-secret-file go together")
        }
        let mail = [notifySmtp, notifyFrom, notifyTo]
        guard mail.allSatisfy({ $0 == nil }) || mail.allSatisfy({ $0 != nil }) else {
            throw ValidationError("--notify-smtp, --notify-from and --notify-to go together")
        }
        guard notifySmtp != nil || (!notifyStarttls && notifyCredentialsFile == nil) else {
            throw ValidationError("--notify-starttls and --notify-credentials-file belong to --notify-smtp")
        }
        let isSet = notifySmtp != nil || notifyWebhook != nil
        guard isSet || notifyCa == nil else {
            throw ValidationError("--notify-ca belongs to --notify-webhook or --notify-smtp")
        }
        guard isSet == (notifyLink != nil) else {
            throw ValidationError("--notify-link goes with --notify-webhook or --notify-smtp")
        }
        if let notifyLink { try checkLink(notifyLink) }
        if let notifySmtp, CodeOptions.place(notifySmtp) == nil {
            throw ValidationError("--notify-smtp takes HOST:PORT, e.g. mail.example.id:587")
        }
        if let notifyFrom, MailAddress(notifyFrom) == nil {
            throw ValidationError("--notify-from takes a plain mail address, e.g. amanah@example.id")
        }
        if let notifyTo, PersonTemplate(notifyTo) == nil {
            throw ValidationError(
                "--notify-to takes a mail address with {person} in it once, e.g. {person}@staff.example.id")
        }
    }

    private func checkLink(_ link: String) throws {
        guard let url = URL(string: link), let host = url.host(), !host.isEmpty,
            link.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            url.scheme == "https" || (url.scheme == "http" && LocalHost.holds(host)), url.query == nil
        else {
            throw ValidationError("--notify-link takes an https address, or http on this machine only")
        }
    }

    /// The queue that carries notices, to be run beside the server; `nil` where no way is set.
    func queue(_ amanah: Amanah, logger: Logger) throws(ServerStartError) -> NoticeQueue? {
        guard let carrier = try carrier(), let notifyLink else {
            logger.warning(
                "no way to send notices is set: approvers see what waits on their page only (see --notify-smtp)")
            return nil
        }
        let base = notifyLink.hasSuffix("/") ? String(notifyLink.dropLast()) : notifyLink
        return NoticeQueue(amanah, carrier, base: base, logger: logger)
    }

    private func carrier() throws(ServerStartError) -> (any NoticeCarrier)? {
        if let notifyWebhook, let notifySecretFile {
            return NoticeWebhook(
                try WebhookCarrier(
                    url: notifyWebhook, secret: try SecretFile.lines(1, of: notifySecretFile)[0], authority: notifyCa))
        }
        guard let place = notifySmtp.flatMap(CodeOptions.place), let from = notifyFrom.flatMap({ MailAddress($0) }),
            let to = notifyTo.flatMap({ PersonTemplate($0) })
        else { return nil }
        var settings = SMTPCarrier.Settings(host: place.host, port: place.port, from: from)
        settings.startTLS = notifyStarttls
        settings.authority = notifyCa
        if let notifyCredentialsFile {
            let lines = try SecretFile.lines(2, of: notifyCredentialsFile)
            settings.credentials = (lines[0], lines[1])
        }
        return NoticeMailer(try SMTPCarrier(settings), to: to)
    }
}
