import AmanahCore
import Foundation
package import Logging

/// Structured log lines on standard error, as `key=value` or JSON.
///
/// Only keys of a closed list are written, so that a library's message cannot carry a path, a body or an error's text
/// into the log (H3).
package struct LineLog: LogHandler {
    package enum Format: String, Sendable, CaseIterable { case logfmt, json }

    /// Keys that may stand in a line. None of them ever holds a datum of a customer, a token or a raw path.
    package static let keys: Set<String> = [
        "method", "route", "status", "ms", "session", "code", "error", "port", "host", "tls", "version", "folder",
        "count", "signal", "what", "witness",
    ]

    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    private let label: String
    private let format: Format
    private let sink: @Sendable (String) -> Void

    package init(
        label: String, level: Logger.Level = .info, format: Format = .logfmt,
        sink: @escaping @Sendable (String) -> Void = LineLog.standardError
    ) {
        self.label = label
        self.format = format
        self.sink = sink
        logLevel = level
    }

    /// A logger that writes such lines.
    package static func logger(
        label: String = "amanah", level: Logger.Level = .info, format: Format = .logfmt,
        sink: @escaping @Sendable (String) -> Void = LineLog.standardError
    ) -> Logger {
        Logger(label: label) { LineLog(label: $0, level: level, format: format, sink: sink) }
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        // What would never be written is not kept: the framework adds a word of its own at each request.
        set { if LineLog.keys.contains(key) { metadata[key] = newValue } }
    }

    package func log(event: LogEvent) {
        var members: [(String, String)] = [
            ("at", LineLog.now()), ("level", event.level.rawValue), ("from", label),
            ("message", event.message.description),
        ]
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }).sorted(by: {
            $0.key < $1.key
        })
        where LineLog.keys.contains(key) {
            members.append((key, value.description))
        }
        sink(LineLog.line(members, format))
    }

    /// One line with its newline. No value can end the line or forge a member.
    static func line(_ members: [(String, String)], _ format: Format) -> String {
        switch format {
        case .logfmt:
            members.map { "\($0.0)=\(LineLog.needsQuotes($0.1) ? LineLog.quoted($0.1) : $0.1)" }.joined(separator: " ")
                + "\n"
        case .json:
            "{" + members.map { "\(LineLog.quoted($0.0)):\(LineLog.quoted($0.1))" }.joined(separator: ",") + "}\n"
        }
    }

    private static func needsQuotes(_ text: String) -> Bool {
        text.isEmpty || !text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3D && $0 != 0x5C }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F || (0x2028...0x2029).contains(scalar.value):
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// The wall clock; log lines are about the machine, not about a decision.
    private static func now() -> String {
        Moment(seconds: Int64(Date().timeIntervalSince1970)).rfc3339
    }

    /// Writes a line whole. A closed standard error is no reason to stop.
    package static func standardError(_ line: String) {
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }
}
