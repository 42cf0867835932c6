package import AmanahCore
package import Foundation

/// A made-up telco with its staff, customers and work of today, for demonstrations and measurements.
///
/// The same seed, size and moment give the same files, byte for byte. No person, number or address is anyone's: numbers
/// have the right form and come from chance, telephone numbers lie where no operator has customers.
package struct DemoCompany: Sendable {
    package let seed: UInt64
    /// At least 600, so that every agent has customers of his own.
    package let customers: Int
    /// Tickets are open, agreements in force and books handed out at this moment.
    package let now: Moment
    let people: [DemoPerson]

    package init(seed: UInt64, customers: Int = 2000, now: Moment) {
        self.seed = seed
        self.customers = max(customers, 600)
        self.now = now
        people = DemoPerson.all(seed: seed, today: now.day(in: .wib))
    }

    /// Rows written, by file.
    package struct Written: Sendable, Equatable {
        package var people = 0
        package var customers = 0
        package var tickets = 0
        package var assignments = 0
    }

    /// Writes the seven tables into a folder, which is made when it is not there; tables of these names are replaced.
    ///
    /// Streams: memory does not grow with the customers.
    ///
    /// - Parameter progress: told now and then how many customers are written.
    /// - Throws: what the file system says.
    @discardableResult
    package func write(to folder: URL, progress: (Int) -> Void = { _ in }) throws -> Written {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var written = Written()
        try writeUnits(folder)
        try writePeople(folder)
        written.people = people.count
        try writeCustomers(folder, progress: progress)
        written.customers = customers
        written.tickets = try writeTickets(folder)
        written.assignments = try writeAssignments(folder)
        return written
    }

    /// Someone to sign in as.
    package struct Login: Sendable, Equatable {
        package var person: PersonID
        package var name: String
        package var role: RoleID
        /// One line: what is worth trying with it.
        package var whatToTry: String
    }

    /// One login a kind of work in a company that begins today; the ids are the same for every seed.
    package var logins: [Login] {
        logins([
            ("P0105", "outsourced agent: open the oldest ticket; then try a customer without one"),
            ("P0104", "internal agent: a book of 24 for credit follow-up, and a ticket of a colleague"),
            ("P0102", "team lead: who looks at whose data in Rungkut today"),
            ("P0101", "branch manager: people and their clearances, one whose agreement has ended"),
            ("P0001", "director: the log of the company; confirms a charter that somebody else proposes"),
            ("P0002", "data protection officer: the log of the company; proposes a changed charter"),
            ("P0003", "auditor: reading the log is itself recorded"),
            ("P0005", "human resources: agreements about to end; enters candidates"),
            ("P0011", "manager of a vendor: his own people and their agreements"),
            ("P0004", "administrator: runs the house, sees no customer"),
        ])
    }

    func logins(_ tries: [(id: String, line: String)]) -> [Login] {
        tries.compactMap { id, line in
            guard let person = people.first(where: { $0.id == id }) else { return nil }
            return Login(person: PersonID(id), name: person.name, role: RoleID(person.role), whatToTry: line)
        }
    }

    private func writeUnits(_ folder: URL) throws {
        var units = try CSVWriter(
            folder.appending(path: "units.csv"), header: ["unit_id", "parent_id", "kind", "name", "zone"])
        try units.row(["HO", "", "head_office", "Kantor Pusat", "WIB"])
        try units.row(["R1", "HO", "region", "Regional Barat", "WIB"])
        try units.row(["R2", "HO", "region", "Regional Timur", "WIB"])
        for branch in DemoBranch.all { try units.row([branch.id, branch.region, "branch", branch.name, branch.zone]) }
        try units.close()
        var vendors = try CSVWriter(folder.appending(path: "vendors.csv"), header: ["vendor_id", "name"])
        for (index, name) in ["PT Contoh Mitra Layanan", "PT Contoh Sumber Andalan", "PT Contoh Tenaga Prima"]
            .enumerated()
        {
            try vendors.row(["V\(index + 1)", name])
        }
        try vendors.close()
    }
}
