@testable import AmanahCore

/// A small company in which one person goes his way while everything around changes.
struct CourseWorld {
    var random: CharterRandom
    var now = Moment(seconds: 1_790_000_000)
    /// Who stands above whom.
    var line: [String: String] = ["S": "T", "T": "M", "U": "M", "M": "R"]
    let outsourced: Bool
    let imported: Bool
    var taken: [CourseStep] = []
    var course: Course
    var agreements: [ClearanceFacts.Term] = []
    var training = ClearanceFacts.Training.missing
    var accepted: Moment?

    static let me = PersonID("S")
    static let people = ["S", "T", "U", "M", "R", "H1", "H2", "V1", "V2", "D"].map { PersonID($0) }
    static let terms = Charter.Terms(document: "terms/1", renewEveryDays: 100)

    init(seed: UInt64) {
        random = CharterRandom(seed: seed)
        outsourced = random.chance(50)
        imported = random.chance(20)
        course = Course(of: Self.me, imported: imported)
        if imported {
            training = .carriedOver
            agreements = [ClearanceFacts.Term(startsOn: now.day(in: .wib), endsOn: Day(number: Int64.max / 2))]
        }
    }

    func isAbove(_ person: PersonID) -> Bool {
        var above = line[Self.me.rawValue]
        for _ in 0..<20 {
            guard let next = above else { return false }
            if next == person.rawValue { return true }
            above = line[next]
        }
        return false
    }

    func actor(_ person: PersonID) -> CourseRules.Actor {
        var capacities: [CourseStep.Capacity] = []
        if person.rawValue.hasPrefix("H") { capacities.append(.hr) }
        if isAbove(person) { capacities.append(.superior) }
        if person.rawValue.hasPrefix("V"), outsourced { capacities.append(.vendor) }
        if person.rawValue == "D" { capacities.append(.directory) }
        return CourseRules.Actor(person, capacities)
    }

    var lacks: [ClearanceLack] {
        let books = ClearanceFacts(
            vetting: imported ? .carriedOver : .missing, training: training, agreements: agreements,
            acceptedTerms: accepted == nil ? nil : "terms/1", acceptedAt: accepted)
        return course.clearance(books, zone: .wib).lacks(terms: Self.terms, zone: .wib, at: now)
    }

    /// One act of anyone, or a change around him.
    mutating func act() {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: line["S"] = random.pick(["T", "U", "M", "R"])
        case 1: now = now.advanced(by: .seconds(Int.random(in: 0..<40 * 86_400, using: &random)))
        case 2: accepted = now
        case 3: course = Course(of: Self.me, imported: imported, steps: taken)
        default: step()
        }
    }

    private mutating func step() {
        // Mostly the step that is due, so that some get through.
        let due = course.next(lacks: lacks)
        let kind =
            random.chance(60)
            ? due.first ?? random.pick(CourseStep.Kind.allCases) : random.pick(CourseStep.Kind.allCases)
        let person = random.pick(Self.people)
        let day = Day(number: now.day(in: .wib).number + Int64.random(in: 5..<90, using: &random))
        guard
            case .success(let capacity) = CourseRules.capacity(
                of: actor(person), for: kind, on: course, outsourced: outsourced)
        else { return }
        let signature = kind == .signed ? random.pick(CourseStep.Signature.allCases) : nil
        let step = CourseStep(
            kind, by: person, as: capacity, at: now, passed: kind.hasOutcome ? random.chance(90) : nil, day: day,
            way: kind == .candidate ? CourseRules.way(capacity) : nil, signature: signature,
            principal: signature == .delegate ? random.pick(Self.people) : nil)
        guard course.take(step) == nil else { return }
        taken.append(step)
        if kind == .signed { agreements.append(ClearanceFacts.Term(startsOn: now.day(in: .wib), endsOn: day)) }
        if kind == .trained, step.passed == true { training = .until(day) }
        if kind == .ended {
            agreements = agreements.map { .init(startsOn: $0.startsOn, endsOn: min($0.endsOn, day)) }
        }
    }
}
