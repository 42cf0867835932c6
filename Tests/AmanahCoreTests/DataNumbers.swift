import Foundation
import Testing

@testable import AmanahCore

@Suite("NIK, KK and telephone numbers")
struct DataNumbers {
    private static let regions = Regions.indonesia

    private static func failure(_ text: String, _ kind: NationalNumber.Kind = .nik) -> NationalNumberError? {
        do {
            try NationalNumber.check(text, kind: kind, regions: regions)
            return nil
        } catch {
            return error
        }
    }

    @Test("each failure of a NIK is its own")
    func failures() {
        #expect(Self.failure("3578031204900001") == nil)
        #expect(Self.failure("") == .wrongLength(0))
        #expect(Self.failure("357803120490001") == .wrongLength(15))
        #expect(Self.failure("35780312049000011") == .wrongLength(17))
        #expect(Self.failure("357803120490000A") == .notDigits)
        #expect(Self.failure("9978031204900001") == .unknownRegion)
        #expect(Self.failure("3578033204900001") == .noSuchDate)
        #expect(Self.failure("3578030004900001") == .noSuchDate)
        #expect(Self.failure("3578031213900001") == .noSuchDate)
        #expect(Self.failure("3578033102900001") == .noSuchDate)
        #expect(Self.failure("3578031204900000") == .serialZero)
    }

    @Test("a woman's day has 40 added on a NIK and on no KK")
    func women() {
        #expect(Self.failure("3578035204900001") == nil)
        #expect(Self.failure("3578037104900001") == .noSuchDate)
        #expect(Self.failure("3578037105900001") == nil)
        #expect(Self.failure("3578038104900001") == .noSuchDate)
        #expect(Self.failure("3578035204900001", .kk) == .noSuchDate)
        #expect(Self.failure("3578031204200001", .kk) == nil)
    }

    @Test("29 February exists when one of the two centuries has it")
    func leapDays() {
        #expect(Self.failure("3578032902000001") == nil)
        #expect(Self.failure("3578032902960001") == nil)
        #expect(Self.failure("3578032902970001") == .noSuchDate)
        #expect(Self.failure("3578036902960001") == nil)
    }

    @Test("a kecamatan that was renumbered is forgiven while its kab/kota exists")
    func renumbered() {
        #expect(!Self.regions.hasDistrict(357899))
        #expect(Self.regions.hasCity(3578))
        #expect(Self.failure("3578991204900001") == nil)
        #expect(Self.failure("3599011204900001") == .unknownRegion)
    }

    @Test("the region table holds what the ministry's list holds")
    func regionTable() {
        #expect((0..<1_000_000).filter(Self.regions.hasDistrict).count == 7285)
        #expect((0..<10_000).filter(Self.regions.hasCity).count == 514)
        #expect(Self.regions.districts(ofCity: 5171) == [517101, 517102, 517103, 517104])
        #expect(!Self.regions.hasDistrict(-1) && !Self.regions.hasDistrict(1_000_000))
        let own = Regions(codes: [("11", "Aceh"), ("1101", "Kabupaten Aceh Selatan"), ("110107", "Sawang")])
        #expect(own.hasDistrict(110107) && !own.hasDistrict(110108) && own.hasCity(1101))
    }

    /// Three differences are meant: stdnum takes the day modulo 40 and so passes 81 to 99, passes the serial 0000, and
    /// looks at the province only.
    @Test("NIKs are judged as python-stdnum judges them, but for three rules of ours that are stricter")
    func oracle() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../oracles/nik_oracle.tsv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count > 400)
        var agreed = 0
        for line in lines {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            let number = try #require(parts.first.map(String.init))
            let theirs = parts.last == "ok"
            let ours = Self.failure(number)
            switch ours {
            case nil:
                #expect(theirs, "ours passes \(number)")
                agreed += 1
            case .serialZero, .unknownRegion:
                continue
            case .noSuchDate:
                let day = Int(number.dropFirst(6).prefix(2)) ?? 0
                if day <= 80 { #expect(!theirs, "ours refuses the date of \(number)") }
            case .wrongLength, .notDigits:
                #expect(!theirs, "ours refuses \(number)")
            }
        }
        #expect(agreed > 100)
    }

    @Test(
        "telephone numbers come to one form",
        arguments: [
            "081234567890", "6281234567890", "+6281234567890", "+62 812-3456-7890", "0812.3456.7890",
            "(0812) 3456 7890",
            "+62 (0)812 3456 7890", " 0812 3456 7890 ",
        ])
    func phones(_ text: String) throws {
        let number = try PhoneNumber(text)
        #expect(number.e164 == "+6281234567890")
        #expect(number.national == "081234567890")
    }

    @Test("a number is read alike from its digits alone and the general way, whatever its length")
    func plainForms() {
        for first in "0123456789" {
            for count in 3...16 {
                let digits = String(first) + String(repeating: "1", count: count - 1)
                for prefix in ["+62", "0"] {
                    // A blank takes the general way.
                    let (plain, general) = (prefix + digits, prefix + digits + " ")
                    #expect((try? PhoneNumber(plain).e164) == (try? PhoneNumber(general).e164), "\(plain)")
                }
            }
        }
    }

    @Test("landlines and the shortest and longest mobile numbers are numbers")
    func phoneLengths() throws {
        #expect(try PhoneNumber("(021) 555-1234").e164 == "+62215551234")
        #expect(try PhoneNumber("0811123456").e164 == "+62811123456")
        #expect(try PhoneNumber("0812345678901").e164 == "+62812345678901")
    }

    @Test(
        "what is no Indonesian number is refused for its own reason",
        arguments: [
            ("", PhoneNumberError.empty), ("  ", .empty), ("+", .tooShort), ("81234567890", .noPrefix),
            ("+6591234567", .foreign), ("006591234567", .foreign), ("08123456", .tooShort),
            ("08123456789012", .tooLong),
            ("0812 3456 789O", .illegalCharacter), ("0812+34567890", .illegalCharacter),
            ("++6281234567890", .illegalCharacter),
            ("0812/34567890", .illegalCharacter), ("٠٨١٢٣٤٥٦٧٨٩٠", .illegalCharacter), ("00", .foreign),
            ("0112345678", .tooShort),
            ("=0812345678", .illegalCharacter),
        ])
    func badPhones(_ text: String, _ expected: PhoneNumberError) {
        #expect(throws: expected) { try PhoneNumber(text) }
    }

    @Test("no error repeats the number")
    func quietErrors() {
        let secret = "5512"
        for text in [secret, "+\(secret)123456", "0812\(secret)34567890123", "08\(secret)x"] {
            do {
                _ = try PhoneNumber(text)
                Issue.record("a bad number passed")
            } catch {
                #expect(!error.description.contains(secret))
            }
        }
        for text in ["3578\(secret)", "3578\(secret)1390\(secret)", "9999\(secret)0490\(secret)"] {
            #expect(Self.failure(text)?.description.contains(secret) == false)
        }
    }
}
