package import AmanahCore

/// A signed-in person, as verified for one request.
package struct Session: Sendable, Equatable {
    /// Random public handle of the session (not the token).
    package var id: String
    package var person: PersonID
    package var role: RoleID
    package var unit: UnitID
    package var zone: Zone
    package var createdAt: Moment
    package var expiresAt: Moment
    /// Steps that must be done before anything else answers; empty for work.
    package var steps: [SignInStep]
    /// Why the person may not work now, beside the terms; empty means cleared.
    package var lacks: [ClearanceLack]
    package var workstation: String?
    package var workstationAdmitted: Bool
    /// To be sent back with every form of this session; empty for programs, which send no cookies.
    package var csrfToken: String
    /// A ticket system or the like; sees no customer data.
    package var isService: Bool
    /// Whether the person has a second factor, and proved it when signing in.
    package var secondFactor = false
}

/// What `signIn` gives.
package struct SignedIn: Sendable {
    /// 43 characters of base64url; kept nowhere but by the client.
    package var token: String
    package var session: Session
}

/// Where a request comes from.
package struct Origin: Sendable, Equatable {
    /// Address of the peer, for lock-out and the log.
    package var address: String
    /// The workstation's device key out of its cookie, if any.
    package var deviceKey: String?
    package var channel: Channel

    package enum Channel: String, Sendable {
        case console, api, commandLine = "command-line"
    }

    package init(address: String, deviceKey: String?, channel: Channel) {
        self.address = address
        self.deviceKey = deviceKey
        self.channel = channel
    }
}

/// The terms in their current version.
package struct TermsView: Sendable, Equatable {
    package var version: String
    package var text: String
    package var accepted: Bool
    /// What is recorded about the staff, who sees it and how long it is kept; accepted with the terms.
    package var notice: [Charter.Title] = []
}

/// Me: what the console's head and `GET /me` show.
package struct MeView: Sendable, Equatable {
    package var person: PersonID
    package var name: String
    package var role: RoleID
    package var roleTitle: Charter.Title
    package var unit: UnitID
    package var unitName: String
    package var vendorName: String?
    package var supervisor: PersonID?
    package var supervisorName: String?
    package var pages: [Charter.Page]
    package var purposes: [PurposeView]
    package var quotas: [QuotaView]
    package var lacks: [ClearanceLack]
    package var steps: [SignInStep]
    /// Whether the person has a second factor, be it that the role asks for one or not.
    package var secondFactor: Bool
    /// Last day of the agreement, where it ends within 30 days.
    package var agreementEnds: Day?
}

package struct PurposeView: Sendable, Equatable {
    package var id: PurposeID
    package var title: Charter.Title
    package var needs: [Charter.Need]
}

package struct QuotaView: Sendable, Equatable {
    package var kind: QuotaKind
    package var used: Int
    package var limit: Int
}
