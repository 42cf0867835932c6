/// Checks the bytes of a charter and cuts them into lines.
///
/// Refused, wherever they stand, comments and quotes included: what is not UTF-8, control characters (NUL, tab, lone
/// carriage return), byte order marks, line separators other than LF and CR LF, and the marks that turn the direction of
/// writing, since a text with these does not read as it is displayed.
/// Source: Boucher and Anderson, *Trojan Source*, 2021.
enum CharterText {
    /// Bytes a charter may have.
    static let maximumBytes = 256 * 1024

    /// Lines without their ends, as Unicode scalars.
    static func lines(of bytes: [UInt8]) throws(CharterProblem) -> [[Unicode.Scalar]] {
        guard bytes.count <= maximumBytes else {
            throw CharterProblem(
                line: 1, column: 1, message: "a charter has at most \(maximumBytes) bytes, this file \(bytes.count)")
        }
        var lines: [[Unicode.Scalar]] = []
        var line: [Unicode.Scalar] = []
        var decoder = UTF8()
        var input = bytes.makeIterator()
        var carriageReturn = false
        decoding: while true {
            let here = CharterNode.Place(line: lines.count + 1, column: line.count + 1)
            switch decoder.decode(&input) {
            case .emptyInput:
                if carriageReturn { throw refusal("\r", at: here) }
                lines.append(line)
                break decoding
            case .error:
                throw CharterProblem(
                    line: here.line, column: here.column, message: "the text is not UTF-8", hint: "save it as UTF-8")
            case .scalarValue("\n"):
                lines.append(line)
                line = []
                carriageReturn = false
            case .scalarValue(let scalar):
                if carriageReturn { throw refusal("\r", at: here) }
                if scalar == "\r" {
                    carriageReturn = true
                } else if isRefused(scalar) {
                    throw refusal(scalar, at: here)
                } else {
                    line.append(scalar)
                }
            }
        }
        return lines
    }

    private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F: true  // controls, with tab and next line
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true  // direction
        case 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true  // separators, byte order mark
        default: false
        }
    }

    private static func refusal(_ scalar: Unicode.Scalar, at place: CharterNode.Place) -> CharterProblem {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let (message, hint): (String, String) =
            switch scalar.value {
            case 0x09: ("a tab stands here", "use spaces")
            case 0x0D: ("a carriage return without a line feed stands here", "end lines with LF or CR LF")
            case 0xFEFF: ("a byte order mark stands here", "save the file as UTF-8 without BOM")
            case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
                ("the character \(code) turns the direction of writing", "take it out")
            default: ("the control character \(code) stands here", "take it out")
            }
        return CharterProblem(line: place.line, column: place.column, message: message, hint: hint)
    }
}
