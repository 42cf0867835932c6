extension Console {
    /// Asking, deciding, broken glass and quotas.
    var approvalRoutes: [Route] {
        [
            Route(method: .get, path: "/requests", handler: .member { try await $0.ownRequests($1) }),
            Route(
                method: .post, path: "/requests", fields: FormBody.maximumTicks,
                handler: .member { try await $0.ask($1) }),
            Route(method: .post, path: "/requests/:id/withdraw", handler: .member { try await $0.withdraw($1) }),
            Route(method: .get, path: "/approvals", handler: .member { try await $0.approvals($1) }),
            Route(method: .get, path: "/approvals/:id", handler: .member { try await $0.approval($1) }),
            Route(
                method: .post, path: "/approvals/:id/approve", fields: FormBody.maximumTicks,
                handler: .member { try await $0.approve($1) }),
            Route(method: .post, path: "/approvals/:id/refuse", handler: .member { try await $0.refuse($1) }),
            Route(method: .get, path: "/break-glass", handler: .member { $0.toDesk($1) }),
            Route(method: .post, path: "/break-glass", handler: .member { try await $0.breakGlass($1) }),
            Route(method: .post, path: "/break-glass/:id/review", handler: .member { try await $0.reviewGlass($1) }),
            Route(method: .get, path: "/quotas/:id", handler: .member { try await $0.personQuotas($1) }),
            Route(method: .post, path: "/quotas/:id", handler: .member { try await $0.setQuota($1) }),
        ]
    }
}
