import Hummingbird

/// The routes of requests, approvals, broken glass and quotas.
enum ApprovalRoutes {
    static func add(to api: RouterGroup<AmanahRequestContext>, _ calls: APIRequests) {
        api.post("requests") { try await calls.ask($0, $1) }
        api.get("requests") { try await calls.requests($0, $1) }
        api.get("requests/{id}") { try await calls.request($0, $1) }
        api.post("requests/{id}/approve") { try await calls.approve($0, $1) }
        api.post("requests/{id}/refuse") { try await calls.refuse($0, $1) }
        api.post("requests/{id}/withdraw") { try await calls.withdraw($0, $1) }
        api.post("decoy-requests") { try await calls.makeDecoy($0, $1) }
        api.get("approvals/quality") { try await calls.approvalQuality($0, $1) }
        api.post("break-glass") { try await calls.breakGlass($0, $1) }
        api.get("break-glass") { try await calls.brokenGlasses($0, $1) }
        api.post("break-glass/{id}/review") { try await calls.reviewGlass($0, $1) }
        api.get("people/{id}/quotas") { try await calls.quotas($0, $1) }
        api.put("people/{id}/quotas/{kind}") { try await calls.setQuota($0, $1) }
    }
}
