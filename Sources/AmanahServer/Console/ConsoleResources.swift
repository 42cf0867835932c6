package import Foundation

/// The files that ship beside the program: templates, style, script, words.
package enum ConsoleResources {
    /// Where templates and words lie.
    package static var folder: URL { ServerResources.folder }

    /// A file as bytes.
    /// - Throws: ``ConsoleResourceError`` when the file is missing or unreadable.
    package static func bytes(_ path: String) throws(ConsoleResourceError) -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: folder.appendingPathComponent(path)))
        } catch {
            throw ConsoleResourceError(file: path, cause: "cannot be read")
        }
    }
}

/// A file of the console is missing or broken; the program does not start without it.
package struct ConsoleResourceError: Error, CustomStringConvertible {
    package let file: String
    package let cause: String
    package var description: String { "console file `\(file)` \(cause); build again or reinstall the program" }
}
