import CZlib

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Bytes in a stream. Not for use from two tasks at once.
package protocol ByteSource: AnyObject {
    /// Fills from the front of `buffer`; 0 at the end and only there, when `buffer` is not empty.
    ///
    /// - Throws: `CSVError` with `.io` or `.badCompression`.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(CSVError) -> Int

    /// Bytes taken from the file so far, compressed ones as they lie on the disk.
    var consumed: Int { get }
}

/// A file from its beginning.
package final class FileSource: ByteSource {
    private let descriptor: Int32
    package private(set) var consumed = 0

    /// - Throws: `.io` when the file cannot be opened.
    package init(path: String) throws(CSVError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CSVError(.io(errno: errno)) }
    }

    deinit { close(descriptor) }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(CSVError) -> Int {
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #else
                let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw CSVError(.io(errno: errno)) }
            consumed += count
            return count
        }
    }
}

/// Bytes that are there already, handed out in pieces of given lengths; for tests and for bodies of requests.
package final class MemorySource: ByteSource {
    private let bytes: [UInt8]
    private var pieces: ArraySlice<Int>
    package private(set) var consumed = 0

    /// - Parameter pieces: how many bytes each read gives at most; when they are used up, all that fit.
    package init(_ bytes: [UInt8], pieces: [Int] = []) {
        self.bytes = bytes
        self.pieces = pieces[...]
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(CSVError) -> Int {
        let count = min(buffer.count, max(pieces.popFirst() ?? .max, 1), bytes.count - consumed)
        buffer.copyBytes(from: bytes[consumed..<(consumed + count)])
        consumed += count
        return count
    }
}

/// The content of a gzip stream of one or more members, checked against its checksums.
///
/// Source: RFC 1952.
package final class GzipSource: ByteSource {
    private let base: any ByteSource
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private var ended = false
    /// Within a member: the end of the file may not come here.
    private var inMember = false

    package var consumed: Int { base.consumed }

    package init(_ base: any ByteSource) throws(CSVError) {
        self.base = base
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(byteCount: 64 * 1024, alignment: 16)
        // 15 bits of window, plus 16 for the gzip wrapper.
        let status = inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw CSVError(.badCompression) }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(CSVError) -> Int {
        guard !ended, !buffer.isEmpty else { return 0 }
        stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(clamping: buffer.count)
        let room = stream.pointee.avail_out
        while stream.pointee.avail_out == room {
            if stream.pointee.avail_in == 0 {
                let count = try base.read(into: input)
                if count == 0 {
                    guard !inMember else { throw CSVError(.badCompression) }
                    ended = true
                    return 0
                }
                stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.pointee.avail_in = UInt32(count)
            }
            inMember = true
            switch inflate(stream, Z_NO_FLUSH) {
            case Z_OK, Z_BUF_ERROR: break
            case Z_STREAM_END:
                inMember = false
                guard inflateReset(stream) == Z_OK else { throw CSVError(.badCompression) }
            default: throw CSVError(.badCompression)
            }
        }
        return Int(room - stream.pointee.avail_out)
    }
}
