import Testing

@testable import AmanahCore

/// Letting people in: what may never happen, over random orders of acts, changes of the line, clock steps and restarts.
@Suite struct CourseProperties {
    private static let seeds: [UInt64] = (0..<400).map { $0 }

    /// The steps since the last candidacy.
    private func candidacy(_ steps: [CourseStep]) -> [CourseStep] {
        guard let start = steps.lastIndex(where: { $0.kind == .candidate }) else { return steps }
        return Array(steps[start...])
    }

    @Test("Nobody works without every step, and no two steps that exclude each other are one person's")
    func everyStep() {
        var active = 0
        for seed in Self.seeds {
            var world = CourseWorld(seed: seed)
            for act in 0..<120 {
                world.act()
                let steps = candidacy(world.taken)
                func yes(_ kind: CourseStep.Kind) -> [CourseStep] {
                    steps.filter { $0.kind == kind && $0.passed != false }
                }
                if world.lacks.isEmpty {
                    active += 1
                    let entered = steps.first?.kind == .candidate
                    if entered || !world.imported {
                        #expect(entered, "seed \(seed), act \(act)")
                        let kinds: [CourseStep.Kind] = [.interviewed, .recommended, .confirmed, .signed, .trained]
                        // Training may have been passed in an earlier candidacy; it holds until its day.
                        for kind in kinds where kind != .trained {
                            #expect(!yes(kind).isEmpty, "seed \(seed), act \(act): no \(kind)")
                        }
                        #expect(
                            world.taken.contains { $0.kind == .trained && $0.passed == true } || world.imported,
                            "seed \(seed), act \(act): not trained")
                        if steps.first?.way == .hr {
                            let interviews = yes(.interviewed)
                            #expect(
                                interviews.count >= 2 && interviews.contains { $0.capacity == .superior },
                                "seed \(seed), act \(act): HR's own candidate was not interviewed again by the manager")
                        }
                    }
                    #expect(!steps.contains { $0.passed == false && $0.kind != .trained }, "seed \(seed), act \(act)")
                    let last = world.taken.last { $0.kind == .suspended || $0.kind == .resumed }
                    #expect(last?.kind != .suspended, "seed \(seed), act \(act): works while suspended")
                }
                let excluding = steps.filter { $0.kind.excludes }
                for a in excluding {
                    #expect(a.by != CourseWorld.me && a.principal != CourseWorld.me, "seed \(seed), act \(act)")
                    for b in excluding where a.kind != b.kind {
                        #expect(a.by != b.by && a.by != b.principal, "seed \(seed), act \(act): \(a.kind), \(b.kind)")
                    }
                }
            }
        }
        // The property says nothing where nobody ever gets in.
        #expect(active > 300, "only \(active) active moments")
    }

    @Test("Folding the books again gives the same course, and steps that may not follow change nothing")
    func restarts() {
        for seed in Self.seeds {
            var world = CourseWorld(seed: seed)
            for _ in 0..<80 { world.act() }
            #expect(
                Course(of: CourseWorld.me, imported: world.imported, steps: world.taken) == world.course, "seed \(seed)"
            )
            var course = world.course
            for kind in CourseStep.Kind.allCases {
                let step = CourseStep(
                    kind, by: CourseWorld.me, as: .hr, at: world.now, passed: true, day: Day(number: 1))
                #expect(course.take(step) == .himself && course == world.course, "seed \(seed): \(kind)")
            }
        }
    }

    @Test("A row that got into the books past the rules lets nobody in")
    func forged() {
        let me = CourseWorld.me
        let now = Moment(seconds: 1_790_000_000)
        func step(_ kind: CourseStep.Kind, _ by: String, _ capacity: CourseStep.Capacity) -> CourseStep {
            CourseStep(
                kind, by: PersonID(by), as: capacity, at: now, passed: true, day: Day(number: 30_000), way: .branch,
                signature: .branch)
        }
        let whole = [
            step(.candidate, "T", .superior), step(.interviewed, "M", .superior), step(.recommended, "T", .superior),
            step(.confirmed, "H1", .hr), step(.signed, "R", .superior),
        ]
        #expect(Course(of: me, imported: false, steps: whole).isVetted)
        for missing in whole.indices {
            var steps = whole
            steps.remove(at: missing)
            let course = Course(of: me, imported: false, steps: steps)
            #expect(!course.isVetted || course.signed == nil, "without \(whole[missing].kind)")
        }
        for at in 1..<whole.count {
            var steps = whole
            steps[at].by = steps[at == 1 ? 3 : 1].by
            let course = Course(of: me, imported: false, steps: steps)
            #expect(!course.isVetted || course.signed == nil, "\(whole[at].kind) by someone who took another step")
            steps[at].by = me
            #expect(!Course(of: me, imported: false, steps: steps).isVetted || at == 4)
        }
    }

    @Test("A step takes away at most: facts after the steps never clear whom the books do not", arguments: [1, 2, 3])
    func neverMore(salt: UInt64) {
        for seed in Self.seeds where seed % 3 == salt % 3 {
            var world = CourseWorld(seed: seed &+ salt << 32)
            for _ in 0..<60 {
                world.act()
                let books = ClearanceFacts(
                    vetting: .missing, training: .missing, agreements: [], suspended: true,
                    lastDay: Day(number: world.now.day(in: .wib).number - 1))
                let facts = world.course.clearance(books, zone: .wib)
                let lacks = facts.lacks(terms: CourseWorld.terms, zone: .wib, at: world.now)
                for lack in [ClearanceLack.suspended, .left, .noAgreement, .notTrained] {
                    #expect(lacks.contains(lack))
                }
            }
        }
    }

    @Test("Retraining stops training until it is passed, whatever the books say")
    func retraining() {
        let now = Moment(seconds: 1_790_000_000)
        let day = Day(number: now.day(in: .wib).number + 50)
        var course = Course(of: PersonID("S"), imported: true)
        let books = ClearanceFacts(vetting: .carriedOver, training: .until(day), agreements: [])
        #expect(course.clearance(books, zone: .wib).training == .until(day))
        course.take(CourseStep(.retraining, by: PersonID("H1"), as: .hr, at: now))
        #expect(course.clearance(books, zone: .wib).training == .missing)
        course.take(CourseStep(.trained, by: PersonID("H1"), as: .hr, at: now, passed: false))
        #expect(course.clearance(books, zone: .wib).training == .missing)
        course.take(CourseStep(.trained, by: PersonID("H1"), as: .hr, at: now, passed: true, day: day))
        #expect(course.clearance(books, zone: .wib).training == .until(day))
    }

    @Test("What a directory laid on, a directory lifts; a human's suspension stays")
    func directory() {
        let now = Moment(seconds: 1_790_000_000)
        func suspended(by capacity: CourseStep.Capacity) -> Course {
            Course(
                of: PersonID("S"), imported: true,
                steps: [CourseStep(.suspended, by: PersonID("X"), as: capacity, at: now)])
        }
        let lift = CourseStep(.resumed, by: PersonID("D"), as: .directory, at: now)
        #expect(suspended(by: .directory).objection(to: lift) == nil)
        for capacity in CourseStep.Capacity.allCases where capacity != .directory {
            #expect(suspended(by: capacity).objection(to: lift) == .notYours)
        }
    }

    @Test("An agreement is asked of the vendor's head office where the branch recruited")
    func ways() {
        let now = Moment(seconds: 1_790_000_000)
        func signers(_ way: CourseStep.Way, outsourced: Bool) -> [CourseStep.Capacity] {
            let capacity: CourseStep.Capacity = way == .vendor ? .vendor : way == .branch ? .superior : .hr
            let course = Course(
                of: PersonID("S"), imported: false,
                steps: [CourseStep(.candidate, by: PersonID("X"), as: capacity, at: now, way: way)])
            return CourseRules.capacities(for: .signed, of: course, outsourced: outsourced)
        }
        #expect(signers(.branch, outsourced: true) == [.vendor])
        #expect(signers(.vendor, outsourced: true) == [.hr, .superior, .vendor])
        #expect(signers(.branch, outsourced: false) == [.hr, .superior])
    }

    @Test("The confirmation of role and portion runs from the latest of what began it")
    func certified() {
        let start = Moment(startOf: Day(number: 20_000), in: .wib)
        func day(_ number: Int64) -> Moment { start.advanced(by: .seconds(Int(number) * 86_400)) }
        var course = Course(of: PersonID("S"), imported: true)
        func through(_ days: Int?) -> Int64? {
            course.certifiedThrough(everyDays: days, began: day(10), joined: day(3), zone: .wib)?.number
        }
        #expect(through(nil) == nil)
        #expect(through(90) == 20_100)
        course.take(CourseStep(.certified, by: PersonID("T"), as: .superior, at: day(50)))
        #expect(through(90) == 20_140)
        let unknown = Course(of: PersonID("S"), imported: true)
        #expect((unknown.certifiedThrough(everyDays: 90, began: nil, joined: nil, zone: .wib)?.number ?? 0) < 0)
    }

    @Test(
        "L4: a change of the line is confirmed by another than its proposer and its person, makes no ring, and is not stale"
    )
    func lines() {
        let people = (0..<5).map { PersonID("P\($0)") }
        var random = CharterRandom(seed: 44)
        for round in 0..<3000 {
            var supervisors: [PersonID: PersonID] = [:]
            for (index, person) in people.enumerated() where index > 0 {
                supervisors[person] = people[Int.random(in: 0..<index, using: &random)]
            }
            let subject = random.pick(people)
            func place(_ superior: PersonID?) -> Place {
                Place(supervisor: superior, unit: UnitID("B"), role: RoleID("r"))
            }
            let from = place(supervisors[subject])
            let to = place(random.chance(10) ? nil : random.pick(people))
            let change = LineChange(person: subject, from: from, to: to, proposedBy: random.pick(people))
            let confirmer = random.pick(people)
            let may = random.chance(80)
            let now = random.chance(90) ? from : place(PersonID("else"))
            let refusal = change.objection(confirmedBy: confirmer, may: may, now: now) { supervisors[$0] }
            guard refusal == nil else { continue }
            #expect(confirmer != subject && confirmer != change.proposedBy && may && now == from, "round \(round)")
            supervisors[subject] = to.supervisor
            for person in people {
                var at = supervisors[person]
                for _ in 0..<people.count { at = at.flatMap { supervisors[$0] } }
                #expect(at == nil, "round \(round): a ring")
            }
        }
    }
}
