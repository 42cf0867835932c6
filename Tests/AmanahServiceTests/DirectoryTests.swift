import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// A company's directory brings people in, moves and ends them; it is a service and no person.
@Suite struct DirectoryTests {
    private static func directory(_ house: House) async throws -> Session {
        try house.session(try await house.amanah.makeServiceToken("directory", days: 30))
    }

    private static func input(_ name: String, under superior: String = "L1") -> DirectoryInput {
        var input = DirectoryInput()
        (input.name, input.unit, input.role) = (name, UnitID("B1"), RoleID("agent"))
        input.supervisor = PersonID(superior)
        return input
    }

    @Test("Whom a directory brings in is a candidate who opens nothing, and whom it ends is gone that moment")
    func course() async throws {
        try await withPeopleHouse { house in
            let directory = try await Self.directory(house)
            let made = try await house.amanah.createDirectoryUser(directory, PersonID("N1"), Self.input("Calon Satu"))
            #expect(made.stage == .candidate && !made.mayWork && made.active)
            #expect(try house.lacks("N1").contains(.notVetted))
            #expect(try house.acts(.personStep).count == 1)
            let agent = try await house.enter("A1")
            try await house.look(agent)
            try await house.amanah.endDirectoryUser(directory, PersonID("A1"))
            guard case .denied(let reasons) = await refusal({ try await house.look(agent) }) else {
                Issue.record("not refused")
                return
            }
            #expect(reasons.contains(.notCleared(.left)))
            #expect(
                await refusal { try await house.amanah.directoryUser(directory, PersonID("A1")) } == .notFound)
            // Back again he is a candidate, whatever he was.
            let back = try await house.amanah.createDirectoryUser(directory, PersonID("A1"), Self.input("Petugas A1"))
            #expect(back.stage == .candidate && !back.mayWork)
        }
    }

    @Test("L4: somebody at work is not moved by a directory; a candidate on whom nobody has taken a step is")
    func moves() async throws {
        try await withPeopleHouse { house in
            let directory = try await Self.directory(house)
            let moved = try await house.amanah.changeDirectoryUser(directory, PersonID("A1")) { now in
                var wanted = now
                wanted.supervisor = PersonID("M1")
                return wanted
            }
            #expect(moved.changeHeld && moved.supervisor == PersonID("L1"))
            _ = try await house.amanah.createDirectoryUser(directory, PersonID("N1"), Self.input("Calon Satu"))
            let placed = try await house.amanah.changeDirectoryUser(directory, PersonID("N1")) { _ in
                Self.input("Calon Satu", under: "M1")
            }
            #expect(!placed.changeHeld && placed.supervisor == PersonID("M1"))
            #expect(
                await refusal {
                    try await house.amanah.changeDirectoryUser(directory, PersonID("M1")) { now in
                        var wanted = now
                        wanted.supervisor = PersonID("A1")
                        return wanted
                    }
                } == .invalid(field: "manager", what: "someone who is not below him"))
        }
    }

    @Test("B4: whom a directory deactivates stops on his open session; a suspension by a person it does not lift")
    func active() async throws {
        try await withPeopleHouse { house in
            let directory = try await Self.directory(house)
            func set(_ active: Bool) async throws {
                _ = try await house.amanah.changeDirectoryUser(directory, PersonID("A1")) { now in
                    var wanted = now
                    wanted.active = active
                    return wanted
                }
            }
            let (agent, hr) = (try await house.enter("A1"), try await house.enter("H1"))
            try await set(false)
            #expect(await refusal { try await house.look(agent) } == .denied([.notCleared(.suspended)]))
            try await set(true)
            try await house.look(agent)
            _ = try await house.step(hr, .suspended, "A1")
            guard case .conflict = await refusal({ try await set(true) }) else {
                Issue.record("a directory lifted what a person laid on")
                return
            }
            #expect(try house.lacks("A1") == [.suspended])
        }
    }

    @Test("L9: each reading of a directory is an entry, of somebody who is not there too; a person has no such door")
    func reading() async throws {
        try await withPeopleHouse { house in
            let directory = try await Self.directory(house)
            let size = try house.size()
            _ = try await house.amanah.directoryUsers(directory, asked: "userName pr")
            _ = try await house.amanah.directoryUser(directory, PersonID("A1"))
            #expect(
                await refusal { try await house.amanah.directoryUser(directory, PersonID("A404")) } == .notFound)
            #expect(try house.size() == size + 3)
            let hr = try house.session(try await house.enter("H1"))
            #expect(await refusal { try await house.amanah.directoryUsers(hr, asked: "") } == .notForRole)
            #expect(await refusal { try await house.amanah.endDirectoryUser(hr, PersonID("A1")) } == .notForRole)
        }
    }
}
