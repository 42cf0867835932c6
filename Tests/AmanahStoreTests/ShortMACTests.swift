import Crypto
import Testing

@testable import AmanahLedger

/// The commitments' HMAC against published vectors and against the library.
@Suite struct ShortMACTests {
    @Test("RFC 4231: cases 1, 2, 3 and 4 come out as published")
    func vectors() {
        let cases: [(key: [UInt8], message: [UInt8], mac: String)] = [
            (
                [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
            ),
            (
                Array(1...25), [UInt8](repeating: 0xCD, count: 50),
                "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
            ),
        ]
        for each in cases {
            var mac = ShortMAC(key: each.key)
            mac.append(each.message)
            #expect(mac.finish().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == each.mac)
        }
    }

    @Test("Any key of up to a block and any message give what the library gives")
    func differential() {
        var random = SystemRandomNumberGenerator()
        for count in 0...300 {
            let key = (0..<(count % 65)).map { _ in UInt8.random(in: 0...255, using: &random) }
            let message = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            var mac = ShortMAC(key: key)
            for byte in message.prefix(count / 2) { mac.append(byte) }
            mac.append(Array(message.dropFirst(count / 2)))
            let library = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key))
            #expect(mac.finish() == Array(library), "key \(key), message \(message)")
        }
    }
}
