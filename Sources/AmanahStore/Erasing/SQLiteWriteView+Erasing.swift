import AmanahCore
import Foundation
import GRDB

extension SQLiteWriteView {
    func erasure(of customer: CustomerID) throws -> ErasureRow? { try tables.erasure(of: customer) }
    func erasures() throws -> [ErasureRow] { try tables.erasures() }
    func hold(_ id: String) throws -> HoldRow? { try tables.hold(id) }
    func holds(on customer: CustomerID) throws -> [HoldRow] { try tables.holds(on: customer) }
    func holds(limit: Int) throws -> [HoldRow] { try tables.holds(limit: limit) }
    func jointAct(_ id: String) throws -> JointActRow? { try tables.jointAct(id) }
    func waitingJointActs(limit: Int) throws -> [JointActRow] { try tables.waitingJointActs(limit: limit) }
    func decidedJointActs(limit: Int) throws -> [JointActRow] { try tables.decidedJointActs(limit: limit) }

    func erase(_ customer: CustomerID, at: Moment) throws -> Bool {
        let found = try tables.first(
            "SELECT number, staff_person_id IS NOT NULL FROM customers WHERE customer_id = ?", [customer.rawValue]
        ) { ($0.column(0) as Int64, $0.column(1) as Bool) }
        guard let (number, isStaff) = found, try erasure(of: customer) == nil else { return false }
        try run("INSERT INTO erasures (customer_id, at) VALUES (?, ?)", [customer.rawValue, at.milliseconds])
        try run(
            """
            UPDATE customers SET sensitivity = ?, staff_person_id = NULL, household = NULL, version = version + 1,
                fields = x'' WHERE number = ?
            """, [SensitivityID.ordinary.rawValue, number])
        try run("DELETE FROM blind_index WHERE number = ?", [number])
        try guarded(.erasures, customer.rawValue)
        try guarded(.customers, customer.rawValue)
        changed(control: isStaff)
        return true
    }

    func put(hold: HoldRow) throws {
        try run(
            """
            INSERT OR REPLACE INTO holds (hold_id, customer_id, case_number, set_by, set_at, lifted_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                hold.id, hold.customer.rawValue, hold.caseNumber, hold.setBy.rawValue, hold.setAt.milliseconds,
                hold.liftedAt?.milliseconds,
            ])
        try guarded(.holds, hold.id)
    }

    func put(jointAct act: JointActRow) throws {
        let reason = try keys.sealStaff(Array(act.reason.utf8), table: "joint_acts", row: act.id, field: "reason")
        try run(
            """
            INSERT OR REPLACE INTO joint_acts (joint_act_id, kind, customer_id, hold_id, case_number, reason, proposed_by,
                proposed_at, decided_by, decided_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                act.id, act.kind.rawValue, act.customer.rawValue, act.hold, act.caseNumber, Data(reason),
                act.proposedBy.rawValue, act.proposedAt.milliseconds, act.decidedBy?.rawValue,
                act.decidedAt?.milliseconds, act.state.rawValue,
            ])
        try guarded(.jointActs, act.id)
    }
}
