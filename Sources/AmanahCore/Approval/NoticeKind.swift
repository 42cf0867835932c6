/// What a notice tells. Its words name no customer.
package enum NoticeKind: String, Sendable, CaseIterable {
    case approvalWaiting = "approval-waiting"
    case approvalGiven = "approval-given"
    case approvalRefused = "approval-refused"
    case approvalEnded = "approval-ended"
    case glassBroken = "break-glass"
    case glassReviewed = "break-glass-reviewed"
    case sensitiveLook = "sensitive-look"
    case witnessAlarm = "witness-alarm"
    case agreementEnding = "agreement-ending"
    case samplesWaiting = "samples-waiting"
    case samplesOverdue = "samples-overdue"
    case fieldLocked = "field-locked"
}
