extension DemoCompany {
    /// One login a kind of work in a company that ``DemoLife`` made: what is in it, and on which page.
    package var livedLogins: [Login] {
        logins([
            (
                "P0105",
                "outsourced agent: open the oldest ticket, then the public figure's; Permintaan: one was refused"
            ),
            ("P0104", "internal agent: Permintaan: a colleague's record waits for the superior; a book half worked on"),
            ("P0102", "team lead: Persetujuan: a request and a broken glass wait; Tinjauan; Tim saya; Buku"),
            ("P0101", "branch manager: Tinjauan: the team lead's decisions; Orang: one whose agreement has ended"),
            ("P0001", "director: Piagam: a changed charter waits for the second of two people"),
            ("P0002", "data protection officer: Piagam: his own proposal, which he may not confirm; Jejak"),
            ("P0003", "auditor: Jejak: the log of the company; reading it is itself recorded"),
            (
                "P0005",
                "human resources: Penerimaan: three candidates, one to confirm; a change of place for a second person"
            ),
            ("P0011", "manager of a vendor: Vendor: his own people, their agreements, looks, and a warning"),
            ("P0004", "administrator: runs the house, sees no customer"),
        ])
    }
}

extension DemoLife {
    /// What the lines of the logins do not say: that time passes for what waits.
    package static let passing = """
        The days before now were played through the same calls that the pages make, with the clock set.
        The waiting request climbs to the branch manager after 30 minutes and is over 8 hours after it was made.
        `rm -r demo` before `make run` makes the company anew.
        """
}
