"""What people decide about each other, at the shell: the rules are those of the pages and of the API (C1).

    usage: people_at_shell.py --binary bin/amanah [--port 18690]

`amanah request`, `break-glass`, `team`, `workstation`, `quota`, `person step` and `import rosters`, each as it is meant and as somebody would misuse it: deciding for oneself,
for a colleague's team, twice, with a wrong password or a used code, with a reason that says nothing.
"""

import argparse
import csv
import datetime
import pathlib
import re
import sys
import tempfile

from command_line import AGENT, PASSWORD, ROOT, Shell, call, check, code, enrol, failures, renewed, stop
from live import Pages

LEAD, OTHER = "P0102", "P0103"
WHY = "pelanggan menunggu di meja dengan kartu lamanya"


class Desk:
    """The shell in the hands of people who prove themselves."""

    def __init__(self, shell: Shell):
        self.shell = shell
        for person in (LEAD, OTHER):
            enrol(shell, person)
        shell.run("password", shell.data, AGENT, "--final", typed=PASSWORD + "\n")
        server = shell.serve()
        shell.sign_in()
        stop(server)

    def typed(self, person: str) -> str:
        """Password and code; a new secret each time, since a code works once and the next one comes in 30 seconds."""
        return PASSWORD + "\n" + ("" if person == AGENT else code(renewed(self.shell, person))) + "\n"

    def does(self, words: str, person: str, *arguments, says="", stdin=None):
        done = self.shell.run(*arguments, typed=stdin or self.typed(person))
        check(words, done.returncode == 0 and re.search(says, done.stdout) is not None, (done.stdout[-200:], done.stderr[-300:]))
        return done.stdout

    def refused(self, words: str, person: str, *arguments, said="", status=1, stdin=None):
        self.shell.refused(words, *arguments, said=said, status=status, typed=stdin or self.typed(person))


def requests(desk: Desk, ticket: dict) -> None:
    print("--- request")
    data = desk.shell.data
    asking = ("--customer", ticket["customer_id"], "--purpose", "sim-replacement", "--ticket", ticket["ticket_id"],
              "--field", "address")

    def ask(reason=WHY) -> str:
        said = desk.does("an agent asks", AGENT, "request", "ask", data, "--person", AGENT, *asking, "--reason", reason,
                         says=rf"^R-\d+  waiting  by {AGENT}.*waits for {LEAD}")
        return said.split()[0]

    desk.refused("C5: not with a reason that says nothing", AGENT, "request", "ask", data, "--person", AGENT, *asking,
                 "--reason", ".", said="reason")
    desk.refused("nor with a wrong password", AGENT, "request", "ask", data, "--person", AGENT, *asking, "--reason", WHY,
                 stdin="salah sekali\n\n", said="not signed in")
    desk.refused("nor without one", AGENT, "request", "ask", data, "--person", AGENT, *asking, "--reason", WHY, stdin="\n",
                 status=64, said="standard input")
    first = ask()
    desk.refused("C1: nobody approves his own", AGENT, "request", "approve", data, first, "--person", AGENT,
                 said="does not wait for you")
    desk.refused("C2: nor does the lead of another team", OTHER, "request", "approve", data, first, "--person", OTHER,
                 said="there is no such")
    desk.does("his lead finds it", LEAD, "request", "list", data, "--person", LEAD, "--state", "waiting", says=first)
    desk.refused("a state that is none", LEAD, "request", "list", data, "--person", LEAD, "--state", "perhaps", status=64,
                 said="--state takes", stdin="a\nb\n")
    desk.does("and what he should know", LEAD, "request", "show", data, first, "--person", LEAD, says=r"30 days: \d+ looks")
    used = desk.typed(LEAD)
    desk.does("approves it, narrower", LEAD, "request", "approve", data, first, "--person", LEAD, "--looks", "1", "--minutes",
              "10", stdin=used, says=r"approved .*1 looks left")
    desk.refused("a code works once", LEAD, "request", "approve", data, first, "--person", LEAD, stdin=used,
                 said="not signed in")
    desk.refused("C4: and a request is decided once", LEAD, "request", "refuse", data, first, "--person", LEAD, "--reason", WHY,
                 said="waits for nobody")
    desk.does("the agent gives the grant back", AGENT, "request", "withdraw", data, first, "--person", AGENT, says="withdrawn")
    second = ask("pelanggan datang lagi dengan surat dari polisi")
    desk.refused("refusing needs a reason of substance", LEAD, "request", "refuse", data, second, "--person", LEAD, "--reason",
                 "..", said="in words")
    desk.does("and is done with one", LEAD, "request", "refuse", data, second, "--person", LEAD, "--reason",
              "alamat tidak diperlukan untuk ganti kartu", says="refused")


def glass(desk: Desk, ticket: dict) -> None:
    print("--- request review")
    shell = desk.shell
    server = shell.serve()
    token = shell.sign_in()
    status, _, answer = call(shell.port, "POST", "/api/v1/break-glass", {
        "customer_id": ticket["customer_id"], "purpose": "sim-replacement", "reason": "pelanggan jatuh sakit di depan meja"},
        token)
    if status != 201:
        # On his own ticket nothing stands in the way: another customer of his branch.
        with open(shell.company / "customers.csv", encoding="utf-8", newline="") as file:
            other = next(row for row in csv.DictReader(file) if row["unit_id"] == ticket["unit_id"]
                         and row["sensitivity"] == "ordinary" and row["customer_id"] != ticket["customer_id"])
        status, _, answer = call(shell.port, "POST", "/api/v1/break-glass", {
            "customer_id": other["customer_id"], "purpose": "sim-replacement",
            "reason": "pelanggan jatuh sakit di depan meja"}, token)
    stop(server)
    found = re.search(r"G-\d+", str(answer))
    check("an agent breaks the glass", status == 201 and found is not None, (status, answer))
    if not found:
        return
    number, words = found.group(), ("--words", "pelanggan memang sakit, dilihat di kamera")
    review = ("request", "review", shell.data, number)
    desk.refused("C1: nobody reviews his own", AGENT, *review, "--person", AGENT, "--in-order", *words,
                 said="somebody above")
    desk.refused("nor says neither yes nor no", LEAD, *review, "--person", LEAD, *words, status=64, said="either", stdin="a\nb\n")
    desk.does("his lead does", LEAD, *review, "--person", LEAD, "--in-order", *words, says=f"{number} of {AGENT}: in order")


def shattered(desk: Desk, ticket: dict) -> None:
    print("--- break-glass, team")
    shell = desk.shell
    with open(shell.company / "customers.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["sensitivity"] == "ordinary"]
    mine = [row for row in rows if row["unit_id"] == ticket["unit_id"] and row["customer_id"] != ticket["customer_id"]]
    strange = next(row for row in rows if row["unit_id"] != ticket["unit_id"])

    def breaking(row: dict, reason="pelanggan pingsan di depan meja tiga"):
        return (AGENT, "break-glass", shell.data, "--person", AGENT, "--customer", row["customer_id"], "--purpose",
                "sim-replacement", "--reason", reason)

    desk.refused("C5: no glass breaks for a reason that says nothing", *breaking(mine[5], "."), said="reason")
    desk.refused("L6: nor for a customer of another branch", *breaking(strange), said="denied: ")
    said = desk.does("C7: an agent breaks the glass at the shell", *breaking(mine[5]),
                     says=rf"^G-\d+  by {AGENT}  for {mine[5]['customer_id']}  .*open until .*review due ")
    check("and no datum of the customer is printed", not any(
        value in said for name, value in mine[5].items() if len(value) > 5 and name not in ("customer_id", "unit_id")), said)
    told = desk.does("his lead sees it in the team", LEAD, "team", shell.data, "--person", LEAD, says=rf"(?m)^{AGENT}\t")
    columns, *people = [line.split("\t") for line in told.splitlines()]
    row = next(dict(zip(columns, line)) for line in people if line[0] == AGENT)
    check("as a glass nobody reviewed", int(row["glass_unreviewed"]) >= 1, row)
    other = desk.does("another lead does not see him", OTHER, "team", shell.data, "--person", OTHER)
    check("nor any of his", AGENT not in other, other)
    desk.refused("L9: nor does he himself see a team", AGENT, "team", shell.data, "--person", AGENT, said="not for this role")


def computers(desk: Desk) -> None:
    print("--- workstation")
    shell = desk.shell
    server = shell.serve()
    pages = Pages(shell.port)
    pages.submit("/sign-in", "/sign-in", {"person": AGENT, "password": PASSWORD})
    status, where, _ = pages.submit("/workstations/this", "/workstations", {"name": "Meja 7"})
    stop(server)
    check("an agent registers his browser on the page", status == 303 and where == "/workstations/this", (status, where))

    def at(by: str, verb: str, *more):
        return (by, "workstation", verb, shell.data, "--person", by, *more)

    said = desk.does("his lead finds it", *at(LEAD, "list"), says=rf"Meja 7  .*registered by {AGENT}  waits to be admitted")
    found = re.search(r"(?m)^(W\S+)  Meja 7", said)
    number = found.group(1) if found else "W0"
    desk.refused("C1: nobody admits his own", *at(AGENT, "admit", number), said="not for this role")
    desk.refused("what is not admitted is not lent", *at(LEAD, "lend", number, "--to", AGENT, "--hours", 8), said="admit it first")
    desk.does("his lead admits it", *at(LEAD, "admit", number), says=f"^{number}: admitted by {LEAD}")
    desk.refused("not for longer than a month", *at(LEAD, "lend", number, "--to", AGENT, "--hours", 745), said="1 to 744")
    desk.does("and lends it", *at(LEAD, "lend", number, "--to", AGENT, "--hours", 8), says=f"lent to {AGENT} for 8 hours")
    desk.does("until when stands in the list", *at(LEAD, "list"), says=rf"admitted by {LEAD}  lent to {AGENT} until 20")
    desk.does("takes it back", *at(LEAD, "return", number), says="taken back")
    desk.refused("which is done once", *at(LEAD, "return", number), said="not lent")
    desk.does("and withdraws it", *at(LEAD, "withdraw", number), says="withdrawn")
    desk.refused("for good", *at(LEAD, "admit", number), said="register the computer again")


def quotas(desk: Desk) -> None:
    print("--- quota")

    def setting(person: str, of: str, limit: int):
        return (person, "quota", desk.shell.data, "--person", person, "--of", of, "--quota", "reveals_per_day", "--limit",
                limit, "--reason", "minggu ini banyak antrean")

    desk.refused("C1: nobody sets his own", *setting(AGENT, AGENT, 20), said="not for this role")
    desk.refused("nor beyond the charter's bounds", *setting(LEAD, AGENT, 2_000_000), said="0 to 1000000")
    desk.refused("nor of another team", *setting(OTHER, AGENT, 5), said="there is no such")
    desk.does("a lead sets it within them", *setting(LEAD, AGENT, 5), says=f"{AGENT}: reveals_per_day is 5")


def steps(desk: Desk) -> None:
    print("--- person step")
    data = desk.shell.data

    def step(by: str, word: str, *more):
        return (by, "person", "step", data, AGENT, word, "--by", by, "--why", WHY, *more)

    desk.refused("C1: nobody takes a step on himself", *step(AGENT, "commended"), said="own-course")
    desk.refused("a lead lets nobody go on whom HR has to", *step(LEAD, "resumed"), said="step-not-yours")
    desk.refused("a step that is none", *step(LEAD, "promoted"), status=64, said="is no step", stdin="a\nb\n")
    desk.refused("a wrong password", *step(LEAD, "commended"), stdin="salah sekali\n123456\n",
                 said="not signed in")
    desk.refused("evidence that is no look", *step(LEAD, "warned", "--evidence", "banyak"), status=64, said="L-12", stdin="a\nb\n")
    desk.does("his lead commends him", *step(LEAD, "commended"), says=f"^{AGENT}: ")

    def record(by: str, of=AGENT):
        return (by, "person", "show", data, of, "--by", by)

    done = desk.shell.run("review", "draw", data)
    check("last week's samples are drawn", done.returncode == 0, done.stderr)
    desk.does("his lead reads his record and what reviews found", *record(LEAD),
              says=rf"^{AGENT}: active\n90 days: \d+ looks, \d+ refusals, 0 sanctions\nreviews 20\S+ to 20\S+: \d+ drawn of")
    desk.does("he himself does", *record(AGENT), says=rf"^{AGENT}: active\n")
    desk.refused("L9: of others he reads nothing", *record(AGENT, LEAD), said="there is no such")
    desk.does("and suspends him", *step(LEAD, "suspended"), says=f"^{AGENT}: suspended")
    desk.refused("who then asks for nothing", AGENT, "request", "list", data, "--person", AGENT, said="suspended")


def rosters(desk: Desk) -> None:
    print("--- import rosters")
    shell = desk.shell
    path = shell.place / "rosters.csv"
    start = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)

    def write(hours: int, person=AGENT):
        end = start + datetime.timedelta(hours=hours)
        path.write_text(f"person_id,starts_at,ends_at\n{person},{start.isoformat()},{end.isoformat()}\n")

    write(25)
    shell.refused("a shift longer than a day is refused at its place", "import", "rosters", shell.data, path,
                  said=r"rosters\.csv:2:3: error: .*24 hours")
    write(8, "P9999")
    shell.refused("and a stranger's", "import", "rosters", shell.data, path, said=r"rosters\.csv:2:1: error: person")
    write(8)
    done = shell.run("import", "rosters", shell.data, path)
    check("a roster is loaded", done.returncode == 0 and "1 rosters" in done.stdout, (done.stdout, done.stderr))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "bin/amanah")
    parser.add_argument("--port", type=int, default=18690)
    settings = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        shell = Shell(settings.binary.resolve(), pathlib.Path(place), settings.port)
        assert shell.run("demo-data", shell.company, "--customers", "600").returncode == 0
        done = shell.run("init", shell.data, "--from", shell.company, "--charter", shell.charter)
        assert done.returncode == 0, done.stderr
        with open(shell.company / "tickets.csv", encoding="utf-8", newline="") as file:
            ticket = next(row for row in csv.DictReader(file) if row["assigned_to"] == AGENT and not row["closed_at"]
                          and row["purpose"] == "sim-replacement")
        desk = Desk(shell)
        requests(desk, ticket)
        glass(desk, ticket)
        shattered(desk, ticket)
        computers(desk)
        quotas(desk)
        rosters(desk)
        steps(desk)
        done = shell.run("ledger", "verify", shell.data)
        check("the log holds afterwards", done.returncode == 0, done.stderr)
    print(f"{len(failures)} failed" if failures else "all hold")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
