/// Why a witness did not start, or was not made: for the person at the shell.
package struct WitnessError: Error, Sendable, Equatable, CustomStringConvertible {
    package let what: String
    package init(_ what: String) { self.what = what }
    package var description: String { what }
}
