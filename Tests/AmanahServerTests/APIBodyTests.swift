import AmanahCore
import Foundation
import NIOCore
import Testing

@testable import AmanahServer

@Suite("Bodies of requests")
struct APIBodyTests {
    private func read(_ text: String) throws -> BodyMembers {
        try BodyMembers(ByteBuffer(string: text), allowing: ["a", "b"])
    }

    @Test(
        "what is no flat object of strings is refused",
        arguments: [
            "", " ", "null", "[]", "\"a\"", "{", "{}x", "{\"a\"}", "{\"a\":}", "{\"a\":1}", "{\"a\":true}",
            "{\"a\":[]}",
            "{\"a\":{}}", "{\"a\":\"x\",}", "{\"a\":\"x\" \"b\":\"y\"}", "{a:\"x\"}", "{'a':'x'}", "{\"a\":\"x}",
            "{\"a\":\"\\q\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\udc00\"}",
            "{\"a\":\"\\ud800\\u0041\"}",
            "{\"a\":\"\\u0000\"}", "{\"a\":\"\\u001b\"}", "{\"a\":\"x\ny\"}", "{\"a\":nul}", "\u{FEFF}{}", "// c\n{}",
            String(repeating: "{\"a\":", count: 30000), String(repeating: "[", count: 60000),
        ])
    func refused(text: String) {
        #expect(throws: BodyError.self) { try read(text) }
    }

    @Test(
        "bytes that are no UTF-8 are refused",
        arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]])
    func noUTF8(bytes: [UInt8]) {
        let body = ByteBuffer(bytes: Array("{\"a\":\"".utf8) + bytes + Array("\"}".utf8))
        #expect(throws: BodyError.self) { try BodyMembers(body, allowing: ["a"]) }
    }

    @Test("escapes, spaces and null are read as RFC 8259 says")
    func accepted() throws {
        let body = try read(" {\r\n\t\"\\u0061\" : \"x\\\"\\\\\\/\\n\\t\\u00e9\\ud83d\\ude00é😀\" , \"b\":null } ")
        let a = try body.text("a", atMost: 100)
        #expect(a == "x\"\\/\n\té😀é😀")
        let b = try body.optionalText("b", atMost: 1)
        #expect(b == nil)
        #expect(!body.has("b"))
        let none = try read("{}").optionalText("a", atMost: 1)
        #expect(none == nil)
    }

    @Test("a repeated member is refused, also when one of the names is escaped")
    func repeated() {
        #expect(throws: BodyError(what: "member `a` stands twice (line 1, column 9)")) {
            try read(#"{"a":"","a":""}"#)
        }
        #expect(throws: BodyError.self) { try read(#"{"a":"","\u0061":""}"#) }
    }

    @Test("a misspelt member is named with its place; what could be a datum is not")
    func unexpected() {
        #expect(throws: BodyError(what: "member `custmer_id` is not expected here (line 2, column 2)")) {
            try read("{\"a\":\"\",\n \"custmer_id\":\"C1\"}")
        }
        for name in ["3578014107900034", "Siti Rahmawati", "siti@x.id", String(repeating: "a", count: 31)] {
            do {
                _ = try read("{\"\(name)\":\"x\"}")
                Issue.record("it was accepted")
            } catch let error as BodyError {
                #expect(!error.what.contains(name))
            } catch {
                Issue.record("another error")
            }
        }
    }

    @Test("what the writer writes, a JSON reader reads back", arguments: 0..<200)
    func writerRoundTrip(seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ bound: UInt32) -> UInt32 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt32(truncatingIfNeeded: state >> 20) % bound
        }
        var text = ""
        for _ in 0..<next(40) {
            let bound: UInt32 = [0x30, 0x80, 0x800, 0x11_0000][Int(next(4))]
            if let scalar = Unicode.Scalar(next(bound)) { text.unicodeScalars.append(scalar) }
        }
        let number = Int64(bitPattern: state)
        var json = JSONWriter(capacity: 8)
        json.beginObject()
        json.key("t")
        json.value(text)
        json.key(text: text + "k")
        json.beginArray()
        json.value(number)
        json.value(seed % 2 == 0)
        json.null()
        json.endArray()
        json.key("m")
        json.value(Moment(milliseconds: number / 100_000))
        json.endObject()
        let read = try JSONSerialization.jsonObject(with: Data(json.buffer.readableBytesView)) as? [String: Any]
        #expect((read?["t"] as? String).map { Array($0.unicodeScalars) } == Array(text.unicodeScalars), "seed \(seed)")
        #expect(read?.values.compactMap { $0 as? [Any] }.first?.first.map { "\($0)" } == "\(number)", "seed \(seed)")
        if (-62_135_596_800_000..<253_402_300_800_000).contains(number / 100_000) {
            #expect(read?["m"] as? String == Moment(milliseconds: number / 100_000).rfc3339, "seed \(seed)")
        }
    }

    @Test("the query is as strict as the body")
    func query() throws {
        let read = try QueryMembers(
            "person=P0101&from=2026-09-01T00%3A00%3A00%2B07%3A00", allowing: ["person", "from"])
        #expect(read["person"] == "P0101")
        #expect(read["from"] == "2026-09-01T00:00:00+07:00")
        for bad in [
            "person", "person=", "person=%", "person=%4", "person=%zz", "person=%00", "person=%ff", "x=1",
            "person=a&person=b",
        ] {
            #expect(throws: BodyError.self, "\(bad)") { try QueryMembers(bad, allowing: ["person"]) }
        }
    }
}
