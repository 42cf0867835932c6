import AmanahCore
import AmanahService

/// Pages that exist in a demonstration only, for whoever plays the customer or tries a role.
extension Console {
    /// The customer's phone with the presence codes that would have been sent.
    func demonstrationPhone(_ visit: Visit) -> Answer {
        let words = words(visit)
        let messages = (options.demonstration?.phone.messages ?? []).map { message in
            PhonePage.Message(to: message.phone, text: words("phone_message", ["code": message.code]))
        }
        return doorPage(PhonePage(messages: messages), visit)
    }

    /// The present code of the second step.
    func demonstrationCode(_ visit: Visit) -> Answer {
        guard let demonstration = options.demonstration else { return failurePage(404, visit) }
        let now = gateway.now().seconds
        let code = OneTimeCode.code(secret: demonstration.secret, step: now / OneTimeCode.stepSeconds)
        let left = OneTimeCode.stepSeconds - now % OneTimeCode.stepSeconds
        return doorPage(
            DemonstrationCodePage(code: code, note: words(visit)("code_note", ["seconds": String(left)])), visit)
    }
}
