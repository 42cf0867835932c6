package import AmanahCore
package import AmanahService

/// One notice on its way to a person: that something waits, and where to read it. No customer, no reason, no power: whoever
/// opens the link must sign in.
package struct NoticeMessage: Sendable {
    /// The same at each try, so that a receiver can tell a second try from a second notice.
    package var id: String
    package var person: PersonID
    package var kind: NoticeKind
    /// ASCII, Indonesian and English, with the link.
    package var text: String
    package var link: String

    /// - Parameter base: the console's address, without a stroke at its end.
    package init(_ row: Notice, base: String) {
        id = row.id
        person = row.person
        kind = row.kind
        link = base + NoticeMessage.path(row)
        let words = NoticeMessage.words(row.kind)
        text = "\(words.id)\n\(words.en)\n\n\(link)\n"
    }

    private static func path(_ row: Notice) -> String {
        switch row.kind {
        case .approvalWaiting: "/approvals/\(row.about)"
        case .approvalGiven, .approvalRefused, .approvalEnded, .glassReviewed: "/requests"
        case .glassBroken: "/approvals"
        case .sensitiveLook: "/log"
        case .witnessAlarm: "/ledger"
        case .samplesWaiting, .samplesOverdue: "/reviews"
        case .agreementEnding: "/people/\(row.about)"
        case .fieldLocked: "/team/\(row.about)/day"
        }
    }

    private static func words(_ kind: NoticeKind) -> (id: String, en: String) {
        switch kind {
        case .approvalWaiting:
            ("Ada permintaan persetujuan yang menunggu Anda.", "A request for approval waits for you.")
        case .approvalGiven: ("Permintaan Anda disetujui.", "Your request was approved.")
        case .approvalRefused: ("Permintaan Anda ditolak.", "Your request was refused.")
        case .approvalEnded: ("Permintaan Anda berakhir tanpa keputusan.", "Your request ended without a decision.")
        case .glassBroken:
            (
                "Data dibuka dalam keadaan darurat dan perlu ditinjau.",
                "A record was opened in an emergency; it must be reviewed."
            )
        case .glassReviewed: ("Pembukaan darurat Anda sudah ditinjau.", "Your emergency look was reviewed.")
        case .witnessAlarm:
            ("Saksi buku besar tidak menandatangani.", "A witness of the ledger does not sign.")
        case .sensitiveLook: ("Data yang dijaga khusus telah dibuka.", "A guarded record was opened.")
        case .agreementEnding: ("Sebuah perjanjian kerja segera berakhir.", "A work agreement ends soon.")
        case .samplesWaiting:
            ("Sampel pekerjaan tim Anda menunggu tinjauan.", "Samples of your team's work wait for a review.")
        case .samplesOverdue:
            (
                "Sampel pekerjaan di tim Anda belum ditinjau pada waktunya.",
                "Samples of work in your team were not reviewed in time."
            )
        case .fieldLocked:
            (
                "Seseorang di tim Anda beberapa kali salah mencocokkan data; pencocokannya terkunci.",
                "Someone in your team missed several times in comparing a field; it is locked."
            )
        }
    }
}

/// A way to a person: hands one notice over, once.
package protocol NoticeCarrier: Sendable {
    /// Returns when the other side has taken the notice, and not before; gives up by itself after some seconds.
    func carry(_ notice: NoticeMessage) async throws(CarryFailure)
    func close() async
}
