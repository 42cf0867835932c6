import Foundation
import LedgerProbes

/// The probe that this process feeds, by its name in `PROBE`.
private let probe = Probe(rawValue: ProcessInfo.processInfo.environment["PROBE"] ?? "") ?? .checkpoint

private typealias OneInput = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

/// libFuzzer itself.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>, _ oneInput: OneInput
) -> CInt

/// What libFuzzer calls with each input it makes up. A fault, a trap or a hang is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: data == nil ? 0 : size))
    do throws(Probe.Fault) { try probe.run(bytes) } catch { preconditionFailure("taken and not given back: \(error)") }
    return 0
}

/// The package manager looks for `main` under this name; libFuzzer's own is under the usual one.
@_cdecl("amanah_fuzz_main")
public func main(
    _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
    var (count, arguments) = (count, arguments)
    return runDriver(&count, &arguments, testOneInput)
}
