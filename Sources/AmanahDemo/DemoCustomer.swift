import AmanahCore
import Foundation

/// Customers are numbered from 0; number `n` belongs to branch `n % 6`, where it stands in place `n / 6`.
extension DemoCompany {
    static let customerHeader = [
        "customer_id", "name", "phone", "nik", "kk", "birth_date", "mother_maiden_name", "spouse_name", "address",
        "email",
        "employer", "years_employed", "monthly_income", "bill", "device", "imei", "last_location", "unit_id",
        "sensitivity",
        "person_id",
    ]

    /// Places of every branch that are not ordinary: the first public figure, and the first two of the staff.
    static let vipPlace = 7
    static let staffPlaces = [11, 12]

    /// Customers that a branch has.
    func customers(of branch: Int) -> Int {
        let branches = DemoBranch.all.count
        return customers / branches + (branch < customers % branches ? 1 : 0)
    }

    /// `C0000001` on.
    func customerID(branch: Int, place: Int) -> String {
        let digits = String(place * DemoBranch.all.count + branch + 1)
        return "C" + String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    }

    func writeCustomers(_ folder: URL, progress: (Int) -> Void) throws {
        let districts = DemoBranch.all.map { Regions.indonesia.districts(ofCity: $0.city) }
        var rows = try CSVWriter(folder.appending(path: "customers.csv"), header: Self.customerHeader)
        for number in 0..<customers {
            try rows.row(customer(number, districts: districts))
            if number % 10_000 == 0 { progress(number) }
        }
        try rows.close()
        progress(customers)
    }

    /// What the export says of a customer in one column; empty for columns that it does not have.
    func value(_ column: String, of customer: CustomerID) -> String {
        guard let place = Self.customerHeader.firstIndex(of: column), let number = Int(customer.rawValue.dropFirst())
        else { return "" }
        let districts = DemoBranch.all.map { Regions.indonesia.districts(ofCity: $0.city) }
        return self.customer(number - 1, districts: districts)[place]
    }

    private func sensitivity(place: Int) -> String {
        if place == Self.vipPlace || place % 400 == 399 { return "vip" }
        return Self.staffPlaces.contains(place) ? "staff" : "ordinary"
    }

    private func customer(_ number: Int, districts: [[Int]]) -> [String] {
        let branchNumber = number % DemoBranch.all.count
        let place = number / DemoBranch.all.count
        let branch = DemoBranch.all[branchNumber]
        var draw = SplitMix64(seed: seed, kind: 2, index: number)
        let woman = draw.number(in: 0...1) == 1
        var name = [
            draw.pick(woman ? DemoWords.women : DemoWords.men), draw.pick(woman ? DemoWords.women : DemoWords.men),
            draw.pick(DemoWords.families),
        ]
        var staff = ""
        if let index = Self.staffPlaces.firstIndex(of: place) {
            // A team lead and an agent of the branch are its customers too.
            staff = "P0\((branchNumber + 1) * 100 + [2, 6][index])"
            if let person = people.first(where: { $0.id == staff }) {
                name = person.name.split(separator: " ").map(String.init)
            }
        }
        let born = day(&draw, years: 1958...2006)
        let registered = day(&draw, years: 2004...2024)
        let district = String(draw.pick(districts[branchNumber]))
        let mother = "\(draw.pick(DemoWords.women)) \(draw.pick(DemoWords.families))"
        let married = draw.number(in: 0...2) > 0
        let spouse = "\(draw.pick(woman ? DemoWords.men : DemoWords.women)) \(draw.pick(DemoWords.families))"
        let house = "No. \(draw.number(in: 1...199)) RT 0\(draw.number(in: 10...19))/RW 0\(draw.number(in: 10...15))"
        let address = "Jl. \(draw.pick(DemoWords.streets)) \(house), \(branch.cityName), \(branch.province)"
        let age = now.day(in: .wib).civil.year - born.civil.year
        return [
            customerID(branch: branchNumber, place: place), name.joined(separator: " "), phone(number),
            district + sixDigits(born, woman: woman) + serial(&draw),
            district + sixDigits(registered, woman: false) + serial(&draw), born.description, mother,
            married ? spouse : "",
            address,
            name.joined(separator: ".").lowercased() + "\(draw.number(in: 10...99))@\(draw.pick(DemoWords.domains))",
            draw.pick(DemoWords.employers), String(draw.number(in: 0...max(0, min(30, age - 18)))),
            String(draw.number(in: 18...240) * 50_000), String(draw.number(in: 25...900) * 1000),
            draw.pick(DemoWords.devices), "35" + draw.digits(13),
            "\(branch.cityName)-\(100 + draw.number(in: 0...399))",
            branch.id, sensitivity(place: place), staff,
        ]
    }

    /// No two customers share a number: multiplying by what shares no factor with 10^8 is one to one.
    private func phone(_ number: Int) -> String {
        var draw = SplitMix64(seed: seed, kind: 4, index: 0)
        let offset = draw.number(in: 10_000_000...99_999_999)
        let digits = String((number * 61_803_399 + offset) % 100_000_000)
        return DemoWords.phonePrefixes[number % 7] + String(repeating: "0", count: 8 - digits.count) + digits
    }

    private func day(_ draw: inout SplitMix64, years: ClosedRange<Int>) -> Day {
        let first = Day(year: years.lowerBound, month: 1, day: 1)?.number ?? 0
        return Day(number: first + Int64(draw.number(in: 0...(years.count * 365 - 1))))
    }

    /// DDMMYY, the day with 40 added for a woman.
    private func sixDigits(_ day: Day, woman: Bool) -> String {
        let (year, month, dayOfMonth) = day.civil
        return [woman ? dayOfMonth + 40 : dayOfMonth, month, year % 100].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
    }

    /// 0001 to 9999.
    private func serial(_ draw: inout SplitMix64) -> String {
        let digits = String(draw.number(in: 1...9999))
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
