package import Foundation

/// The files that ship beside the program: templates, style, script, words.
package enum ConsoleResources {
    /// The folder `Resources`, first beside the running program (a build that was moved to `bin/`), then where the build put it.
    package static var folder: URL {
        let beside = Bundle.main.bundleURL.appendingPathComponent("amanah_AmanahServer.resources/Resources")
        if FileManager.default.fileExists(atPath: beside.path) { return beside }
        return Bundle.module.bundleURL.appendingPathComponent("Resources")
    }

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
