/// A person's way in and out, on his page.
package struct CoursePart: View {
    /// A station of the way: done by whom and when, or next and by whom it can be done.
    package struct Station: View {
        package let label: String
        package let states: [StatePart]
        package let detail: String?
        package let current: Bool
        package init(label: String, states: [StatePart], detail: String? = nil, current: Bool = false) {
            self.label = label
            self.states = states
            self.detail = detail
            self.current = current
        }
    }

    /// A step as it stands in the books.
    package struct Entry: View {
        package let time: String
        package let what: String
        package let who: String
        package let said: String?
        package let more: [String]
        package init(time: String, what: String, who: String, said: String?, more: [String]) {
            self.time = time
            self.what = what
            self.who = who
            self.said = said
            self.more = more
        }
    }

    package struct Agreement: View {
        package let id: String
        package let term: String
        package let states: [StatePart]
        package init(id: String, term: String, states: [StatePart]) {
            self.id = id
            self.term = term
            self.states = states
        }
    }

    package let stage: String
    package let way: String?
    package let stations: [Station]
    package let forms: [StepForm]
    package let beside: [StepForm]
    package let record: [String]
    package let reviews: ReviewedPart?
    package let agreements: [Agreement]
    package let entries: [Entry]
    package let place: PlaceForm?
    package let changes: [LinePart]
    package let shifts: [String]
}

/// What superiors found in the samples drawn of a person.
package struct ReviewedPart: View {
    package struct Verdict: View {
        package let time: String
        package let states: [StatePart]
        package let what: String
        package let by: String
        /// Where the look or decision stands with its review.
        package let href: String?
    }

    package let states: [StatePart]
    package let coverage: String
    package let verdicts: [Verdict]
}

/// The form of one step.
package struct StepForm: View {
    package let action: String
    package let step: String
    package let title: String
    package let open: Bool
    /// The question that is answered yes or no.
    package let outcome: String?
    package let dayLabel: String?
    package let day: String
    package let evidence: Bool
    package let agreement: AgreementForm?
    package let urgent: Bool
}

package struct AgreementForm: View {
    package let agreementID: String
    package let starts: String
    package let ends: String
    package let signatures: [ChoicePart]
}

/// Where someone stands, and where he is to stand.
package struct PlaceForm: View {
    package let action: String
    package let supervisor: String
    package let unit: String
    package let roles: [ChoicePart]
}

/// A change of the line that waits or was decided.
package struct LinePart: View {
    package let sentence: String
    package let said: String
    package let state: String?
    package let confirm: String?
    package let refuse: String?
}

/// *Penerimaan*: who is on the way in, and what waits around people.
package struct HiringPage: PageView {
    package struct Candidate: View {
        package let id: String
        package let name: String
        package let href: String
        package let detail: String
        package let states: [StatePart]
        package let next: String
    }
    package struct Ending: View {
        package let name: String
        package let href: String
        package let detail: String
        package let states: [StatePart]
    }
    package struct Due: View {
        package let name: String
        package let href: String
        package let detail: String
        package let states: [StatePart]
        package let form: StepForm?
    }
    package struct Entry: View {
        package let units: [ChoicePart]
        package let roles: [ChoicePart]
        package let vendors: [ChoicePart]
        package let supervisor: String
        package let open: Bool
    }

    package static let template = "hiring"
    package var problem: String?
    package var notice: String?
    package var changes: [LinePart]
    package var candidates: [Candidate]
    package var ending: [Ending]
    package var due: [Due]
    package var entry: Entry?

    package func title(_ words: Words) -> String { words["nav_hiring"] }
}

/// *Vendor*: each beside its peers.
package struct VendorsPage: PageView {
    package struct Row: View {
        package let id: String
        package let name: String
        package let href: String
        package let people: String
        package let cleared: String
        package let ending: String
        package let looks: String
        package let denials: String
        package let alerts: String
        package let incidents: String
        package let rate: String
        package let current: Bool
        /// Width of the bar, 0 to 120.
        package let bar: String
    }

    package static let template = "vendors"
    package var rows: [Row]
    package func title(_ words: Words) -> String { words["nav_vendors"] }
}

/// One vendor: its people, whose agreement ends, looks and incidents.
package struct VendorPage: PageView {
    package struct Person: View {
        package let id: String
        package let name: String
        package let href: String
        package let role: String
        package let unit: String
        package let states: [StatePart]
        package let ends: String
        package let soon: Bool
        package let looks: String
        package let alerts: String
        package let incidents: String
    }

    package static let template = "vendor"
    package var id: String
    package var name: String
    package var rows: [VendorsPage.Row]
    package var people: [Person]
    package func title(_ words: Words) -> String { words["nav_vendors"] + " " + id }
}
