import AmanahCore

/// Posts notices as `{"id","person","kind","text","link"}`, signed like presence codes (``WebhookCarrier``).
package struct NoticeWebhook: NoticeCarrier {
    private let webhook: WebhookCarrier

    package init(_ webhook: WebhookCarrier) { self.webhook = webhook }

    package func carry(_ notice: NoticeMessage) async throws(CarryFailure) {
        var body = JSONWriter(capacity: 512)
        body.beginObject()
        body.key("id")
        body.value(notice.id)
        body.key("person")
        body.value(notice.person.rawValue)
        body.key("kind")
        body.value(notice.kind.rawValue)
        body.key("text")
        body.value(notice.text)
        body.key("link")
        body.value(notice.link)
        body.endObject()
        try await webhook.post(body.buffer, id: notice.id)
    }

    package func close() async { await webhook.close() }
}
