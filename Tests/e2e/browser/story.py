"""The story that Amanah must win, in a real browser against the real program.

    python Tests/e2e/browser/story.py --binary bin/amanah [--shots FOLDER]

Makes a demonstration company in a temporary folder, serves it on a free port of the loopback, and walks:

  - the outsourced agent asks for a customer without a ticket, and is refused; with the ticket of another customer, and
    is refused; with his own he sees the fields of his task, compares the mother's name, reveals the NIK with a reason;
  - the team lead finds each of these acts in the log, in words and without values;
  - the agent's agreement ends while his page is open: the next click is refused;
  - the same main flow by keyboard alone, and once more without JavaScript;
  - every page in light and dark, at 1280 and 390 pixels: axe finds nothing, nothing runs over the window, the browser's
    console stays silent (a breach of the content policy would speak there).
"""

import argparse
import csv
import datetime
import hashlib
import hmac
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import typing

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import one_day  # noqa: E402
from axe_playwright_python.sync_playwright import Axe  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright  # noqa: E402

PASSWORD = "coba-amanah-2026"
SECRET = b"amanah-demonstration"
AGENT, LEAD = "P0105", "P0102"
REASON = "kartu hilang, pelanggan menunjukkan KTP di meja"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ROOT = pathlib.Path(__file__).resolve().parents[3]
# Milliseconds that something is waited for: other tests run beside this one, and a password is slow on purpose.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)


def rows(file: pathlib.Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


class House:
    """The demonstration company, served."""

    def __init__(self, binary: pathlib.Path, folder: pathlib.Path) -> None:
        self.binary, self.folder = binary, folder
        self.csv, self.data = folder / "csv", folder / "data"
        self.run("demo-data", self.csv)
        # The story is told at any hour of the day.
        shutil.copytree(ROOT / "charters", folder / "charters")
        charter = folder / "charters/telco.yaml"
        text = charter.read_text(encoding="utf-8")
        charter.write_text(re.sub(r"(?m)^hours:.*\n(?:[ \t]+.*\n)*", "", text), encoding="utf-8")
        self.run("init", self.data, "--from", self.csv, "--charter", charter, "--origin", "story.example/log")
        self.run("demo", self.data)
        self.log = (folder / "server.log").open("w+", encoding="utf-8")
        self.server = subprocess.Popen(
            [binary, "serve", self.data, "--port", "0", "--demo", "--log-level", "info"],
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        line = self.server.stdout.readline() if self.server.stdout else ""
        match = re.search(r"http://\S+", line)
        if not match:
            raise SystemExit(f"the server did not start: {line!r}")
        self.origin = match.group()

    def run(self, *words: object, typed: str = "") -> str:
        done = subprocess.run([self.binary, *map(str, words)], input=typed, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"amanah {words[0]}: {done.stdout}{done.stderr}")
        return done.stdout

    def end_agreement(self, person: str) -> None:
        """Yesterday was the last day."""
        yesterday = (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))) - datetime.timedelta(days=1)).date()
        all_rows = rows(self.csv / "agreements.csv")
        mine = [row | {"ends_on": yesterday.isoformat()} for row in all_rows if row["person_id"] == person]
        file = self.folder / "ended.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, fieldnames=list(all_rows[0]))
            writer.writeheader()
            writer.writerows(mine)
        self.run("import", "agreements", self.data, file)

    def stop(self) -> None:
        self.server.terminate()
        try:
            self.server.wait(20)
        except subprocess.TimeoutExpired:
            self.server.kill()
        self.log.close()


class Story:
    # It is told within one day: it takes so many minutes at most, beside other tests on a busy machine.
    minutes = 10

    def __init__(self, house: House, browser: Browser, shots: pathlib.Path | None) -> None:
        self.house, self.browser, self.shots = house, browser, shots
        self.faults: list[str] = []
        self.expected: list[str] = []
        self.last_code = ""
        tickets = [row for row in rows(house.csv / "tickets.csv") if row["assigned_to"] == AGENT and not row["closed_at"]]
        self.customers = {row["customer_id"]: row for row in rows(house.csv / "customers.csv")}
        own = [
            row
            for row in tickets
            if row["purpose"] == "sim-replacement" and self.customers[row["customer_id"]]["sensitivity"] == "ordinary"
        ]
        if not own or len(tickets) < 2:
            raise SystemExit("the demonstration company has too few open tickets for the story")
        self.ticket = own[0]["ticket_id"]
        self.next_ticket = next(row["ticket_id"] for row in tickets if row["ticket_id"] != self.ticket)
        self.mine = self.customers[own[0]["customer_id"]]
        known = {row["customer_id"] for row in tickets}
        unit = self.mine["unit_id"]
        # Another customer of the same branch, of whom the agent has no ticket: findable, not openable.
        self.other = next(
            row
            for row in self.customers.values()
            if row["unit_id"] == unit and row["customer_id"] not in known and row["sensitivity"] == "ordinary"
        )

    # Browsers

    def context(self, **options: object) -> BrowserContext:
        """Without motion: a colour on its way to another has no contrast that could be judged."""
        context = self.browser.new_context(base_url=self.house.origin, locale="id-ID", reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE)
        return context

    def leave(self, page: Page, press: Locator) -> None:
        """Presses what leads to another page, and waits until that is there as a whole."""
        with page.expect_navigation():
            press.click()

    def watch(self, page: Page) -> Page:
        def console(message: object) -> None:
            if message.type not in ("error", "warning"):
                return
            # A refusal is an answer with status 403 or so; the browser notes each one that a script fetched.
            if re.search(r"status of (400|401|403|404|409|429)", message.text):
                return
            self.faults.append(f"{page.url}: {message.text}")

        page.on("console", console)
        # Where a breach of the content policy comes from, said by the page itself.
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation', (e) => "
            "console.warn(`policy: ${e.violatedDirective} ${e.sourceFile}:${e.lineNumber}:${e.columnNumber} ${e.target?.outerHTML?.slice(0, 120)}`))"
        )
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("request", self.address)
        return page

    def address(self, request: object) -> None:
        """No value of a customer in an address (L6)."""
        for customer in (self.mine, self.other):
            for field in ("phone", "nik", "mother_maiden_name", "name"):
                if customer[field] and (customer[field] in request.url or customer[field].replace(" ", "+") in request.url):
                    self.faults.append(f"{field} of a customer in an address")

    def code(self) -> str:
        """A fresh code of the second step: each works once."""
        while True:
            step = int(time.time()) // 30
            mac = hmac.new(SECRET, struct.pack(">Q", step), hashlib.sha1).digest()
            number = struct.unpack(">I", mac[mac[19] & 15 :][:4])[0] & 0x7FFFFFFF
            code = f"{number % 1_000_000:06d}"
            if code != self.last_code:
                self.last_code = code
                return code
            time.sleep(1)

    def sign_in(self, page: Page, person: str) -> None:
        page.goto("/sign-in")
        page.get_by_label("Id Anda").fill(person)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        self.leave(page, page.get_by_role("button", name="Masuk"))
        if page.url.endswith("/sign-in/code"):
            page.get_by_label("Kode enam angka").fill(self.code())
            self.leave(page, page.get_by_role("button", name="Lanjut"))
        if "/first/terms" in page.url:
            page.get_by_role("checkbox").check()
            self.leave(page, page.get_by_role("button", name="Setuju"))
        expect(page.locator(".bar")).to_be_visible()

    def shot(self, page: Page, name: str) -> None:
        if self.shots:
            page.screenshot(path=self.shots / f"{name}.png")

    def must(self, holds: bool, what: str) -> None:
        print(("ok    " if holds else "WRONG ") + what)
        if not holds:
            self.faults.append(what)

    def holds_nothing(self, page: Page, customer: dict[str, str], what: str) -> None:
        html = page.content()
        leaked = [f for f in ("nik", "kk", "mother_maiden_name", "phone", "imei", "last_location") if customer[f] and customer[f] in html]
        self.must(not leaked, f"{what}: nothing hidden stands in the page {leaked or ''}")

    # The story

    def agent(self, page: Page) -> None:
        self.sign_in(page, AGENT)
        self.must(page.url.endswith("/desk"), "the agent comes to his desk")
        self.shot(page, "desk")

        page.locator("#search").fill(self.other["phone"])
        page.locator("#search").press("Enter")
        expect(page.locator(".found")).to_be_visible()
        self.holds_nothing(page, self.other, "a search's answer")
        page.get_by_text("Buka dengan tiket lain").click()
        page.get_by_label("Untuk tugas").select_option("sim-replacement")
        page.get_by_role("button", name="Buka", exact=True).click()
        expect(page.locator(".denial")).to_be_visible()
        self.must("tiket" in page.locator(".denial").inner_text(), "without a ticket: refused, and told why")
        self.holds_nothing(page, self.other, "the refusal")
        self.shot(page, "refused")

        page.locator("#search").fill(self.other["customer_id"])
        page.locator("#search").press("Enter")
        page.get_by_text("Buka dengan tiket lain").click()
        page.get_by_label("Untuk tugas").select_option("sim-replacement")
        page.get_by_label("Nomor tiket").fill(self.ticket)
        page.get_by_role("button", name="Buka", exact=True).click()
        expect(page.locator(".denial")).to_contain_text(self.ticket)
        expect(page.locator(".denial")).to_contain_text("pelanggan lain")
        self.must(True, "with the ticket of another customer: refused, and told why")
        self.holds_nothing(page, self.other, "the second refusal")

        self.open_own(page)
        self.verify_and_reveal(page)

    def open_own(self, page: Page) -> None:
        before = page.locator("#allowance b").inner_text()
        page.locator(".row", has_text=self.ticket).click()
        card = page.locator("[data-card]")
        expect(card).to_be_visible()
        expect(page.locator("#allowance b")).not_to_have_text(before)
        self.must(True, "the day's looks in the bar are counted on")
        text = card.inner_text()
        self.must(self.mine["name"] in text, "with his own ticket: one click, and the name is there")
        self.must("****" in card.locator("#f-phone .val").inner_text(), "the telephone number is masked")
        self.must(card.locator("#f-nik .val").count() == 0, "the NIK is not shown")
        self.must(card.locator("#f-mother_maiden_name .val").count() == 0, "the mother's name is not shown")
        self.must(card.locator("#f-mother_maiden_name input[name=said]").count() == 1, "but can be compared")
        self.holds_nothing(page, self.mine, "the card")
        mark = page.locator("svg.mark").inner_html()
        look = card.locator("footer .num").inner_text()
        self.must(AGENT in mark and look in mark, f"the mark names the person and {look}")
        self.shot(page, "card")

    def verify_and_reveal(self, page: Page) -> None:
        card = page.locator("[data-card]")
        mother = card.locator("#f-mother_maiden_name")
        mother.locator("input[name=said]").fill("Bukan Namanya")
        mother.get_by_role("button", name="Cocokkan").click()
        expect(mother.locator(".outcome.no")).to_be_visible()
        self.must("sisa 2" in mother.inner_text(), "a wrong mother's name: no match, two tries left")
        mother.locator("input[name=said]").fill(self.mine["mother_maiden_name"].upper())
        mother.get_by_role("button", name="Cocokkan").click()
        expect(mother.locator(".outcome.yes")).to_be_visible()
        self.must(self.mine["mother_maiden_name"] not in page.content(), "the right one: match, and still not shown")

        nik = card.locator("#f-nik")
        nik.get_by_text("Buka sebentar").click()
        nik.locator("input[name=reason]").fill("..........")
        nik.get_by_role("button", name="Buka 30 detik").click()
        expect(nik.locator(".problem")).to_contain_text("alasan")
        self.must(self.mine["nik"] not in page.content(), "a reason that says nothing: refused at the field")
        nik.locator("input[name=reason]").fill(REASON)
        nik.get_by_role("button", name="Buka 30 detik").click()
        expect(nik.locator(".val")).to_have_text(self.mine["nik"])
        self.must(True, "with a reason: the NIK is revealed in place")
        self.must(card.locator("#f-phone .val").count() == 1, "and the rest of the card stays")
        self.shot(page, "revealed")
        expect(nik.locator(".val")).to_have_count(0, timeout=40_000)
        self.must(self.mine["nik"] not in page.content(), "after 30 seconds it is gone from the page, not only hidden")
        text = nik.inner_text()
        self.must("sudah ditutup lagi" in text and "Buka sebentar" in text, "the field stands as before, and says that it was covered again")
        nik.get_by_text("Buka sebentar").click()
        self.must(nik.locator("input[name=reason]").input_value() == "", "its form is empty")
        looks = page.locator("#allowance b").inner_text()
        nik.locator("input[name=said]").fill(self.mine["nik"])
        nik.get_by_role("button", name="Cocokkan").click()
        expect(nik.locator(".outcome.yes")).to_be_visible()
        self.must(page.locator("#allowance b").inner_text() == looks, "the NIK is compared without another look")
        self.must(self.mine["nik"] not in page.content(), "and still not shown")

    def lead(self, page: Page) -> None:
        self.sign_in(page, LEAD)
        page.goto(f"/log?q=person%3A{AGENT}")
        text = page.locator("main").inner_text()
        for word in ("penolakan", "pembukaan", "pencocokan", "buka sebentar", "pencarian", REASON, self.mine["customer_id"]):
            self.must(word in text, f"the team lead reads in the log: {word}")
        self.holds_nothing(page, self.mine, "the log")
        self.must(self.mine["name"] not in text, "the log names the customer by id only")
        page.goto("/log")
        self.must("baca jejak" in page.locator("main").inner_text(), "reading the log stands in the log")
        self.shot(page, "log")
        page.set_viewport_size({"width": 390, "height": 844})
        heights = page.locator(".log tbody tr").evaluate_all("rows => rows.map((row) => row.getBoundingClientRect().height)")
        self.must(sorted(heights)[len(heights) // 2] <= 100, f"on a phone an act takes {sorted(heights)[len(heights) // 2]:.0f} px, most of them")
        page.set_viewport_size({"width": 1280, "height": 800})

    def ended(self, page: Page) -> None:
        """The agent's page is open, with a card in it; his agreement ends."""
        page.goto("/desk")
        if page.locator("#search").count() == 0:
            # On a busy machine all pages take longer than a session lasts unused.
            self.sign_in(page, AGENT)
        page.locator(".row", has_text=self.ticket).click()
        expect(page.locator("[data-card]")).to_be_visible()
        self.house.end_agreement(AGENT)
        page.locator(".row", has_text=self.next_ticket).click()
        expect(page.locator(".denial")).to_be_visible()
        text = page.locator(".denial").inner_text()
        self.must("perjanjian" in text.lower(), "his agreement has ended: the open page's next click is refused, and told why")
        self.must(page.locator("[data-card]").count() == 0, "and the card that was open has given way")
        self.holds_nothing(page, self.mine, "the page afterwards")
        self.shot(page, "ended")

    def keyboard(self) -> None:
        context = self.context()
        page = self.watch(context.new_page())
        self.sign_in(page, AGENT)
        page.keyboard.press("/")
        self.must(page.evaluate("document.activeElement.id") == "search", "/ goes to the search")
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        first = page.evaluate("document.activeElement.innerText")
        page.keyboard.press("j")
        second = page.evaluate("document.activeElement.innerText")
        page.keyboard.press("k")
        self.must(first == page.evaluate("document.activeElement.innerText") != second, "j and k walk through the queue")
        page.keyboard.press("Enter")
        expect(page.locator("[data-card]")).to_be_visible()
        self.must(True, "Enter opens the ticket")
        reached = set()
        for _ in range(60):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.getAttribute('name') || document.activeElement.tagName"))
        self.must({"said", "SUMMARY"} <= reached, "Tab reaches what can be compared and revealed")
        context.close()

    def without_script(self) -> None:
        context = self.context(java_script_enabled=False)
        page = context.new_page()
        self.sign_in(page, AGENT)
        self.leave(page, page.locator(".row", has_text=self.ticket))
        customer = self.mine
        self.must(customer["name"] in page.locator("[data-card]").inner_text(), "without JavaScript: the ticket opens")
        self.must(page.locator("meta[http-equiv=refresh]").count() == 1, "and the page leaves by itself")
        address = page.url
        page.goto(address)
        self.must(address.endswith("/looks") and page.url.endswith("/desk"), "its address, asked for again, leads to the desk")
        self.leave(page, page.locator(".row", has_text=self.ticket))
        page.locator("#f-mother_maiden_name input[name=said]").fill(customer["mother_maiden_name"])
        self.leave(page, page.locator("#f-mother_maiden_name").get_by_role("button", name="Cocokkan"))
        self.must(page.locator(".outcome.yes").count() == 1, "the mother's name is compared")
        page.goto("/desk")
        self.leave(page, page.locator(".row", has_text=self.ticket))
        page.locator("#f-nik summary").click()
        page.locator("#f-nik input[name=reason]").fill("pelanggan lupa membawa kartu lama hari ini")
        self.leave(page, page.locator("#f-nik").get_by_role("button", name="Buka 30 detik"))
        self.must(customer["nik"] in page.content(), "the NIK is revealed on a page of its own")
        self.must(customer["nik"] not in page.url, "and is in no address")
        context.close()

    def presence(self) -> None:
        """A customer without a ticket reads out the code on his phone."""
        context = self.context()
        page = self.watch(context.new_page())
        self.sign_in(page, AGENT)
        page.get_by_role("link", name="Pelanggan di meja", exact=True).click()
        page.get_by_label("Nomor telepon pelanggan").fill(self.other["phone"])
        page.get_by_label("Untuk tugas").select_option("billing-complaint")
        self.leave(page, page.get_by_role("button", name="Kirim kode"))
        phone = context.new_page()
        phone.goto("/demo/phone")
        code = re.search(r"\b(\d{6})\b", phone.locator(".bubble").first.inner_text())
        phone.close()
        page.get_by_label("Kode enam angka").fill(code.group(1) if code else "")
        self.leave(page, page.get_by_role("button", name="Buka tiket"))
        page.locator(".row[aria-current]").click()
        expect(page.locator("[data-card]")).to_contain_text(self.other["name"])
        self.must("dibuka di meja" in page.locator("main").inner_text(), "a customer at the desk: with his code a ticket opens")
        context.close()

    def every_page(self) -> None:
        """axe, overflow and the browser's console on every page that the roles can reach."""
        plan = {
            AGENT: ["/desk", "/desk?ticket=T-0", "/presence", "/presence/none", "/log?q=person%3A" + AGENT, "/workstations/this", "card", "found", "/nowhere", "/people"],
            "P0002": ["/log", "/log?q=nonsense", "/people", "/people/" + AGENT, "/charter"],
            LEAD: ["/workstations"],
            None: ["/sign-in", "/signed-out", "/demo/phone", "/demo/code"],
        }
        for person, paths in plan.items():
            context = self.context()
            page = self.watch(context.new_page())
            if person:
                self.sign_in(page, person)
            for path in paths:
                if path == "card":
                    page.goto("/desk")
                    page.locator(".row").first.click()
                    expect(page.locator("[data-card]")).to_be_visible()
                elif path == "found":
                    page.goto("/desk")
                    page.locator("#search").fill(self.mine["customer_id"])
                    page.locator("#search").press("Enter")
                    expect(page.locator(".found")).to_be_visible()
                else:
                    page.goto(path)
                self.check_all(page, path)
            context.close()

    def visit(self, plan: dict[str, list[str]]) -> None:
        """Each person opens these pages; each is checked in every light and width."""
        for person, paths in plan.items():
            context = self.context()
            page = self.watch(context.new_page())
            self.sign_in(page, person)
            for path in paths:
                page.goto(path)
                self.check_all(page, f"{person} {path}")
            context.close()

    def check_all(self, page: Page, name: str) -> None:
        """In every light and width."""
        for scheme in ("light", "dark"):
            for width in (1280, 390):
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": 844})
                self.check(page, f"{name} {scheme} {width}")
        page.emulate_media(color_scheme="light")

    def check(self, page: Page, name: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            self.faults.append(f"{name}: {wide} px too wide")
        for violation in Axe().run(page, options=AXE).response["violations"]:
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            self.faults.append(f"{name}: {violation['id']}: {nodes}")
        if self.shots:
            page.screenshot(path=self.shots / (re.sub(r"\W+", "-", name) + ".png"), full_page=True)

    def server_log(self) -> None:
        text = (self.house.folder / "server.log").read_text(encoding="utf-8")
        for customer in (self.mine, self.other):
            for field in ("name", "phone", "nik", "mother_maiden_name"):
                self.must(customer[field] not in text, f"the server's own log holds no {field} of a customer")


def tell(kind: type[Story], words: str, walk: typing.Callable[[Story], None]) -> int:
    """Serves the demonstration company, walks, and prints every fault: what the process ends with."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "bin/amanah")
    parser.add_argument("--shots", type=pathlib.Path, help="a folder for pictures of the pages")
    arguments = parser.parse_args()
    if arguments.shots:
        arguments.shots.mkdir(parents=True, exist_ok=True)
    one_day.wait_for(kind.minutes)
    with tempfile.TemporaryDirectory(prefix="amanah-story-") as folder, sync_playwright() as playwright:
        house = House(arguments.binary.resolve(), pathlib.Path(folder))
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        try:
            story = kind(house, browser, arguments.shots)
            walk(story)
        finally:
            browser.close()
            house.stop()
    for fault in dict.fromkeys(story.faults):
        print("FAULT", fault)
    print(f"{words} holds" if not story.faults else f"{len(story.faults)} faults")
    return 1 if story.faults else 0


def whole(story: Story) -> None:
    wide = {"viewport": {"width": 1280, "height": 800}}
    page = story.watch(story.context(**wide).new_page())
    story.agent(page)
    lead = story.context(**wide)
    story.lead(story.watch(lead.new_page()))
    lead.close()
    story.presence()
    story.keyboard()
    story.without_script()
    story.every_page()
    story.ended(page)
    story.server_log()


if __name__ == "__main__":
    sys.exit(tell(Story, "the story", whole))
