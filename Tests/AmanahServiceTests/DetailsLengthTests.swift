import Testing

@testable import AmanahService

/// A half of an act's details holds texts behind a length of 16 bits.
@Suite struct DetailsLengthTests {
    @Test("a text that is longer than its length can say is cut there, and what stands behind it is read")
    func cut() throws {
        let long = String(repeating: "a", count: 70_000)
        let pairs = try #require(Details.pairs(Details.encode([("said", long), ("ground", "ticket")])[...]))
        try #require(pairs.count == 2)
        #expect(pairs[0].value == String(repeating: "a", count: 65_535))
        #expect(pairs[1].key == "ground" && pairs[1].value == "ticket")
    }

    @Test("texts that Swift keeps in place, on the heap, as a slice or beyond ASCII come back as they were")
    func kinds() throws {
        let texts = [
            "", "a", "fifteen letters", "a text that is long enough for the heap", "Jalan Merdeka · 12", "é\u{301}🙂",
        ]
        let pairs = try #require(Details.pairs(Details.encode(texts.map { ("said", $0) })[...]))
        #expect(pairs.map(\.value) == texts)
    }
}
