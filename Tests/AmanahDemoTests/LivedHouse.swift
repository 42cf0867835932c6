import AmanahCore
import AmanahService
import AmanahStore
import Foundation
import Logging

@testable import AmanahDemo

/// A company that has lived, opened anew at the moment up to which it lived, as `make run` serves it.
struct LivedHouse: Sendable {
    var store: SQLiteStore
    var amanah: Amanah
    var company: DemoCompany
    var now: Moment

    static let desk = Origin(address: "127.0.0.1", deviceKey: nil, channel: .console)

    private struct NoPhone: CodeSender {
        func send(code: String, to phone: String) {}
    }

    static func with(_ moment: String, _ body: @Sendable (LivedHouse) async throws -> Void) async throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "amanah-lived-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: place) }
        let charters = URL(filePath: #filePath).appending(path: "../../../charters").standardizedFileURL
        let charter = try String(contentsOf: charters.appending(path: "telco.yaml"), encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("hours:") }
            .joined(separator: "\n")
        let terms = try String(contentsOf: charters.appending(path: "terms/2026-09.md"), encoding: .utf8)
        let now = Moment(moment) ?? Moment(seconds: 0)
        let company = DemoCompany(seed: 2020, customers: 2000, now: now)
        let (folder, key) = (place.appending(path: "data").path(), place.appending(path: "data.key").path())
        try await DemoLife.make(
            company, folder: folder, keyFile: key, csv: place.appending(path: "csv"), charter: charter, terms: terms)
        let store = try SQLiteStore.open(folder: folder, keyFile: key)
        let amanah = try Amanah(
            store: store, codes: NoPhone(), settings: .init(scryptLogRounds: 2, scryptParallelism: 1),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, wallClock: { now })
        do {
            try await body(LivedHouse(store: store, amanah: amanah, company: company, now: now))
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    /// The session of somebody who signs in as the printed lines say, once `amanah demo` has set the logins.
    func session(_ person: String) async throws -> Session {
        let id = PersonID(person)
        try await amanah.setPassword(of: id, to: DemoLife.password, final: true)
        let role = company.people.first { $0.id == person }?.role ?? ""
        var code: String?
        if amanah.charterInForce.role(RoleID(role))?.needsSecondFactor == true {
            _ = try await amanah.setSecondFactor(of: id, secret: DemoLife.secret)
            code = OneTimeCode.code(secret: DemoLife.secret, step: now.seconds / 30)
        }
        let signed = try await amanah.signIn(
            person: person, password: DemoLife.password, code: code, from: LivedHouse.desk)
        if signed.session.steps.contains(.acceptTerms) {
            try await amanah.acceptTerms(signed.session, version: amanah.charterInForce.terms.document)
        }
        return try amanah.authenticate(token: signed.token, from: LivedHouse.desk)
    }
}
