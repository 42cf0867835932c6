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
                line: 1, column: 1, fault: .writing(.tooLarge(bytes: bytes.count, most: maximumBytes)))
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
                throw CharterProblem(line: here.line, column: here.column, fault: .writing(.notUTF8))
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
        let fault: WritingFault =
            switch scalar.value {
            case 0x09: .tab
            case 0x0D: .carriageReturn
            case 0xFEFF: .byteOrderMark
            case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: .direction(code)
            default: .control(code)
            }
        return CharterProblem(line: place.line, column: place.column, fault: .writing(fault))
    }
}
