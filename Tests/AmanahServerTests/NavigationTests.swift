import AmanahServer
import Testing

@Suite("The ways in the bar") struct NavigationTests {
    func frame(_ count: Int, at here: Int) -> Frame {
        Frame(
            person: .init(id: "P1", name: "N", role: "R", place: "U"),
            nav: (0..<count).map { .init(href: "/\($0)", text: "\($0)", current: $0 == here) }, searchable: true,
            allowance: nil)
    }

    @Test("every way is there once, in order, and the page one is on stands in the bar", arguments: 0..<14)
    func split(_ count: Int) {
        for here in 0..<max(1, count) {
            let frame = frame(count, at: here)
            let all = frame.nav + (frame.more?.links ?? [])
            #expect(Set(all.map(\.href)).count == count && all.count == count)
            #expect(frame.more.map { $0.links.count >= 2 && frame.nav.count == 6 } ?? (count <= 7))
            #expect(count == 0 || frame.nav.contains(where: \.current))
            #expect(frame.more?.links.contains(where: \.current) != true)
            let rest = frame.more?.links.compactMap { Int($0.href.dropFirst()) } ?? []
            #expect(rest == rest.sorted())
        }
    }
}
