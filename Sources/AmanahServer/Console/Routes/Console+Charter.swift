import AmanahCore
import AmanahService

extension Console {
    func charter(_ member: Member) async throws -> Answer {
        let words = member.words
        let view = try await gateway.charter(member.session, from: member.origin)
        let charter = view.charter
        let proposals = try await gateway.charterProposals(member.session, from: member.origin)
        let newest = view.versions.first
        let versions = view.versions.enumerated().map { index, version in
            CharterPage.Version(
                number: String(version.number), from: words.dateTime(version.since, member.zone), by: version.by,
                hash: String(version.hash.prefix(12)),
                href: index + 1 < view.versions.count ? "/charter?version=\(version.number)" : nil, current: index == 0)
        }
        return page(
            CharterPage(
                name: charter.name, version: newest.map { String($0.number) } ?? String(charter.version),
                hash: newest.map { String($0.hash.prefix(12)) } ?? "",
                since: newest.map { words("clear_since", ["date": words.dateTime($0.since, member.zone)]) } ?? "",
                roles: charter.roles.enumerated().map { role($1, charter, open: $0 == 0, member) },
                warnings: CharterCheck.check(charter).warnings.map { warning in
                    CharterPage.Warning(path: warning.path, text: member.title(warning.concern.words))
                },
                versions: versions, comparison: comparison(view, member), proposals: proposals.map { row($0, member) }),
            member)
    }

    private func role(_ role: Charter.RoleRule, _ charter: Charter, open: Bool, _ member: Member) -> CharterPage.Role {
        let words = member.words
        var notes = [words["scope_\(role.scope.rawValue)"]]
        if let looks = role.quotas.looksPerDay { notes.append(words("charter_looks", ["n": words.number(looks)])) }
        if role.approves { notes.append(words["charter_approves"]) }
        return CharterPage.Role(
            title: member.title(role.title), note: notes.joined(separator: " · "), open: open,
            purposes: role.purposes.map { number in
                let purpose = charter.purposes[number]
                return CharterPage.Purpose(
                    title: member.title(purpose.title), needs: needs(purpose, words),
                    cells: charter.fields.indices.filter { purpose.shows[$0] != .hidden || purpose.reveals[$0] != nil }
                        .map {
                            cell(charter.fields[$0], purpose.shows[$0], purpose.reveals[$0], member)
                        })
            })
    }

    private func needs(_ purpose: Charter.PurposeRule, _ words: Words) -> String {
        if purpose.needs.isEmpty { return words["charter_needs_nothing"] }
        return purpose.needs.map { words["charter_needs_\($0.rawValue)"] }.joined(separator: " / ")
    }

    private func cell(_ field: Charter.FieldRule, _ form: Form, _ reveal: Charter.RevealRule?, _ member: Member)
        -> CharterPage.Cell
    {
        let words = member.words
        var word = words["form_\(form.word)"]
        if let reveal {
            word +=
                ", "
                + words(
                    reveal.approval == .none ? "charter_reveal" : "charter_reveal_approval",
                    ["form": words["form_\(reveal.form.word)"]])
        }
        return CharterPage.Cell(label: member.title(field.title), form: form.word, word: word)
    }

    /// What changed from the version before the one that the address names.
    private func comparison(_ view: AmanahService.CharterView, _ member: Member) -> CharterPage.Comparison? {
        guard let number = member.visit.query["version"].flatMap({ Int($0) }),
            let index = view.versions.firstIndex(where: { $0.number == number }), index + 1 < view.versions.count
        else { return nil }
        let (new, old) = (view.versions[index], view.versions[index + 1])
        let changes: [CharterPage.Change]
        if let before = try? Charter.parse(old.text, file: "before"),
            let after = try? Charter.parse(new.text, file: "after")
        {
            changes = CharterDiff(before, after).lines.map { change($0, member) }
        } else {
            changes = Console.lines(from: old.text, to: new.text)
        }
        return CharterPage.Comparison(
            title: member.words("charter_difference_title", ["old": String(old.number), "new": String(new.number)]),
            changes: changes)
    }

    /// Who may more or less than before: the place in the charter's own words, what stands there in the reader's.
    func change(_ line: CharterDiff.Line, _ member: Member) -> CharterPage.Change {
        let words = member.words
        let role = line.role.map { id in member.charter.role(id).map { member.title($0.title) } ?? id.rawValue }
        func value(_ value: CharterValue?) -> String { value.map { member.title($0.words) } ?? "–" }
        let kind: CharterPage.Change.Kind =
            switch line.effect {
            case .gains: .gains
            case .loses: .loses
            case .changes: .changes
            }
        return CharterPage.Change(
            kind, text: "\(line.path): \(value(line.before)) → \(value(line.after))",
            who: "\(role ?? words["charter_everyone"]): \(words["charter_\(kind.rawValue)"])")
    }

    /// For a version that this program can no longer read: its lines.
    private static func lines(from old: String, to new: String) -> [CharterPage.Change] {
        func lines(_ text: String) -> [Substring] {
            Array(text.split(separator: "\n", omittingEmptySubsequences: false).prefix(2000))
        }
        let difference = lines(new).difference(from: lines(old))
        let changes = (difference.removals + difference.insertions).sorted { $0.offset < $1.offset }.prefix(200)
        return changes.map { change in
            switch change {
            case .insert(_, let line, _): .init(.added, text: String(line))
            case .remove(_, let line, _): .init(.removed, text: String(line))
            }
        }
    }
}

extension CollectionDifference.Change {
    fileprivate var offset: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
