import AmanahCore
import AmanahService

extension Console {
    var bookRoutes: [Route] {
        [
            Route(method: .get, path: "/books", handler: .member { try await $0.books($1) }),
            Route(
                method: .post, path: "/books", fields: FormBody.maximumTicks,
                handler: .member { try await $0.handOut($1) }),
            Route(
                method: .post, path: "/books/:id/move", fields: FormBody.maximumTicks,
                handler: .member { try await $0.moveBook($1) }),
            Route(method: .post, path: "/books/:id/return", handler: .member { try await $0.returnBook($1) }),
        ]
    }

    func books(_ member: Member) async throws -> Answer {
        let done = member.visit.query["done"].flatMap { ["out", "moved", "back"].contains($0) ? $0 : nil }
        return try await booksPage(member, notice: done.map { member.words["books_done_\($0)"] })
    }

    /// - Parameter preview: what the form that was sent would give.
    private func booksPage(
        _ member: Member, notice: String? = nil, problem: String? = nil, preview: BookPreview? = nil, status: Int = 200
    ) async throws -> Answer {
        let view = try await gateway.books(member.session, from: member.origin)
        let isForm = member.visit.method == .post && member.visit.path == "/books"
        return page(
            BooksPage(
                notice: notice, problem: problem,
                form: view.choices.flatMap { choices in
                    choices.receivers.isEmpty
                        ? nil : form(choices, preview, member, open: isForm && (problem != nil || preview != nil))
                }, nobody: view.choices?.receivers.isEmpty == true,
                books: view.books.map { part($0, view.choices, member) }),
            member, status: status)
    }

    private func part(_ book: BookView, _ choices: BookChoices?, _ member: Member) -> BooksPage.Book {
        let words = member.words
        let running = book.isMine && [.running, .coming].contains(book.state)
        let open = book.portions.filter(\.isOpen)
        let dates = words(
            "books_dates", ["from": words.date(book.startsOn), "to": words.date(book.endsOn)])
        let given = words("books_given", ["who": book.giverName])
        let moved = book.movedFrom.map {
            words("books_moved_from", ["book": $0.book.rawValue, "who": $0.person.rawValue])
        }
        return BooksPage.Book(
            id: book.id.rawValue, title: member.title(book.purposeTitle),
            detail: [dates, given, moved].compactMap(\.self).joined(separator: " · "), said: book.said,
            states: [
                StatePart(
                    book.state == .running ? .good : .due, words["books_state_\(book.state.rawValue)"])
            ],
            portions: book.portions.map { portion in
                BooksPage.Portion(
                    name: portion.name, id: portion.person.rawValue, customers: words.number(portion.customers),
                    progress: words(
                        "books_progress",
                        ["n": words.number(portion.lookedAt), "all": words.number(portion.customers)]),
                    bar: portion.customers == 0 ? 0 : portion.lookedAt * 120 / portion.customers, isOpen: portion.isOpen
                )
            },
            move: running && !open.isEmpty
                ? BooksPage.Move(
                    action: "/books/\(book.id)/move",
                    from: open.map {
                        ChoicePart(code: $0.person.rawValue, text: "\($0.name) (\($0.customers))", current: false)
                    },
                    people: choices.map { people($0, member, ticked: false) } ?? []) : nil,
            giveBack: running ? "/books/\(book.id)/return" : nil)
    }

    private func people(_ choices: BookChoices, _ member: Member, ticked: Bool) -> [BooksPage.Person] {
        choices.receivers.map { receiver in
            BooksPage.Person(
                id: receiver.person.rawValue, label: "\(receiver.name) · \(receiver.unitName)",
                checked: ticked && member.form["p-\(receiver.person)"] != nil)
        }
    }

    private func form(
        _ choices: BookChoices, _ preview: BookPreview?, _ member: Member, open: Bool
    ) -> BooksPage.Form {
        let (words, sent) = (member.words, member.form)
        func choice(_ name: String, _ code: String, _ text: String) -> ChoicePart {
            ChoicePart(code: code, text: text, current: sent.text(name) == code)
        }
        let usualEnd = Day(number: choices.today.number + Int64(min(choices.mostDays, 30)) - 1)
        func kept(_ name: String, _ standard: String = "") -> String { open ? sent.text(name) : standard }
        let random = kept("division") == BookDivision.random.rawValue
        return BooksPage.Form(
            purposes: choices.purposes.map { choice("purpose", $0.id.rawValue, member.title($0.title)) },
            starts: kept("starts_on", choices.today.description), ends: kept("ends_on", usualEnd.description),
            first: choices.today.description,
            period: words(
                "books_period", ["days": words.number(choices.mostDays), "each": words.number(choices.mostEach)]),
            people: people(choices, member, ticked: open),
            units: [ChoicePart(code: "", text: words["books_all_units"], current: false)]
                + choices.units.map { choice("unit", $0.id.rawValue, $0.name) },
            segments: choices.segments.isEmpty
                ? []
                : [ChoicePart(code: "", text: words["books_no_segment"], current: false)]
                    + choices.segments.map { choice("segment_field", $0.rawValue, member.fieldTitle($0)) },
            segmentValue: kept("segment_value"), limit: kept("at_most"),
            divisions: BookDivision.allCases.map {
                ChoicePart(
                    code: $0.rawValue, text: words["books_division_\($0.rawValue)"], current: random == ($0 == .random))
            }, list: kept("customers"), reason: kept("reason"), open: open,
            preview: preview.map { preview in
                BooksPage.Preview(
                    sentence: words(
                        "books_preview",
                        [
                            "n": words.number(preview.shares.map(\.customers).reduce(0, +)),
                            "held": words.number(preview.inHand),
                        ]),
                    shares: preview.shares.map { share in
                        BooksPage.Share(
                            name: share.name, id: share.person.rawValue, customers: words.number(share.customers))
                    })
            })
    }

    // MARK: Forms

    private func handOut(_ member: Member) async throws -> Answer {
        try await telling(member) { () async throws(ServiceError) in
            let input = try bookInput(member.form)
            if member.form.text("go") == "preview" {
                return .preview(try await gateway.previewBook(member.session, input, from: member.origin))
            }
            _ = try await gateway.handOut(member.session, input, from: member.origin)
            return .done("out")
        }
    }

    private func moveBook(_ member: Member) async throws -> Answer {
        let id = try bookID(member)
        return try await telling(member) { () async throws(ServiceError) in
            _ = try await gateway.moveBook(
                member.session, id, of: PersonID(member.form.text("person")), to: ticked(member.form),
                said: member.form.text("reason"), from: member.origin)
            return .done("moved")
        }
    }

    private func returnBook(_ member: Member) async throws -> Answer {
        let id = try bookID(member)
        return try await telling(member) { () async throws(ServiceError) in
            _ = try await gateway.returnBook(member.session, id, from: member.origin)
            return .done("back")
        }
    }

    private enum Outcome {
        case done(String)
        case preview(BookPreview)
    }

    /// Does something and shows the page again, with what came of it in words.
    private func telling(
        _ member: Member, _ body: () async throws(ServiceError) -> Outcome
    ) async throws -> Answer {
        let outcome: Outcome
        do throws(ServiceError) { outcome = try await body() } catch {
            let words = member.words
            switch error {
            case .invalid(let field, _):
                let label = words.texts["books_input_\(field)"] ?? field
                return try await booksPage(
                    member, problem: words("books_problem_input", ["field": label]), status: 400)
            case .conflict:
                return try await booksPage(member, problem: words["books_problem_conflict"], status: 409)
            default: throw error
            }
        }
        switch outcome {
        case .done(let what): return .redirect(to: "/books?done=\(what)", partial: member.visit.partial)
        case .preview(let preview): return try await booksPage(member, preview: preview)
        }
    }

    private func bookID(_ member: Member) throws(ServiceError) -> BookID {
        guard let id = member.visit.id.flatMap(FormBody.identifier) else { throw .notFound }
        return BookID(id)
    }

    /// People whose box was ticked: it has the id behind `p-`.
    private func ticked(_ form: FormBody) -> [PersonID] {
        form.names(after: "p-").compactMap(FormBody.identifier).map { PersonID($0) }
    }

    private func bookInput(_ form: FormBody) throws(ServiceError) -> BookInput {
        guard let starts = Day(form.text("starts_on")) else { throw .invalid(field: "starts_on", what: "a day") }
        guard let ends = Day(form.text("ends_on")) else { throw .invalid(field: "ends_on", what: "a day") }
        return BookInput(
            purpose: PurposeID(form.text("purpose")), startsOn: starts, endsOn: ends, people: ticked(form),
            rule: try bookRule(form), division: BookDivision(rawValue: form.text("division")) ?? .equal,
            said: form.text("reason"))
    }

    private func bookRule(_ form: FormBody) throws(ServiceError) -> BookRule {
        let listed = form.text("customers").split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" })
        let (unit, field, limit) = (form.text("unit"), form.text("segment_field"), form.text("at_most"))
        if !listed.isEmpty {
            guard unit.isEmpty, field.isEmpty, limit.isEmpty else {
                throw .invalid(field: "customers", what: "a list or a rule, not both")
            }
            return .list(listed.map { CustomerID(String($0)) })
        }
        let value = form.text("segment_value")
        guard field.isEmpty == value.isEmpty else { throw .invalid(field: "segment_value", what: "field and value") }
        if !limit.isEmpty, Int(limit) == nil { throw .invalid(field: "at_most", what: "a number") }
        return .choice(
            BookRule.Choice(
                units: unit.isEmpty ? [] : [UnitID(unit)],
                segment: field.isEmpty ? nil : BookRule.Segment(field: FieldName(field), value: value),
                limit: Int(limit)))
    }
}
