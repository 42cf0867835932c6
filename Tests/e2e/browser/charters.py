"""A charter's change, in two real browsers against the real program.

    python Tests/e2e/browser/charters.py --binary bin/amanah [--shots FOLDER]

  - an agent looks and is refused a few times: that is the month that will be replayed;
  - the data protection officer types a change: a mistake comes back with its line and column, what was typed stays; the good
    text says what every role gains and loses, and what would have become of the month's looks;
  - he cannot confirm it himself; the director, in another browser, reads the same, mistypes the code, confirms;
  - it is in force for the agent's open page at its time, not before: seen within two seconds;
  - a second proposal is withdrawn; without JavaScript the same pages work;
  - every page in light and dark at 1280 and 390 pixels: axe finds nothing, nothing runs over the window.
"""

import datetime
import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from playwright.sync_api import Page, expect  # noqa: E402
from story import AGENT, Story, one_day, tell  # noqa: E402

OFFICER, DIRECTOR = "P0002", "P0001"
REASON = "nama pelanggan cukup disamarkan untuk tugas ini"


class Charters(Story):
    minutes = 12

    def month(self) -> Page:
        agent = self.watch(self.context(viewport={"width": 1280, "height": 800}).new_page())
        self.sign_in(agent, AGENT)
        for _ in range(3):
            agent.goto("/desk")
            agent.locator(".row", has_text=self.ticket).click()
            expect(agent.locator("[data-card]")).to_be_visible()
        self.must(self.mine["name"] in agent.locator("[data-card]").inner_text(), "under the old charter the card shows the name")
        return agent

    def new_text(self, old: str) -> str:
        """The name masked in the agent's task, and two looks a day."""
        start = old.index("  sim-replacement:")
        shows = old.index("name: full", start)
        text = old[:shows] + "name: masked" + old[shows + len("name: full") :]
        agent = text.index("\n  agent:")
        quota = re.search(r"looks_per_day: \d+", text[agent:])
        assert quota
        at = agent + quota.start()
        return text[:at] + "looks_per_day: 2" + text[agent + quota.end() :]

    def propose(self, page: Page, text: str, effective: str = "", reason: str = REASON) -> None:
        page.goto("/charter")
        page.get_by_role("link", name="Usulkan perubahan").click()
        page.locator("#p-text").fill(text)
        page.locator("#p-reason").fill(reason)
        if effective:
            page.locator("#p-effective").fill(effective)
        self.leave(page, page.get_by_role("button", name="Periksa dan usulkan"))

    def change(self) -> None:
        agent = self.month()
        officer = self.watch(self.context(viewport={"width": 1280, "height": 900}).new_page())
        self.sign_in(officer, OFFICER)
        officer.goto("/charter/propose")
        old = officer.locator("#p-text").input_value()
        new = self.new_text(old)
        self.propose(officer, new.replace("shows:", "showz:", 1))
        self.must(bool(re.search(r"Baris \d+, kolom \d+", officer.locator("main").inner_text())), "a mistake is named by line and column")
        self.must("showz:" in officer.locator("#p-text").input_value(), "and what was typed stays")
        self.shot(officer, "charter-mistake")

        # Signed in before the time runs: his next code comes half a minute later.
        director = self.watch(self.context(viewport={"width": 1280, "height": 900}).new_page())
        self.sign_in(director, DIRECTOR)
        # The form takes minutes: two whole minutes at least from now.
        effective = one_day.now().replace(second=0, microsecond=0) + datetime.timedelta(minutes=3)
        officer.locator("#p-text").fill(new)
        officer.locator("#p-effective").fill(effective.strftime("%Y-%m-%dT%H:%M"))
        self.leave(officer, officer.get_by_role("button", name="Periksa dan usulkan"))
        expect(officer.locator(".notice").first).to_contain_text("tersimpan")
        text = officer.locator("main").inner_text()
        self.must("sim-replacement.shows.name: penuh → sebagian" in text, "what each role loses is said in the reader's language")
        self.must("looks_per_day" in text and "boleh kurang" in text, "and whose quota shrinks")
        self.must(bool(re.search(r"Dari \d+ pembukaan dan \d+ penolakan: [1-9]\d* pembukaan akan ditolak", text)), "the replay is said in words")
        self.must(officer.locator("table.list tbody tr").count() >= 1, "and stands in a table")
        self.must("Usulan Anda sendiri" in text and officer.locator("#c-code").count() == 0, "its proposer cannot confirm it")
        self.holds_nothing(officer, self.mine, "the replay")
        self.must(self.mine["customer_id"] not in officer.content(), "it names no customer")
        self.shot(officer, "charter-proposal")
        address = officer.url.split("?")[0]

        director.goto("/charter")
        self.leave(director, director.locator("main").get_by_role("link", name="Usulan 1"))
        self.must(director.url == address, "the director finds it in the list")
        director.locator("#c-code").fill("000000")
        self.leave(director, director.get_by_role("button", name="Sahkan", exact=True))
        expect(director.locator("#problem")).to_contain_text("Kode tidak cocok")
        self.must(True, "a wrong code confirms nothing")
        director.locator("#c-code").fill(self.code())
        self.leave(director, director.get_by_role("button", name="Sahkan", exact=True))
        expect(director.locator(".notice").first).to_contain_text("disahkan")
        self.must("Menunggu waktunya" in director.locator("main").inner_text(), "confirmed, it waits for its time")
        self.shot(director, "charter-confirmed")
        self.must("disamarkan" in director.locator("main").inner_text(), "with the reason that was given")

        left = (effective - one_day.now()).total_seconds()
        self.must(left > 0, "there is time left before it takes effect")
        agent.goto("/desk")
        agent.locator(".row", has_text=self.next_ticket).click()
        expect(agent.locator("[data-card], .denial")).to_have_count(1)
        self.must(agent.locator("[data-card], .denial").count() == 1, "until then the agent works under the old one")
        time.sleep(max(0.0, (effective - one_day.now()).total_seconds()) + 2)
        agent.goto("/desk")
        agent.locator(".row", has_text=self.ticket).click()
        expect(agent.locator(".denial")).to_be_visible()
        self.must(True, "two seconds after its time the open session stands under the new one")
        director.goto("/charter")
        self.must("Versi 1 menjadi 2" in self.difference(director), "the new version is in the list, with its difference")
        director.goto("/log?q=kind%3Acharter-changed")
        self.must("sidik piagam" in director.locator("main").inner_text(), "and in the log with its hash")
        director.goto("/log?q=kind%3Acharter-proposed")
        self.must(REASON in director.locator("main").inner_text(), "so is the proposal with its reason")

        self.propose(officer, old, reason="kembalikan batas yang lama untuk sementara")
        self.must(officer.locator("table.list tbody tr").count() >= 1, "restoring it is replayed too")
        officer.get_by_text("Tarik usulan…").click()
        officer.locator("#w-reason").fill("tidak jadi dikembalikan minggu ini")
        self.leave(officer, officer.get_by_role("button", name="Tarik usulan", exact=True))
        expect(officer.locator(".notice").first).to_contain_text("ditarik")
        self.must("Ditarik oleh" in officer.locator("main").inner_text(), "a proposal is withdrawn")

    def difference(self, page: Page) -> str:
        page.goto("/charter?version=2")
        return page.locator("main").inner_text()

    def plain(self) -> None:
        context = self.context(java_script_enabled=False)
        page = context.new_page()
        self.sign_in(page, OFFICER)
        page.goto("/charter/propose")
        old = page.locator("#p-text").input_value()
        self.must(not page.locator("#p-file").is_visible(), "without JavaScript a text is pasted")
        self.propose(page, old.replace("looks_per_day: 2", "looks_per_day: 3"), reason="uji tanpa skrip pada halaman ini")
        self.must("/charter/proposals/3" in page.url, "and proposed")
        context.close()

    def from_file(self) -> None:
        page = self.watch(self.context().new_page())
        self.sign_in(page, OFFICER)
        page.goto("/charter/propose")
        file = self.house.folder / "charters/plain.yaml"
        page.locator("#p-file").set_input_files(file)
        expect(page.locator("#p-text")).to_have_value(file.read_text(encoding="utf-8"))
        self.must(True, "a charter is taken from a file")

    def pages(self) -> None:
        plan = {OFFICER: ["/charter", "/charter/propose", "/charter/proposals/1", "/charter/proposals/3"], DIRECTOR: ["/charter/proposals/3"]}
        self.visit(plan)


def whole(charters: Charters) -> None:
    charters.change()
    charters.plain()
    charters.from_file()
    charters.pages()
    charters.server_log()


if __name__ == "__main__":
    sys.exit(tell(Charters, "the charter's change", whole))
