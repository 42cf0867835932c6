import AmanahCore
import Foundation

/// Someone of the made-up staff, with the agreement that lets him work.
struct DemoPerson: Sendable {
    var id: String
    var name: String
    var role: String
    var unit: String
    var supervisor: String
    var vendor = ""
    var vettedOn: Day?
    var trainedUntil: Day?
    var lastDay: Day?
    var startsOn: Day
    var endsOn: Day

    var isAgent: Bool { role == "agent" }

    /// Head office (`P0001` on; `P0011` to `P0013` are the managers of the vendors), then a hundred numbers for each branch (`P0101` on): manager, two team leads, six
    /// agents.
    ///
    /// In each branch the agents `04`, `06` and `08` are internal, the others outsourced. In the first branch the
    /// agreement of `P0106` ends within the week and that of `P0107` has ended; `P0206` is due for training, `P0306`
    /// not yet vetted, and `P0407` has left.
    static func all(seed: UInt64, today: Day) -> [DemoPerson] {
        var draw = SplitMix64(seed: seed, kind: 1, index: 0)
        func person(_ id: String, _ role: String, _ unit: String, _ supervisor: String, vendor: String = "")
            -> DemoPerson
        {
            let given = draw.number(in: 0...1) == 0 ? draw.pick(DemoWords.men) : draw.pick(DemoWords.women)
            return DemoPerson(
                id: id, name: "\(given) \(draw.pick(DemoWords.families))", role: role, unit: unit,
                supervisor: supervisor,
                vendor: vendor, vettedOn: Day(number: today.number - Int64(draw.number(in: 200...900))),
                trainedUntil: Day(number: today.number + Int64(draw.number(in: 60...300))),
                startsOn: Day(number: today.number - Int64(draw.number(in: 90...190))),
                endsOn: Day(number: today.number + Int64(draw.number(in: 60...360))))
        }
        var people = [
            person("P0001", "director", "HO", ""), person("P0002", "dpo", "HO", "P0001"),
            person("P0003", "auditor", "HO", "P0001"), person("P0004", "administrator", "HO", "P0001"),
            person("P0005", "hr", "HO", "P0001"), person("P0006", "regional-head", "R1", "P0001"),
            person("P0007", "regional-head", "R2", "P0001"),
        ]
        for (index, branch) in DemoBranch.all.enumerated() {
            func id(_ number: Int) -> String { "P0\((index + 1) * 100 + number)" }
            people.append(person(id(1), "branch-manager", branch.id, branch.region == "R1" ? "P0006" : "P0007"))
            people.append(person(id(2), "team-lead", branch.id, id(1)))
            people.append(person(id(3), "team-lead", branch.id, id(1)))
            for number in 4...9 {
                let vendor = number % 2 == 0 ? "" : "V\((index + number / 2) % 3 + 1)"
                people.append(person(id(number), "agent", branch.id, id(number < 7 ? 2 : 3), vendor: vendor))
            }
        }
        // Those who let people in: a second one of HR, and the manager of each vendor.
        people.append(person("P0008", "hr", "HO", "P0005"))
        for number in 1...3 {
            people.append(person("P00\(10 + number)", "vendor-manager", "HO", "P0005", vendor: "V\(number)"))
        }
        func change(_ id: String, _ body: (inout DemoPerson) -> Void) {
            if let index = people.firstIndex(where: { $0.id == id }) { body(&people[index]) }
        }
        change("P0106") { $0.endsOn = Day(number: today.number + 5) }
        change("P0107") { $0.endsOn = Day(number: today.number - 3) }
        change("P0206") { $0.trainedUntil = Day(number: today.number - 10) }
        change("P0306") { $0.vettedOn = nil }
        change("P0407") { $0.lastDay = Day(number: today.number - 1) }
        return people
    }
}

extension DemoCompany {
    func writePeople(_ folder: URL) throws {
        var rows = try CSVWriter(
            folder.appending(path: "people.csv"),
            header: [
                "person_id", "name", "role", "unit_id", "supervisor_id", "employment", "vendor_id", "vetted_on",
                "trained_until", "last_day",
            ])
        var agreements = try CSVWriter(
            folder.appending(path: "agreements.csv"),
            header: ["agreement_id", "person_id", "vendor_id", "signed_by_unit", "starts_on", "ends_on"])
        for person in people {
            try rows.row([
                person.id, person.name, person.role, person.unit, person.supervisor,
                person.vendor.isEmpty ? "internal" : "outsourced", person.vendor, person.vettedOn?.description ?? "",
                person.trainedUntil?.description ?? "", person.lastDay?.description ?? "",
            ])
            try agreements.row([
                "A" + person.id.dropFirst(), person.id, person.vendor, person.vendor.isEmpty ? "HO" : person.unit,
                person.startsOn.description, person.endsOn.description,
            ])
        }
        try rows.close()
        try agreements.close()
    }
}
