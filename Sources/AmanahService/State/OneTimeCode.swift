package import AmanahCore
import Crypto
import Foundation

/// Time-based one-time passwords: RFC 6238 with HMAC-SHA-1, 30 seconds, six digits.
package enum OneTimeCode {
    package static let stepSeconds: Int64 = 30

    /// The code of one step.
    package static func code(secret: [UInt8], step: Int64, digits: Int = 6) -> String {
        let message = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: step >> $0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
        let offset = Int(mac[19] & 15)
        let number = mac[offset..<(offset + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(UInt32(1)) { value, _ in value * 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step whose code this is, among the present one and its neighbours, if it is later than the last one used.
    package static func step(of code: String, secret: [UInt8], after last: Int64, at now: Moment) -> Int64? {
        let present = now.seconds / stepSeconds
        var found: Int64?
        for step in [present - 1, present, present + 1] where step > last {
            if Passwords.equal(Array(OneTimeCode.code(secret: secret, step: step).utf8), Array(code.utf8)) {
                found = step
            }
        }
        return found
    }

    /// RFC 4648 base32 without padding.
    package static func base32(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var out = ""
        var buffer = 0
        var bits = 0
        for byte in bytes {
            buffer = (buffer << 8 | Int(byte)) & 0xFFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                out.append(alphabet[buffer >> bits & 31])
            }
        }
        if bits > 0 { out.append(alphabet[buffer << (5 - bits) & 31]) }
        return out
    }

    /// The address that an authenticator app reads.
    package static func address(secret: [UInt8], person: PersonID) -> String {
        "otpauth://totp/Amanah:\(person.rawValue)?secret=\(base32(secret))&issuer=Amanah&algorithm=SHA1&digits=6&period=30"
    }
}
