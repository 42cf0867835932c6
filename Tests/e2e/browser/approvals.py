"""Asking and deciding, in real browsers against the real program.

    python Tests/e2e/browser/approvals.py --binary bin/amanah [--shots FOLDER]

  - the agent opens a guarded customer's ticket, is refused, and asks in one click and typing;
  - the superior and his superior decide by thumb, on a window of 360 pixels, two clicks from the link of the message;
  - the record opens with the named fields, everything else at most masked; one field of another record is refused with a
    reason, and the agent reads why;
  - a decision on a request that was withdrawn meanwhile is not taken;
  - the glass is broken: red frame, both superiors told, reviewed;
  - a superior sets a quota; every page at 1280 and 360 pixels: axe finds nothing, nothing runs over the window;
  - how fast the page of a superior answers is printed.
"""

import csv
import datetime
import statistics
import sys
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from story import AGENT, AXE, LEAD, Story, one_day, rows, tell

MANAGER = "P0101"
REASON = "kartu hilang, pelanggan duduk di meja tiga"


class Approvals(Story):
    def __init__(self, house, browser, shots):
        super().__init__(house, browser, shots)
        unit = self.mine["unit_id"]
        self.guarded = next(row for row in self.customers.values() if row["unit_id"] == unit and row["sensitivity"] == "vip")
        tickets = rows(house.csv / "tickets.csv")
        # Today, also a minute after midnight.
        opened = max(one_day.now() - datetime.timedelta(minutes=10), one_day.midnight())
        new = dict.fromkeys(tickets[0], "") | {
            "ticket_id": "T-VIP-1", "customer_id": self.guarded["customer_id"], "purpose": "sim-replacement", "unit_id": unit,
            "assigned_to": AGENT, "opened_at": opened.isoformat(timespec="seconds"), "channel": "walk-in",
        }
        file = house.folder / "vip.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, fieldnames=list(new))
            writer.writeheader()
            writer.writerow(new)
        house.run("import", "tickets", house.data, file)
        superiors = {row["person_id"]: row["supervisor_id"] for row in rows(house.csv / "people.csv")}
        if superiors[AGENT] != LEAD or superiors[LEAD] != MANAGER:
            raise SystemExit("the demonstration's line is another one than this story's")

    def look_over(self, page: Page, name: str) -> None:
        """At both widths: accessible, and nothing over the edge."""
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 780})
            page.wait_for_timeout(100)
            found = Axe().run(page, options=AXE)
            for violation in found.response["violations"]:
                self.faults.append(f"{name} at {width}: {violation['id']} {violation['nodes'][0]['target']}")
            wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            if wide:
                self.faults.append(f"{name} at {width}: wider than the window")
            if self.shots:
                page.screenshot(path=self.shots / f"{name}-{width}.png", full_page=True)

    def phone(self) -> Page:
        context = self.context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
        return self.watch(context.new_page())

    def ticks(self, page: Page) -> bool:
        """Whether the boxes of a list stand below each other, each beside its label in a row of 44 pixels at least."""
        rows = page.locator(".ticks label").evaluate_all(
            "rows => rows.map((row) => [row, row.querySelector('input'), row.querySelector('span')].map((part) => {"
            " const { left, right, height } = part.getBoundingClientRect(); return { left, right, height }; }))"
        )
        lefts = {box["left"] for _, box, _ in rows}
        beside = all(
            box["right"] - box["left"] <= 24 and 0 <= label["left"] - box["right"] <= 16 and row["height"] >= 44
            for row, box, label in rows
        )
        return len(rows) > 2 and len(lefts) == 1 and beside

    def run(self) -> None:
        agent = self.watch(self.context(viewport={"width": 1280, "height": 800}).new_page())
        self.sign_in(agent, AGENT)
        agent.locator(".row", has_text="T-VIP-1").click()
        expect(agent.locator(".denial")).to_be_visible()
        self.must("persetujuan" in agent.locator(".denial").inner_text(), "a guarded customer: refused, and told how to ask")
        self.holds_nothing(agent, self.guarded, "the refusal")
        self.look_over(agent, "ask")
        agent.set_viewport_size({"width": 1280, "height": 800})
        agent.locator("#ask-reason").fill(REASON)
        self.leave(agent, agent.get_by_role("button", name="Minta persetujuan"))
        expect(agent.locator(".notice")).to_be_visible()
        self.must("/requests" in agent.url, "one click and typing: the request is sent")
        request = agent.locator(".waiting small").first.inner_text().split(" ")[0]
        self.look_over(agent, "requests")

        lead = self.phone()
        self.sign_in(lead, LEAD)
        self.must("(1)" in lead.locator(".bar > nav").inner_text(), "the superior's bar counts what waits")
        lead.goto(f"/approvals/{request}")
        text = lead.locator(".asked").inner_text()
        for word in ("dijaga khusus", "T-VIP-1", REASON, "30 hari", "Pelanggan datang hari ini"):
            self.must(word in text, f"the superior reads: {word}")
        self.holds_nothing(lead, self.guarded, "the superior's card")
        self.must(self.guarded["name"] not in lead.content(), "the customer in it stays masked")
        low = [b for b in lead.locator(".asked button:visible").all() if b.bounding_box()["height"] < 44]
        self.must(not low, "every button is large enough for a thumb")
        self.look_over(lead, "approval")
        lead.set_viewport_size({"width": 360, "height": 740})
        lead.get_by_text("Persempit…").tap()
        self.must(self.ticks(lead), "to give less: one row a field, its label beside its box, each a thumb high")
        self.look_over(lead, "narrower")
        lead.set_viewport_size({"width": 360, "height": 740})
        lead.get_by_text("Persempit…").tap()
        lead.get_by_role("button", name="Setujui", exact=False).first.tap()
        expect(lead.locator(".notice")).to_be_visible()
        self.must(True, "from the message two clicks: opened, decided")

        manager = self.phone()
        self.sign_in(manager, MANAGER)
        manager.goto("/approvals")
        self.must("Langkah 2 dari 2" in manager.locator("main").inner_text(), "the superior's superior is next")
        self.look_over(manager, "approvals")
        manager.set_viewport_size({"width": 360, "height": 740})
        manager.locator(".asked").get_by_role("button", name="satu kali").tap()
        expect(manager.locator(".notice")).to_be_visible()

        agent.set_viewport_size({"width": 1280, "height": 800})
        agent.goto("/requests")
        self.must("disetujui" in agent.locator("main").inner_text(), "the agent sees that it was approved")
        agent.get_by_role("button", name="Buka").click()
        card = agent.locator("[data-card]")
        expect(card).to_be_visible()
        self.must(self.guarded["name"] in card.inner_text(), "the record opens with the named fields")
        self.must(f"dengan persetujuan {request}" in card.inner_text(), "and says by which approval it opened")
        look = card.locator("footer .num").inner_text()
        lead.goto(f"/log?q={look}")
        row = lead.locator("tbody tr")
        self.must(row.count() == 1 and look in row.inner_text(), "the superior finds the look in the log by the number on the card")
        self.must(f"dengan persetujuan {request}" in row.inner_text() and "disetujui oleh" in row.inner_text(), "and which approval it rests on")
        self.look_over(lead, "log-approved")
        lead.set_viewport_size({"width": 360, "height": 740})
        row.get_by_role("link", name=request).tap()
        self.must("disetujui oleh" in lead.locator("main").inner_text(), "one tap further: the request, and who agreed")
        self.holds_nothing(agent, self.guarded, "the card")
        agent.goto("/desk")
        agent.locator(".row", has_text="T-VIP-1").click()
        expect(agent.locator(".denial")).to_be_visible()
        self.must(True, "the second look is refused: it was for one")

        # A field of an ordinary record, refused with a reason.
        agent.locator(".row", has_text=self.ticket).click()
        field = agent.locator("#f-address")
        expect(field).to_be_visible()
        field.get_by_text("Minta persetujuan…").click()
        field.locator("input[name=reason]").fill("alamat kirim kartu pengganti")
        field.get_by_role("button", name="Minta persetujuan").click()
        expect(agent.locator(".notice")).to_be_visible()
        lead.goto("/approvals")
        lead.get_by_text("Tolak…").tap()
        lead.locator(".asked input[name=reason]").fill("alamat ada di kartu identitasnya")
        lead.get_by_role("button", name="Tolak", exact=False).last.tap()
        expect(lead.locator(".notice")).to_be_visible()
        agent.goto("/requests")
        self.must("alamat ada di kartu identitasnya" in agent.locator("main").inner_text(), "the agent reads why it was refused")

        # Withdrawn while the superior reads.
        agent.goto("/desk")
        agent.locator(".row", has_text=self.ticket).click()
        field = agent.locator("#f-address")
        field.get_by_text("Minta persetujuan…").click()
        field.locator("input[name=reason]").fill("alamat untuk surat kuasa ibunya")
        field.get_by_role("button", name="Minta persetujuan").click()
        expect(agent.locator(".notice")).to_be_visible()
        lead.goto("/approvals")
        self.leave(agent, agent.get_by_role("button", name="Tarik").first)
        lead.locator(".asked").get_by_role("button", name="Setujui", exact=False).first.tap()
        expect(lead.locator(".problem")).to_be_visible()
        self.must("berubah" in lead.locator(".problem").inner_text(), "a decision on what has changed is not taken, and told so")

        # Breaking the glass.
        agent.goto("/desk")
        agent.locator(".row", has_text="T-VIP-1").click()
        agent.get_by_text("Keadaan darurat…").click()
        agent.locator("#glass-reason").fill("pelanggan jatuh sakit di depan meja")
        agent.get_by_role("button", name="Buka sekarang").click()
        expect(agent.locator(".card.glass")).to_be_visible()
        self.must("darurat" in agent.locator(".alarm").inner_text().lower(), "a broken glass opens at once, in a red frame")
        self.look_over(agent, "glass")
        for person, page in ((MANAGER, manager), (LEAD, lead)):
            page.goto("/approvals")
            self.must("darurat" in page.locator("main").inner_text(), f"{person} is told to review it")
        lead.goto("/log?q=kind%3Alook")
        self.must("DARURAT G-" in lead.locator("tbody tr").first.inner_text(), "the log names the emergency by its number")
        lead.goto(f"/team/{AGENT}/day")
        day = lead.locator("main").inner_text()
        self.must(f"dengan persetujuan {request}" in day and "DARURAT G-" in day, "and so does the person's day, with the approval")
        self.look_over(lead, "day-explained")
        lead.goto("/approvals")
        self.look_over(lead, "review")
        lead.set_viewport_size({"width": 360, "height": 740})
        words = lead.locator(".asked input[name=words]")
        own = lead.locator(".asked", has=lead.locator("input[name=words]"))
        width, whole = (part.bounding_box()["width"] for part in (words, own))
        low = [button for button in own.locator("button").all() if button.bounding_box()["height"] < 44]
        self.must(width == whole and not low, f"his words have the whole width, {width:.0f} px, and each button is large enough for a thumb")
        words.fill("pelanggan memang jatuh, saya di sana")
        lead.get_by_role("button", name="Sesuai", exact=False).first.tap()
        expect(lead.locator(".notice")).to_be_visible()
        manager.goto("/approvals")
        self.must("Cara orang" in manager.locator("main").inner_text(), "the superior's superior sees how he approves")
        self.look_over(manager, "quality")

        lead.goto(f"/quotas/{AGENT}")
        self.look_over(lead, "quotas")
        lead.set_viewport_size({"width": 360, "height": 740})
        lead.get_by_text("Atur…").first.tap()
        lead.locator("input[name=bound]:visible").fill("80")
        lead.locator("input[name=reason]:visible").fill("minggu ini banyak antrean")
        lead.get_by_role("button", name="Simpan").first.tap()
        expect(lead.locator(".notice")).to_be_visible()
        agent.goto("/desk")
        self.must("/80" in agent.locator("#allowance").inner_text(), "the agent's quota is what his superior set")

        seconds = []
        for _ in range(40):
            began = time.perf_counter()
            answer = lead.request.get("/approvals")
            seconds.append((time.perf_counter() - began) * 1000)
            assert answer.ok
        seconds.sort()
        print(f"/approvals: median {statistics.median(seconds):.0f} ms, p95 {seconds[int(len(seconds) * .95)]:.0f} ms (debug or release, "
              "as built; other programs may run)")


if __name__ == "__main__":
    sys.exit(tell(Approvals, "asking and deciding", Approvals.run))
