package import AmanahCore

/// What is known where a refusal is put into words. Names of staff only, never of customers.
package struct ReasonContext: Sendable {
    /// Name of the direct superior.
    package var superior: String?
    /// The ticket that the request named.
    package var ticket: TicketID?

    package init(superior: String? = nil, ticket: TicketID? = nil) {
        self.superior = superior
        self.ticket = ticket
    }

    var superiorWords: Charter.Title {
        Charter.Title(id: superior ?? "atasan Anda", en: superior ?? "your superior")
    }

    var ticketWords: Charter.Title {
        ticket.map { Charter.Title(id: "tiket \($0)", en: "ticket \($0)") }
            ?? Charter.Title(id: "tiket ini", en: "this ticket")
    }
}

/// A refusal in words for the person who was refused: what, why, what now. Indonesian and English, plain and without blame.
///
/// The same refusal has the same words, whatever the customer (A5).
package struct ReasonWords: Sendable, Equatable {
    /// What did not happen, e.g. *Tidak bisa dibuka*.
    package var what: Charter.Title
    /// Why, e.g. *tiket T-1042 milik pelanggan lain*.
    package var why: Charter.Title
    /// What the person can do, e.g. *Buka tiket pelanggan ini, atau minta Ketua Empat*.
    package var now: Charter.Title

    /// One or two sentences: *Tidak bisa dibuka: tiket T-1042 milik pelanggan lain. Buka tiket pelanggan ini.*
    package var text: Charter.Title {
        Charter.Title(id: "\(what.id): \(why.id). \(now.id).", en: "\(what.en): \(why.en). \(now.en).")
    }

    init(_ what: Charter.Title, _ why: (id: String, en: String), _ now: (id: String, en: String)) {
        self.what = what
        self.why = Charter.Title(id: why.id, en: why.en)
        self.now = Charter.Title(id: now.id, en: now.en)
    }

    package init(_ reason: Reason, in context: ReasonContext = ReasonContext()) {
        switch reason {
        case .notCleared(let lack): self.init(lack, in: context)
        case .unknownRole, .unknownPurpose, .purposeNotOfRole, .outsideHours, .outsideShift, .workstationNotAdmitted:
            self = .ofPlace(reason, context)
        case .nothingBinds, .noSuchTicket, .customerErased, .ticketOfOtherCustomer, .ticketOfOtherPurpose,
            .ticketOfOtherPerson,
            .ticketNotYetOpen, .ticketClosed, .ticketSelfMade, .ticketSelfAssigned, .ticketOfOtherKind, .bookNotInForce:
            self = .ofBinding(reason, context)
        case .ownRecord, .kinRecord, .unknownSensitivity, .needsApproval: self = .ofCustomer(reason, context)
        case .fieldNotOfPurpose, .notRevealable, .notVerifiable, .reasonWithoutSubstance, .reasonRepeated, .quota,
            .verifyLocked, .noApprover, .breakGlassNotOfRole, .breakGlassLimit:
            self = .ofField(reason, context)
        case .witnessAway, .noWitness: self = .ofWitness(reason, context)
        }
    }

    private static let closed = Charter.Title.notOpened

    /// Where, when and in what role.
    private static func ofPlace(_ reason: Reason, _ context: ReasonContext) -> ReasonWords {
        let superior = context.superiorWords
        switch reason {
        case .unknownRole:
            return ReasonWords(
                closed, ("piagam tidak mengenal peran Anda", "the charter does not know your role"),
                ("Sampaikan kepada \(superior.id)", "Tell \(superior.en)"))
        case .unknownPurpose:
            return ReasonWords(
                closed, ("piagam tidak mengenal keperluan ini", "the charter does not know this purpose"),
                ("Pilih keperluan dari daftar Anda", "Choose a purpose from your list"))
        case .outsideHours:
            return ReasonWords(
                closed, ("sekarang di luar jam kerja", "it is outside working hours"),
                ("Coba lagi pada jam kerja", "Try again during working hours"))
        case .outsideShift:
            return ReasonWords(
                closed, ("sekarang di luar giliran kerja Anda", "it is outside your shift"),
                (
                    "Coba lagi pada giliran Anda, atau minta \(superior.id) memperbaiki jadwal",
                    "Try again in your shift, or ask \(superior.en) to correct the roster"
                ))
        case .workstationNotAdmitted:
            return ReasonWords(
                closed, ("perangkat ini belum diizinkan", "this workstation is not admitted yet"),
                (
                    "Minta \(superior.id) mengizinkannya, atau pakai perangkat lain",
                    "Ask \(superior.en) to admit it, or use another one"
                ))
        default:
            return ReasonWords(
                closed, ("keperluan ini bukan bagian peran Anda", "this purpose is not part of your role"),
                (
                    "Pilih keperluan dari daftar Anda, atau serahkan kepada \(superior.id)",
                    "Choose a purpose from your list, or hand it to \(superior.en)"
                ))
        }
    }

    /// What ties the person to the customer.
    private static func ofBinding(_ reason: Reason, _ context: ReasonContext) -> ReasonWords {
        let superior = context.superiorWords
        let ticket = context.ticketWords
        let ask = (
            id: "Buka tiket pelanggan ini, atau minta \(superior.id)",
            en: "Open this customer's ticket, or ask \(superior.en)"
        )
        switch reason {
        case .nothingBinds(let needs): return unbound(needs, superior)
        case .noSuchTicket:
            return ReasonWords(closed, ("\(ticket.id) tidak ada pada Anda", "you have no such ticket"), ask)
        case .customerErased:
            return ReasonWords(
                closed, ("pelanggan \(ticket.id) sudah dihapus", "the customer of \(ticket.en) was erased"),
                (
                    "Tidak ada lagi yang perlu dikerjakan; minta \(superior.id) menutup tiketnya",
                    "There is nothing left to do; ask \(superior.en) to have the ticket closed"
                ))
        case .ticketOfOtherCustomer:
            return ReasonWords(
                closed, ("\(ticket.id) milik pelanggan lain", "\(ticket.en) is of another customer"), ask)
        case .ticketOfOtherPurpose:
            return ReasonWords(
                closed, ("\(ticket.id) untuk keperluan lain", "\(ticket.en) is for another purpose"),
                ("Buka dengan keperluan tiketnya", "Open it for the ticket's purpose"))
        case .ticketOfOtherPerson:
            return ReasonWords(
                closed, ("\(ticket.id) dikerjakan orang lain", "\(ticket.en) is assigned to somebody else"),
                (
                    "Buka tiket Anda sendiri, atau minta \(superior.id)",
                    "Open a ticket of your own, or ask \(superior.en)"
                ))
        case .ticketNotYetOpen:
            return ReasonWords(
                closed, ("\(ticket.id) belum dibuka", "\(ticket.en) is not open yet"),
                ("Tunggu sampai tiketnya mulai", "Wait until the ticket begins"))
        case .ticketClosed:
            return ReasonWords(
                closed, ("\(ticket.id) sudah ditutup", "\(ticket.en) is closed"),
                (
                    "Minta tiket dibuka kembali bila tugas belum selesai",
                    "Have the ticket reopened if the task is not done"
                ))
        case .ticketSelfMade, .ticketSelfAssigned:
            return ReasonWords(
                closed,
                reason == .ticketSelfMade
                    ? ("\(ticket.id) Anda buat sendiri", "you made \(ticket.en) yourself")
                    : ("\(ticket.id) Anda berikan kepada diri sendiri", "you assigned \(ticket.en) to yourself"),
                ("Minta \(superior.id) menugaskannya", "Ask \(superior.en) to assign it"))
        case .ticketOfOtherKind:
            return ReasonWords(
                closed,
                ("keperluan ini tidak menerima \(ticket.id)", "this purpose does not take a ticket of this kind"), ask)
        default:
            return ReasonWords(
                closed, ("pelanggan ini tidak ada di buku Anda hari ini", "this customer is not in your book today"),
                ("Minta \(superior.id) memperbarui buku Anda", "Ask \(superior.en) to renew your book"))
        }
    }

    private static func unbound(_ needs: [Charter.Need], _ superior: Charter.Title) -> ReasonWords {
        var id: [String] = []
        var en: [String] = []
        if needs.contains(.ticket) {
            id.append("tiket")
            en.append("a ticket")
        }
        if needs.contains(.book) {
            id.append("pelanggan di buku Anda")
            en.append("a customer of your book")
        }
        if needs.contains(.presence) {
            id.append("kode dari pelanggan")
            en.append("a code from the customer")
        }
        return ReasonWords(
            closed,
            needs.isEmpty
                ? ("tidak ada yang mengaitkan Anda dengan pelanggan ini", "nothing ties you to this customer")
                : (
                    "keperluan ini memerlukan \(id.joined(separator: " atau "))",
                    "this purpose needs \(en.joined(separator: " or "))"
                ),
            needs.contains(.presence)
                ? (
                    "Bila pelanggan di depan Anda, minta kode; bila tidak, minta \(superior.id)",
                    "If the customer is with you, ask for a code; if not, ask \(superior.en)"
                )
                : (
                    "Buka dari tiket atau buku Anda, atau minta \(superior.id)",
                    "Open it from your tickets or book, or ask \(superior.en)"
                ))
    }
}
