import AmanahCore
import AmanahService

extension Console {
    func desk(_ member: Member) async throws -> Answer {
        let wanted = member.visit.query["ticket"].flatMap(FormBody.identifier).map { TicketID($0) }
        var page = try await deskPage(member, current: wanted)
        if let wanted, !page.tickets.contains(where: { $0.current }) {
            page.denial = await unlisted(wanted, member)
            page.today = nil
            page.settle()
        }
        return self.page(page, member)
    }

    /// Why a ticket is not in the queue: its customer was erased, told to whose ticket it is, or it is none of his.
    private func unlisted(_ ticket: TicketID, _ member: Member) async -> DenialPart {
        if (try? await gateway.ticket(member.session, ticket))?.erased == true {
            let words = reasonWords(.customerErased, ticket: ticket, member)
            return DenialPart(
                what: member.title(words.what), why: [member.title(words.why)], now: member.title(words.now) + ".")
        }
        return DenialPart(
            what: member.words("desk_ticket_not_yours", ["ticket": ticket.rawValue]), why: [],
            now: member.words("desk_ticket_now", ["who": superior(member)]))
    }

    func toDesk(_ member: Member) -> Answer { .redirect(to: "/desk", partial: member.visit.partial) }

    /// The queue on the left, and the day on the right until something else stands there.
    func deskPage(_ member: Member, current: TicketID? = nil) async throws -> DeskPage {
        let desk = try await gateway.desk(member.session)
        let words = member.words
        let tickets = desk.tickets.map { ticket in
            DeskPage.Row(
                key: LookKey(purpose: ticket.purpose, customer: ticket.customer, ticket: ticket.id).text,
                title: member.title(ticket.purposeTitle), customer: ticket.maskedName, id: ticket.id.rawValue,
                opened: openedAt(ticket.openedAt, member), note: ticket.byPresence ? words["ticket_at_desk"] : nil,
                current: ticket.id == current)
        }
        let shown = desk.book.prefix(50)
        let book = shown.map { entry in
            DeskPage.Row(
                key: LookKey(purpose: entry.purpose, customer: entry.customer, ticket: nil).text,
                title: member.title(entry.purposeTitle), customer: entry.maskedName,
                until: words("book_until", ["date": words.date(entry.endsOn)])
                    + (entry.lookedAtToday ? " · " + words["book_seen"] : ""))
        }
        let more = shown.count < desk.book.count
        return DeskPage(
            tickets: tickets, book: book, bookCount: desk.book.count,
            bookMore: more
                ? words("desk_book_more", ["shown": words.number(shown.count), "all": words.number(desk.book.count)])
                : nil,
            presence: asksForPresence(member), today: today(desk, member),
            ending: member.me.agreementEnds.map { words("desk_ending", ["date": words.date($0)]) })
    }

    /// The hour for a ticket of today, else the day.
    private func openedAt(_ moment: Moment, _ member: Member) -> String {
        let day = moment.day(in: member.zone)
        if day == gateway.now().day(in: member.zone) { return member.words.time(moment, member.zone) }
        return member.words.date(day).split(separator: " ").prefix(2).joined(separator: " ")
    }

    private func today(_ desk: AmanahService.DeskView, _ member: Member) -> TodayPart {
        let words = member.words
        return TodayPart(
            quotas: desk.quotas.filter { $0.limit < Console.boundless }.map { quota in
                TodayPart.Quota(
                    label: words["quota_\(quota.kind.rawValue)"], used: quota.used, limit: quota.limit, words: words)
            },
            looks: desk.looksToday.map { row in
                TodayPart.Look(
                    time: words.time(row.at, member.zone), sentence: whole(row, member),
                    look: row.look.map(\.description) ?? "", proof: proof(row.look, member))
            },
            seenBy: words(
                "today_seen_by",
                ["who": words.list([desk.seenBy ?? words["seen_superior"], words["seen_dpo"], words["seen_auditor"]])]))
    }

    /// The name of who is above, or *your superior*.
    func superior(_ member: Member) -> String { member.me.supervisorName ?? member.words["seen_superior"] }

    func search(_ member: Member) async throws -> Answer {
        let found: FoundPart
        switch await result(of: member) {
        case .success(let matches): found = foundPart(matches, member)
        case .failure(.denied(let reasons)): return try await refused(reasons, ticket: nil, member)
        case .failure(.invalid): found = FoundPart(none: member.words["found_form"], matches: [], recorded: "")
        case .failure(let error): throw error
        }
        if member.visit.partial { return fragment(found, member, withAllowance: true) }
        var page = try await deskPage(member)
        page.found = found
        page.today = nil
        page.settle()
        return self.page(page, member)
    }

    private func result(of member: Member) async -> Result<[FoundCustomer], ServiceError> {
        guard let key = SearchKey.typed(member.form.text("identifier")) else {
            return .failure(.invalid(field: "identifier", what: "form"))
        }
        do throws(ServiceError) {
            return .success(try await gateway.search(member.session, key, from: member.origin))
        } catch {
            return .failure(error)
        }
    }

    private func foundPart(_ matches: [FoundCustomer], _ member: Member) -> FoundPart {
        // What is left is read after the search was counted.
        let quotas = (try? gateway.me(member.session).quotas) ?? member.me.quotas
        let quota = searchesLeft(quotas)
        return FoundPart(
            none: matches.isEmpty ? member.words["found_none"] : nil, matches: matches.map { match($0, member) },
            recorded: quota.map {
                member.words(
                    $0.kind == .searchesPerHour ? "found_recorded_hour" : "found_recorded",
                    ["left": member.words.number(max(0, $0.limit - $0.used))])
            } ?? member.words["found_recorded_only"])
    }

    /// Of the bounds on searches the one that ends first, and the day's where both end together; `nil` where none binds.
    func searchesLeft(_ quotas: [QuotaView]) -> QuotaView? {
        [QuotaKind.searchesPerDay, .searchesPerHour].compactMap { kind in
            quotas.first { $0.kind == kind && $0.limit < Console.boundless }
        }.min { $0.limit - $0.used < $1.limit - $1.used }
    }

    private func match(_ found: FoundCustomer, _ member: Member) -> FoundPart.Match {
        let tickets = found.tickets.map { ticket in
            DeskChoice(
                key: LookKey(purpose: ticket.purpose, customer: found.customer, ticket: ticket.id).text,
                title: member.title(ticket.purposeTitle), note: ticket.id.rawValue)
        }
        let book = found.inBookFor.map { purpose in
            DeskChoice(
                key: LookKey(purpose: purpose, customer: found.customer, ticket: nil).text,
                title: member.purposeTitle(purpose), note: member.words["desk_book"])
        }
        return FoundPart.Match(
            name: found.maskedName, id: found.customer.rawValue, choices: tickets + book,
            purposes: member.me.purposes.map {
                ChoicePart(code: $0.id.rawValue, text: member.title($0.title), current: false)
            })
    }

    /// A refusal in the right pane, with the queue still beside it.
    func refused(
        _ reasons: [Reason], ticket: TicketID? = nil, key: LookKey? = nil, _ member: Member
    ) async throws -> Answer {
        var part = denial(reasons, ticket: key?.ticket ?? ticket, member)
        if let key {
            part.ask = askPart(reasons, key, member)
            part.glass = glassPart(reasons, key, member)
        }
        if member.visit.partial { return fragment(part, member, status: status(of: reasons)) }
        guard var page = try? await deskPage(member) else {
            return self.page(DeniedPage(denial: part), member, status: status(of: reasons))
        }
        page.denial = part
        page.today = nil
        page.settle()
        return self.page(page, member, status: status(of: reasons))
    }
}

/// What a row of the queue sends: purpose, customer and, where there is one, the ticket. Ids only; the gateway decides.
struct LookKey: Equatable {
    var purpose: PurposeID
    var customer: CustomerID
    var ticket: TicketID?

    init(purpose: PurposeID, customer: CustomerID, ticket: TicketID?) {
        self.purpose = purpose
        self.customer = customer
        self.ticket = ticket
    }

    init?(_ text: String) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 3, let purpose = FormBody.identifier(parts[0]),
            let customer = FormBody.identifier(parts[1])
        else { return nil }
        guard parts[2].isEmpty || FormBody.identifier(parts[2]) != nil else { return nil }
        self.init(
            purpose: PurposeID(purpose), customer: CustomerID(customer),
            ticket: parts[2].isEmpty ? nil : TicketID(String(parts[2])))
    }

    var text: String { "\(purpose)|\(customer)|\(ticket?.rawValue ?? "")" }
}
