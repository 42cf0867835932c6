import AmanahCore

/// Cells of the current row as values. Each answers `nil` after it has put a problem into the log.
extension ImportRun {
    /// The id in a column that may not be empty.
    func id<ID: Identifier>(_ reader: TableReader, _ place: Int, _ type: ID.Type = ID.self) -> ID? {
        let text = reader.text(place)
        guard TextRule.isIdentifier(text) else {
            let message = text.isEmpty ? "the \(reader.header[place]) is empty" : "the \(reader.header[place]) is no id"
            add(
                reader, place, message,
                "ids are 1 to 64 letters, digits, single spaces and -_.: and begin with a letter or digit")
            return nil
        }
        return ID(text)
    }

    /// The outer `nil` is a problem; the inner one an empty or absent cell.
    func optionalID<ID: Identifier>(_ reader: TableReader, _ place: Int?, _ type: ID.Type = ID.self) -> ID?? {
        guard let place, !reader.isEmpty(place) else { return .some(nil) }
        return id(reader, place, type).map { .some($0) }
    }

    /// Text for people: neither empty nor deceptive.
    func name(_ reader: TableReader, _ place: Int) -> String? {
        let text = reader.text(place)
        if text.isEmpty {
            add(reader, place, "the \(reader.header[place]) is empty", "fill it in")
            return nil
        }
        return isClean(reader, place, text, lineBreaks: false) ? text : nil
    }

    func isClean(_ reader: TableReader, _ place: Int, _ text: String, lineBreaks: Bool) -> Bool {
        guard !reader.isPlain(place), let found = TextRule.firstForbidden(in: text, lineBreaks: lineBreaks) else {
            return true
        }
        add(
            reader, place, "the \(reader.header[place]) holds \(found)",
            "take the character out at the source and export again")
        return false
    }

    func day(_ reader: TableReader, _ place: Int) -> Day? {
        if let day = Day(reader.text(place)) { return day }
        add(reader, place, "the \(reader.header[place]) is no day", "write it as 2026-09-30")
        return nil
    }

    /// The outer `nil` is a problem; the inner one an empty or absent cell.
    func optionalDay(_ reader: TableReader, _ place: Int?) -> Day?? {
        guard let place, !reader.isEmpty(place) else { return .some(nil) }
        return day(reader, place).map { .some($0) }
    }

    func moment(_ reader: TableReader, _ place: Int) -> Moment? {
        if let moment = Moment(reader.text(place)) { return moment }
        add(reader, place, "the \(reader.header[place]) is no time", "write it as 2026-09-30T08:01:19+07:00")
        return nil
    }

    /// A word out of a closed set.
    func word<Word: Hashable & RawRepresentable>(_ reader: TableReader, _ place: Int, of words: [Word]) -> Word?
    where Word.RawValue == String {
        let text = reader.text(place)
        if let word = words.first(where: { $0.rawValue == text }) { return word }
        let list = words.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        add(reader, place, "the \(reader.header[place]) is none of \(list)", "use one of these words")
        return nil
    }

    /// A word that the charter must name.
    func charterWord<Word: Identifier>(_ reader: TableReader, _ place: Int, in words: Set<Word>) -> Word? {
        let text = reader.text(place)
        if words.contains(Word(text)) { return Word(text) }
        let message =
            text.isEmpty
            ? "the \(reader.header[place]) is empty"
            : "the \(reader.header[place]) \(ProblemLog.shown(text)) is not in the charter"
        add(reader, place, message, "use a word of the charter, or add it there first")
        return nil
    }

    /// A reference must lead somewhere; `true` when it does.
    func refers<ID: Identifier>(_ reader: TableReader, _ place: Int, _ id: ID, _ noun: String, _ found: Bool) -> Bool {
        if found { return true }
        add(
            reader, place, "\(noun) \(ProblemLog.shown(id.rawValue)) is not known",
            "add it to its table, or correct the reference")
        return false
    }

    func duplicate<ID: Identifier>(_ reader: TableReader, _ place: Int, _ id: ID, _ noun: String) {
        add(reader, place, "\(noun) \(ProblemLog.shown(id.rawValue)) is there twice", "keep one of the rows")
    }

    /// First and last day of something; `nil` when one is no day or the last comes first.
    func term(_ reader: TableReader, _ starts: Int, _ ends: Int) -> (starts: Day, ends: Day)? {
        guard let startsOn = day(reader, starts), let endsOn = day(reader, ends) else { return nil }
        guard startsOn <= endsOn else {
            add(reader, ends, "it ends before it begins", "exchange or correct the two days")
            return nil
        }
        return (startsOn, endsOn)
    }
}
