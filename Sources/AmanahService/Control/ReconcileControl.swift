package import AmanahCore
package import AmanahStore
import Logging
import Synchronization

/// The last comparing of the control data with the log.
package struct ControlReport: Sendable, Equatable {
    package var at: Moment
    package var rows: Int
    package var findings: [ControlFinding]
}

/// Where the last report is kept for pages and metrics.
final class ControlWatch: Sendable {
    private let report = Mutex<ControlReport?>(nil)
    private let left = Mutex<[ControlFinding]>([])

    var last: ControlReport? { report.withLock { $0 } }
    func keep(_ report: ControlReport) { self.report.withLock { $0 = report } }

    /// Takes note of rows that were left out when control data were taken up; gives those that are new.
    func leaveOut(_ findings: [ControlFinding]) -> [ControlFinding] {
        left.withLock { left in
            let known = Set(left)
            left = findings
            return findings.filter { !known.contains($0) }
        }
    }

    var leftOut: Int { left.withLock { $0.count } }
}

extension Amanah {
    /// Compares all control data with their marks, their sums and the log, and puts what came of it into the log (L11).
    ///
    /// - Complexity: linear in the rows; blocks while it reads.
    @discardableResult
    package func reconcileControl() async throws(ServiceError) -> ControlReport {
        let result = try reading { try $0.reconcile() }
        let report = ControlReport(at: clock.read().steady, rows: result.rows, findings: result.findings)
        control.keep(report)
        for finding in report.findings.prefix(20) { logger.critical("control data: \(finding)") }
        try await note(.controlReconciled, Amanah.words(report.rows, report.findings))
        return report
    }

    /// Takes the control data as they stand for right, after two people have looked at what was found; gives what that was.
    package func acceptControl(
        why: String, proposer: Proof, confirmer: Proof
    ) async throws(ServiceError) -> [ControlFinding] {
        guard ReasonText.hasSubstance(why) else { throw .invalid(field: "why", what: "a reason in words") }
        try Inputs.checkWords(why, field: "why", maximumBytes: ReasonText.maximumBytes)
        guard proposer.person != confirmer.person else {
            throw .invalid(field: "confirmer", what: "another person than the proposer: this takes two")
        }
        for proof in [proposer, confirmer] { try await prove(proof, page: .charter) }
        let now = clock.read()
        var draft = ActDraft(kind: .controlAccepted, at: now.wall, person: proposer.person)
        draft.unit = organisation.members[proposer.person]?.record.unit
        draft.personPairs = [("confirmed-by", confirmer.person.rawValue), ("said", why)]
        let base = draft
        return try await durably(share: "command-line") { [self] view in
            let found = try view.reconcile()
            guard !found.findings.isEmpty else {
                throw ServiceError.conflict(what: "nothing was found: there is nothing to accept")
            }
            try view.acceptControl()
            var draft = base
            draft.personPairs += Amanah.words(found.rows, found.findings)
            _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            return found.findings
        }
    }

    /// Counted in full, the first twenty by name.
    private static func words(_ rows: Int, _ findings: [ControlFinding]) -> [(key: String, value: String)] {
        [("rows", String(rows)), ("found", String(findings.count))]
            + findings.prefix(20).map { (key: "finding", value: $0.description) }
    }

    /// Rows that were left out when control data were taken up: said at once, named.
    func tellStrangers(_ rows: OrganisationRows) {
        for finding in control.leaveOut(rows.strangers) {
            logger.critical("control data: \(finding); it counts as not there")
        }
    }

    var controlMeasurements: [(name: String, help: String, value: Double)] {
        let last = control.last
        return [
            (
                "amanah_control_findings", "control data that are not as the log has them, when last compared",
                Double(last?.findings.count ?? 0)
            ),
            (
                "amanah_control_left_out", "rows of the organisation that do not hold and count as not there",
                Double(control.leftOut)
            ),
            (
                "amanah_control_compared_seconds", "when control data were last compared, in seconds since 1970",
                Double(last?.at.seconds ?? 0)
            ),
        ]
    }
}
