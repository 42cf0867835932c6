import ArgumentParser

/// The program. Exit status: 0 done, 1 refused or not found to hold, 64 wrong usage.
@main
struct AmanahProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "amanah",
        abstract: "A gateway between a company's staff and its customers' personal data.",
        version: "0.1.0",
        subcommands: [
            Init.self, Import.self, Serve.self, CharterCommand.self, PasswordCommand.self, SecondFactorCommand.self,
            TokenCommand.self, PersonCommand.self, RequestCommand.self, QuotaCommand.self, AssignmentCommand.self,
            ReviewCommand.self, BreakGlassCommand.self, TeamCommand.self, WorkstationCommand.self,
            CustomerCommand.self, HoldCommand.self, Backup.self, Restore.self, LedgerCommand.self, WitnessCommand.self,
            ReconcileCommand.self, EvidenceCommand.self, DemoData.self, DemoCompanyCommand.self, Demo.self,
            BenchCommand.self,
        ])
}
