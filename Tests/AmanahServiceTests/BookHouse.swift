import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// Handing out in the test company: L1 to agents A1, A2, A3 of branch B1.
extension House {
    var today: Day { clock.now.day(in: .wib) }

    func input(
        _ people: [String] = ["A1", "A2", "A3"], days: Int64 = 5, from: Int64 = 0, rule: BookRule? = nil,
        division: BookDivision = .equal, purpose: String = "credit-followup",
        said: String = "tindak lanjut kredit akhir bulan"
    ) -> BookInput {
        BookInput(
            purpose: PurposeID(purpose), startsOn: Day(number: today.number + from),
            endsOn: Day(number: today.number + from + days - 1), people: people.map { PersonID($0) },
            rule: rule ?? .choice(BookRule.Choice()), division: division, said: said)
    }

    func handOut(_ token: String, _ input: BookInput) async throws -> BookView {
        try await amanah.handOut(try session(token), input, from: House.desk)
    }

    func move(_ token: String, _ book: BookView, of person: String, to people: [String]) async throws -> BookView {
        try await amanah.moveBook(
            try session(token), book.id, of: PersonID(person), to: people.map { PersonID($0) },
            said: "pemegang lama sedang cuti sakit", from: House.desk)
    }

    func back(_ token: String, _ book: BookView) async throws -> BookView {
        try await amanah.returnBook(try session(token), book.id, from: House.desk)
    }

    func books(_ token: String) async throws -> BooksView {
        try await amanah.books(try session(token), from: House.desk)
    }

    /// What someone has in hand of handed-out books, by the database.
    func inHand(_ person: String) throws -> [CustomerID] {
        try store.read { view in
            try view.assignments(of: PersonID(person), on: today, limit: 1000).filter { $0.id.rawValue.hasPrefix("B-") }
                .map(\.customer).sorted()
        }
    }

    /// A look by book.
    @discardableResult
    func lookByBook(_ token: String, _ customer: CustomerID) async throws -> ShownLook {
        try await look(token, customer.rawValue, "credit-followup", ticket: nil)
    }
}

let strangers = ServiceError.denied([.nothingBinds([.book])])
