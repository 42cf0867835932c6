import AmanahCore
import Crypto
import Foundation
import Glibc

/// The list of those who were erased, in a file outside the data folder and outside every backup (L10).
///
/// A backup brings back what was erased after it was made; whoever restores one erases again by this list. Text, a line each:
/// time, customer id, and an authenticator over the line and all lines before it under a key of the folder's, so that no line
/// can be slipped in, changed or taken out of the middle. It names ids only.
package struct ErasureList: Sendable {
    package let path: String
    private let key: SymmetricKey

    init(path: String, key: SymmetricKey) {
        self.path = path
        self.key = key
    }

    /// `DATA.key` has its list in `DATA.erasures`; any other key file has it in its own name with `.erasures` behind.
    package static func path(besideKey keyFile: String) -> String {
        (keyFile.hasSuffix(".key") ? String(keyFile.dropLast(4)) : keyFile) + ".erasures"
    }

    private static let heading = "amanah erasures 1\n"

    package var exists: Bool { FileManager.default.fileExists(atPath: path) }

    /// Every line, oldest first; none where there is no file. A last line that a power cut left short is passed over.
    ///
    /// - Throws: ``StoreError/Code/sealBroken`` with the number of the first line that does not hold.
    package func read() throws(StoreError) -> [ErasureRow] { try parsed().rows }

    private func parsed() throws(StoreError) -> (rows: [ErasureRow], mac: [UInt8], whole: Int) {
        guard exists else { return ([], [], 0) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw StoreError(.readOnly, "the list of erasures `\(path)` cannot be read: check its owner and mode")
        }
        let bytes = Array(data)
        let heading = Array(ErasureList.heading.utf8)
        guard bytes.starts(with: heading) else {
            // Only a power cut at the very first line leaves less than the heading.
            if heading.starts(with: bytes) { return ([], [], 0) }
            throw broken(line: 1)
        }
        var rows: [ErasureRow] = []
        var mac: [UInt8] = []
        var at = heading.count
        while let end = bytes[at...].firstIndex(of: 0x0A) {
            let words = String(decoding: bytes[at..<end], as: UTF8.self).split(
                separator: " ", omittingEmptySubsequences: false)
            guard words.count == 3, let time = Moment(words[0]), let said = Data(base64Encoded: String(words[2])) else {
                throw broken(line: rows.count + 2)
            }
            let row = ErasureRow(customer: CustomerID(String(words[1])), at: time)
            mac = authenticator(of: row, after: mac)
            guard mac == Array(said) else { throw broken(line: rows.count + 2) }
            rows.append(row)
            at = end + 1
        }
        return (rows, mac, at)
    }

    private func broken(line: Int) -> StoreError {
        StoreError(
            .sealBroken,
            "line \(line) of the list of erasures `\(path)` does not hold: it was edited, or belongs to another folder")
    }

    private func authenticator(of row: ErasureRow, after mac: [UInt8]) -> [UInt8] {
        var hmac = HMAC<SHA256>(key: key)
        hmac.update(data: mac)
        hmac.update(data: Array("\(row.at.rfc3339) \(row.customer)".utf8))
        return Array(hmac.finalize().prefix(16))
    }

    /// Adds what is not in the list yet; on the disk when it returns. Safe against another process that does the same.
    package func add(_ rows: [ErasureRow]) throws(StoreError) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unwritable() }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX) == 0 else { throw unwritable() }
        var (known, mac, whole) = try parsed()
        let names = Set(known.map(\.customer))
        var text = whole == 0 ? ErasureList.heading : ""
        for row in rows where !names.contains(row.customer) {
            mac = authenticator(of: row, after: mac)
            text += "\(row.at.rfc3339) \(row.customer) \(Data(mac).base64EncodedString())\n"
        }
        guard !text.isEmpty else { return }
        let bytes = Array(text.utf8)
        let written = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(whole)) }
        guard written == bytes.count, ftruncate(descriptor, off_t(whole + bytes.count)) == 0, fsync(descriptor) == 0
        else { throw unwritable() }
        if whole == 0 { try syncFolder() }
    }

    /// A new file's name is on the disk once its folder is.
    private func syncFolder() throws(StoreError) {
        let folder = Glibc.open(
            URL(filePath: path).deletingLastPathComponent().path(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw unwritable() }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw unwritable() }
    }

    private func unwritable() -> StoreError {
        StoreError(
            .readOnly, "the list of erasures `\(path)` cannot be written: let the gateway write beside its key file",
            cause: String(cString: strerror(errno)))
    }
}
