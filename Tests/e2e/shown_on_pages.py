"""D8 from the rendered pages: each field that a card shows is what its entry committed to, and nothing else of a customer
stands on the page. Charters, roles, purposes, forms and customers are random; the seed is printed.

usage: shown_on_pages.py --binary bin/amanah [--port 18710] [--seed N] [--rounds 1] [--looks 40]

The page is read by Python's own HTML parser, the commitments are opened by the evidence's own script, in this process.
"""

import argparse
import contextlib
import csv
import html.parser
import importlib.util
import io
import pathlib
import random
import re
import shutil
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))
sys.path.insert(0, str(ROOT / "Tests/e2e"))

import command_line  # noqa: E402
import company  # noqa: E402
import gateway  # noqa: E402
import live  # noqa: E402
from command_line import PASSWORD, Shell, check, code, enrol, failures, stop  # noqa: E402

AGENTS, TICKETS = 6, 30


class Card(html.parser.HTMLParser):
    """A page taken apart: text and attributes, and for each field of the card the text of its value."""

    VOID = {"input", "meta", "link", "br", "img", "path", "circle", "hr", "use", "rect", "line"}

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.values, self.rows, self.outside, self.look = {}, [], [], None
        self.stack, self.field, self.value, self.exact = [], None, None, None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, given):
        attributes = dict(given)
        classes = (attributes.get("class") or "").split()
        self.outside += [value for value in attributes.values() if value]
        if tag == "div" and "field" in classes and (attributes.get("id") or "").startswith("f-"):
            self.field = (attributes["id"][2:], len(self.stack))
            self.rows.append(self.field[0])
        if tag in ("span", "data") and "val" in classes:
            self.value = ("", len(self.stack))
            self.exact = attributes.get("value")
        if tag not in self.VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, given):
        self.outside += [value for _, value in given if value]

    def handle_endtag(self, tag):
        if tag in self.VOID or tag not in self.stack:
            return
        while self.stack and self.stack.pop() != tag:
            pass
        if self.value and len(self.stack) <= self.value[1]:
            if self.field is None or self.field[0] in self.values:
                raise ValueError("a value outside of a field, or two in one")
            # An amount reads `Rp 381.000`; the value itself stands beside it, and both are the same.
            if self.exact is not None and self.value[0] != "Rp " + f"{int(self.exact):,}".replace(",", "."):
                raise ValueError("an amount is shown that is not the field's value")
            self.values[self.field[0]] = self.value[0] if self.exact is None else self.exact
            self.value, self.exact = None, None
        if self.field and len(self.stack) <= self.field[1]:
            self.field = None

    def handle_data(self, data):
        if self.value:
            self.value = (self.value[0] + data, self.value[1])
        else:
            self.outside.append(data)
            if found := re.search(r"\bL-\d+\b", data):
                self.look = self.look or found.group(0)

    def handle_comment(self, data):
        self.outside.append(data)


def charter(chance: random.Random) -> tuple[str, dict]:
    """The plain charter with random forms and reveals, and three random roles; the text, and which role has which purposes.

    The first purpose of all is every role's and shows the employer, whose words HTML has to escape, in full: without it one
    charter in four shows too little of that to prove anything.
    """
    text = (ROOT / "charters/plain.yaml").read_text()
    fields = re.findall(r"^  (\w+): \{class: (\w+)(, mask: \w+)?", text.split("purposes:")[0], re.M)
    purposes = re.findall(r"^  ([\w-]+):$", text.split("\npurposes:\n")[1].split("\nroles:\n")[0].split("\n\n")[0], re.M)
    written = []
    for purpose in purposes:
        shows, reveals = {}, []
        for field, kind, mask in fields:
            form = chance.choice(["hidden", "verify", "full"] + ["masked"] * (2 if mask else 0))
            if (purpose, field) == (purposes[0], "employer"):
                form = "full"
            shows[field] = form
            if form != "full" and kind != "family" and chance.random() < 0.5:
                reveals.append(f"{field}: {{reason: true, approval: none}}")
        forms = ", ".join(f"{field}: {form}" for field, form in shows.items())
        written.append(f"  {purpose}:\n    title: {{id: Tugas {purpose}, en: Task {purpose}}}\n    needs: [ticket, book, presence]\n"
                       f"    shows: {{{forms}}}\n    reveals: {{{', '.join(reveals)}}}\n")
    head, rest = text.split("\npurposes:\n")
    roles = {f"agent-{letter}": purposes[:1] + chance.sample(purposes[1:], chance.randint(0, 3)) for letter in "abc"}
    quotas = "{looks_per_day: 100000, searches_per_day: 100000, reveals_per_day: 100000, customers_per_day: 100000}"
    added = "".join(f"  {name}: {{purposes: [{', '.join(own)}], quotas: {quotas}}}\n" for name, own in roles.items())
    return head + "\npurposes:\n" + "".join(written) + "\nroles:\n" + added + rest.split("\nroles:\n")[1], roles


def random_company(chance: random.Random, folder: pathlib.Path, roles: dict) -> tuple[list, dict]:
    """The company with random roles, purposes and values that HTML has to escape; its tickets, and each customer's values."""
    company.write(folder, AGENTS * TICKETS, AGENTS, TICKETS)

    def rewrite(table, change):
        with open(folder / f"{table}.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            change(row)
        with open(folder / f"{table}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return rows

    role = {}

    def person(row):
        if row["role"] == "agent":
            row["role"] = role[row["person_id"]] = chance.choice(sorted(roles))

    def customer(row):
        row["employer"] = chance.choice(["Toko <b>Maju</b> & \"Anak\"", "PT Tani's", "{{name}}", "Pasar &amp; Warung", ""])
        if chance.random() < 0.3:
            row["name"] = row["name"] + chance.choice([" O'Brien", " <i>Jr</i>", " & Rekan"])
        if chance.random() < 0.2:
            row["device"] = ""

    def ticket(row):
        row["purpose"] = chance.choice(roles[role[row["assigned_to"]]])

    rewrite("people", person)
    customers = rewrite("customers", customer)
    return rewrite("tickets", ticket), {row["customer_id"]: row for row in customers}


def chosen(chance: random.Random, tickets: list, looks: int) -> list:
    """Tickets to look at: half of them, if there are as many, of the purpose that shows words to escape."""
    first = re.search(r"\npurposes:\n  ([\w-]+):", (ROOT / "charters/plain.yaml").read_text()).group(1)
    those = [ticket for ticket in tickets if ticket["purpose"] == first]
    half = chance.sample(those, min(len(those), looks // 2))
    rest = chance.sample([ticket for ticket in tickets if ticket not in half], looks - len(half))
    return chance.sample(half + rest, looks)


def script(bundle: pathlib.Path):
    """The bundle's own script as a module."""
    spec = importlib.util.spec_from_file_location("verify_bundle", bundle / "verify.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def opened(bundle: pathlib.Path, key: str) -> dict:
    """For each entry its fields and values, out of commitments that hold."""
    module = script(bundle)
    with contextlib.redirect_stdout(io.StringIO()):
        module.main([key])
    found = {}
    for file in (bundle / "entries").glob("*.opened"):
        lines = file.read_text().splitlines()
        halves = {}
        for line in lines[2:]:
            name, state, *rest = line.split(" ")
            if name in ("fields", "values"):
                assert state == "open", line
                value, texts, at = module.bytes_of(rest[1]), [], 0
                while at < len(value):
                    length = int.from_bytes(value[at:at + 2], "big")
                    texts.append(value[at + 2:at + 2 + length].decode())
                    at += 2 + length
                halves[name] = dict(zip(texts[::2], texts[1::2]))
        found[int(file.stem)] = halves
    return found


def personal(row: dict) -> list[str]:
    """What of a customer is long enough to be known again on a page: no single word of a name that staff bear as well."""
    names = ("name", "phone", "nik", "kk", "birth_date", "mother_maiden_name", "spouse_name", "address", "email", "imei",
             "last_location")
    values = [row[name] for name in names if row.get(name) and len(row[name]) >= 8]
    return values + ["+62" + row["phone"][1:], row["phone"][1:]]


def round_of(seed: int, binary: pathlib.Path, port: int, looks: int) -> tuple[int, int, int]:
    chance = random.Random(seed)
    wrong, fields, reveals, escaped = [], 0, 0, 0
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        text, roles = charter(chance)
        shutil.copytree(ROOT / "charters/terms", place / "terms")
        (place / "random.yaml").write_text(text)
        tickets, customers = random_company(chance, place / "company", roles)
        shell = Shell(binary, place, port)
        done = shell.run("init", shell.data, "--from", shell.company, "--charter", place / "random.yaml")
        if done.returncode:
            raise RuntimeError(f"seed {seed}: {done.stderr}")
        dpo = enrol(shell, "P0002")
        staff = {row["name"] for row in csv.DictReader(open(place / "company/people.csv", encoding="utf-8"))}
        people = sorted({ticket["assigned_to"] for ticket in tickets})
        for person in people:
            shell.run("password", shell.data, person, "--final", typed=PASSWORD + "\n")
        server = shell.serve()
        pages = {}
        for person in people:
            shell.sign_in(person)
            pages[person] = live.Pages(shell.port)
            pages[person].submit("/sign-in", "/sign-in", {"person": person, "password": PASSWORD})
        cards, shown = [], {}
        for ticket in chosen(chance, tickets, looks):
            page = pages[ticket["assigned_to"]]
            fill = {"customer": ticket["customer_id"], "purpose": ticket["purpose"], "ticket": ticket["ticket_id"]}
            status, _, answer = page.submit("/desk", "/looks", fill)
            card = Card(answer)
            if status != 200 or card.look is None:
                wrong.append(f"{ticket}: {status}")
                continue
            cards.append((card.look, ticket["customer_id"], card))
            token = re.search(r'name="csrf" value="([^"]*)"', answer).group(1)
            for action, inside in re.findall(r'<form method="post" action="(/looks/L-\d+/reveals)"(.*?)</form>', answer, re.S):
                if chance.random() < 0.4:
                    field = re.search(r'name="field" value="([^"]*)"', inside).group(1)
                    key = re.search(r'name="open" value="([^"]*)"', inside).group(1)
                    words = f"pelanggan minta {field.replace('_', ' ')} dibacakan, kali {chance.randrange(10**6)}"
                    status, _, more = page.ask("POST", action, {"csrf": token, "field": field, "open": key, "reason": words})
                    part = Card(more)
                    if status != 200 or part.rows != [field] or field not in part.values:
                        # A field without a value reveals nothing.
                        if status != 200 or customers[ticket["customer_id"]][field]:
                            wrong.append(f"reveal of {field} in {card.look}: {status} {part.rows}")
                        continue
                    reveals += 1
                    shown.setdefault(card.look, []).append((field, part.values[field]))
                    cards.append((None, ticket["customer_id"], part))
        stop(server)
        key = shell.run("ledger", "key", shell.data).stdout.strip()
        bundle = place / "bundle"
        numbers = ",".join(look for look, _, _ in cards if look)
        done = shell.run("evidence", shell.data, "--person", "P0002", "--looks", numbers, "--case", "PERKARA-8", "--why",
                         "laporan pelanggan kepada regulator", "--to", bundle, typed=f"{PASSWORD}\n{code(dpo)}\n")
        if done.returncode:
            raise RuntimeError(f"seed {seed}: {done.stderr}")
        entries = opened(bundle, key)
        revealed = [halves["values"] for halves in entries.values() if list(halves.get("fields", {}).values()) != []]
        for look, customer, card in cards:
            if look:
                entry = entries[int(look[2:]) - 1]
                fields += len(card.values)
                escaped += sum(any(sign in value for sign in "<&\"'{") for value in card.values.values())
                if card.values != entry["values"]:
                    wrong.append(f"{look}: the page shows {card.values}, the entry says {entry['values']}")
                if not set(card.values) <= {field for field, form in entry["fields"].items() if form in ("masked", "full")}:
                    wrong.append(f"{look}: a field is shown in a form that the entry does not name")
                for field, value in shown.get(look, []):
                    if {field: value} not in revealed:
                        wrong.append(f"{look}: no entry says that {field} was revealed so")
            # The heading is the name in the form that was shown, which the entry says too.
            said = card.values.get("name")
            outside = "\n".join(part for part in card.outside if part.strip() != said)
            for value in personal(customers[customer]):
                # The page names who looks and who watches; a customer may bear a part of such a name.
                if value in outside and not any(value in name for name in staff):
                    wrong.append(f"{look or 'a reveal'}: something of `{customer}` stands outside of the fields: {value}")
            for other in chance.sample(sorted(customers), 20):
                if other != customer and any(value in "\n".join([outside, *card.values.values()]) and value not in staff
                                             for value in [customers[other]["nik"], customers[other]["phone"]]):
                    wrong.append(f"{look or 'a reveal'}: something of another customer stands on the page")
    check(f"D8: seed {seed}: {fields} fields of {looks} cards and {reveals} reveals are what their entries committed to, and "
          "nothing of a customer stands beside them", not wrong, "\n    ".join(wrong[:5]))
    return fields, reveals, escaped


def enough(totals: list[int]) -> bool:
    return totals[0] > 100 and totals[1] > 20 and totals[2] > 5


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "bin/amanah")
    parser.add_argument("--port", type=int, default=18710)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--looks", type=int, default=40)
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    totals, turn = [0, 0, 0], 0
    # One round in some five hundred draws a charter that reveals too little: another is added to it, four at most.
    while turn < given.rounds or (turn < given.rounds + 4 and not failures and not enough(totals)):
        figures = round_of(given.seed + turn, given.binary.resolve(), given.port, given.looks)
        totals, turn = [sum(pair) for pair in zip(totals, figures)], turn + 1
    check("enough was shown, revealed and escaped to prove anything", enough(totals), totals)
    print("FAILED" if failures else "held")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
