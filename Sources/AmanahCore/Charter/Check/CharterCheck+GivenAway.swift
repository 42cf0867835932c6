/// A6: fields that together give away one that is hidden.
///
/// A field has one mask in the whole charter, so two masks of one value never join. What joins are kin: a NIK is made of
/// region, birth date and sex; an e-mail address often spells a name. Kin are known by mask and by name, so a charter
/// that calls its columns otherwise is not warned.
/// Source: Permendagri 108/2019, article 31: six digits of region, six of the birth date (day + 40 for women), four serial.
extension CharterCheck {
    mutating func checkGivenAway() {
        var byPurpose: [[CharterConcern.Kinship]] = []
        for purpose in charter.purposes {
            let findings = findings(among: reachable(purpose))
            for finding in findings {
                warn(.givesAway(finding, severalPurposes: false), "purposes.\(purpose.id)")
            }
            byPurpose.append(findings)
            checkTold(purpose)
        }
        // Over the purposes of one role: one screen here, the next one there.
        for role in charter.roles where role.purposes.count > 1 {
            let union = role.purposes.map { reachable(charter.purposes[$0]) }
                .reduce(Array(repeating: .hidden, count: charter.fields.count)) { zip($0, $1).map(max) }
            for finding in findings(among: union)
            where !role.purposes.contains(where: { byPurpose[$0].contains(finding) }) {
                warn(.givesAway(finding, severalPurposes: true), "roles.\(role.id).purposes")
            }
        }
    }

    /// The form of each field that one person reaches alone: by show, or by a reveal that takes no approval.
    private func reachable(_ purpose: Charter.PurposeRule) -> [Form] {
        guard purpose.approval == .none else { return Array(repeating: .hidden, count: charter.fields.count) }
        return zip(purpose.shows, purpose.reveals).map { shown, reveal in
            guard let reveal, reveal.approval == .none else { return shown }
            return max(shown, reveal.form)
        }
    }

    private func findings(among forms: [Form]) -> [CharterConcern.Kinship] {
        var found: [CharterConcern.Kinship] = []
        let births = numbers(where: isBirthDate).filter { forms[$0] == .full }
        let places = numbers(where: isPlace).filter { forms[$0] >= .masked }
        for nik in numbers(where: isNIK) where forms[nik] == .masked {
            guard let birth = births.first, let place = places.first else { continue }
            found.append(.nationalNumber(name(nik), birth: name(birth), place: name(place)))
        }
        for email in numbers(where: { $0.mask == .email }) where forms[email] == .full {
            for person in numbers(where: { $0.mask == .name && $0.fieldClass == .contact }) where forms[person] < .full
            {
                found.append(.email(name(email), name: name(person)))
            }
        }
        return found
    }

    /// A NIK that is shown in full tells the birth date that the same screen keeps back.
    private mutating func checkTold(_ purpose: Charter.PurposeRule) {
        for nik in numbers(where: isNIK) where purpose.shows[nik] == .full {
            for birth in numbers(where: isBirthDate) where purpose.shows[birth] < .full {
                let kinship = CharterConcern.Kinship.told(name(nik), birth: name(birth))
                warn(.givesAway(kinship, severalPurposes: false), "purposes.\(purpose.id).shows.\(name(nik))")
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
