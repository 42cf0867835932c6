"""Handing out customers, in real browsers against the real program.

    python Tests/e2e/browser/books.py --binary bin/amanah [--shots FOLDER]

  - the team lead fills in who, what and until when, sees first how many each would get, and hands out;
  - the agent finds his portion at his desk and opens a customer of it; his mate finds his own, and not that one;
  - the lead sees how far they are, moves the portion to the mate, and the agent's open page is refused;
  - everything is taken back by a button: the mate is refused too;
  - a list that holds a marked and a foreign customer passes them over without a word about which;
  - the same verbs at the shell, and the lists held against the log, before and after somebody edits one;
  - the page at 1280 and 390 pixels, light and dark: axe finds nothing, nothing runs over the window.
"""

import pathlib
import re
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from playwright.sync_api import Page, expect  # noqa: E402
from story import AGENT, LEAD, PASSWORD, Story, one_day, rows, tell  # noqa: E402

WHY = "tindak lanjut kredit akhir bulan"


class Books(Story):
    def __init__(self, house, browser, shots):
        super().__init__(house, browser, shots)
        people = rows(house.csv / "people.csv")
        lead = next(row for row in people if row["person_id"] == LEAD)
        self.unit = lead["unit_id"]
        self.mate = next(
            row["person_id"] for row in people if row["supervisor_id"] == LEAD and row["role"] == "agent" and row["person_id"] != AGENT
        )

    def page_of(self, person: str) -> Page:
        page = self.watch(self.context(viewport={"width": 1280, "height": 800}).new_page())
        self.sign_in(page, person)
        return page

    def fill(self, page: Page, people: list[str], most: str) -> None:
        page.goto("/books")
        page.get_by_text("Bagikan pelanggan").click()
        page.get_by_label("Tujuan").select_option("credit-followup")
        for person in people:
            page.locator(f"form[action='/books'] input[name='p-{person}']").check()
        page.get_by_label("Paling banyak").fill(most)
        page.get_by_label("Sama rata, diundi").check()
        page.locator("form[action='/books'] textarea[name=reason]").fill(WHY)

    def portions(self, page: Page) -> dict[str, str]:
        """Person and progress of the newest book."""
        found = {}
        page.wait_for_load_state()
        for row in page.locator("section").first.locator("tbody tr").all():
            cells = row.locator("td").all_inner_texts()
            person = re.search(r"P\d+", cells[0])
            found[person.group() if person else "?"] = cells[2].strip()
        return found

    def walk(self) -> None:
        lead, agent, mate = self.page_of(LEAD), self.page_of(AGENT), self.page_of(self.mate)
        self.fill(lead, [AGENT, self.mate], "11")
        self.leave(lead, lead.get_by_role("button", name="Lihat dulu"))
        expect(lead.get_by_role("status")).to_contain_text("11 pelanggan akan dibagikan")
        counts = lead.locator("[role=status] td.num").all_inner_texts()
        self.must(counts == ["6", "5"], "the preview says how many each would get, as equal as can be")
        self.must(not self.portions(lead).get(AGENT), "and nothing is handed out by it")
        self.leave(lead, lead.get_by_role("button", name="Bagikan", exact=True))
        expect(lead.locator(".notice")).to_contain_text("sudah dibagikan")
        # The larger share goes to the first by id.
        size = dict(zip(sorted([AGENT, self.mate]), ("6", "5"), strict=True))
        self.must(self.portions(lead) == {who: f"0 dari {n}" for who, n in size.items()}, "the page shows who has what in hand")
        self.shot(lead, "books-out")

        book = lead.locator("section h2 small").first.inner_text()
        with sqlite3.connect(self.house.data / "amanah.db") as database:
            held = database.execute(
                "SELECT p.person_id, c.customer_id FROM portions p JOIN portion_customers c USING (portion_id) WHERE p.book_id = ?",
                (book,),
            ).fetchall()
        mine = [customer for person, customer in held if person == AGENT]
        his = [customer for person, customer in held if person == self.mate]
        self.must(
            all(self.customers[c]["sensitivity"] == "ordinary" and self.customers[c]["unit_id"] == self.unit for c in mine + his),
            "only ordinary customers of the lead's own scope are in it",
        )
        self.open_by_book(agent, mine[0])
        expect(agent.locator("[data-card]")).to_be_visible()
        self.must(self.customers[mine[0]]["name"] in agent.locator("[data-card]").inner_text(), "the agent opens a customer of his portion")
        self.open_by_book(mate, mine[0])
        expect(mate.locator(".denial")).to_be_visible()
        self.must("buku" in mate.locator(".denial").inner_text(), "the mate does not: it is not his portion")
        mate.goto("/books")
        text = mate.locator("main").inner_text()
        self.must(f"0 dari {size[self.mate]}" in text and f" dari {size[AGENT]}" not in text, "he sees his own portion only")
        lead.goto("/books")
        self.must(self.portions(lead)[AGENT] == f"1 dari {size[AGENT]}", "the lead sees how far they are")

        move = lead.locator("section").first.locator("details", has_text="Pindahkan satu bagian")
        move.locator("summary").click()
        move.get_by_label("Bagian milik").select_option(AGENT)
        move.locator(f"input[name='p-{self.mate}']").check()
        move.locator("textarea").fill("pemegang lama sedang cuti sakit")
        self.leave(lead, move.get_by_role("button", name="Pindahkan"))
        expect(lead.locator(".notice")).to_contain_text("dipindahkan")
        self.must(self.portions(lead) == {self.mate: f"1 dari {size[AGENT]}"}, "moved: the mate has it in hand, progress goes on")
        self.open_by_book(agent, mine[1])
        expect(agent.locator(".denial")).to_be_visible()
        self.must(True, "the agent's next click is refused")
        self.open_by_book(mate, mine[1])
        expect(mate.locator("[data-card]")).to_be_visible()
        self.pages(lead)
        lead.set_viewport_size({"width": 1280, "height": 800})
        lead.goto("/books")
        self.leave(lead, lead.locator("section").first.get_by_role("button", name="Kembalikan semua"))
        expect(lead.locator(".notice")).to_contain_text("Akses berhenti")
        self.open_by_book(mate, mine[1])
        expect(mate.locator(".denial")).to_be_visible()
        self.must(True, "taken back by a button: refused at once")

        guarded = next(c for c, row in self.customers.items() if row["unit_id"] == self.unit and row["sensitivity"] == "vip")
        foreign = next(c for c, row in self.customers.items() if row["unit_id"] != self.unit and row["sensitivity"] == "ordinary")
        lead.goto("/books")
        lead.get_by_text("Bagikan pelanggan").click()
        lead.get_by_label("Tujuan").select_option("credit-followup")
        lead.locator(f"form[action='/books'] input[name='p-{AGENT}']").check()
        lead.locator("textarea[name=customers]").fill(f"{guarded} {foreign} C9999999")
        lead.locator("form[action='/books'] textarea[name=reason]").fill(WHY)
        self.leave(lead, lead.get_by_role("button", name="Bagikan", exact=True))
        expect(lead.locator("#problem")).to_be_visible()
        words = lead.locator("#problem").inner_text()
        self.must(guarded not in words and foreign not in words, "a list of guarded and foreign customers tells nothing about which")

    def open_by_book(self, page: Page, customer: str) -> None:
        """As the desk's button does, also for one that is not on the desk."""
        page.goto("/desk")
        token = page.locator("input[name=csrf]").first.input_value()
        with page.expect_navigation():
            page.evaluate(
                """([token, open]) => {
                    const form = document.createElement("form");
                    form.method = "post"; form.action = "/looks";
                    for (const [name, value] of [["csrf", token], ["open", open]]) {
                        const input = document.createElement("input");
                        input.name = name; input.value = value; form.append(input);
                    }
                    document.body.append(form); form.submit();
                }""",
                [token, f"credit-followup|{customer}|"],
            )

    def shell(self) -> None:
        def act(*words: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [self.house.binary, "assignment", *words],
                input=f"{PASSWORD}\n{self.code()}\n", capture_output=True, text=True, check=False,
            )

        data = str(self.house.data)
        today = one_day.now().date().isoformat()
        common = ["--person", LEAD, "--purpose", "credit-followup", "--from", today, "--until", today, "--to", AGENT, "--reason", WHY]
        out = act("hand-out", data, *common, "--at-most", "4", "--random")
        self.must(out.returncode == 0 and f"{AGENT}  4 customers" in out.stdout, "the shell hands out")
        book = out.stdout.split()[0] if out.stdout else "?"
        check = self.house.run("assignment", "check", data)
        self.must("as the log says" in check, "every list is as the log says")
        agent = subprocess.run(
            [self.house.binary, "assignment", "hand-out", data, *["--person", AGENT], *common[2:]],
            input=f"{PASSWORD}\n\n", capture_output=True, text=True, check=False,
        )
        self.must(agent.returncode == 1, "an agent hands nothing out at the shell either")
        with sqlite3.connect(self.house.data / "amanah.db") as database:
            database.execute(
                "UPDATE portions SET person_id = ? WHERE book_id = ? AND is_open = 1", (self.mate, book)
            )
        edited = subprocess.run([self.house.binary, "assignment", "check", data], capture_output=True, text=True, check=False)
        self.must(edited.returncode == 1 and book in edited.stdout, "a portion that was put into other hands in the database is named")
        with sqlite3.connect(self.house.data / "amanah.db") as database:
            database.execute("UPDATE portions SET person_id = ? WHERE book_id = ?", (AGENT, book))
        back = act("return", data, "--person", LEAD, book)
        self.must(back.returncode == 0 and "returned" in back.stdout, "and takes back")

    def pages(self, page: Page) -> None:
        page.goto("/books")
        page.get_by_text("Bagikan pelanggan").click()
        self.check_all(page, "books")


def whole(books: Books) -> None:
    books.walk()
    books.shell()
    books.server_log()


if __name__ == "__main__":
    sys.exit(tell(Books, "handing out", whole))
