import AmanahCore
import Testing

@testable import AmanahServer

@Suite("Words of refusals")
struct APIReasonWordsTests {
    private static let reasons: [Reason] =
        ClearanceLack.allCases.map { .notCleared($0) } + QuotaKind.allCases.map { .quota($0, limit: 7) }
        + [Charter.Approval.superior, .both].flatMap { approval in
            [Reason.ApprovalCause.sensitivity, .purpose, .reveal, .hours, .quota].map { .needsApproval(approval, $0) }
        }
        + [
            .unknownRole, .unknownPurpose, .purposeNotOfRole, .outsideHours, .workstationNotAdmitted, .nothingBinds([]),
            .nothingBinds([.ticket]), .nothingBinds([.book]), .nothingBinds(Charter.Need.allCases), .noSuchTicket,
            .customerErased,
            .ticketOfOtherCustomer, .ticketOfOtherPurpose, .ticketOfOtherPerson, .ticketNotYetOpen, .ticketClosed,
            .ticketSelfMade, .ticketSelfAssigned, .ticketOfOtherKind, .bookNotInForce, .ownRecord, .kinRecord,
            .unknownSensitivity, .fieldNotOfPurpose, .notRevealable, .notVerifiable, .reasonWithoutSubstance,
            .reasonRepeated, .verifyLocked, .noApprover, .witnessAway, .noWitness,
        ]

    @Test("every refusal says what, why and what now, in both languages, without blame and exclamation marks")
    func whole() {
        for reason in Self.reasons {
            let words = ReasonWords(reason, in: ReasonContext(superior: "Ketua Empat", ticket: TicketID("T-1042")))
            for part in [words.what, words.why, words.now] {
                for text in [part.id, part.en] {
                    #expect(text.split(separator: " ").count >= 2, "\(reason.code)")
                    #expect(!text.contains("!") && !text.hasSuffix("."), "\(reason.code)")
                }
                #expect(part.id != part.en, "\(reason.code)")
            }
            #expect(
                words.what.id.first?.isUppercase == true && words.now.id.first?.isUppercase == true, "\(reason.code)")
        }
    }

    @Test("different refusals have different words, so that none stands for another by mistake")
    func distinct() {
        var seen: [String: String] = [:]
        for reason in Self.reasons where reason != .nothingBinds([]) {
            let text = ReasonWords(reason).text.id
            #expect(seen[text] == nil, "\(reason.code) and \(seen[text] ?? "")")
            seen[text] = reason.code
        }
    }

    @Test("without a superior's name the words still tell whom to ask")
    func nobodyNamed() {
        let words = ReasonWords(.ticketOfOtherCustomer)
        #expect(
            words.text.id
                == "Tidak bisa dibuka: tiket ini milik pelanggan lain. Buka tiket pelanggan ini, atau minta atasan Anda."
        )
        #expect(words.text.en.hasSuffix("or ask your superior."))
    }
}
