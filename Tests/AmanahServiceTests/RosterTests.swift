import AmanahCore
import AmanahStore
import Testing

@testable import AmanahImport
@testable import AmanahService

/// Shifts as a condition of every opening, where the charter asks for a roster.
@Suite struct RosterTests {
    private static let hours = #"hours: {open: "00:00", close: "24:00", outside: denied, roster: required}"#

    @Test("B4, L3: outside one's shift nothing opens, and it opens the second the shift begins")
    func shifts() async throws {
        try await withPeopleHouse(top: Self.hours) { house in
            let token = try await house.enter("A1")
            #expect(await refusal { try await house.look(token) } == .denied([.outsideShift]))
            let begins = house.clock.now.advanced(by: .seconds(60))
            let ends = begins.advanced(by: .seconds(300))
            try await house.change { view in
                try view.put(shift: ShiftRow(person: PersonID("A1"), startsAt: begins, endsAt: ends))
            }
            house.clock.set(begins.advanced(by: .milliseconds(-1)))
            #expect(await refusal { try await house.look(token) } == .denied([.outsideShift]))
            house.clock.set(begins)
            try await house.look(token)
            house.clock.set(ends.advanced(by: .milliseconds(-1)))
            try await house.look(token)
            house.clock.set(ends)
            #expect(await refusal { try await house.look(token) } == .denied([.outsideShift]))
        }
    }

    @Test("A roster that takes a shift away takes the access away, on an open session")
    func rosterChanged() async throws {
        try await withPeopleHouse(top: Self.hours) { house in
            let now = house.clock.now
            let shift = ShiftRow(person: PersonID("A1"), startsAt: now, endsAt: now.advanced(by: .seconds(3600)))
            try await house.change { try $0.put(shift: shift) }
            let token = try await house.enter("A1")
            try await house.look(token)
            try await house.change { view in
                try view.deleteShifts(of: shift.person, startingFrom: shift.startsAt, before: shift.endsAt)
            }
            #expect(await refusal { try await house.look(token) } == .denied([.outsideShift]))
        }
    }

    @Test("A roster takes the place of the same person's shifts between its first and last, and of nothing else")
    func replaced() async throws {
        try await withPeopleHouse(top: Self.hours) { house in
            func shift(_ id: String, _ hour: Int) -> ImportedShift {
                let start = House.start.advanced(by: .seconds(hour * 3600))
                return ImportedShift(person: PersonID(id), startsAt: start, endsAt: start.advanced(by: .seconds(3600)))
            }
            func load(_ shifts: [ImportedShift]) async throws {
                var rows = CollectedRows()
                rows.shifts(shifts)
                try await house.amanah.writeImport(rows, table: .rosters, count: shifts.count)
            }
            func hours(_ id: String) throws -> [Int] {
                try house.store.read { view in
                    try view.shifts(of: PersonID(id), endingAfter: House.start, limit: 99)
                }.map { Int($0.startsAt.seconds - House.start.seconds) / 3600 }
            }
            let size = try house.size()
            try await load([0, 2, 4, 9].map { shift("A1", $0) } + [shift("A2", 3)])
            #expect(try hours("A1") == [0, 2, 4, 9])
            try await load([shift("A1", 1), shift("A1", 5)])
            #expect(try hours("A1") == [0, 1, 5, 9])
            #expect(try hours("A2") == [3])
            // Each is one entry.
            #expect(try house.size() == size + 2)
        }
    }
}
