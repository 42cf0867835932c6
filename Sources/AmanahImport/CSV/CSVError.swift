/// Why a file cannot be read further. Says where and what to do, never what stood there.
package struct CSVError: Error, Equatable, Sendable {
    package enum Reason: Equatable, Sendable {
        case notUTF8
        /// The byte order mark of UTF-16.
        case utf16
        case nul
        /// A quote within a field that does not begin with one, or text behind a closing quote.
        case strayQuote
        case unclosedQuote
        /// A carriage return that no line feed follows.
        case loneCarriageReturn
        case fieldTooLong(limit: Int)
        case rowTooLong(limit: Int)
        case tooManyFields(limit: Int)
        /// The compressed data end too early or do not fit their checksum.
        case badCompression
        /// The operating system refused; its code.
        case io(errno: Int32)
    }

    package var reason: Reason
    /// 1-based line of the file, 0 when the failure has no line.
    package var line: Int
    /// 1-based number of the field in its row, where one is meant.
    package var column: Int?

    package init(_ reason: Reason, line: Int = 0, column: Int? = nil) {
        self.reason = reason
        self.line = line
        self.column = column
    }

    package var message: String {
        switch reason {
        case .notUTF8: "the text is not UTF-8"
        case .utf16: "the file is UTF-16"
        case .nul: "the text holds a NUL byte"
        case .strayQuote: "a quote stands where none may stand"
        case .unclosedQuote: "a quoted field is never closed"
        case .loneCarriageReturn: "a carriage return stands alone"
        case .fieldTooLong(let limit): "a field is longer than \(limit) bytes"
        case .rowTooLong(let limit): "a row is longer than \(limit) bytes"
        case .tooManyFields(let limit): "a row has more than \(limit) fields"
        case .badCompression: "the compressed data are damaged or cut off"
        case .io(errno: 2): "the file is not there"
        case .io(errno: 13): "the file may not be read by this user"
        case .io(errno: 21): "it is a folder, not a file"
        case .io(let code): "the operating system refuses to read it (error \(code))"
        }
    }

    package var hint: String {
        switch reason {
        case .notUTF8, .utf16: "export the file again as CSV UTF-8"
        case .nul: "export the file again; NUL is no character of a text"
        case .strayQuote: "put the whole field in quotes and write a quote within it twice"
        case .unclosedQuote: "look for a quote that opens on this line and close it"
        case .loneCarriageReturn: "end lines with LF or CRLF, and quote fields that hold line breaks"
        case .fieldTooLong, .rowTooLong: "look for a quote that is not closed; personal data are shorter"
        case .tooManyFields: "look whether rows are joined by a missing line break"
        case .badCompression: "copy the file again, and check it with `gzip -t`"
        case .io(errno: 2), .io(errno: 21): "check the name"
        case .io(errno: 13): "let it be read, or run this as its owner"
        case .io: "check the disk and that the file may be read"
        }
    }
}
