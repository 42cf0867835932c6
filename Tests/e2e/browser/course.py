"""A person's way in and out, by different people in different browsers against the real program.

    python Tests/e2e/browser/course.py --binary bin/amanah [--shots FOLDER]

The team lead enters a candidate of a vendor; the branch manager interviews, and is refused a second step that excludes the first;
the lead recommends, HR confirms, the vendor's manager signs, the person accepts the terms, the lead trains him, and only then he
opens a ticket. His agreement ends while his page is open; a new one lets him go on; HR suspends him, resumes, and ends him: each
time his open page's next click knows. Then every page of it in light and dark at 1280 and 390 pixels (axe, overflow, silent console).
"""

import csv
import datetime
import sys

from playwright.sync_api import Locator, Page, expect

from story import LEAD, PASSWORD, Story, one_day, tell

MANAGER, HR, VENDOR, NEW = "P0101", "P0005", "P0011", "P0990"
SAID = "sesuai hasil pembicaraan dengan yang bersangkutan"


def day(ahead: int) -> str:
    """A day in the branch's zone."""
    return (one_day.now() + datetime.timedelta(days=ahead)).date().isoformat()


class Course(Story):
    def enter(self, person: str) -> Page:
        """A browser of his own."""
        page = self.watch(self.context(viewport={"width": 1280, "height": 800}).new_page())
        self.sign_in(page, person)
        return page

    def load(self, table: str, row: dict[str, str]) -> None:
        file = self.house.folder / f"{table}-new.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, fieldnames=list(row))
            writer.writeheader()
            writer.writerow(row)
        self.house.run("import", table, self.house.data, file)

    def form(self, page: Page, step: str) -> Locator:
        """A step's form on the new person's page, opened."""
        page.goto(f"/people/{NEW}")
        form = page.locator(f"details.step:has(input[name=step][value={step}])").first
        if form.get_attribute("open") is None:
            form.locator("summary").click()
        return form

    def take(self, page: Page, step: str, **fields: str) -> str:
        """Takes a step, and gives what the page then says of the person's stage."""
        form = self.form(page, step)
        if form.locator("input[name=outcome]").count():
            form.locator("input[name=outcome][value=yes]").check()
        for name, value in fields.items():
            form.locator(f"[name={name}]").fill(value)
        form.locator("[name=reason]").fill(SAID)
        self.leave(page, form.locator("button.go"))
        return page.locator("#h-course .count").inner_text().lower()

    def sign(self, page: Page, ends: int) -> str:
        return self.take(
            page, "signed", ends_on=day(ends), document_hash="ab" * 32, duties="menjaga data pelanggan",
            sanctions="peringatan hingga pemutusan", rewards="bonus tahunan", targets="40 tiket sehari")

    def way_in(self) -> None:
        lead, manager, hr, vendor = (self.enter(person) for person in (LEAD, MANAGER, HR, VENDOR))
        lead.goto("/hiring")
        entry = lead.locator("details.step:has([name=person_id])")
        entry.locator("summary").click()
        entry.locator("[name=person_id]").fill(NEW)
        entry.locator("[name=name]").fill("Wahyu Calon")
        entry.locator("[name=role]").select_option("agent")
        entry.locator("[name=unit_id]").select_option(self.mine["unit_id"])
        entry.locator("[name=vendor_id]").select_option("V1")
        entry.locator("[name=reason]").fill("dibutuhkan di loket sejak bulan ini")
        entry.locator("button.go").click()
        expect(lead.locator("h1")).to_contain_text(NEW)
        self.must(True, "the lead enters a candidate of a vendor")
        self.house.run("password", self.house.data, NEW, "--final", typed=PASSWORD + "\n")

        self.must(self.take(manager, "interviewed") == "sudah diwawancarai", "the branch manager interviews him")
        manager.goto(f"/people/{NEW}")
        self.must(
            manager.locator("input[name=step][value=recommended]").count() == 0, "and is offered no step that excludes it")
        # A page that stood open from before offers it nevertheless.
        form = self.form(manager, "commended")
        form.locator("[name=reason]").fill(SAID)
        form.evaluate("""details => {
            const form = details.querySelector('form')
            form.insertAdjacentHTML('beforeend', '<input type=hidden name=outcome value=yes>')
            form.querySelector('[name=step]').value = 'recommended'
            form.requestSubmit()
        }""")
        expect(manager.locator(".problem")).to_contain_text("langkah lain")
        self.must(True, "whoever takes it all the same is refused on the page, and told why")
        self.shot(manager, "course-refused")

        self.must(self.take(lead, "recommended") == "direkomendasikan", "the lead recommends him")
        self.must(self.take(hr, "confirmed") == "dikukuhkan personalia", "HR confirms him")
        hr.goto(f"/people/{NEW}")
        self.must(
            hr.locator("input[name=step][value=signed]").count() == 0,
            "where the branch recruited for a vendor, HR does not sign")
        self.must("ditandatangani" in self.sign(vendor, 90), "the vendor's manager signs")

        self.load("tickets", {
            "ticket_id": "T-9901", "customer_id": self.mine["customer_id"], "purpose": "sim-replacement",
            "unit_id": self.mine["unit_id"], "assigned_to": NEW, "opened_at": f"{day(-1)}T09:00:00+07:00", "closed_at": ""})
        own = self.enter(NEW)
        self.refused(own, "pelatihan", "but opens nothing before he is trained")
        self.must(self.take(lead, "trained", day=day(200)) == "aktif", "the lead trains him: he is active")
        self.opens(own, "and opens his ticket")

        # B4: his agreement ends while the page is open.
        agreement = {"agreement_id": f"A-{NEW}-1", "person_id": NEW, "vendor_id": "V1", "signed_by_unit": "HO"}
        self.load("agreements", {**agreement, "starts_on": day(-2), "ends_on": day(-1)})
        self.refused(own, "perjanjian", "B4: his agreement has ended: the open page's next click is refused, and told why")
        self.shot(own, "course-ended-agreement")
        self.must(self.sign(vendor, 20) == "aktif", "with a new agreement he is active again")
        self.opens(own, "and the open page goes on")
        own.goto("/desk")
        self.must("berakhir" in own.locator(".notice").inner_text(), "his desk says when it ends")
        hr.goto("/hiring")
        self.must("Wahyu Calon" in hr.locator("section[aria-labelledby=h-ending]").inner_text(), "and HR's page too")

        self.must(self.take(hr, "suspended") == "ditangguhkan", "HR suspends him")
        self.refused(own, "ditangguhkan", "the open page's next click is refused, and told why")
        self.must(self.take(hr, "resumed") == "aktif", "HR lets him go on")
        self.opens(own, "and he does")
        self.must(self.take(hr, "ended", day=day(-1)) == "berakhir", "HR ends his work")
        self.refused(own, "hari kerja terakhir", "the open page's next click is refused, and told why")
        steps = hr.locator("section[aria-labelledby=h-steps]").inner_text()
        self.must(SAID in steps and "Wahyu" not in steps, "every step stands on his page, with who and why")
        self.shot(hr, "course-whole")
        for page in (lead, manager, hr, vendor, own):
            page.context.close()

    def workstation(self) -> None:
        """Registered by whoever sits at it, admitted, lent to another, and taken back."""
        agent, lead = self.enter("P0104"), self.enter(LEAD)
        agent.goto("/workstations/this")
        agent.get_by_label("Nama").fill("Meja tiga")
        self.leave(agent, agent.locator("main form.stack button.go"))
        lead.goto("/workstations")
        self.leave(lead, lead.locator("form[action$='/admit'] button").first)
        lead.goto("/workstations")
        lead.locator("summary", has_text="Pinjamkan").click()
        lead.locator("form[action$='/lend'] [name=person]").fill("P0105")
        self.leave(lead, lead.locator("form[action$='/lend'] button"))
        expect(lead.locator("main")).to_contain_text("dipinjamkan kepada P0105")
        self.must(True, "a workstation is lent to one person until a time")
        self.check(lead, "workstations-lent 1280")
        lead.set_viewport_size({"width": 390, "height": 844})
        self.check(lead, "workstations-lent 390")
        lead.locator("form[action$='/return'] button").click()
        expect(lead.locator("main")).not_to_contain_text("dipinjamkan kepada")
        self.must(True, "and taken back")
        for page in (agent, lead):
            page.context.close()

    def opens(self, page: Page, what: str) -> None:
        page.goto("/desk")
        page.locator(".row", has_text="T-9901").click()
        expect(page.locator("[data-card]")).to_contain_text(self.mine["name"])
        self.must(True, what)

    def refused(self, page: Page, word: str, what: str) -> None:
        """The next click on what is open."""
        row = page.locator(".row", has_text="T-9901")
        if row.count():
            row.click()
            said = page.locator(".denial")
            expect(said).to_be_visible()
            page.wait_for_load_state()
        else:
            page.goto("/desk")
            said = page.locator("main")
        self.must(word in said.inner_text().lower(), f"{what} {'' if word in said.inner_text().lower() else said.inner_text()[:200]}")
        self.must(page.locator("[data-card]").count() == 0, "and no card stands there")

    def pages(self) -> None:
        plan = {
            HR: ["/hiring", f"/people/{NEW}", "/people/P0105", "/people", "/vendors", "/vendors/V1", "/terms"],
            VENDOR: ["/hiring", "/vendors/V1", f"/people/{VENDOR}"], LEAD: ["/hiring", "/workstations", "/people/P0105"],
        }
        self.visit(plan)
        page = self.enter(HR)
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto("/vendors")
        table = page.locator(".scroll")
        self.must(table.evaluate("part => part.scrollWidth <= part.clientWidth"), "on a phone nothing of the vendors is cut off")
        page.context.close()


def whole(course: Course) -> None:
    course.way_in()
    course.workstation()
    course.pages()
    course.server_log()


if __name__ == "__main__":
    sys.exit(tell(Course, "a person's course", whole))
