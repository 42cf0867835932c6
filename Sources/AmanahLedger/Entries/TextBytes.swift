extension [UInt8] {
    /// Appends a text in UTF-8, at most so many bytes of it.
    ///
    /// The library's way goes through an iterator of the text; here its bytes are copied where they lie.
    package mutating func append(bytesOf text: String, atMost limit: Int = .max) {
        var text = text
        text.withUTF8 { bytes in append(contentsOf: UnsafeBufferPointer(rebasing: bytes.prefix(limit))) }
    }
}
