import AmanahCore
import GRDB

extension SQLiteReadView {
    func erasure(of customer: CustomerID) throws -> ErasureRow? {
        try first("SELECT at FROM erasures WHERE customer_id = ?", [customer.rawValue]) { row in
            ErasureRow(customer: customer, at: Moment(milliseconds: row.column(0)))
        }
    }

    func erasures() throws -> [ErasureRow] {
        try rows("SELECT customer_id, at FROM erasures ORDER BY at, customer_id") { row in
            ErasureRow(customer: CustomerID(row.column(0) as String), at: Moment(milliseconds: row.column(1)))
        }
    }

    private static let holdColumns = "hold_id, customer_id, case_number, set_by, set_at, lifted_at"

    private func hold(_ row: Row) -> HoldRow {
        HoldRow(
            id: row.column(0), customer: CustomerID(row.column(1) as String), caseNumber: row.column(2),
            setBy: PersonID(row.column(3) as String),
            setAt: Moment(milliseconds: row.column(4)), liftedAt: row.moment(5))
    }

    func hold(_ id: String) throws -> HoldRow? {
        try first("SELECT \(Self.holdColumns) FROM holds WHERE hold_id = ?", [id], hold)
    }

    func holds(on customer: CustomerID) throws -> [HoldRow] {
        try rows(
            "SELECT \(Self.holdColumns) FROM holds WHERE customer_id = ? AND lifted_at IS NULL ORDER BY set_at",
            [customer.rawValue], hold)
    }

    func holds(limit: Int) throws -> [HoldRow] {
        try rows(
            "SELECT \(Self.holdColumns) FROM holds WHERE lifted_at IS NULL ORDER BY set_at, hold_id LIMIT ?", [limit],
            hold)
    }

    private static let jointColumns =
        "joint_act_id, kind, customer_id, hold_id, case_number, reason, proposed_by, proposed_at, decided_by, decided_at, state"

    private func jointAct(_ row: Row) throws -> JointActRow {
        let id: String = row.column(0)
        let reason = try keys.openStaff(row.bytes(5) ?? [], table: "joint_acts", row: id, field: "reason")
        guard let kind = JointActRow.Kind(rawValue: row.column(1)),
            let state = JointActRow.State(rawValue: row.column(10))
        else {
            throw StoreError(.sealBroken, "the joint act `\(id)` does not read: it was edited")
        }
        var act = JointActRow(
            id: id, kind: kind, customer: CustomerID(row.column(2) as String), hold: row.column(3),
            caseNumber: row.column(4),
            reason: String(decoding: reason, as: UTF8.self), proposedBy: PersonID(row.column(6) as String),
            proposedAt: Moment(milliseconds: row.column(7)))
        act.decidedBy = (row.column(8) as String?).map { PersonID($0) }
        act.decidedAt = row.moment(9)
        act.state = state
        return act
    }

    func jointAct(_ id: String) throws -> JointActRow? {
        try first("SELECT \(Self.jointColumns) FROM joint_acts WHERE joint_act_id = ?", [id], jointAct)
    }

    func waitingJointActs(limit: Int) throws -> [JointActRow] {
        try rows(
            """
            SELECT \(Self.jointColumns) FROM joint_acts WHERE state = 'waiting' ORDER BY proposed_at, joint_act_id
            LIMIT ?
            """, [limit], jointAct)
    }

    func decidedJointActs(limit: Int) throws -> [JointActRow] {
        try rows(
            "SELECT \(Self.jointColumns) FROM joint_acts WHERE state <> 'waiting' ORDER BY decided_at DESC LIMIT ?",
            [limit], jointAct)
    }
}
