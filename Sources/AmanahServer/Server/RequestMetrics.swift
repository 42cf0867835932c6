import Synchronization

/// Counts of requests and how long they took, by route template, method and status. Labels never name a path, a
/// person or a customer.
final class RequestMetrics: Sendable {
    struct Key: Hashable {
        var route: String
        var method: String
        var status: Int
    }

    struct Cell {
        var count = 0
        var seconds = 0.0
        /// One more than the bounds: the last is everything slower.
        var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count + 1)

        mutating func add(_ seconds: Double, _ bucket: Int) {
            count += 1
            self.seconds += seconds
            buckets[bucket] += 1
        }
    }

    /// Upper bounds of the histogram, in seconds.
    static let bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

    private let cells = Mutex<[Key: Cell]>([:])
    private let running = Atomic<Int>(0)

    func begin() { running.wrappingAdd(1, ordering: .relaxed) }

    /// - Complexity: one look into a table of at most routes × statuses.
    func end(_ key: Key, seconds: Double) {
        running.wrappingSubtract(1, ordering: .relaxed)
        let bucket = RequestMetrics.bounds.firstIndex { seconds <= $0 } ?? RequestMetrics.bounds.count
        cells.withLock { $0[key, default: Cell()].add(seconds, bucket) }
    }

    /// The counters in the text format, sorted.
    ///
    /// Source: Prometheus, *Exposition formats*, text format 0.0.4.
    func write(to text: inout MetricsText) {
        let snapshot = cells.withLock { $0 }.sorted { a, b in
            (a.key.route, a.key.method, a.key.status) < (b.key.route, b.key.method, b.key.status)
        }
        text.head("amanah_http_requests_running", "Requests being answered.", "gauge")
        text.sample("amanah_http_requests_running", [], Double(running.load(ordering: .relaxed)))
        text.head("amanah_http_requests_total", "Requests answered, by route, method and status.", "counter")
        for (key, cell) in snapshot {
            text.sample("amanah_http_requests_total", RequestMetrics.labels(key), Double(cell.count))
        }
        let name = "amanah_http_request_duration_seconds"
        text.head(name, "Time from the head of a request to its answer.", "histogram")
        for (key, cell) in snapshot {
            let labels = RequestMetrics.labels(key)
            var total = 0
            for (bound, count) in zip(RequestMetrics.bounds, cell.buckets) {
                total += count
                text.sample(name + "_bucket", labels + [("le", MetricsText.number(bound))], Double(total))
            }
            text.sample(name + "_bucket", labels + [("le", "+Inf")], Double(cell.count))
            text.sample(name + "_sum", labels, cell.seconds)
            text.sample(name + "_count", labels, Double(cell.count))
        }
    }

    private static func labels(_ key: Key) -> [(String, String)] {
        [("route", key.route), ("method", key.method), ("status", String(key.status))]
    }
}

/// Prometheus' text format.
struct MetricsText {
    private(set) var text = ""

    mutating func head(_ name: String, _ help: String, _ type: String) {
        text += "# HELP \(name) \(MetricsText.escape(help, quotes: false))\n# TYPE \(name) \(type)\n"
    }

    mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Double) {
        text += name
        if !labels.isEmpty {
            text +=
                "{" + labels.map { "\($0.0)=\"\(MetricsText.escape($0.1, quotes: true))\"" }.joined(separator: ",")
                + "}"
        }
        text += " \(MetricsText.number(value))\n"
    }

    /// `3` for 3.0, else the shortest text that reads back as the same number.
    static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value) { return String(whole) }
        return value.isNaN ? "NaN" : value.isInfinite ? (value > 0 ? "+Inf" : "-Inf") : "\(value)"
    }

    private static func escape(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
