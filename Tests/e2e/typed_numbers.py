"""D10, A7: a NIK typed where an id belongs is nowhere to be read afterwards, by whichever door it came.

usage: typed_numbers.py --binary bin/amanah [--port 18740]

Over the API, on the pages and at the shell a number of 16 digits is given as customer, ticket and purpose. Then the data
folder, its write-ahead log included, the server's words and the pages of the log are searched for it: none holds it, and
the log shows one mark for the same number by whichever door.
"""

import argparse
import csv
import pathlib
import re
import sys
import tempfile

import one_day
from command_line import AGENT, PASSWORD, ROOT, Shell, call, check, code, enrol, failures, renewed, stop
from live import Pages

READER = "P0002"
WHY = "pelanggan menunggu di meja dengan kartu lamanya"


def over_api(shell: Shell, nik: str, ticket: dict) -> list[int]:
    token = shell.sign_in()
    said = [
        ("looks", {"customer_id": nik, "purpose": "sim-replacement"}),
        ("looks", {"customer_id": nik, "purpose": "sim-replacement", "ticket_id": ticket["ticket_id"]}),
        ("looks", {"customer_id": ticket["customer_id"], "purpose": "sim-replacement", "ticket_id": nik}),
        ("looks", {"customer_id": ticket["customer_id"], "purpose": nik}),
        ("verifications", {"customer_id": nik, "purpose": "sim-replacement", "ticket_id": ticket["ticket_id"],
                           "field": "mother_maiden_name", "said": "entah"}),
        ("requests", {"customer_id": nik, "purpose": "sim-replacement", "fields": ["name"], "reason": WHY}),
        ("break-glass", {"customer_id": nik, "purpose": "sim-replacement", "reason": WHY}),
    ]
    statuses = [call(shell.port, "POST", f"/api/v1/{path}", body, token)[0] for path, body in said]
    statuses.append(call(shell.port, "POST", "/api/v1/searches", {"customer_id": nik}, token)[0])
    return statuses


def on_pages(shell: Shell, nik: str) -> list[tuple[int, str]]:
    pages = Pages(shell.port)
    pages.submit("/sign-in", "/sign-in", {"person": AGENT, "password": PASSWORD})
    found = []
    for fields in ({"customer": nik, "purpose": "sim-replacement", "ticket": ""},
                   {"customer": nik, "purpose": "sim-replacement", "ticket": nik}):
        status, address, _ = pages.submit("/desk", "/looks", fields)
        found.append((status, address))
    return found


def at_shell(shell: Shell, nik: str) -> list:
    asking = ("--customer", nik, "--purpose", "sim-replacement", "--reason", WHY)
    return [
        shell.run("request", "ask", shell.data, "--person", AGENT, *asking, "--field", "name", typed=PASSWORD + "\n\n"),
        shell.run("break-glass", shell.data, "--person", AGENT, *asking, typed=PASSWORD + "\n\n"),
    ]


def holding(shell: Shell, nik: str) -> list[str]:
    """Files of the data folder, and the server's words, that hold the number."""
    while True:
        files = [path for path in shell.data.rglob("*") if path.is_file()] + [shell.place / "serve.log"]
        try:
            return [path.name for path in files if nik.encode() in path.read_bytes()]
        except FileNotFoundError:
            # Put under another name meanwhile by the server.
            continue


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "bin/amanah")
    parser.add_argument("--port", type=int, default=18740)
    settings = parser.parse_args()
    # The page of the person's day is read.
    one_day.wait_for(3)
    with tempfile.TemporaryDirectory() as place:
        shell = Shell(settings.binary.resolve(), pathlib.Path(place), settings.port)
        assert shell.run("demo-data", shell.company, "--customers", "200").returncode == 0
        done = shell.run("init", shell.data, "--from", shell.company, "--charter", shell.charter)
        assert done.returncode == 0, done.stderr
        with open(shell.company / "tickets.csv", encoding="utf-8", newline="") as file:
            ticket = next(row for row in csv.DictReader(file) if row["assigned_to"] == AGENT and not row["closed_at"]
                          and row["purpose"] == "sim-replacement")
        with open(shell.company / "customers.csv", encoding="utf-8", newline="") as file:
            nik = next(row["nik"] for row in csv.DictReader(file) if row["customer_id"] != ticket["customer_id"])
        enrol(shell, READER)
        shell.run("password", shell.data, AGENT, "--final", typed=PASSWORD + "\n")
        server = shell.serve()
        statuses = over_api(shell, nik, ticket)
        check("the API refuses each and finds nobody", statuses == [403] * 7 + [200], statuses)
        answers = on_pages(shell, nik)
        check("so do the pages, and no address holds the number",
              all(status == 403 and nik not in address for status, address in answers), answers)
        check("while it is served, no file and no word of the server holds it", not holding(shell, nik), holding(shell, nik))
        pages = Pages(shell.port)
        pages.submit("/sign-in", "/sign-in", {"person": READER, "password": PASSWORD})
        pages.submit("/sign-in/code", "/sign-in/code", {"code": code(renewed(shell, READER))})
        log = pages.ask("GET", "/log?q=kind%3Adenial")[2]
        marks = re.findall(r"pelanggan tak dikenal \((unknown\.[a-p]{16})\)", log)
        check("the log shows the same mark for each", len(marks) >= 6 and len(set(marks)) == 1 and nik not in log,
              (len(marks), set(marks)))
        if marks:
            filtered = pages.ask("GET", f"/log?q=customer%3A{marks[0]}")[2]
            check("and is filtered by it", filtered.count(marks[0]) > len(marks) and nik not in filtered, filtered[:200])
            check("a ticket and a purpose that nothing bears have it too",
                  f"tiket tak dikenal ({marks[0]})" in log and f"keperluan tak dikenal ({marks[0]})" in log)
        day = pages.ask("GET", f"/team/{AGENT}/day")
        check("the person's day shows the refusals without it", day[0] == 200 and nik not in day[2] and "tak dikenal" in day[2],
              day[0])
        stop(server)
        answers = at_shell(shell, nik)
        check("the shell refuses it and does not say it again",
              all(done.returncode == 1 and nik not in done.stdout + done.stderr for done in answers),
              [(done.returncode, done.stderr[-200:]) for done in answers])
        check("nothing holds it afterwards", not holding(shell, nik), holding(shell, nik))
        done = shell.run("ledger", "verify", shell.data)
        check("the log holds", done.returncode == 0, done.stderr)
    print(f"{len(failures)} failed" if failures else "all hold")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
