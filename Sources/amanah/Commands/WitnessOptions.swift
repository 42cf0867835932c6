import AmanahServer
import AmanahService
import ArgumentParser
import Logging

/// Who signs the log outside this machine.
struct WitnessOptions: ParsableArguments {
    @Option(help: "A witness's address, e.g. https://witness.example.id:8081; may be given again.")
    var witness: [String] = []

    @Option(help: "The witness's key, as `amanah witness key` prints it; one for each --witness, in the same order.")
    var witnessKey: [String] = []

    @Option(help: "PEM file of the authorities that vouch for the witnesses. Default: the system's.")
    var witnessCa: String?

    func validate() throws {
        guard witness.count == witnessKey.count else {
            throw ValidationError("--witness and --witness-key go together, one key for each witness")
        }
        guard !witness.isEmpty || witnessCa == nil else { throw ValidationError("--witness-ca belongs to --witness") }
    }

    /// The courier, to be run beside the server; `nil` where no witness is named.
    func courier(_ amanah: Amanah, logger: Logger) throws -> WitnessCourier? {
        guard !witness.isEmpty else {
            logger.warning("no witness is set: whoever holds the log's key can write it anew unseen (see --witness)")
            return nil
        }
        var addresses: [WitnessAddress] = []
        for (url, key) in zip(witness, witnessKey) { addresses.append(try WitnessAddress(url: url, key: key)) }
        return try WitnessCourier(amanah, addresses, authority: witnessCa, logger: logger)
    }
}
