import AmanahCore
import AmanahService

extension Console {
    func trail(_ member: Member) async throws -> Answer {
        let words = member.words
        let asked = member.visit.query["q"] ?? ""
        let text: String
        let filter: LogFilter
        switch TrailFilter.parse(asked, zone: member.zone) {
        case .unknown(let word):
            return page(
                TrailPage(
                    filter: asked, zone: member.zone.rawValue, entries: [],
                    problem: words("log_problem", ["word": word])),
                member, status: 400)
        case .understood(var parsed):
            text = TrailFilter.text(asked)
            parsed.before = member.visit.query["before"].flatMap { Int64($0) }
            filter = parsed
        }
        let log = try await gateway.log(member.session, filter, from: member.origin)
        let query = text.isEmpty ? "" : "q=" + TrailFilter.encoded(text)
        let entries = log.rows.map { entry($0, member) }
        return page(
            TrailPage(
                filter: text, zone: member.zone.rawValue, entries: entries,
                newest: filter.before == nil ? nil : "/log" + (query.isEmpty ? "" : "?" + query),
                older: log.next.map { "/log?" + (query.isEmpty ? "" : query + "&") + "before=\($0)" }),
            member)
    }

    private func entry(_ row: LogRow, _ member: Member) -> TrailPage.Entry {
        let words = member.words
        let sees = member.me.pages.contains(.people)
        return TrailPage.Entry(
            time: words.dateTime(row.at, member.zone),
            who: row.personName ?? row.person?.rawValue ?? words["act_nobody"],
            whoHref: sees ? row.person.map { "/people/\($0)" } : nil,
            place: [row.person?.rawValue, row.unit?.rawValue, row.workstation].compactMap(\.self).joined(
                separator: " · "),
            sentence: sentence(row, member), ground: ground(row, member), detail: detail(row, member),
            kind: row.kind.word,
            kindText: words["kind_\(row.kind.word.replacing("-", with: "_"))"],
            refused: [.denial, .signInRefused, .presenceRefused, .lookWithheld, .answerWithheld].contains(row.kind),
            look: row.look?.description, index: words.number(Int(row.index)),
            proof: row.kind == .look ? proof(row.look, member) : nil)
    }

    /// An act in words, without any value that was shown.
    func sentence(_ row: LogRow, _ member: Member) -> String {
        let words = member.words
        // What was asked for and nothing bears stands in the log as a mark: the same for whoever asks for the same again.
        func named(_ id: some Identifier, _ what: String, _ title: String? = nil) -> String {
            id.isUnknownMark ? words("log_unknown_\(what)", ["mark": id.rawValue]) : title ?? id.rawValue
        }
        // Of the log itself either the page was read or its files were taken; the log keeps which as a word.
        let isCopy = row.kind == .ledgerRead && row.said == "files"
        let act = isCopy ? "ledger_taken" : row.kind.word.replacing("-", with: "_")
        let subject = row.subject.map { id in row.subjectName.map { "\($0) (\(id))" } ?? id.rawValue }
        let parts = [
            words["act_\(act)"] + (subject.map { ": \($0)" } ?? ""), row.customer.map { named($0, "customer") },
            row.purpose.map { words("act_for", ["purpose": named($0, "purpose", member.purposeTitle($0))]) },
            row.ticket.map { named($0, "ticket") },
            row.ground == Ground.book.word ? words["ground_book"] : nil,
        ]
        return parts.compactMap(\.self).joined(separator: " ")
    }

    /// The approval or the emergency that an act rests on; the request's page, where the reader may read it.
    func ground(_ row: LogRow, _ member: Member) -> GroundPart? {
        if let glass = row.breakGlass {
            return GroundPart(text: "· " + member.words["ground_break_glass"], id: glass.rawValue)
        }
        return row.grant.map { grant in
            GroundPart(
                text: member.words["ground_approved"], id: grant.rawValue,
                href: row.agreedBy == nil ? nil : "/approvals/\(grant)")
        }
    }

    func detail(_ row: LogRow, _ member: Member) -> String? {
        let words = member.words
        var parts: [String] = []
        if let agreed = agreed(row, member) { parts.append(agreed) }
        // Which look it was that nobody saw.
        if [.lookWithheld, .answerWithheld].contains(row.kind), let look = row.look { parts.append(look.description) }
        if row.awaitsWitness { parts.append(words["log_awaits_witness"]) }
        if !row.reasons.isEmpty {
            parts.append(
                words.list(
                    row.reasons.map {
                        words.reason($0, ticket: row.ticket?.isUnknownMark == true ? nil : row.ticket?.rawValue)
                    }))
        }
        if !row.fields.isEmpty {
            parts.append(
                row.fields.map { field in
                    let halves = field.split(separator: ":")
                    if halves.first == "match", halves.count == 2 {
                        return words[halves[1] == "yes" ? "verify_match" : "verify_no"].lowercased()
                    }
                    let name = member.fieldTitle(FieldName(String(halves.first ?? "")))
                    guard halves.count == 2, Form(word: halves[1]) != nil else { return name }
                    return "\(name) (\(words["form_\(halves[1])"]))"
                }.joined(separator: ", "))
        }
        if row.kind.isOfCharter, let hash = row.charterHash {
            parts.append(words("log_charter", ["hash": String(hash.prefix(12))]))
        }
        if row.erased { parts.append(words["log_erased"]) }
        if let said = row.said, !said.isEmpty, row.kind != .ledgerRead { parts.append("“\(said)”") }
        return parts.isEmpty ? nil : parts.joined(separator: ". ")
    }
}

extension Console {
    /// Who agreed to the request that an act rests on, where the reader may read it.
    func agreed(_ row: LogRow, _ member: Member) -> String? {
        guard let names = row.agreedBy, !names.isEmpty else { return nil }
        return member.words("log_agreed", ["who": member.words.list(names)])
    }
}

/// The filter of the log as text: `person:P0105 from:2026-11-01`. A look's number may stand by itself, as on a card.
enum TrailFilter {
    enum Result: Equatable {
        case understood(LogFilter)
        case unknown(String)
    }

    static func parse(_ text: String, zone: Zone) -> Result {
        var filter = LogFilter()
        for word in text.split(whereSeparator: \.isWhitespace) {
            if let look = FormBody.identifier(word).flatMap({ LookID($0) }) {
                filter.look = look
                continue
            }
            guard let colon = word.firstIndex(of: ":"),
                let value = FormBody.identifier(word[word.index(after: colon)...])
            else { return .unknown(String(word.prefix(40))) }
            switch word[..<colon].lowercased() {
            case "person": filter.person = PersonID(value)
            case "customer": filter.customer = CustomerID(value)
            case "unit": filter.unit = UnitID(value)
            case "purpose": filter.purpose = PurposeID(value)
            case "look":
                guard let look = LookID(value) else { return .unknown(String(word.prefix(40))) }
                filter.look = look
            case "kind":
                guard let kind = ActKind(word: value) else { return .unknown(String(word.prefix(40))) }
                filter.kind = kind
            case "from":
                guard let day = Day(value) else { return .unknown(String(word.prefix(40))) }
                filter.from = Moment(startOf: day, in: zone)
            case "to":
                // Through the end of that day.
                guard let day = Day(value) else { return .unknown(String(word.prefix(40))) }
                filter.to = Moment(startOf: Day(number: day.number + 1), in: zone)
            default: return .unknown(String(word.prefix(40)))
            }
        }
        return .understood(filter)
    }

    static func text(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    /// For an address. What came through ``parse(_:zone:)`` holds only letters, digits, `-_.:` and blanks.
    static func encoded(_ text: String) -> String { text.replacing(" ", with: "+").replacing(":", with: "%3A") }
}
