import HTTPTypes
import Hummingbird

/// Which methods a path has, for the `Allow` of a 405. Asked only when no route matched.
struct AllowedMethods: Sendable {
    private struct Entry: Sendable {
        var segments: [Segment]
        var methods: [String]
    }

    private enum Segment: Sendable {
        case literal(Substring)
        case any
        case rest
    }

    private let entries: [Entry]

    init(_ routes: [(template: String, method: HTTPRequest.Method)]) {
        var byTemplate: [String: Set<String>] = [:]
        for route in routes {
            byTemplate[route.template, default: []].insert(route.method.rawValue)
            if route.method == .get { byTemplate[route.template, default: []].insert("HEAD") }
        }
        entries = byTemplate.map { template, methods in
            let segments = template.split(separator: "/").map { segment -> Segment in
                if segment == "**" { return .rest }
                return segment == "*" || segment.contains("{") || segment.hasPrefix(":") ? .any : .literal(segment)
            }
            return Entry(segments: segments, methods: methods.sorted())
        }
    }

    /// The methods of a path, sorted; `nil` where there is no such path.
    func methods(of path: String) -> [String]? {
        let parts = path.split(separator: "/")
        let found = entries.filter { AllowedMethods.matches($0.segments, parts) }
        guard !found.isEmpty else { return nil }
        return Set(found.flatMap(\.methods)).sorted()
    }

    private static func matches(_ segments: [Segment], _ parts: [Substring]) -> Bool {
        var index = 0
        for segment in segments {
            switch segment {
            case .rest: return true
            case .any:
                guard index < parts.count else { return false }
            case .literal(let text):
                guard index < parts.count, parts[index] == text else { return false }
            }
            index += 1
        }
        return index == parts.count
    }
}
