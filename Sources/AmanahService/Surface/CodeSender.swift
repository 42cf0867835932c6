/// Sends a presence code to a customer's phone.
///
/// Returns at once: a message that is on its way or not must not be told apart by the time an answer takes (A5).
package protocol CodeSender: Sendable {
    /// - Parameters:
    ///   - code: six digits.
    ///   - phone: E.164. Never logged.
    func send(code: String, to phone: String)
}
