import AmanahCore
import AmanahService

extension JSONWriter {
    mutating func list<Item>(_ items: [Item], _ write: (inout JSONWriter, Item) -> Void) {
        beginArray()
        for item in items { write(&self, item) }
        endArray()
    }

    private mutating func members(_ pairs: KeyValuePairs<StaticString, String?>) {
        for (name, text) in pairs {
            key(name)
            value(text)
        }
    }

    mutating func write(_ row: PersonRow) {
        beginObject()
        members([
            "person_id": row.id.rawValue, "name": row.name, "role": row.role.rawValue, "unit_id": row.unit.rawValue,
            "supervisor_id": row.supervisor?.rawValue, "employment": row.employment, "vendor_name": row.vendorName,
            "stage": row.stage.rawValue, "agreement_ends": row.agreementEnds?.description,
        ])
        key("carried_over")
        value(row.awaitsConfirmation)
        key("lacks")
        list(row.lacks) { $0.value($1.rawValue) }
        endObject()
    }

    mutating func write(_ next: NextStepView) {
        beginObject()
        key("step")
        value(next.kind.rawValue)
        key("who")
        list(next.capacities) { $0.value($1.rawValue) }
        key("people")
        list(next.who) { $0.value($1.rawValue) }
        key("mine")
        value(next.mine)
        endObject()
    }

    mutating func write(_ step: StepView) {
        beginObject()
        members([
            "step": step.kind.rawValue, "by": step.by.rawValue, "by_name": step.byName,
            "as": step.capacity.rawValue, "outcome": step.passed.map { $0 ? "yes" : "no" },
            "day": step.day?.description, "signed_as": step.signature?.rawValue,
            "principal": step.principal?.rawValue, "reason": step.said, "agreement_id": step.agreement?.rawValue,
            "document_hash": step.documentHash,
        ])
        key("at")
        value(step.at)
        key("evidence")
        list(step.evidence) { $0.value($1) }
        for (what, text) in step.lays {
            key(text: what == "startsOn" ? "starts_on" : what == "endsOn" ? "ends_on" : what)
            value(text)
        }
        endObject()
    }

    mutating func write(_ view: CourseView) {
        beginObject()
        key("person")
        write(view.row)
        key("way")
        if case .entered(let way) = view.origin { value(way.rawValue) } else { null() }
        key("steps")
        list(view.steps) { $0.write($1) }
        key("next")
        list(view.next) { $0.write($1) }
        key("certified_through")
        value(view.certifiedThrough?.description)
        key("agreements")
        list(view.agreements) { json, agreement in
            json.beginObject()
            json.members([
                "agreement_id": agreement.id.rawValue, "vendor_id": agreement.vendor?.rawValue,
                "signed_by_unit": agreement.signedBy?.rawValue, "starts_on": agreement.startsOn.description,
                "ends_on": agreement.endsOn.description,
            ])
            json.key("in_force")
            json.value(agreement.inForce)
            json.endObject()
        }
        key("record")
        beginObject()
        key("looks")
        value(view.record.looks)
        key("denials")
        value(view.record.denials)
        key("sanctions")
        value(view.record.sanctions)
        key("clean_since")
        if let since = view.record.cleanSince { value(since) } else { null() }
        endObject()
        key("reviews")
        if let reviews = view.reviews { write(reviews) } else { null() }
        key("changes")
        list(view.changes) { $0.write($1) }
        endObject()
    }

    mutating func write(_ reviews: ReviewRecordView) {
        beginObject()
        members(["from": reviews.from.description, "through": reviews.through.description])
        for (name, number) in [
            ("looks", reviews.looks), ("decisions", reviews.decisions), ("sampled", reviews.sampled),
            ("reviewed", reviews.reviewed), ("not_in_order", reviews.notInOrder), ("overdue", reviews.overdue),
        ] {
            key(text: name)
            value(number)
        }
        key("verdicts")
        list(reviews.verdicts) { json, verdict in
            json.beginObject()
            json.members([
                "review_id": verdict.id.rawValue, "kind": verdict.kind.rawValue, "look_id": verdict.look?.description,
                "verdict": verdict.word.rawValue, "reviewed_by": verdict.by.rawValue,
                "reviewed_by_name": verdict.byName,
            ])
            json.key("at")
            json.value(verdict.at)
            json.key("reviewed_at")
            json.value(verdict.reviewedAt)
            json.endObject()
        }
        endObject()
    }

    mutating func write(_ change: LineChangeView) {
        func place(_ json: inout JSONWriter, _ place: Place) {
            json.beginObject()
            json.members([
                "supervisor_id": place.supervisor?.rawValue, "unit_id": place.unit.rawValue,
                "role": place.role.rawValue,
            ])
            json.endObject()
        }
        beginObject()
        key("change_id")
        value(change.number)
        members([
            "person_id": change.person.rawValue, "proposed_by": change.proposedBy.rawValue, "reason": change.said,
            "decided_by": change.decidedBy?.rawValue,
            "state": change.confirmed.map { $0 ? "confirmed" : "refused" } ?? "held",
        ])
        key("from")
        place(&self, change.from)
        key("to")
        place(&self, change.to)
        key("proposed_at")
        value(change.proposedAt)
        key("mine")
        value(change.mine)
        endObject()
    }

    mutating func write(_ vendor: VendorView) {
        beginObject()
        members(["vendor_id": vendor.id.rawValue, "name": vendor.name])
        for (name, number) in [
            ("people", vendor.people), ("cleared", vendor.cleared), ("on_the_way", vendor.onTheWay),
            ("ending_soon", vendor.endingSoon), ("looks", vendor.looks), ("denials", vendor.denials),
            ("alerts", vendor.alerts), ("incidents", vendor.incidents),
        ] {
            key(text: name)
            value(number)
        }
        key("incidents_per_1000_looks")
        // Tenths are what the numbers of a branch bear.
        if let rate = vendor.incidentsPerThousand { value(tenths: Int((rate * 10).rounded())) } else { null() }
        endObject()
    }
}
