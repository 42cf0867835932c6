package import AmanahCore

/// Why a text is no charter, for the page where it was proposed: what is wrong and, where there is more to say, what to do.
///
/// The English is the command line's own, from the room where charters are read; the Indonesian stands here, a case each.
extension CharterProblem {
    package var words: Charter.Title {
        Charter.Title(id: Self.joined(fault.indonesian), en: Self.joined(fault.english))
    }

    private static func joined(_ text: (message: String, hint: String?)) -> String {
        [text.message, text.hint].compactMap(\.self).joined(separator: ": ")
    }
}

extension CharterFault {
    fileprivate var indonesian: (message: String, hint: String?) {
        switch self {
        case .writing(let fault): fault.indonesian
        case .rule(let fault): fault.indonesian
        }
    }
}
