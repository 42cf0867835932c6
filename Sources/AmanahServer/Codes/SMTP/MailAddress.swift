/// A mail address that cannot end a line, a header or a command: `local@domain` in the plain form of RFC 5321.
///
/// Quoted local parts, source routes and characters beyond ASCII are refused: no gateway of messages needs them.
/// Source: RFC 5321 section 4.1.2 (Dot-string, Domain).
package struct MailAddress: Sendable, Equatable {
    package let text: String

    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, parts[0].utf8.count <= 64,
            MailAddress.dotted(parts[0], MailAddress.isAtom),
            MailAddress.dotted(parts[1], MailAddress.isDomain)
        else { return nil }
        self.text = text
    }

    package var domain: Substring { text.drop { $0 != "@" }.dropFirst() }

    private static func dotted(_ text: Substring, _ holds: (UInt8) -> Bool) -> Bool {
        text.utf8.split(separator: 0x2E, omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.allSatisfy(holds)
        }
    }

    private static func isAtom(_ byte: UInt8) -> Bool {
        isDomain(byte) || "!#$%&'*+/=?^_`{|}~".utf8.contains(byte)
    }

    private static func isDomain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
        default: false
        }
    }
}

/// Where mail for a phone goes: `{phone}@sms.example.id`, with the number's digits in place of `{phone}`.
package struct MailTemplate: Sendable, Equatable {
    private let before: String
    private let after: String

    /// `nil` unless `{phone}` stands in it once and an address comes out.
    package init?(_ text: String) {
        let mark = "{phone}"
        guard let range = text.firstRange(of: mark) else { return nil }
        before = String(text[..<range.lowerBound])
        after = String(text[range.upperBound...])
        guard !after.contains(mark), address(for: "+6281200000000") != nil else { return nil }
    }

    /// `nil` where the phone is not a number in E.164.
    package func address(for phone: String) -> MailAddress? {
        let digits = phone.hasPrefix("+") ? phone.dropFirst() : phone[...]
        guard (6...15).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return MailAddress(before + digits + after)
    }
}
