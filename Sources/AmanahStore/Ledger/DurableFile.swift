import Glibc

/// What the system said when a file could not be written.
struct FileFailure: Error {
    var cause: String
    /// - Parameter call: what was tried; the error number is the calling thread's.
    init(_ call: String) { cause = "\(call): \(String(cString: strerror(errno)))" }
}

/// Files that are there whole or not at all, also after a power cut: write aside, sync, rename, sync the folder.
enum DurableFile {
    /// - Parameter syncsFolder: `false` where the caller syncs the folder before it relies on the file.
    static func replace(
        _ path: String, with bytes: [UInt8], syncsFolder: Bool = true
    ) throws(FileFailure) {
        let aside = "\(path).new-\(getpid())-\(UInt32.random(in: .min ... .max))"
        let descriptor = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileFailure("open") }
        do throws(FileFailure) {
            defer { close(descriptor) }
            try write(bytes, to: descriptor)
            if fsync(descriptor) != 0 { throw FileFailure("fsync") }
        } catch {
            unlink(aside)
            throw error
        }
        guard rename(aside, path) == 0 else {
            let failure = FileFailure("rename")
            unlink(aside)
            throw failure
        }
        if syncsFolder { try syncFolder(of: path) }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(FileFailure) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: offset), $0.count - offset)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw FileFailure("write") }
            offset += written
        }
    }

    static func syncFolder(of path: String) throws(FileFailure) {
        let end = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        try syncFolder(end.map { String(path[..<$0]) } ?? ".")
    }

    static func syncFolder(_ folder: String) throws(FileFailure) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure("open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileFailure("fsync") }
    }

    /// The whole of a file; `nil` where there is none or it is longer than `limit`.
    static func read(_ path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size >= 0, status.st_size <= limit,
            status.st_mode & S_IFMT == S_IFREG
        else { return nil }
        let size = Int(status.st_size)
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { break }
                count += got
            }
        }
        return bytes.count == size ? bytes : nil
    }
}
