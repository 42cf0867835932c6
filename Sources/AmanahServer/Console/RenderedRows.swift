import AmanahCore
import AmanahService
import Synchronization

/// Rows of the live page as they were last rendered, so that many listeners cost one rendering.
final class RenderedRows: Sendable {
    private struct Key: Hashable {
        var person: PersonID
        var language: Language
        var zone: Zone
    }

    private let rendered = Mutex<[Key: (row: TeamRow, html: String)]>([:])

    func html(of row: TeamRow, _ language: Language, _ zone: Zone, _ render: () -> String) -> String {
        let key = Key(person: row.person, language: language, zone: zone)
        if let known = rendered.withLock({ $0[key] }), known.row == row { return known.html }
        let html = render()
        rendered.withLock { $0[key] = (row, html) }
        return html
    }
}
