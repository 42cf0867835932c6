import AmanahCore
import AmanahDemo
import AmanahService
import AmanahStore
import ArgumentParser
import Foundation

struct DemoData: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-data", abstract: "Write a made-up company as CSV files.")
    @Argument(help: "The folder to make.") var folder: String
    @Option(help: "Customers, 1 or more.") var customers = 2000
    @Option(help: "The same seed gives the same company.") var seed: UInt64 = 2020

    func run() async throws {
        var bar = ProgressBar("demo")
        let total = customers
        let written = try DemoCompany(seed: seed, customers: customers, now: DataFolder.now())
            .write(to: URL(filePath: folder)) { bar.show($0, of: total, "customers") }
        bar.end()
        print("wrote \(written.people) people, \(written.customers) customers, \(written.tickets) tickets to \(folder)")
    }
}

/// Makes a data folder with a made-up company that has worked since last week.
struct DemoCompanyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-company",
        abstract: "Make a data folder with a made-up company that has worked since Monday of last week.",
        discussion: """
            Its people's acts are made through the gateway's use cases, with a clock that begins on that Monday and ends now: for \
            demonstrations only.
            """)
    @OptionGroup var folder: DataFolder
    @Option(help: "The folder that gets the company's export.") var csv: String
    @Option(help: "A charter without opening hours, so that the company works at any hour.") var charter: String
    @Option(help: "The same seed gives the same company.") var seed: UInt64 = 2020

    func run() async throws {
        try await refusing {
            guard !FileManager.default.fileExists(atPath: folder.path) else {
                throw StoreError(.conflict, "`\(folder.path)` is there already: name a new folder")
            }
            let (text, parsed, terms) = try CharterFile.read(charter)
            guard parsed.hours == nil else {
                throw StoreError(.conflict, "`\(charter)` has opening hours: leave the line `hours:` out")
            }
            try await DemoLife.make(
                DemoCompany(seed: seed, now: DataFolder.now()), folder: folder.path, keyFile: folder.keyPath,
                csv: URL(filePath: csv), charter: text, terms: terms)
            print("made \(folder.path): a company that has worked since Monday of last week")
        }
    }
}

/// Gives the demonstration's people passwords and second factors, and prints a few logins.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Prepare a demonstration company's logins and print a few of them.")
    @OptionGroup var folder: DataFolder
    @Option(help: "The address it is served at.") var address = "http://127.0.0.1:8080"

    @Flag(help: "Only print: the logins are there already.")
    var printOnly = false

    @Flag(help: "The company was made by `demo-company`: say what waits in it.")
    var lived = false

    static let password = DemoLife.password
    static let secret = DemoLife.secret

    func run() async throws {
        try await refusing {
            let (amanah, store) = try folder.open()
            let company = DemoCompany(seed: 2020, now: DataFolder.now())
            let logins = lived ? company.livedLogins : company.logins
            for login in logins where !printOnly {
                try await amanah.setPassword(of: login.person, to: Demo.password, final: true)
                if amanah.charterInForce.role(login.role)?.needsSecondFactor ?? false {
                    _ = try await amanah.setSecondFactor(of: login.person, secret: Demo.secret)
                }
            }
            await store.close()
            print("\nOpen \(address) and sign in with the password  \(Demo.password)")
            print("Second factor, where asked: \(address)/demo/code shows the present code\n")
            for login in logins {
                print(
                    "  \(login.person)  \(login.role.rawValue.padding(toLength: 15, withPad: " ", startingAt: 0)) \(login.whatToTry)"
                )
            }
            if lived { print("\n\(DemoLife.passing)") }
        }
    }
}
