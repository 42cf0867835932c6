import AmanahService

extension Console {
    /// Every address of the console.
    var routes: [Route] {
        [
            Route(method: .get, path: "/", handler: .member { $0.home($1) }),
            Route(method: .get, path: "/sign-in", handler: .guest { $0.signInForm($1) }),
            Route(method: .post, path: "/sign-in", handler: .guest { try await $0.signIn($1) }),
            Route(method: .get, path: "/sign-in/code", handler: .guest { $0.codeForm($1) }),
            Route(method: .post, path: "/sign-in/code", handler: .guest { try await $0.signInWithCode($1) }),
            Route(method: .post, path: "/sign-out", handler: .step { try await $0.signOut($1, $2) }),
            Route(method: .get, path: "/signed-out", handler: .guest { $0.signedOut($1) }),
            Route(method: .post, path: "/preferences", handler: .guest { $0.setPreferences($1) }),

            Route(method: .get, path: "/first/password", handler: .step { $0.passwordForm($1, $2) }),
            Route(method: .post, path: "/first/password", handler: .step { try await $0.setPassword($1, $2) }),
            Route(method: .get, path: "/first/totp", handler: .step { $0.enrolForm($1, $2) }),
            Route(method: .post, path: "/first/totp/begin", handler: .step { try await $0.beginEnrol($1, $2) }),
            Route(method: .post, path: "/first/totp", handler: .step { try await $0.confirmEnrol($1, $2) }),
            Route(method: .get, path: "/first/terms", handler: .step { try $0.termsForm($1, $2) }),
            Route(method: .post, path: "/first/terms", handler: .step { try await $0.acceptTerms($1, $2) }),

            Route(method: .get, path: "/desk", handler: .member { try await $0.desk($1) }),
            Route(method: .post, path: "/desk/search", handler: .member { try await $0.search($1) }),
            Route(method: .post, path: "/looks", handler: .member { try await $0.look($1) }),
            // Without JavaScript a card stands at the address of its form: asking for that again leads to the desk.
            Route(method: .get, path: "/looks", handler: .member { $0.toDesk($1) }),
            Route(method: .get, path: "/desk/search", handler: .member { $0.toDesk($1) }),
            Route(method: .get, path: "/looks/:id/reveals", handler: .member { $0.toDesk($1) }),
            Route(method: .get, path: "/looks/:id/verifications", handler: .member { $0.toDesk($1) }),
            Route(method: .post, path: "/looks/:id/reveals", handler: .member { try await $0.reveal($1) }),
            Route(method: .post, path: "/looks/:id/verifications", handler: .member { try await $0.verify($1) }),

            Route(method: .get, path: "/presence", handler: .member { $0.presenceForm($1) }),
            Route(method: .post, path: "/presence", handler: .member { try await $0.startPresence($1) }),
            Route(method: .get, path: "/presence/:id", handler: .member { $0.presenceCodeForm($1) }),
            Route(method: .post, path: "/presence/:id/code", handler: .member { try await $0.confirmPresence($1) }),

            Route(method: .get, path: "/log", handler: .member { try await $0.trail($1) }),
            Route(method: .get, path: "/people", handler: .member { try await $0.people($1) }),
            Route(method: .get, path: "/people/:id", handler: .member { try await $0.person($1) }),
            Route(method: .get, path: "/workstations", handler: .member { try await $0.workstations($1) }),
            Route(method: .get, path: "/workstations/this", handler: .member { $0.thisWorkstation($1) }),
            Route(method: .post, path: "/workstations", handler: .member { try await $0.registerWorkstation($1) }),
            Route(
                method: .post, path: "/workstations/:id/admit", handler: .member { try await $0.admitWorkstation($1) }),
            Route(
                method: .post, path: "/workstations/:id/withdraw",
                handler: .member { try await $0.withdrawWorkstation($1) }),
        ]
            + erasureRoutes
            + hiringRoutes
            + approvalRoutes
            + teamRoutes
            + ledgerRoutes
            + bookRoutes
            + charterRoutes
            + reviewRoutes
            + (options.demonstration == nil
                ? []
                : [
                    Route(method: .get, path: "/demo/phone", handler: .guest { $0.demonstrationPhone($1) }),
                    Route(method: .get, path: "/demo/code", handler: .guest { $0.demonstrationCode($1) }),
                ])
    }
}
