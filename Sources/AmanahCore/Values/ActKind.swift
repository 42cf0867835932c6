/// What a log entry is about. The number stands in entries and never changes its meaning; new kinds get new numbers.
package enum ActKind: UInt8, Sendable, CaseIterable {
    case look = 1
    case reveal = 2
    case verify = 3
    case search = 4
    case denial = 5
    case signIn = 6
    case signInRefused = 7
    case signOut = 8
    case termsAccepted = 9
    case passwordSet = 10
    case secondFactorSet = 11
    case presenceAsked = 12
    case presenceConfirmed = 13
    case presenceRefused = 14
    case logRead = 15
    case peopleRead = 16
    case charterRead = 17
    case imported = 18
    case charterChanged = 19
    case ticketChanged = 20
    case workstationRegistered = 21
    case workstationAdmitted = 22
    case workstationWithdrawn = 23
    case serviceTokenMade = 24
    case sessionsRevoked = 25
    case started = 26
    case stopped = 27
    case backup = 28
    case restored = 29
    case retention = 30
    case personSuspended = 31
    case personResumed = 32
    case personEnded = 33
    case recordChanged = 120
    case jointActProposed = 110
    case jointActRefused = 111
    case customerErased = 112
    case holdSet = 113
    case holdLifted = 114
    case erasuresRead = 115
    case erasureReplayed = 116

    // Approvals: 40 to 59.
    case approvalAsked = 40
    case approvalGiven = 41
    case approvalRefused = 42
    case approvalWithdrawn = 43
    case approvalClimbed = 44
    case approvalExpired = 45
    case approvalsRead = 46
    case glassBroken = 47
    case glassReviewed = 48
    case quotaAdjusted = 49

    // People: 60 to 79.
    case personStep = 60
    case personRead = 61
    case vendorsRead = 62
    case lineProposed = 63
    case lineConfirmed = 64
    case lineRefused = 65
    case agreementAnnounced = 66
    case workstationLent = 67
    case workstationReturned = 68
    case directoryRead = 69
    case directoryChanged = 70
    // Oversight: 80 to 99.
    case teamRead = 80
    case dayRead = 81
    case charterProposed = 82
    case charterConfirmed = 83
    case charterWithdrawn = 84

    // Samples: 85 to 89.
    case samplesDrawn = 85
    case sampleReviewed = 86
    case reviewsRead = 87
    case samplesOverdue = 88

    // Books: 130 to 139.
    case bookBegun = 130
    case bookHandedOut = 131
    case bookMoved = 132
    case bookReturned = 133
    case booksRead = 134

    // The ledger: 100 to 119.
    case ledgerRead = 100
    case receiptGiven = 101
    case ledgerKeyChanged = 102
    case ledgerContinued = 103
    case ledgerChecked = 104
    case witnessAlarm = 105

    /// Whether the act is about one text of the charter, whose hash it holds.
    package var isOfCharter: Bool {
        [.charterChanged, .charterProposed, .charterConfirmed, .charterWithdrawn].contains(self)
    }
    // Control data: 140 to 149.
    case controlReconciled = 140
    case controlAccepted = 141
    case secondFactorBegun = 142
    case evidenceGiven = 143

    // Answers that did not leave: 150 to 159.
    /// The look that it names was not shown.
    case lookWithheld = 150
    /// A reveal or a comparison was not answered.
    case answerWithheld = 151

    /// The word in filters, answers and files.
    package var word: String {
        switch self {
        case .look: "look"
        case .reveal: "reveal"
        case .verify: "verify"
        case .search: "search"
        case .denial: "denial"
        case .signIn: "sign-in"
        case .signInRefused: "sign-in-refused"
        case .signOut: "sign-out"
        case .termsAccepted: "terms-accepted"
        case .passwordSet: "password-set"
        case .secondFactorSet: "second-factor-set"
        case .presenceAsked: "presence-asked"
        case .presenceConfirmed: "presence-confirmed"
        case .presenceRefused: "presence-refused"
        case .logRead: "log-read"
        case .peopleRead: "people-read"
        case .charterRead: "charter-read"
        case .imported: "imported"
        case .charterChanged: "charter-changed"
        case .ticketChanged: "ticket-changed"
        case .workstationRegistered: "workstation-registered"
        case .workstationAdmitted: "workstation-admitted"
        case .workstationWithdrawn: "workstation-withdrawn"
        case .serviceTokenMade: "service-token-made"
        case .sessionsRevoked: "sessions-revoked"
        case .started: "started"
        case .stopped: "stopped"
        case .backup: "backup"
        case .restored: "restored"
        case .retention: "retention"
        case .personSuspended: "person-suspended"
        case .personResumed: "person-resumed"
        case .personEnded: "person-ended"
        case .recordChanged: "record-changed"
        case .approvalAsked: "approval-asked"
        case .approvalGiven: "approval-given"
        case .approvalRefused: "approval-refused"
        case .approvalWithdrawn: "approval-withdrawn"
        case .approvalClimbed: "approval-climbed"
        case .approvalExpired: "approval-expired"
        case .approvalsRead: "approvals-read"
        case .glassBroken: "break-glass"
        case .glassReviewed: "break-glass-reviewed"
        case .quotaAdjusted: "quota-adjusted"
        case .jointActProposed: "joint-act-proposed"
        case .jointActRefused: "joint-act-refused"
        case .customerErased: "customer-erased"
        case .holdSet: "hold-set"
        case .holdLifted: "hold-lifted"
        case .erasuresRead: "erasures-read"
        case .erasureReplayed: "erasure-replayed"
        case .personStep: "person-step"
        case .personRead: "person-read"
        case .vendorsRead: "vendors-read"
        case .lineProposed: "line-proposed"
        case .lineConfirmed: "line-confirmed"
        case .lineRefused: "line-refused"
        case .agreementAnnounced: "agreement-announced"
        case .workstationLent: "workstation-lent"
        case .workstationReturned: "workstation-returned"
        case .directoryRead: "directory-read"
        case .directoryChanged: "directory-changed"
        case .teamRead: "team-read"
        case .dayRead: "day-read"
        case .samplesDrawn: "samples-drawn"
        case .sampleReviewed: "sample-reviewed"
        case .reviewsRead: "reviews-read"
        case .samplesOverdue: "samples-overdue"
        case .bookBegun: "book-begun"
        case .bookHandedOut: "book-handed-out"
        case .bookMoved: "book-moved"
        case .bookReturned: "book-returned"
        case .booksRead: "books-read"
        case .charterProposed: "charter-proposed"
        case .charterConfirmed: "charter-confirmed"
        case .charterWithdrawn: "charter-withdrawn"
        case .ledgerRead: "ledger-read"
        case .receiptGiven: "receipt-given"
        case .ledgerKeyChanged: "ledger-key-changed"
        case .ledgerContinued: "ledger-continued"
        case .ledgerChecked: "ledger-checked"
        case .controlReconciled: "control-reconciled"
        case .controlAccepted: "control-accepted"
        case .secondFactorBegun: "second-factor-begun"
        case .evidenceGiven: "evidence-given"
        case .witnessAlarm: "witness-alarm"
        case .lookWithheld: "look-withheld"
        case .answerWithheld: "answer-withheld"
        }
    }

    package init?(word: some StringProtocol) {
        guard let kind = ActKind.allCases.first(where: { $0.word == word }) else { return nil }
        self = kind
    }
}
