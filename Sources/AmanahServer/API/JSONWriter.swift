import AmanahCore
import NIOCore

/// Appends JSON to a byte buffer by hand. Encoding through `Codable` cost half of a bare route's speed.
///
/// The caller opens and closes objects and arrays in order; commas are placed by the writer.
struct JSONWriter {
    // Plain bytes: many small writes into a `ByteBuffer` took twice as long.
    private var bytes: [UInt8] = []
    private var needsComma = false

    /// What was written so far.
    var buffer: ByteBuffer { ByteBuffer(bytes: bytes) }

    /// - Parameter capacity: bytes that are expected; the writer grows when there are more.
    init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

    mutating func beginObject() { open(0x7B) }
    mutating func endObject() { close(0x7D) }
    mutating func beginArray() { open(0x5B) }
    mutating func endArray() { close(0x5D) }

    /// A member's name that needs no escape.
    mutating func key(_ key: StaticString) {
        separate()
        bytes.append(0x22)
        write(key)
        write("\":")
        needsComma = false
    }

    mutating func key(text: String) {
        separate()
        quote(text)
        bytes.append(0x3A)
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
        write(flag ? "true" : "false")
    }

    /// A number that is not negative, in tenths: 12.5.
    mutating func value(tenths: Int) {
        separate()
        decimal(Int64(tenths / 10))
        bytes.append(0x2E)
        decimal(Int64(tenths % 10))
    }

    /// RFC 3339 in UTC with whole seconds.
    mutating func value(_ moment: Moment) {
        separate()
        let seconds = moment.seconds
        let ofDay = Int(((seconds % 86400) + 86400) % 86400)
        let (year, month, day) = Day(number: (seconds - Int64(ofDay)) / 86400).civil
        bytes.append(0x22)
        digits(year, 4)
        bytes.append(0x2D)
        digits(month, 2)
        bytes.append(0x2D)
        digits(day, 2)
        bytes.append(0x54)
        digits(ofDay / 3600, 2)
        bytes.append(0x3A)
        digits(ofDay / 60 % 60, 2)
        bytes.append(0x3A)
        digits(ofDay % 60, 2)
        write("Z\"")
    }

    mutating func value(_ moment: Moment?) {
        if let moment { value(moment) } else { null() }
    }

    mutating func null() {
        separate()
        write("null")
    }

    private mutating func write(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
        needsComma = true
    }

    private mutating func open(_ byte: UInt8) {
        separate()
        bytes.append(byte)
        needsComma = false
    }

    private mutating func close(_ byte: UInt8) {
        bytes.append(byte)
        needsComma = true
    }

    /// A string with its quotes. Escapes what RFC 8259 §7 asks for; everything else stays UTF-8.
    private mutating func quote(_ text: String) {
        bytes.append(0x22)
        let plain: Bool? = text.utf8.withContiguousStorageIfAvailable { utf8 in
            guard utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) else { return false }
            bytes.append(contentsOf: utf8)
            return true
        }
        if plain != true {
            for byte in text.utf8 { escape(byte) }
        }
        bytes.append(0x22)
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22: write("\\\"")
        case 0x5C: write("\\\\")
        case 0x0A: write("\\n")
        case 0x0D: write("\\r")
        case 0x09: write("\\t")
        case ..<0x20:
            write("\\u00")
            bytes.append(JSONWriter.hexDigit(byte >> 4))
            bytes.append(JSONWriter.hexDigit(byte & 15))
        default: bytes.append(byte)
        }
    }

    private static func hexDigit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }

    private mutating func decimal(_ number: Int64) {
        if number >= 0, number < 10 {
            bytes.append(UInt8(0x30 + number))
        } else {
            bytes.append(contentsOf: String(number).utf8)
        }
    }

    /// At least `width` digits of a number that is not negative.
    private mutating func digits(_ number: Int, _ width: Int) {
        var scale = 1
        for _ in 1..<width { scale *= 10 }
        var rest = number
        while scale > 0 {
            bytes.append(UInt8(truncatingIfNeeded: 0x30 + rest / scale % 10))
            rest %= scale
            scale /= 10
        }
    }
}
