/// One presence code on its way to a customer's phone.
package struct CodeMessage: Sendable {
    /// E.164, digits after the `+` only. Never logged.
    package var phone: String
    /// Six digits. Never logged.
    package var code: String
    /// Random; the same at each try, so that a receiver can tell a second try from a second message.
    package var id: String

    package init(phone: String, code: String, id: String) {
        self.phone = phone
        self.code = code
        self.id = id
    }

    /// What the customer reads; ASCII, one message of 160 characters.
    package var text: String {
        "Kode Amanah: \(code). Sebutkan hanya kepada petugas di depan Anda. "
            + "Tell it only to the clerk in front of you. Berlaku 5 menit."
    }
}

/// Why a message was not taken. Says nothing of phone or code, so it may be logged.
package struct CarryFailure: Error, Sendable, Equatable {
    /// From a closed set of words of this program.
    package var what: String
    /// Whether another try can help.
    package var again: Bool

    package init(_ what: String, again: Bool) {
        self.what = what
        self.again = again
    }
}

/// A way to a phone: hands one message over, once.
package protocol CodeCarrier: Sendable {
    /// Returns when the other side has taken the message, and not before; gives up by itself after some seconds.
    func carry(_ message: CodeMessage) async throws(CarryFailure)
    /// Lets go of connections; nothing is carried afterwards.
    func close() async
}
