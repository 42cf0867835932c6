/// A6: fields that together give away one that is hidden.
///
/// A field has one mask in the whole charter, so two masks of one value never join. What joins are kin: a NIK is made of
/// region, birth date and sex; an e-mail address often spells a name. Kin are known by mask and by name, so a charter
/// that calls its columns otherwise is not warned.
/// Source: Permendagri 108/2019, article 31: six digits of region, six of the birth date (day + 40 for women), four serial.
extension CharterCheck {
    mutating func checkGivenAway() {
        var byPurpose: [[Finding]] = []
        for purpose in charter.purposes {
            let findings = findings(among: reachable(purpose))
            for finding in findings { warn(.givesAway, "purposes.\(purpose.id)", finding.message) }
            byPurpose.append(findings)
            checkTold(purpose)
        }
        // Over the purposes of one role: one screen here, the next one there.
        for role in charter.roles where role.purposes.count > 1 {
            let union = role.purposes.map { reachable(charter.purposes[$0]) }
                .reduce(Array(repeating: .hidden, count: charter.fields.count)) { zip($0, $1).map(max) }
            for finding in findings(among: union)
            where !role.purposes.contains(where: { byPurpose[$0].contains(finding) }) {
                warn(.givesAway, "roles.\(role.id).purposes", "over several purposes, \(finding.message)")
            }
        }
    }

    private struct Finding: Equatable {
        var message: String
    }

    /// The form of each field that one person reaches alone: by show, or by a reveal that takes no approval.
    private func reachable(_ purpose: Charter.PurposeRule) -> [Form] {
        guard purpose.approval == .none else { return Array(repeating: .hidden, count: charter.fields.count) }
        return zip(purpose.shows, purpose.reveals).map { shown, reveal in
            guard let reveal, reveal.approval == .none else { return shown }
            return max(shown, reveal.form)
        }
    }

    private func findings(among forms: [Form]) -> [Finding] {
        var found: [Finding] = []
        let births = numbers(where: isBirthDate).filter { forms[$0] == .full }
        let places = numbers(where: isPlace).filter { forms[$0] >= .masked }
        for nik in numbers(where: isNIK) where forms[nik] == .masked {
            guard let birth = births.first, let place = places.first else { continue }
            found.append(
                Finding(
                    message:
                        "\(name(birth)) in full and \(name(place)) beside the masked \(name(nik)) leave few digits of it "
                        + "to guess; compare \(name(nik)), or mask \(name(birth))"))
        }
        for email in numbers(where: { $0.mask == .email }) where forms[email] == .full {
            for person in numbers(where: { $0.mask == .name && $0.fieldClass == .contact }) where forms[person] < .full
            {
                found.append(
                    Finding(message: "\(name(email)) in full often spells the \(name(person)) that is not shown"))
            }
        }
        return found
    }

    /// A NIK that is shown in full tells the birth date that the same screen keeps back.
    private mutating func checkTold(_ purpose: Charter.PurposeRule) {
        for nik in numbers(where: isNIK) where purpose.shows[nik] == .full {
            for birth in numbers(where: isBirthDate) where purpose.shows[birth] < .full {
                warn(
                    .givesAway, "purposes.\(purpose.id).shows.\(name(nik))",
                    "\(name(nik)) in full tells the \(name(birth)) that is not shown")
            }
        }
    }

    // MARK: - Kin

    private func numbers(where isKin: (Charter.FieldRule) -> Bool) -> [Int] {
        charter.fields.indices.filter { isKin(charter.fields[$0]) }
    }

    private func name(_ number: Int) -> FieldName { charter.fields[number].name }

    private func isNIK(_ field: Charter.FieldRule) -> Bool { names(field, ["nik", "ktp"]) }

    private func isBirthDate(_ field: Charter.FieldRule) -> Bool {
        field.mask == .year || names(field, ["birth", "birthdate", "birthday", "dob", "lahir"])
    }

    private func isPlace(_ field: Charter.FieldRule) -> Bool {
        field.mask == .city || names(field, ["address", "alamat", "city", "kota", "district", "kecamatan", "village"])
    }

    private func names(_ field: Charter.FieldRule, _ words: Set<Substring>) -> Bool {
        field.name.rawValue.split(separator: "_").contains { words.contains($0) }
    }
}
