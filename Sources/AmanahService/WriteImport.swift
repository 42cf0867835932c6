import AmanahCore
package import AmanahImport
import AmanahStore

extension Amanah {
    /// Rows of customers that one batch takes; some ten milliseconds, after which others have their turn.
    static let importSlice = 100

    /// Writes a later import with its act.
    ///
    /// Customers come in slices, so that the log is never held for long: each slice is whole, the act stands in the first, and
    /// where it breaks off the folder says so until the same import has come to its end. Everything else is one batch.
    ///
    /// - Parameters:
    ///   - agreed: two people who agree that lines of people change; `nil` keeps the lines as they are (L4).
    ///   - pause: called between slices with how many customers are in.
    /// - Returns: how many customers were erased after their rows were checked, and were left out.
    @discardableResult
    package func writeImport(
        _ rows: CollectedRows, table: ImportTable, count: Int, agreed: (proposer: Proof, confirmer: Proof)? = nil,
        pause: (Int) async throws -> Void = { _ in }
    ) async throws(ServiceError) -> Int {
        var draft = ActDraft(kind: .imported, at: clock.read().wall)
        draft.personPairs = [
            ("channel", Origin.Channel.commandLine.rawValue), (table.rawValue, String(count)),
        ]
        var lines = LineRule.kept
        if let agreed {
            guard agreed.proposer.person != agreed.confirmer.person else {
                throw .invalid(field: "confirmer", what: "another person than the proposer: a line takes two")
            }
            for proof in [agreed.proposer, agreed.confirmer] { try await prove(proof, page: .people) }
            lines = .agreed(by: [agreed.proposer.person, agreed.confirmer.person])
            draft.person = agreed.proposer.person
            draft.unit = organisation.members[agreed.proposer.person]?.record.unit
            draft.personPairs.append(("confirmed-by", agreed.confirmer.person.rawValue))
        }
        let act = try seal(draft)
        let (keys, now) = (store.keys, clock.read().steady)
        let slices = table == .customers ? rows.customerSlices(of: Amanah.importSlice) : [rows]
        var (written, leftOut) = (0, 0)
        for (number, slice) in slices.enumerated() {
            let (first, done) = (number == 0, written + slice.customers.count)
            let mark = number + 1 == slices.count ? nil : "\(done) of \(rows.customers.count)"
            do throws(ServiceError) {
                leftOut += try await durably(share: "command-line") { [lines] view in
                    var slice = slice
                    let erased = try slice.leaveOutErased(view)
                    try slice.write(to: view, keys: keys, at: now, lines: lines)
                    if first { _ = try view.append(act) }
                    if !first || mark != nil || slices.count > 1 { try view.mark(import: mark) }
                    return erased
                }
            } catch {
                guard written > 0 else { throw error }
                throw .unavailable(what: Amanah.brokenOff("\(written) of \(rows.customers.count)"))
            }
            written = done
            do { if mark != nil { try await pause(done) } } catch {
                throw .unavailable(what: Amanah.brokenOff("\(written) of \(rows.customers.count)"))
            }
        }
        return leftOut
    }

    /// Words for an import that did not come to its end, and how to end it; `nil` where all did.
    package func unfinishedImport() throws(ServiceError) -> String? {
        try reading { try $0.importMark() }.map { Amanah.brokenOff($0) }
    }

    private static func brokenOff(_ mark: String) -> String {
        "an import of customers broke off after \(mark) rows: run the same import again, which changes what is in already to the same"
    }
}
