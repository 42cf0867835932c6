"""Weekly samples, in real browsers against the real program, whose clock is moved to the Monday after.

    python Tests/e2e/browser/reviews.py --binary bin/amanah [--shots FOLDER]

  - an agent opens tickets, his superior looks too; while the week runs nothing is drawn;
  - the gateway is started again on the Monday after: it draws by itself, and the log says so;
  - *Tinjauan*: the superior reads what was drawn of his people and gives his word, in order and not in order; words without
    substance and words pasted from the last are sent back;
  - not in order stands on the agent's day, and his superior's superior sees it; the superior's own look waits there too;
  - an agent has no such page; the samples are those of the seed, before and after somebody takes one out;
  - the page at 1280 and 390 pixels, light and dark: axe finds nothing, nothing runs over the window.
"""

import datetime
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from playwright.sync_api import Page, expect  # noqa: E402
from story import AGENT, LEAD, Story, one_day, rows, tell  # noqa: E402

MANAGER = "P0101"


class Reviews(Story):
    ahead = 0

    def code(self) -> str:
        """By the clock of the server."""
        real = time.time
        time.time = lambda: real() + self.ahead
        try:
            return super().code()
        finally:
            time.time = real

    def page_of(self, person: str) -> Page:
        page = self.watch(self.context(viewport={"width": 1280, "height": 800}).new_page())
        self.sign_in(page, person)
        return page

    def next_monday(self) -> None:
        """The gateway again, with its clock on the Monday after, nine in the morning."""
        house = self.house
        house.server.terminate()
        house.server.wait(60)
        library = house.folder / "clock_ahead.so"
        source = pathlib.Path(__file__).parent / "clock_ahead.c"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
        now = one_day.now()
        monday = (now + datetime.timedelta(days=7 - now.weekday())).replace(hour=9, minute=0, second=0)
        self.ahead = int((monday - now).total_seconds())
        self.moved = os.environ | {"LD_PRELOAD": str(library), "CLOCK_AHEAD": str(self.ahead)}
        house.server = subprocess.Popen(
            [house.binary, "serve", house.data, "--port", "0", "--demo", "--log-level", "info"],
            stdout=subprocess.PIPE, stderr=house.log, text=True, env=self.moved,
        )
        line = house.server.stdout.readline()
        house.origin = re.search(r"http://\S+", line).group()

    def command(self, *words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.house.binary, *map(str, words)], capture_output=True, text=True, check=False, env=self.moved
        )

    def work(self) -> None:
        agent = self.page_of(AGENT)
        tickets = [row["ticket_id"] for row in rows(self.house.csv / "tickets.csv") if row["assigned_to"] == AGENT and not row["closed_at"]]
        opened = 0
        for ticket in tickets:
            agent.goto("/desk")
            agent.locator(".row", has_text=ticket).click()
            expect(agent.locator("[data-card], .denial")).to_be_visible()
            opened += agent.locator("[data-card]").count()
        self.must(opened >= 2, f"the agent opens {opened} tickets of his")
        lead = self.page_of(LEAD)
        lead.goto("/desk")
        lead.locator("#h-book").click() if not lead.locator("details[open] #h-book").count() else None
        lead.locator("details .row").first.click()
        expect(lead.locator("[data-card]")).to_be_visible()
        lead.goto("/reviews")
        self.must(lead.locator(".asked").count() == 0, "while the week runs nothing is drawn")
        for page in (agent, lead):
            page.context.close()

    def week(self) -> None:
        self.next_monday()
        lead = self.page_of(LEAD)
        for _ in range(60):
            lead.goto("/reviews")
            if lead.locator(".asked").count():
                break
            time.sleep(1)
        cards = lead.locator(".asked")
        self.must(0 < cards.count() <= 3, "on Monday the gateway drew by itself")
        text = cards.first.inner_text()
        self.must(re.search(r"membuka C\d+ untuk", text) is not None, "a card says who opened which number for what")
        self.holds_nothing(lead, self.mine, "the page")
        self.must(self.mine["name"] not in lead.content(), "customers stand there by number only")
        self.pages(lead)
        lead.set_viewport_size({"width": 1280, "height": 800})
        lead.goto("/reviews")
        self.say(lead, "sudah sesuai", "Tidak wajar")
        self.must("catatan kunjungan" not in lead.content(), "the page is as it was")
        lead.goto("/reviews")
        before = lead.locator(".asked").count()
        words = "tiket sesuai dengan catatan kunjungan pelanggan"
        self.say(lead, words, "Wajar")
        expect(lead.locator(".notice").first).to_contain_text("tercatat")
        self.must(lead.locator(".asked").count() == before - 1, "in order: one click and words, and it waits no more")
        self.say(lead, words, "Wajar")
        expect(lead.locator(".asked .problem")).to_be_visible()
        self.must(True, "the same words pasted for the next one: sent back")
        lead.goto("/reviews")
        odd = lead.locator(".asked").first
        number = odd.get_attribute("id")
        self.say(lead, "pelanggan tidak pernah datang pada jam itu", "Tidak wajar")
        expect(lead.locator(".notice").first).to_contain_text("tercatat")
        lead.goto(f"/reviews")
        day = lead.locator(f"#{number} a", has_text="Lihat harinya")
        expect(day).to_be_visible()
        self.leave(lead, day)
        expect(lead.locator("table")).to_contain_text("tidak wajar")
        self.must(True, "not in order stands on the agent's day")

        manager = self.page_of(MANAGER)
        manager.goto("/reviews")
        raised = manager.locator("section", has=manager.locator("#h-raised"))
        self.must(raised.locator(f"#{number}").count() == 1, "the superior's superior sees what was found not in order")
        waiting = manager.locator("section", has=manager.locator("#h-waiting"))
        self.must(waiting.locator(".asked").count() >= 1, "and the superior's own look waits for him")
        agent = self.page_of(AGENT)
        self.must(agent.goto("/reviews").status == 403, "the agent has no such page")

    def say(self, page: Page, words: str, button: str) -> None:
        card = page.locator(".asked", has=page.locator("form")).first
        field = card.locator("input[name=words]")
        # The browser itself holds back what is too short; the server says no too.
        field.evaluate("e => e.removeAttribute('minlength')")
        field.fill(words)
        self.leave(page, card.get_by_role("button", name=re.compile(f"^{button}")))

    def held_against_the_log(self) -> None:
        data = self.house.data
        check = self.command("review", "check", data)
        self.must(check.returncode == 0, "the samples are those of the seed in the log")
        with sqlite3.connect(data / "amanah.db") as database:
            taken = database.execute("SELECT MIN(position) FROM samples").fetchone()[0]
            database.execute("UPDATE samples SET week = week - 7 WHERE position = ?", (taken,))
        edited = self.command("review", "check", data)
        self.must(edited.returncode == 1 and "not those that were drawn" in edited.stdout, "one that was taken out is noticed")

    def pages(self, page: Page) -> None:
        self.check_all(page, "reviews")


def whole(reviews: Reviews) -> None:
    reviews.work()
    reviews.week()
    reviews.held_against_the_log()
    reviews.server_log()


if __name__ == "__main__":
    sys.exit(tell(Reviews, "the review of samples", whole))
