"""The superior's live page, in two real browsers against the real program.

    python Tests/e2e/browser/team.py --binary bin/amanah [--shots FOLDER]

The team lead opens *Tim saya*; an agent in another browser opens a ticket; the lead's page shows it within two seconds,
without being reloaded. Then: the day as a timeline, the page without JavaScript, and every page in light and dark at 1280
and 390 pixels (axe, overflow, silent console).
"""

import sys

from playwright.sync_api import Page, expect

from story import AGENT, LEAD, Story, tell


# Notes when a part is there, with this text where one is given: by the page itself, as looking from outside takes its own time.
NOTE = """([selector, index, text]) => {
    window.since = null
    const look = () => {
        const part = document.querySelectorAll(selector)[index]
        if (window.since === null && part && (text === null || part.innerText.trim() === text)) window.since = Date.now()
    }
    new MutationObserver(look).observe(document.body, {childList: true, subtree: true})
}"""


class Team(Story):
    def row(self, page: Page, person: str):
        return page.locator(f"#p-{person}")

    def numbers(self, page: Page, person: str) -> list[int]:
        """Looks, unexplained looks and denials of today."""
        cells = self.row(page, person).locator("td.num").all_inner_texts()
        return [int(cell.split()[-1]) for cell in cells]

    def at_once(self, watching: Page, working: Page, what: str) -> None:
        """The lead's page shows within two seconds what the agent's shows."""
        seconds = (watching.evaluate("window.since") - working.evaluate("window.since")) / 1000
        self.must(seconds <= 2, f"the lead's page shows {what} {seconds:.2f} s after the agent's")

    def live(self) -> None:
        # Who signs in as the lead was given nothing of the agent's browser, and the other way round.
        lead = self.context(viewport={"width": 1280, "height": 800})
        watching = self.watch(lead.new_page())
        self.sign_in(watching, LEAD)
        watching.goto("/team")
        before = self.numbers(watching, AGENT)
        expect(self.row(watching, AGENT)).to_contain_text("S&K belum disetujui")
        watching.evaluate("window.untouched = true")
        agent = self.context(viewport={"width": 1280, "height": 800})
        working = self.watch(agent.new_page())
        self.sign_in(working, AGENT)
        watching.evaluate(NOTE, [f"#p-{AGENT} td.num", 0, str(before[0] + 1)])
        working.evaluate(NOTE, ["[data-card]", 0, None])
        working.locator(".row", has_text=self.ticket).click()
        expect(working.locator("[data-card]")).to_be_visible()
        cell = self.row(watching, AGENT).locator("td.num").first
        expect(cell).to_have_text(str(before[0] + 1), use_inner_text=True)
        self.at_once(watching, working, "the look")
        expect(self.row(watching, AGENT)).to_contain_text("bekerja")
        working.goto("/desk")
        watching.evaluate(NOTE, [f"#p-{AGENT} td.num", 2, str(before[2] + 1)])
        working.locator("#search").fill(self.other["customer_id"])
        working.locator("#search").press("Enter")
        working.get_by_text("Buka dengan tiket lain").click()
        working.get_by_label("Untuk tugas").select_option("sim-replacement")
        working.wait_for_load_state()
        working.evaluate(NOTE, [".denial", 0, None])
        working.get_by_role("button", name="Buka", exact=True).click()
        expect(working.locator(".denial")).to_be_visible()
        denials = self.row(watching, AGENT).locator("td.num").nth(2)
        expect(denials).to_have_text(str(before[2] + 1), use_inner_text=True)
        self.at_once(watching, working, "the refusal")
        self.must(bool(watching.evaluate("window.untouched")), "and nothing was reloaded")
        self.shot(watching, "team-live")
        self.leave(watching, self.row(watching, AGENT).get_by_role("link"))
        expect(watching.locator("svg.lanes")).to_be_visible()
        self.must(watching.locator("svg.lanes .m-look").count() >= 1, "one click: his day, the look on its lane")
        self.must(watching.locator("svg.lanes .m-denied").count() >= 1, "and the refusal on its own")
        self.must(self.mine["customer_id"] in watching.locator("table").inner_text(), "the same stands in the table")
        self.holds_nothing(watching, self.mine, "the day")
        self.must(self.mine["name"] not in watching.content(), "the day names the customer by id only")
        self.shot(watching, "day-live")
        watching.goto("/log")
        text = watching.locator("main").inner_text()
        self.must("baca tim" in text and "baca hari" in text, "looking at the team and at the day stands in the log")
        # The session ends: the open page says so.
        watching.goto("/team")
        self.house.run("person", "suspend", self.house.data, LEAD, "--by", "P0101", "--why", "diperiksa karena laporan warga")
        expect(watching.locator("#team-notice")).to_contain_text("berakhir")
        self.must(True, "the lead is suspended: the open page ends and says so")
        self.house.run("person", "resume", self.house.data, LEAD, "--by", "P0101", "--why", "selesai diperiksa hari ini")
        agent.close()
        lead.close()

    def plain(self) -> None:
        context = self.context(java_script_enabled=False)
        page = context.new_page()
        self.sign_in(page, LEAD)
        page.goto("/team")
        looks = self.numbers(page, AGENT)[0]
        self.must(looks >= 1, "without JavaScript: the page is there, with the numbers of now")
        self.leave(page, page.get_by_role("link", name="Muat ulang"))
        self.must(self.numbers(page, AGENT)[0] == looks, "and is reloaded by a link")
        context.close()

    def pages(self) -> None:
        plan = {LEAD: ["/team", f"/team/{AGENT}/day"], "P0101": ["/team"], "P0002": ["/team", "/ledger", "/reviews"]}
        self.visit(plan)


def whole(team: Team) -> None:
    team.live()
    team.plain()
    team.pages()
    team.server_log()


if __name__ == "__main__":
    sys.exit(tell(Team, "the team's page", whole))
