import Foundation
import Testing

@testable import AmanahImport

/// Random values from a seed.
struct Draw: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
    mutating func text(of alphabet: String, count: ClosedRange<Int>) -> String {
        let letters = Array(alphabet)
        return String((0..<Int.random(in: count, using: &self)).compactMap { _ in letters.randomElement(using: &self) })
    }
}

/// A row as it came out, with the line of each field.
struct ReadRow: Equatable {
    var texts: [String]
    var lines: [Int]
}

func readAll(
    _ bytes: [UInt8], pieces: [Int] = [], limits: CSVLimits = CSVLimits(), chunk: Int = 64 * 1024
) -> (rows: [ReadRow], error: CSVError?) {
    let reader = CSVReader(source: MemorySource(bytes, pieces: pieces), limits: limits, chunk: chunk)
    var rows: [ReadRow] = []
    do throws(CSVError) {
        while try reader.next() {
            rows.append(
                ReadRow(texts: (0..<reader.count).map(reader.text), lines: (0..<reader.count).map(reader.line(of:))))
        }
        return (rows, nil)
    } catch {
        return (rows, error)
    }
}

func readAll(_ text: String) -> (rows: [ReadRow], error: CSVError?) { readAll(Array(text.utf8)) }

@Suite("CSV")
struct CSVReaderTests {
    @Test("rows come apart at commas and line ends")
    func rows() {
        #expect(readAll("a,b\n1,2\r\n3,").rows.map(\.texts) == [["a", "b"], ["1", "2"], ["3", ""]])
        #expect(readAll("a\n").rows.map(\.texts) == [["a"]])
        #expect(readAll("").rows.isEmpty)
        #expect(readAll("\n\r\n\n").rows.isEmpty)
        #expect(readAll("\u{FEFF}a,b\n").rows.map(\.texts) == [["a", "b"]])
        #expect(readAll(",\n").rows.map(\.texts) == [["", ""]])
        #expect(readAll("\"\"\n").rows.map(\.texts) == [[""]])
    }

    @Test("quotes hold commas, line breaks and doubled quotes")
    func quotes() {
        let read = readAll("x,\"a,\"\"b\"\"\r\nc\",y\n\"\",\"\"\"\"\n\"é\",=cmd|'/C calc'!A0\n")
        #expect(
            read.rows.map(\.texts) == [["x", "a,\"b\"\r\nc", "y"], ["", "\""], ["é", "=cmd|'/C calc'!A0"]])
        #expect(read.rows.map(\.lines) == [[1, 1, 2], [3, 3], [4, 4]])
        #expect(read.error == nil)
    }

    @Test(
        "what breaks the rules is refused with line and column",
        arguments: [
            ("a\n\"b", CSVError(.unclosedQuote, line: 2, column: 1)),
            ("a\nb\"c\n", CSVError(.strayQuote, line: 2, column: 1)),
            ("a,\"b\"c\n", CSVError(.strayQuote, line: 1, column: 2)),
            ("a\rb\n", CSVError(.loneCarriageReturn, line: 1, column: 1)),
            ("a\nb,c\u{0}\n", CSVError(.nul, line: 2, column: 2)),
            ("a\n\"b\n\u{0}\"", CSVError(.nul, line: 3, column: 1)),
            ("a,\"x\ny\",\"z", CSVError(.unclosedQuote, line: 2, column: 3)),
        ])
    func refusals(_ text: String, _ expected: CSVError) {
        let read = readAll(text)
        #expect(read.error == expected)
        #expect(!expected.message.isEmpty && !expected.hint.isEmpty)
    }

    @Test("bytes that are no UTF-8 are refused with line and column, quoted or not")
    func encodings() {
        let bad: [[UInt8]] = [
            [0x80], [0xC0, 0xAF], [0xC3], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xE2, 0x82],
        ]
        for sequence in bad {
            #expect(readAll(Array("a,b\nx,y".utf8) + sequence).error == CSVError(.notUTF8, line: 2, column: 2))
            #expect(
                readAll(Array("a\n\"x\ny\",\"z".utf8) + sequence + [0x22]).error
                    == CSVError(.notUTF8, line: 3, column: 2))
        }
        #expect(readAll([0xFF, 0xFE, 0x61, 0x00]).error?.reason == .utf16)
        #expect(readAll("é,€,👩\n").error == nil)
    }

    @Test("UTF-8 is judged as the standard library judges it", arguments: [UInt64(1), 2])
    func utf8Differential(_ seed: UInt64) {
        var draw = Draw(state: seed)
        let leads: [UInt8] = [0x41, 0x7F, 0x80, 0xBF, 0xC1, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0x90, 0x9F, 0xA0]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...6, using: &draw)).map { _ in leads.randomElement(using: &draw) ?? 0x41 }
            let ours = bytes.withUnsafeBufferPointer { UTF8Check.isValid($0) }
            #expect(ours == (String(validating: bytes, as: UTF8.self) != nil), "seed \(seed): \(bytes)")
        }
    }

    @Test("fields, rows and their number are bounded")
    func bounds() {
        let limits = CSVLimits(fieldBytes: 10, rowBytes: 30, fields: 4)
        func error(_ text: String, chunk: Int = 16) -> CSVError? {
            readAll(Array(text.utf8), limits: limits, chunk: chunk).error
        }
        for chunk in [16, 4096] {
            #expect(error("a\n12345678901,\n", chunk: chunk) == CSVError(.fieldTooLong(limit: 10), line: 2, column: 1))
            #expect(error("a,\"12345678901\n", chunk: chunk)?.reason == .fieldTooLong(limit: 10))
            #expect(error("1,2,3,4,5\n", chunk: chunk) == CSVError(.tooManyFields(limit: 4), line: 1))
            let row = "1234567890,1234567890,1234567890\n"
            #expect(error(row, chunk: chunk) == CSVError(.rowTooLong(limit: 30), line: 1))
            #expect(error("1234567890,1234567890\n", chunk: chunk) == nil)
        }
    }

    @Test("any cutting of the stream into pieces gives the same rows", arguments: Array(UInt64(1)...40))
    func pieces(_ seed: UInt64) {
        var draw = Draw(state: seed)
        let rows = (0..<Int.random(in: 1...30, using: &draw)).map { _ in
            (0..<Int.random(in: 2...6, using: &draw)).map { _ in
                draw.text(of: "ab\",\n\r é👩=;", count: 0...(draw.next() % 9 == 0 ? 70 : 6))
            }
        }
        let newline = seed % 2 == 0 ? "\n" : "\r\n"
        let text =
            rows.map { row in
                row.map { field in
                    let special = field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
                    guard special || draw.next() % 3 == 0 else { return field }
                    return "\"" + field.replacingOccurrences(of: "\"", with: "\"\"", options: .literal) + "\""
                }.joined(separator: ",")
            }.joined(separator: newline) + (seed % 3 == 0 ? "" : newline)
        let bytes = Array(text.utf8)
        let whole = readAll(bytes)
        #expect(whole.error == nil, "seed \(seed)")
        #expect(
            whole.rows.map { $0.texts.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } }, "seed \(seed)"
        )
        for chunk in [16, 17, 64] {
            let pieces = (0..<bytes.count).map { _ in Int.random(in: 1...9, using: &draw) }
            let cut = readAll(bytes, pieces: pieces, chunk: chunk)
            #expect(cut.rows == whole.rows && cut.error == nil, "seed \(seed), chunk \(chunk)")
        }
    }

    @Test("damaged text gives the same rows and the same error however it is cut", arguments: Array(UInt64(1)...20))
    func damagedPieces(_ seed: UInt64) {
        var draw = Draw(state: seed)
        let alphabet: [UInt8] = [0x61, 0x2C, 0x22, 0x0A, 0x0D, 0x00, 0xC3, 0xA9, 0x62]
        for _ in 0..<60 {
            let bytes = (0..<Int.random(in: 3...60, using: &draw)).map { _ in
                alphabet.randomElement(using: &draw) ?? 0x61
            }
            let whole = readAll(bytes)
            let cut = readAll(bytes, pieces: bytes.map { _ in Int.random(in: 1...4, using: &draw) }, chunk: 16)
            #expect(cut.rows == whole.rows && cut.error == whole.error, "seed \(seed): \(bytes)")
        }
    }
}
