import AmanahServer
import Testing

@Suite("QR code")
struct ConsoleQRTests {
    @Test("The version grows with the text, and what does not fit is refused")
    func versions() {
        #expect(QRCode("short")?.side == 21)
        #expect(QRCode(String(repeating: "a", count: 17))?.side == 21)
        #expect(QRCode(String(repeating: "a", count: 18))?.side == 25)
        #expect(QRCode(String(repeating: "a", count: 271))?.side == 57)
        #expect(QRCode(String(repeating: "a", count: 272)) == nil)
    }

    @Test("The three finder patterns and the dark module stand where scanners look for them")
    func finders() throws {
        let code = try #require(QRCode("otpauth://totp/Amanah:P0105?secret=JBSWY3DPEHPK3PXP&issuer=Amanah"))
        for (left, top) in [(0, 0), (code.side - 7, 0), (0, code.side - 7)] {
            for y in 0..<7 {
                for x in 0..<7 {
                    let ring = max(abs(x - 3), abs(y - 3))
                    #expect(code[left + x, top + y] == (ring != 2))
                }
            }
        }
        #expect(code[8, code.side - 8])
    }
}
