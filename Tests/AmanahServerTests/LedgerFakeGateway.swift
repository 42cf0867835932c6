import AmanahCore
import Synchronization

@testable import AmanahService

/// The log of the fake: 88,240 entries of which 88,213 are in the published checkpoint; L-7 is the agent's look.
extension FakeGateway {
    var checkpointSize: UInt64 { 88_213 }
    static let receipt = "c2sp.org/tlog-proof@v1\nextra AA==\nindex 6\n\nlog.example/a\n7\n"

    func receipt(_ session: Session, look: LookID, from: Origin) async throws(ServiceError) -> ReceiptFile {
        guard look == LookID(7) else { throw .notFound }
        return ReceiptFile(name: "L-7.tlog-proof", text: Self.receipt, size: 7)
    }

    func ledgerBook(_ session: Session, from: Origin) async throws(ServiceError) -> LedgerBook {
        guard session.role == named("auditor") else { throw .notForRole }
        return LedgerBook(
            origin: "log.example/<a>", size: 88_240, root: "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
            checkpoint: "log.example/<a>\n7\n", keys: ["log.example/a+4d2b93ad+AQ=="], published: 88_213,
            witnesses: LedgerBook.Witness.Standing.allCases.map { standing in
                LedgerBook.Witness(
                    name: "w.example/\(standing.rawValue)", at: standing == .refuses ? nil : now(), size: 88_213,
                    lagSeconds: 2, standing: standing)
            },
            growth: (0..<30).map { LedgerBook.Growth(day: Day(number: 20_000 + $0), added: Int64($0)) },
            checks: [
                LedgerBook.Check(occasion: .start, at: now(), entries: 88_000, finding: nil),
                LedgerBook.Check(occasion: .night, at: now(), entries: 88_100, finding: "entry 5 does not hold: <b>"),
            ])
    }

    func ledgerFile(_ session: Session, path: String, from: Origin) async throws(ServiceError) -> [UInt8] {
        if let failure = state.withLock({ $0.failure }) { throw failure }
        guard session.role == named("auditor") else { throw .notForRole }
        switch path {
        case "checkpoint": return Array("log.example/a\n7\n".utf8)
        case "tile/0/000", "tile/entries/x001/067.p/5": return Array(path.utf8)
        default: throw .notFound
        }
    }
}
