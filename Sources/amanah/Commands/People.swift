import AmanahCore
import AmanahService
import AmanahStore
import ArgumentParser
import Foundation

struct PasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Set a person's password from standard input.")
    @OptionGroup var folder: DataFolder
    @Argument(help: "The person's id.") var person: String
    @Flag(help: "No change is asked at the first sign-in.") var final = false

    func run() async throws {
        try await refusing {
            guard let line = readLine(strippingNewline: true), !line.isEmpty else {
                throw ValidationError("give the password on standard input, one line")
            }
            let (amanah, store) = try folder.open()
            try await amanah.setPassword(of: PersonID(person), to: line, final: final)
            await store.close()
        }
    }
}

struct SecondFactorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "totp", abstract: "Set a person's second factor and print its otpauth address, once.")
    @OptionGroup var folder: DataFolder
    @Argument(help: "The person's id.") var person: String

    func run() async throws {
        try await refusing {
            let (amanah, store) = try folder.open()
            print(try await amanah.setSecondFactor(of: PersonID(person)))
            await store.close()
        }
    }
}

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make a service account's bearer token, shown once.")
    @OptionGroup var folder: DataFolder
    @Argument(help: "The service's name, e.g. ticket-system.") var service: String
    @Option(help: "Days until it ends, 1 to 3650.") var days = 365

    func validate() throws {
        guard (1...3650).contains(days) else { throw ValidationError("--days takes 1 to 3650") }
    }

    func run() async throws {
        try await refusing {
            let (amanah, store) = try folder.open()
            print(try await amanah.makeServiceToken(service, days: days))
            await store.close()
        }
    }
}

struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract:
            "Read a person's record, suspend, resume or end his work, or take a step of his course; open sessions hear of it at once.",
        subcommands: [Show.self, Suspend.self, Resume.self, End.self, Step.self, SignOut.self])

    struct Who: ParsableArguments {
        @OptionGroup var folder: DataFolder
        @Argument(help: "The person's id.") var person: String
        @Option(help: "The id of whoever decided: not the person himself.") var by: String
        @Option(help: "Why, in words.") var why: String

        func change(_ change: Amanah.PersonChange) async throws {
            try await refusing {
                let (amanah, store) = try folder.open()
                try await amanah.change(PersonID(person), change, by: PersonID(by), why: why)
                await store.close()
            }
        }
    }

    struct Suspend: AsyncParsableCommand {
        @OptionGroup var who: Who
        func run() async throws { try await who.change(.suspend) }
    }

    struct Resume: AsyncParsableCommand {
        @OptionGroup var who: Who
        func run() async throws { try await who.change(.resume) }
    }

    struct SignOut: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign-out", abstract: "End all sessions of a person, on every device, at once.")
        @OptionGroup var folder: DataFolder
        @Argument(help: "The person's id.") var person: String

        func run() async throws {
            try await refusing {
                let (amanah, store) = try folder.open()
                let ended = try await amanah.signOutEverywhere(PersonID(person))
                await store.close()
                print("\(ended) session\(ended == 1 ? "" : "s") ended")
            }
        }
    }

    struct End: AsyncParsableCommand {
        @OptionGroup var who: Who
        @Option(help: "Last day of work, as 2026-11-30; default is yesterday: access stops now.") var lastDay: String?

        func run() async throws {
            let yesterday = Day(number: DataFolder.now().day(in: .wib).number - 1)
            guard let day = lastDay.map({ Day($0) }) ?? .some(yesterday) else {
                throw ValidationError("--last-day takes a day as 2026-11-30")
            }
            try await who.change(.end(day))
        }
    }
}
