import AmanahCore
import AmanahStore

@testable import AmanahService

/// Changing the charter in the test company: X1 (administrator) proposes, D1 (data protection officer) confirms.
extension House {
    /// The present code of everyone's second factor.
    var presentCode: String {
        OneTimeCode.code(secret: House.secret, step: amanah.clock.read().steady.seconds / 30)
    }

    static let reason = "batas harian terlalu longgar"

    func propose(
        _ token: String, _ text: String, terms: String? = nil, reason: String = House.reason, at: Moment? = nil
    ) async throws -> CharterProposalView {
        try await amanah.proposeCharter(
            try session(token), text: text, terms: terms, reason: reason, effectiveAt: at)
    }

    /// Confirms what was read, with a code that was not used yet.
    func confirm(_ token: String, _ number: Int, hash: String? = nil) async throws -> CharterProposalSummary {
        clock.advance(.seconds(31))
        let read = try store.read { try $0.charterProposal(number)?.hash.hex }
        return try await amanah.confirmCharter(
            try session(token), number: number, hash: hash ?? read ?? "", code: presentCode)
    }

    func withdraw(_ token: String, _ number: Int) async throws -> CharterProposalSummary {
        try await amanah.withdrawCharter(try session(token), number: number, reason: "salah ketik angkanya")
    }

    /// What an act of the log says under a key.
    func pair(_ row: ActRow, _ key: String) throws -> String? {
        try row.act.openPerson(store.keys).first { $0.key == key }?.value
    }

    func phone(_ token: String) async throws -> Form? {
        try await look(token).fields.first { $0.name == FieldName("phone") }?.form
    }
}

extension HouseCharter {
    /// The house's charter with the phone shown in full.
    static func open(version: Int = 2) -> String {
        text(version: version).replacing("phone: masked, nik: verify", with: "phone: full, nik: verify")
    }

    static func bounded(_ looks: Int, version: Int = 2) -> String {
        text(version: version, quotas: "{looks_per_day: \(looks)}")
    }
}
