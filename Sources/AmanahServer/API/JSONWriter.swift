import AmanahCore
import NIOCore

/// Appends JSON to a byte buffer by hand. Encoding through `Codable` cost half of a bare route's speed.
///
/// The caller opens and closes objects and arrays in order; commas are placed by the writer.
struct JSONWriter {
    private(set) var buffer: ByteBuffer
    private var needsComma = false

    /// - Parameter capacity: bytes that are expected; the buffer grows when there are more.
    init(capacity: Int = 512) {
        buffer = ByteBufferAllocator().buffer(capacity: capacity)
    }

    mutating func beginObject() { open(0x7B) }
    mutating func endObject() { close(0x7D) }
    mutating func beginArray() { open(0x5B) }
    mutating func endArray() { close(0x5D) }

    /// A member's name that needs no escape.
    mutating func key(_ key: StaticString) {
        separate()
        buffer.writeInteger(UInt8(0x22))
        buffer.writeStaticString(key)
        buffer.writeStaticString("\":")
        needsComma = false
    }

    mutating func key(text: String) {
        separate()
        quote(text)
        buffer.writeInteger(UInt8(0x3A))
        needsComma = false
    }

    mutating func value(_ text: String) {
        separate()
        quote(text)
    }

    mutating func value(_ text: String?) {
        if let text { value(text) } else { null() }
    }

    mutating func value(_ number: Int64) {
        separate()
        decimal(number)
    }

    mutating func value(_ number: Int) { value(Int64(number)) }

    mutating func value(_ flag: Bool) {
        separate()
        buffer.writeStaticString(flag ? "true" : "false")
    }

    /// RFC 3339 in UTC with whole seconds.
    mutating func value(_ moment: Moment) {
        separate()
        let seconds = moment.seconds
        let ofDay = Int(((seconds % 86400) + 86400) % 86400)
        let (year, month, day) = Day(number: (seconds - Int64(ofDay)) / 86400).civil
        buffer.writeInteger(UInt8(0x22))
        digits(year, 4)
        buffer.writeInteger(UInt8(0x2D))
        digits(month, 2)
        buffer.writeInteger(UInt8(0x2D))
        digits(day, 2)
        buffer.writeInteger(UInt8(0x54))
        digits(ofDay / 3600, 2)
        buffer.writeInteger(UInt8(0x3A))
        digits(ofDay / 60 % 60, 2)
        buffer.writeInteger(UInt8(0x3A))
        digits(ofDay % 60, 2)
        buffer.writeStaticString("Z\"")
    }

    mutating func value(_ moment: Moment?) {
        if let moment { value(moment) } else { null() }
    }

    mutating func null() {
        separate()
        buffer.writeStaticString("null")
    }

    private mutating func separate() {
        if needsComma { buffer.writeInteger(UInt8(0x2C)) }
        needsComma = true
    }

    private mutating func open(_ byte: UInt8) {
        separate()
        buffer.writeInteger(byte)
        needsComma = false
    }

    private mutating func close(_ byte: UInt8) {
        buffer.writeInteger(byte)
        needsComma = true
    }

    /// A string with its quotes. Escapes what RFC 8259 §7 asks for; everything else stays UTF-8.
    private mutating func quote(_ text: String) {
        buffer.writeInteger(UInt8(0x22))
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
            buffer.writeString(text)
        } else {
            for byte in text.utf8 { escape(byte) }
        }
        buffer.writeInteger(UInt8(0x22))
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22: buffer.writeStaticString("\\\"")
        case 0x5C: buffer.writeStaticString("\\\\")
        case 0x0A: buffer.writeStaticString("\\n")
        case 0x0D: buffer.writeStaticString("\\r")
        case 0x09: buffer.writeStaticString("\\t")
        case ..<0x20:
            buffer.writeStaticString("\\u00")
            buffer.writeInteger(JSONWriter.hexDigit(byte >> 4))
            buffer.writeInteger(JSONWriter.hexDigit(byte & 15))
        default: buffer.writeInteger(byte)
        }
    }

    private static func hexDigit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }

    private mutating func decimal(_ number: Int64) {
        if number >= 0, number < 10 {
            buffer.writeInteger(UInt8(0x30 + number))
        } else {
            buffer.writeString(String(number))
        }
    }

    /// At least `width` digits of a number that is not negative.
    private mutating func digits(_ number: Int, _ width: Int) {
        var scale = 1
        for _ in 1..<width { scale *= 10 }
        var rest = number
        while scale > 0 {
            buffer.writeInteger(UInt8(truncatingIfNeeded: 0x30 + rest / scale % 10))
            rest %= scale
            scale /= 10
        }
    }
}
