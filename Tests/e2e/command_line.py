"""The program at the shell, as an administrator would misuse it.

usage: command_line.py --binary bin/amanah [--port 18650]
"""

import argparse
import base64
import csv
import hashlib
import hmac
import importlib.util
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

import one_time  # noqa: E402
from gateway import call  # noqa: E402
from server import Server  # noqa: E402

PASSWORD = "coba-amanah-2026"
AGENT = "P0104"
failures = []


def check(words: str, holds: bool, more="") -> None:
    print(f"{'ok  ' if holds else 'FAIL'} {words}{'' if holds else f': {more}'}", flush=True)
    if not holds:
        failures.append(words)


def tree(folder: pathlib.Path) -> dict:
    """Every file's digest."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


class Shell:
    """One place with a company, a data folder made of it, and the program."""

    def __init__(self, binary: pathlib.Path, place: pathlib.Path, port: int):
        self.binary, self.place, self.port = binary, place, port
        self.company, self.data, self.charter = place / "company", place / "data", ROOT / "charters/plain.yaml"

    def run(self, *arguments, typed="", environment=None):
        return subprocess.run(
            [str(self.binary), *map(str, arguments)], input=typed, capture_output=True, text=True, timeout=300,
            env={**os.environ, **(environment or {})})

    def refused(self, words: str, *arguments, said="", status=1, typed="", environment=None):
        """Ends with `status`, says `said` (a pattern) on standard error, and speaks of no crash."""
        done = self.run(*arguments, typed=typed, environment=environment)
        text = done.stderr
        check(words, done.returncode == status and re.search(said, text) is not None and "Fatal" not in text,
              (done.returncode, done.stdout[-200:], text[-400:]))

    def serve(self, data=None, *options) -> Server:
        data = data or self.data
        return Server("amanah", [self.binary, "serve", data, "--port", self.port, *options], self.port,
                      self.place / "serve.log").start()

    def sign_in(self, person=AGENT) -> str:
        status, _, answer = call(self.port, "POST", "/api/v1/sessions", {"person": person, "password": PASSWORD})
        assert status == 201, (status, answer)
        token = answer["token"]
        _, _, terms = call(self.port, "GET", "/api/v1/me/terms", token=token)
        call(self.port, "POST", "/api/v1/me/terms", {"version": terms["version"]}, token)
        return token


def stop(server: Server) -> int:
    server.process.send_signal(signal.SIGTERM)
    return server.process.wait(120)


def changed_company(shell: Shell, name: str, table: str, line: int, column: str, value: str) -> pathlib.Path:
    """A copy of the company with one cell changed; `line` counts from 1 with the header."""
    folder = shell.place / name
    shutil.copytree(shell.company, folder)
    path = folder / f"{table}.csv"
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    rows[line - 1][rows[0].index(column)] = value
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return folder


def making(shell: Shell):
    print("--- init")
    done = shell.run("init", shell.data, "--from", shell.company, "--charter", shell.charter)
    check("makes a data folder", done.returncode == 0, done.stderr)
    check("of mode 0700, its key of mode 0600",
          (shell.data.stat().st_mode & 0o777, os.stat(f"{shell.data}.key").st_mode & 0o777) == (0o700, 0o600))
    before = tree(shell.data)
    shell.refused("a folder that is there is refused", "init", shell.data, "--from", shell.company, "--charter",
                  shell.charter, said="is there already")
    check("and unharmed, its key too", tree(shell.data) == before and os.path.exists(f"{shell.data}.key"))
    for words, table, line, column, value, said in [
        ("an unknown unit", "people", 3, "unit_id", "NOWHERE", r"people\.csv:3:\d+: error: unit"),
        ("a day that is none", "agreements", 4, "ends_on", "2026-02-30", r"agreements\.csv:4:\d+: error: .*day"),
        ("a duplicate id", "customers", 3, "customer_id", None, r"customers\.csv:3:\d+: error: customer .* twice"),
    ]:
        if value is None:
            with open(shell.company / f"{table}.csv", newline="", encoding="utf-8") as file:
                value = list(csv.DictReader(file))[0][column]
        folder = changed_company(shell, f"bad-{column}", table, line, column, value)
        new = shell.place / "refused"
        shell.refused(words, "init", new, "--from", folder, "--charter", shell.charter, said=said)
        check("and nothing is left behind", not list(shell.place.glob("refused*")), list(shell.place.glob("refused*")))
    shell.refused("a folder without CSV files", "init", shell.place / "refused", "--from", shell.place / "none",
                  "--charter", shell.charter, said="the table is missing")
    check("and nothing is left behind", not list(shell.place.glob("refused*")), list(shell.place.glob("refused*")))
    shell.refused("a charter that is not there", "init", shell.place / "refused", "--from", shell.company, "--charter",
                  "none.yaml", said="cannot be read")


def keys(shell: Shell):
    print("--- key file")
    key = pathlib.Path(f"{shell.data}.key")
    other = shell.place / "other.key"
    other.write_text(base64.b64encode(os.urandom(32)).decode() + "\n")
    other.chmod(0o600)
    verify = ("ledger", "verify", shell.data)
    shell.refused("a missing key file", *verify, "--key-file", shell.place / "no.key", said="key")
    shell.refused("another folder's key", *verify, "--key-file", other, said="key")
    shell.refused("the same, named by the environment", *verify, environment={"AMANAH_KEY_FILE": str(other)}, said="key")
    key.chmod(0o644)
    shell.refused("a key that others can read", *verify, said="chmod|0600|others")
    key.chmod(0o600)
    check("the right key opens", shell.run(*verify).returncode == 0)
    shell.refused("a folder that is none", "ledger", "verify", shell.company, said="data folder|init")


def people(shell: Shell):
    print("--- people")
    shell.refused("an unknown person", "password", shell.data, "P9999", typed=PASSWORD + "\n", said="check the id")
    shell.refused("an empty password", "password", shell.data, AGENT, typed="\n", said="standard input", status=64)
    shell.refused("no password", "password", shell.data, AGENT, said="standard input", status=64)
    shell.refused("a short password", "password", shell.data, AGENT, typed="kort1\n", said="password")
    shell.refused("a last day that is none", "person", "end", shell.data, AGENT, "--by", "P0101", "--why",
                  "contract ended early", "--last-day", "2026-13-01", status=64, said="last-day")
    done = shell.run("demo", shell.data)
    check("the demonstration's logins are set", done.returncode == 0, done.stderr)


def charters(shell: Shell):
    print("--- charter")
    good = shell.run("charter", "check", shell.charter)
    check("a charter is checked", good.returncode == 0 and "agent" in good.stdout and not good.stderr, good.stderr)
    alone = shell.place / "alone" / "plain.yaml"
    alone.parent.mkdir()
    shutil.copy(shell.charter, alone)
    place = next(rf"{number}:{line.index('terms/') + 1}" for number, line in
                 enumerate(alone.read_text().splitlines(), 1) if "document:" in line)
    words = rf"alone/plain\.yaml:{place}: the terms `terms/[^`]*` are not beside the charter \(put them at `.*/alone/terms/"
    apart = shell.run("charter", "check", alone)
    check("a charter without its terms is checked all the same, with a warning at its place", apart.returncode == 0
          and apart.stdout == good.stdout and re.search("^warning: .*" + words, apart.stderr) is not None, apart.stderr)
    shell.refused("no folder is made by it", "init", shell.place / "without-terms", "--from", shell.company, "--charter",
                  alone, said=words)
    shell.refused("nor is it adopted", "charter", "adopt", shell.data, alone, "--proposer", "P0002", "--confirmer", "P0001",
                  typed="a\nb\nc\nd\n", said=words)
    broken = shell.place / "broken.yaml"
    shutil.copytree(ROOT / "charters/terms", shell.place / "terms")
    broken.write_text(shell.charter.read_text().replace("purposes:", "purpozes:", 1))
    shell.refused("a misspelt word is named with its place", "charter", "check", broken, said=r"broken\.yaml:\d+:\d+")
    with open(shell.company / "tickets.csv", newline="", encoding="utf-8") as file:
        ticket = next(row for row in csv.DictReader(file) if row["assigned_to"] == AGENT and not row["closed_at"])
    explain = ["charter", "explain", shell.data, "--person", AGENT, "--customer", ticket["customer_id"], "--purpose",
               ticket["purpose"]]
    without = shell.run(*explain)
    check("explain says why not", without.returncode == 0 and without.stdout.startswith("denied"), without.stdout)
    shell.refused("explain for nobody", "charter", "explain", shell.data, "--person", "P9999", "--customer", "C1",
                  "--purpose", "x", said="check the id")
    return ticket


def serving(shell: Shell, ticket: dict):
    print("--- serve")
    server = shell.serve()
    token = shell.sign_in()
    body = {"customer_id": ticket["customer_id"], "purpose": ticket["purpose"], "ticket_id": ticket["ticket_id"]}
    looked = call(shell.port, "POST", "/api/v1/looks", body, token)
    check("a look is shown", looked[0] == 201, looked[::2])
    shell.refused("a second server of the folder is refused", "serve", shell.data, "--port", shell.port + 1,
                  said="being served already")
    with open(shell.company / "tickets.csv", encoding="utf-8") as file:
        lines = file.read().splitlines()
    bad = shell.place / "tickets.csv"
    bad.write_text("\n".join([lines[0], lines[1], lines[2].replace(",", ",x", 1)]) + "\n")
    before = shell.run("ledger", "verify", shell.data).stdout
    shell.refused("a bad table is refused with its place", "import", "tickets", shell.data, bad,
                  said=r"tickets\.csv:3:\d+: error")
    check("and leaves everything as it was", shell.run("ledger", "verify", shell.data).stdout == before)
    shell.refused("a table that is none", "import", "colours", shell.data, bad, status=64, said="is no table")

    backup = shell.place / "backup.amanah"
    done = shell.run("backup", shell.data, backup)
    check("a backup is made while serving", done.returncode == 0, done.stderr)
    check("and only the owner can read it", backup.stat().st_mode & 0o077 == 0, oct(backup.stat().st_mode))
    shell.refused("over a file that is there it is refused", "backup", shell.data, backup, said="there already|exists")
    shell.refused("into a folder that is not there too", "backup", shell.data, shell.place / "none/backup", said="the backup .* cannot be made")
    shell.refused("a table's file that is not there is named so", "import", "tickets", shell.data, "none.csv", said="is not there")

    with open(shell.company / "agreements.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ended = shell.place / "agreements.csv"
    with open(ended, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        for row in rows:
            if row["person_id"] == AGENT:
                writer.writerow({**row, "starts_on": "2020-01-01", "ends_on": "2020-12-31"})
    done = shell.run("import", "agreements", shell.data, ended)
    check("agreements are imported while serving", done.returncode == 0, done.stderr)
    after = call(shell.port, "POST", "/api/v1/looks", body, token)
    check("the open session is refused at the next request", after[0] in (401, 403), after[::2])

    log = (shell.place / "serve.log").read_text()
    line = subprocess.run(["ps", "-o", "args=", "-p", str(server.process.pid)], capture_output=True, text=True).stdout
    secret = pathlib.Path(f"{shell.data}.key").read_text().strip()
    check("no secret in ps or in the log", not any(word in log + line for word in (secret, PASSWORD, token)))
    check("the log does not name the customer", ticket["customer_id"] not in log)
    check("SIGTERM ends it with 0", stop(server) == 0)
    return backup, looked[2], body


def restoring(shell: Shell, backup: pathlib.Path, look: str, director: bytes, dpo: bytes):
    print("--- restore")
    key = f"{shell.data}.key"
    going_on = ("--continue", "--first", "P0002", "--second", "P0001")

    def both():
        return "".join(f"{PASSWORD}\n{code(secret)}\n" for secret in (dpo, director))

    shell.refused("over a folder that is there it is refused", "restore", shell.data, backup, said="there already")
    shell.refused("a backup that is none", "restore", shell.place / "again", shell.company / "people.csv",
                  "--key-file", key, said=".")
    check("and nothing is left behind", not list(shell.place.glob("again*")), list(shell.place.glob("again*")))
    new = shell.place / "restored"
    shell.refused("D5: what was seen of the log since is missed", "restore", new, backup, "--key-file", key,
                  said="older state of the log .* two people")
    shell.refused("D5: one person alone does not continue it", "restore", new, backup, "--key-file", key, "--continue",
                  "--first", "P0002", "--second", "P0002", typed=both(), said="another person")
    shell.refused("D5: nor two of whom one cannot prove himself", "restore", new, backup, "--key-file", key, *going_on,
                  typed=f"{PASSWORD}\n{code(dpo)}\nwrong\n000000\n", said=".")
    check("and nothing is left behind", not list(shell.place.glob("restored*")))
    done = shell.run("restore", new, backup, "--key-file", key, *going_on, typed=both())
    check("two people make a new folder of a backup", done.returncode == 0, done.stderr)
    done = shell.run("ledger", "verify", new, "--key-file", key)
    check("its log holds", done.returncode == 0 and "entries hold" in done.stdout, done.stderr)
    server = shell.serve(new, "--key-file", key)
    status, _, mine = call(shell.port, "GET", "/api/v1/looks", token=shell.sign_in())
    check("the look is there", status == 200 and str(look) in str(mine), (status, str(mine)[:300]))
    stop(server)


used: dict[bytes, int] = {}


def code(secret: bytes) -> str:
    """A one-time code that still works for a while; each works once, and the steps before and after the present one do too."""
    step = max(used.get(secret, 0) + 1, int(time.time() - 10) // 30)
    while step > one_time.present() + 1:
        time.sleep(0.2)
    used[secret] = step
    return one_time.code(secret, step)


def erasing(shell: Shell, backup: pathlib.Path, customer: str, director: bytes, dpo: bytes):
    print("--- customer erase, hold")

    def both(first, second):
        return "".join(f"{PASSWORD}\n{code(secret)}\n" for secret in (first, second))

    case = ("--case", "PDP-7", "--why", "the customer asked for it at the branch")
    two = ("--proposer", "P0002", "--confirmer", "P0001")
    shell.refused("by one person it is refused", "customer", "erase", shell.data, customer, *case, "--proposer", "P0001",
                  "--confirmer", "P0001", typed="a\nb\nc\nd\n", said="another person")
    shell.refused("without their words it is refused", "customer", "erase", shell.data, customer, *case, *two,
                  status=64, said="four lines")
    done = shell.run("hold", "set", shell.data, customer, *case, "--by", "P0002", typed=f"{PASSWORD}\n{code(dpo)}\n")
    check("a hold is set", done.returncode == 0, done.stderr)
    check("and listed", customer in shell.run("hold", "list", shell.data).stdout)
    done = shell.run("hold", "lift", shell.data, customer, *case, *two, typed=both(dpo, director))
    check("two people lift it", done.returncode == 0, done.stderr)
    done = shell.run("customer", "erase", shell.data, customer, *case, *two, typed=both(dpo, director))
    check("two people erase the customer", done.returncode == 0 and "is erased" in done.stdout, done.stderr)
    check("the list of erasures names him", customer in pathlib.Path(f"{shell.place}/data.erasures").read_text())
    check("the log still holds", shell.run("ledger", "verify", shell.data).returncode == 0)
    key = ("--key-file", f"{shell.data}.key")
    new = shell.place / "restored-again"
    done = shell.run("restore", new, backup, *key, "--continue", "--first", "P0002", "--second", "P0001",
                     typed=both(dpo, director))
    check("a restore erases him again", done.returncode == 0 and "erased again 1 customer" in done.stdout, done.stderr)
    listed = shell.place / "data.erasures"
    listed.rename(shell.place / "away.erasures")
    shell.refused("without the list a restore is refused", "restore", shell.place / "no-list", backup, *key,
                  said="list of erasures")
    check("and nothing is left behind", not list(shell.place.glob("no-list*")))
    (shell.place / "away.erasures").rename(listed)
    keys = pathlib.Path(f"{backup}.keys")
    keys.rename(shell.place / "away.keys")
    shell.refused("without the customers' keys too", "restore", shell.place / "no-keys", backup, *key, said="keys")
    (shell.place / "away.keys").rename(keys)


def erased_in_a_file(shell: Shell, customer: str):
    print("--- a file that brings an erased customer back")
    with open(shell.company / "customers.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    # Many slices, the erased one in the last; another's name is new in the first.
    rows = [row for row in rows if row["customer_id"] != customer] + [{**rows[0], "customer_id": customer}]
    rows[0]["name"] = "Nama Sesudah Ganti"
    path = shell.place / "customers.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    column = list(rows[0]).index("customer_id") + 1
    before = shell.run("ledger", "verify", shell.data).stdout
    done = shell.run("import", "customers", shell.data, path)
    check("is refused at his row, with what to do", done.returncode == 1 and
          f"customers.csv:{len(rows) + 1}:{column}: error: customer `{customer}` was erased; take the row out" in done.stderr,
          done.stderr)
    check("and nothing was changed", "nothing was changed" in done.stderr and "read " not in done.stdout and
          shell.run("ledger", "verify", shell.data).stdout == before, (done.stdout, done.stderr))
    server = shell.serve()
    check("nor does the server speak of an import that broke off",
          "broke off" not in (shell.place / "serve.log").read_text())
    stop(server)
    with open(shell.company / "tickets.csv", newline="", encoding="utf-8") as file:
        mine = [row for row in csv.DictReader(file) if row["customer_id"] == customer][:1]
    tickets = shell.place / "tickets.csv"
    with open(tickets, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, mine[0].keys())
        writer.writeheader()
        writer.writerows(mine)
    shell.refused("a ticket of his too", "import", "tickets", shell.data, tickets,
                  said=rf"tickets\.csv:2:\d+: error: customer `{customer}` was erased; take the row out")
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows[:-1])
    done = shell.run("import", "customers", shell.data, path)
    check("without his row it goes in", done.returncode == 0 and f"read {len(rows) - 1} customers" in done.stdout,
          done.stderr)


def erased_on_a_ticket(shell: Shell, body: dict):
    print("--- a ticket of an erased customer")
    done = shell.run("import", "agreements", shell.data, shell.company / "agreements.csv")
    check("the agent has his agreement again", done.returncode == 0, done.stderr)
    server = shell.serve()
    token = shell.sign_in()
    _, _, mine = call(shell.port, "GET", "/api/v1/tickets", token=token)
    check("his tickets do not hold it", mine["tickets"] and body["customer_id"] not in
          [ticket["customer_id"] for ticket in mine["tickets"]], mine)
    status, _, answer = call(shell.port, "POST", "/api/v1/looks", body, token)
    check("opening it says that the customer was erased", status == 403
          and [reason["code"] for reason in answer["reasons"]] == ["customer-erased"], (status, answer))
    stop(server)


def renewed(shell: Shell, person: str) -> bytes:
    """A new secret for a person's codes."""
    return one_time.secret_of(shell.run("totp", shell.data, person).stdout)


def enrol(shell: Shell, person: str) -> bytes:
    """Gives a person a password and a second factor, and accepts the terms for him."""
    secret = renewed(shell, person)
    shell.run("password", shell.data, person, "--final", typed=PASSWORD + "\n")
    server = shell.serve()
    status, _, answer = call(shell.port, "POST", "/api/v1/sessions",
                             {"person": person, "password": PASSWORD, "totp": code(secret)})
    assert status == 201, (status, answer)
    _, _, terms = call(shell.port, "GET", "/api/v1/me/terms", token=answer["token"])
    call(shell.port, "POST", "/api/v1/me/terms", {"version": terms["version"]}, answer["token"])
    stop(server)
    return secret


def tampering(shell: Shell):
    print("--- ledger verify")
    for words, statements, said in [
        ("an edited entry", ["UPDATE entries SET entry = CAST(substr(entry, 1, length(entry) - 1) || x'00' AS BLOB) "
                             "WHERE position = 4"], r"entry 4 "),
        ("a deleted entry", ["DELETE FROM entries WHERE position = 3"], r"entry 3 "),
        ("two entries exchanged", ["UPDATE entries SET position = -1 WHERE position = 2",
                                   "UPDATE entries SET position = 2 WHERE position = 5",
                                   "UPDATE entries SET position = 5 WHERE position = -1"], r"entry 2 "),
    ]:
        copy = shell.place / "tampered"
        shutil.copytree(shell.data, copy)
        with sqlite3.connect(database(copy)) as base:
            for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                base.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                base.execute(statement)
        base.close()
        shell.refused(f"{words} is named", "ledger", "verify", copy, "--key-file", f"{shell.data}.key", said=said)
        shutil.rmtree(copy)


def database(folder: pathlib.Path) -> pathlib.Path:
    return folder / "amanah.db"


def copied(shell: Shell, name: str) -> Shell:
    """A copy of the data folder, with keys of its own: what is noted beside a key is of one folder."""
    copy = Shell(shell.binary, shell.place, shell.port)
    copy.data = shell.place / name
    shutil.copytree(shell.data, copy.data)
    for path in shell.place.glob("data.*"):
        shutil.copy(path, shell.place / f"{name}{path.name[4:]}")
    return copy


def reconciling(shell: Shell):
    print("--- reconcile")
    copy = copied(shell, "reconciled").data
    done = shell.run("reconcile", copy)
    check("control data are as the log has them", done.returncode == 0 and "as the log has them" in done.stdout,
          done.stderr)
    with sqlite3.connect(database(copy)) as base:
        base.execute("UPDATE people SET role = 'dpo' WHERE person_id = 'P0105'")
        base.execute("DELETE FROM agreements WHERE person_id = 'P0106'")
        (planted,) = base.execute("SELECT ticket_id FROM tickets LIMIT 1").fetchone()
        base.execute("UPDATE tickets SET assigned_to = 'P0105' WHERE ticket_id = ?", (planted,))
    base.close()
    done = shell.run("reconcile", copy)
    check("an edited person, a deleted agreement and an edited ticket are named", done.returncode == 1 and all(
        re.search(said, done.stderr) for said in (r"people `P0105` was changed", r"agreements `\S+` was taken out",
                                                  rf"tickets `{planted}` was changed")), done.stderr)
    shutil.rmtree(copy)


def bundled(shell: Shell, look: dict, dpo: bytes, name: str) -> pathlib.Path:
    """A bundle of a look, made by the DPO."""
    bundle = shell.place / name
    done = shell.run("evidence", shell.data, "--person", "P0002", "--looks", look["look_id"], "--case", "PERKARA-7", "--why",
                     "laporan pelanggan kepada regulator", "--to", bundle, typed=f"{PASSWORD}\n{code(dpo)}\n")
    check("a bundle is made of a look", done.returncode == 0, done.stderr)
    return bundle


def alone(bundle: pathlib.Path, *keys):
    """The bundle's own script, with nothing of ours around it."""
    return subprocess.run([sys.executable, "-I", str(bundle / "verify.py"), *keys], env={}, cwd="/", capture_output=True,
                          text=True, timeout=180)


def evidencing(shell: Shell, look: dict, dpo: bytes):
    print("--- evidence")
    bundle = bundled(shell, look, dpo, "perkara-7")
    modes = {path.stat().st_mode & 0o777 for path in bundle.rglob("*") if path.is_file()}
    check("for its owner's eyes only", modes == {0o600} and bundle.stat().st_mode & 0o777 == 0o700, modes)
    key = shell.run("ledger", "key", shell.data).stdout.strip()
    ours, theirs = shell.run("evidence", "check", bundle, "--key", key), alone(bundle, key)
    check("it holds, by itself", ours.returncode == 0 and key in ours.stdout, ours.stderr)
    check("and by its own script", theirs.returncode == 0, theirs.stderr)
    shown = [f"{name} = {field['value']}" for name, field in look["fields"].items() if field.get("value")]
    for words, text in (("D8: each value that the API showed is what the entry committed to", ours.stdout),
                        ("D8: by the script too", theirs.stdout)):
        line = next((line for line in text.splitlines() if line.startswith("  values")), "")
        check(words, shown and sorted(line[12:].split("; ")) == sorted(shown), (line, shown))
    other = "store+" + key.split("+", 1)[1]
    for words, given in (("another log's key", other), ("a key that is none", "x")):
        check(f"{words} does not do", alone(bundle, given).returncode == 1
              and shell.run("evidence", "check", bundle, "--key", given).returncode == 1)
    for path in sorted([bundle / "checkpoint", *(bundle / "entries").iterdir()]):
        whole = path.read_bytes()
        for at in range(0, len(whole), max(1, len(whole) // 12)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
            found = (alone(bundle, key).returncode, shell.run("evidence", "check", bundle, "--key", key).returncode)
            if found != (1, 1):
                check(f"D7: byte {at} of {path.name}, changed, is found", False, found)
        path.write_bytes(whole)
    check("D7: a changed byte of any file is found by both", alone(bundle, key).returncode == 0)
    shell.refused("over a folder that is there it is refused", "evidence", shell.data, "--person", "P0002", "--looks",
                  look["look_id"], "--case", "K", "--why", "laporan pelanggan", "--to", bundle, status=64, said="there already")


def turned(shell: Shell, look: dict, dpo: bytes):
    """Evidence of a log whose key was changed, twice and without an overlap: any key that it had will do, and no forged link."""
    print("--- evidence over a change of keys")
    turned = copied(shell, "turned")
    said = shell.run("ledger", "prove", turned.data, "--look", look["look_id"], "--output", shell.place / "early.tlog-proof")
    check("a receipt is written before", said.returncode == 0, said.stderr)
    for _ in range(2):
        done = shell.run("ledger", "rotate", turned.data, "--overlap-days", "0")
        check("the log's key is changed", done.returncode == 0, done.stderr)
    known = shell.run("ledger", "key", turned.data, "--all").stdout.split()
    late = shell.place / "late.tlog-proof"
    shell.run("ledger", "prove", turned.data, "--look", look["look_id"], "--output", late)
    check("a receipt holds by the key that signed it", shell.run("ledger", "check", late, "--key", known[2]).returncode == 0)
    shell.refused("with an older one it says what to do", "ledger", "check", late, "--key", known[0],
                  said="by another key.*amanah evidence check")
    bundle = bundled(turned, look, dpo, "perkara-9")

    def found(*keys):
        """What both say: exit status and words of our program, then of the bundle's script."""
        ours = shell.run("evidence", "check", bundle, *(word for key in keys for word in ("--key", key)))
        theirs = alone(bundle, *keys)
        return [(done.returncode, done.stdout + done.stderr) for done in (ours, theirs)]

    for number, key in enumerate(known):
        check(f"it holds by key {number + 1} of {len(known)}, for both", [status for status, _ in found(key)] == [0, 0], found(key))
    check("which is tied to the one that signed", all("links/ tie" in text for _, text in found(known[0])), found(known[0]))
    stranger = signer(bundle, known[0].split("+")[0])
    shell.refused("a receipt is none of another log's, and no change of keys is spoken of", "ledger", "check", late, "--key",
                  signer(bundle, "other.example").key, said=r"none of the keys given has signed it$")
    check("another key of the log's name does not do", [status for status, _ in found(stranger.key)] == [1, 1])
    links = sorted((bundle / "links").iterdir())
    check("each change has its link", [path.name for path in links] == [
        f"{number}.{end}" for number in (1, 2) for end in ("consistency", "tlog-proof")], links)
    for path in links:
        whole = path.read_bytes()
        for at in range(0, len(whole), max(1, len(whole) // 12)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
            if [status for status, _ in found(known[2])] != [1, 1]:
                check(f"D7: byte {at} of {path.name}, changed, is found", False, found(known[2]))
        path.write_bytes(whole)
    signers = [signer(bundle, secret=line) for line in pathlib.Path(f"{turned.data}.key.ledger").read_text().split()]
    check("the keys beside the data are those of the log", [one.key for one in signers] == known)
    forging(bundle, found, known, signers)
    rewriting(turned, bundle, found, known, signers)


def forging(bundle: pathlib.Path, found, known: list, signers: list):
    """Attacks on a bundle's first link: each is refused by both, in words."""
    proof, growth, keys = bundle / "links/1.tlog-proof", bundle / "links/1.consistency", bundle / "keys"
    whole = {path: path.read_text() for path in (proof, growth, keys, bundle / "links/2.tlog-proof", bundle / "links/2.consistency")}
    path, _, note = whole[proof].partition("\n\n")
    text, _, lines = note.rpartition("\n\n")
    old, new = lines.splitlines(keepends=True)
    origin, size, root = text.split("\n")
    hashes = whole[growth].partition("\n\n")[0].split("\n")

    def attack(words: str, pattern: str, *, by=0, **files):
        for name, content in files.items():
            {"proof": proof, "growth": growth, "keys": keys}[name].write_text(content)
        results = found(known[by])
        check(words, all(status == 1 and re.search(pattern, said) for status, said in results), results)
        for file, content in whole.items():
            file.write_text(content)

    def signed(stated: str, *by):
        return f"{path}\n\n{stated}\n\n" + "".join(one.line(stated + "\n") for one in by)

    attack("D6: a link that the old key has not signed", "old key has not signed", proof=f"{path}\n\n{text}\n\n{new}")
    attack("D6: nor the new one", "new key has not signed", by=2, proof=f"{path}\n\n{text}\n\n{old}")
    other = f"{origin}\n{size}\n{base64.b64encode(bytes(32)).decode()}"
    attack("D6: another past under the new key, with the old key's signature of the true one", "forged",
           proof=f"{path}\n\n{other}\n\n{old}" + signers[1].line(other + "\n"))
    attack("D6: another past under both keys", "is not in its checkpoint", proof=signed(other, *signers[:2]))
    attack("D6: a link of another log", "is of another log, `other.example`",
           proof=signed(f"other.example\n{size}\n{root}", *signers[:2]))
    attack("D6: a link of a later change", "announces other keys", proof=whole[bundle / "links/2.tlog-proof"])
    changed = [hashes[0], base64.b64encode(bytes(32)).decode(), *hashes[2:]]
    attack("D6: a link whose proof does not lead to the checkpoint", "grow out of each other",
           growth="\n".join(changed) + "\n\n" + whole[growth].partition("\n\n")[2])
    attack("D6: a link whose proof leads to another checkpoint", "from one of the two checkpoints to the other",
           growth=f"{whole[growth].partition(chr(10) * 2)[0]}\n\n{note}")
    attack("D6: keys in another order", "wrong order", keys="\n".join([known[1], known[0], known[2]]) + "\n")
    # Whoever kept the secret of a key that was replaced signs the newest tree alone.
    own = (bundle / "checkpoint").read_text()
    stated = own.rpartition("\n\n")[0]
    alone_by_old = f"{stated}\n\n{signers[0].line(stated + chr(10))}"
    files = [path for path in bundle.rglob("*") if path.is_file() and own in path.read_text()]
    for path in files:
        path.write_text(path.read_text().replace(own, alone_by_old))
    check("D6: what a replaced key signs alone afterwards is not believed", all(
        status == 1 and "signed" in said for key in known[1:] for status, said in found(key)), found(known[1]))
    for path in files:
        path.write_text(path.read_text().replace(alone_by_old, own))
    proof.unlink()
    growth.unlink()
    results = found(known[0])
    check("a link that is missing is named to whoever has the old key only",
          all(status == 1 and "links/1 is missing" in said for status, said in results), results)
    results = found(known[1])
    check("and to whoever has a newer one, for whom the rest holds",
          all(status == 0 and "links/1 is missing" in said for status, said in results), results)
    for file, content in whole.items():
        file.write_text(content)
    check("and as it was it holds", [status for status, _ in found(known[0])] == [0, 0])


def root(leaves: list) -> bytes:
    """RFC 6962, section 2.1, by the book."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root(leaves[:half]) + root(leaves[half:])).digest()


def inclusion(index: int, leaves: list) -> list:
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return inclusion(index, leaves[:half]) + [root(leaves[half:])]
    return inclusion(index - half, leaves[half:]) + [root(leaves[:half])]


def consistency(old: int, leaves: list, whole=True) -> list:
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if old <= half:
        return consistency(old, leaves[:half], whole) + [root(leaves[half:])]
    return consistency(old - half, leaves[half:], False) + [root(leaves[:half])]


def rewriting(turned: Shell, bundle: pathlib.Path, found, known: list, signers: list):
    """Whoever has the newest key writes another past, with true proofs in it, and the links that the log itself gave."""
    with sqlite3.connect(database(turned.data)) as base:
        leaves = [row[0] for row in base.execute("SELECT leaf FROM entries ORDER BY position")]
    base.close()
    own = (bundle / "checkpoint").read_text()
    origin, size, stated = own.split("\n")[:3]
    leaves = leaves[:int(size)]

    def base64s(hashes):
        return "".join(base64.b64encode(one).decode() + "\n" for one in hashes)

    def write(leaves: list):
        text = f"{origin}\n{size}\n{base64s([root(leaves)])}"
        note = f"{text}\n{signers[2].line(text)}"
        (bundle / "checkpoint").write_text(note)
        for path in (bundle / "entries").glob("*.tlog-proof"):
            head = path.read_text().split("\n")[:3]
            path.write_text("\n".join(head) + "\n" + base64s(inclusion(int(path.name.split(".")[0]), leaves)) + "\n" + note)
        for path in (bundle / "links").glob("*.consistency"):
            before = int(path.read_text().split("\n")[0].split(" ")[1])
            path.write_text(f"old {before}\n{base64s(consistency(before, leaves))}\n{note}")

    write(leaves)
    check("the log's own tree, written by the book, is the bundle's", (bundle / "checkpoint").read_text().split("\n")[2] == stated
          and [status for status, _ in found(known[0])] == [0, 0], found(known[0]))
    write([bytes(32), *leaves[1:]])
    for number, key in enumerate(known):
        results = found(key)
        check(f"D6: another past under the newest key is told by the links from the true one, to whoever has key {number + 1}",
              all(status == 1 and "grow out of each other" in said for status, said in results), results)
    for path in (bundle / "links").iterdir():
        path.unlink()
    for number, key in enumerate(known[:2]):
        results = found(key)
        check(f"D6: nor is it believed without the links, by whoever has key {number + 1}",
              all(status == 1 and f"links/{number + 1} is missing" in said for status, said in results), results)


class Signer:
    """Signs notes as a log does, with the arithmetic of the bundle's own script: RFC 8032, section 5.1.6."""

    def __init__(self, script, name: str, seed: bytes):
        self.script, self.name = script, name
        half = hashlib.sha512(seed).digest()
        self.scalar, self.prefix = int.from_bytes(half[:32], "little") & (1 << 254) - 8 | 1 << 254, half[32:]
        self.public = self.packed(self.scalar)
        self.id = hashlib.sha256(name.encode() + b"\n\1" + self.public).digest()[:4]
        self.key = f"{name}+{self.id.hex()}+{base64.b64encode(bytes([1]) + self.public).decode()}"

    def packed(self, factor: int) -> bytes:
        x, y, z, _ = self.script.times(factor, self.script.BASE)
        inverse = pow(z, self.script.P - 2, self.script.P)
        x, y = x * inverse % self.script.P, y * inverse % self.script.P
        return (y | (x & 1) << 255).to_bytes(32, "little")

    def line(self, text: str) -> str:
        def number(*parts):
            return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % self.script.ORDER

        message = text.encode()
        once = number(self.prefix, message)
        point = self.packed(once)
        last = (once + number(point, self.public, message) * self.scalar) % self.script.ORDER
        return f"\u2014 {self.name} {base64.b64encode(self.id + point + last.to_bytes(32, 'little')).decode()}\n"


def signer(bundle: pathlib.Path, name="", secret="") -> Signer:
    """Of a line of the log's key file, or a stranger's new key."""
    spec = importlib.util.spec_from_file_location("verify_bundle", bundle / "verify.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    if not secret:
        return Signer(script, name, os.urandom(32))
    name, _, data = secret.removeprefix("PRIVATE+KEY+").split("+", 2)
    return Signer(script, name, base64.b64decode(data)[1:])


def evidence_of_erased(shell: Shell, look: dict, dpo: bytes):
    bundle = bundled(shell, look, dpo, "perkara-8")
    key = shell.run("ledger", "key", shell.data).stdout.strip()
    done = alone(bundle, key)
    check("L10: who was erased stays unreadable in a bundle, which holds and says so", done.returncode == 0
          and "erased" in done.stdout and AGENT in done.stdout
          and not any(str(field["value"]) in done.stdout for field in look["fields"].values() if field.get("value")), done.stdout)


def newer(shell: Shell):
    print("--- a newer version's folder")
    copy = shell.place / "newer"
    shutil.copytree(shell.data, copy)
    with sqlite3.connect(database(copy)) as base:
        base.execute("INSERT INTO grdb_migrations VALUES ('999 from the future')")
    base.close()
    held = database(copy)
    before = held.read_bytes()
    for command in (["serve", copy, "--port", shell.port], ["ledger", "verify", copy],
                    ["import", "tickets", copy, shell.company / "tickets.csv"]):
        shell.refused(f"`{command[0]}` refuses it", *command, "--key-file", f"{shell.data}.key", said="newer")
    check("and it is unharmed, byte for byte", held.read_bytes() == before)


def over_tls(shell: Shell):
    print("--- TLS")
    pem, key = shell.place / "tls.pem", shell.place / "tls.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", pem], check=True, capture_output=True)
    shell.refused("a certificate without its key", "serve", shell.data, "--tls-certificate", pem, status=64,
                  said="go together")
    shell.refused("a key that is none", "serve", shell.data, "--tls-certificate", pem, "--tls-key", pem,
                  said="cannot be read as PEM")
    output = open(shell.place / "tls.log", "wb")
    process = subprocess.Popen(
        [str(shell.binary), "serve", str(shell.data), "--port", str(shell.port), "--tls-certificate", str(pem),
         "--tls-key", str(key)], stdout=output, stderr=output)
    answer = b""
    for _ in range(600):
        try:
            context = ssl.create_default_context(cafile=str(pem))
            with urllib.request.urlopen(f"https://127.0.0.1:{shell.port}/readyz", context=context, timeout=5) as page:
                answer = page.read()
            break
        except OSError:
            time.sleep(0.1)
    check("answers over TLS with a certificate of one's own", answer == b"ready\n", answer)
    process.terminate()
    check("and ends with 0", process.wait(120) == 0)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "bin/amanah")
    parser.add_argument("--port", type=int, default=18650)
    settings = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        shell = Shell(settings.binary.resolve(), pathlib.Path(place), settings.port)
        assert shell.run("demo-data", shell.company, "--customers", "300").returncode == 0
        making(shell)
        keys(shell)
        people(shell)
        ticket = charters(shell)
        two = [enrol(shell, person) for person in ("P0001", "P0002")]
        backup, look, body = serving(shell, ticket)
        evidencing(shell, look, two[1])
        turned(shell, look, two[1])
        restoring(shell, backup, look["look_id"], *two)
        erasing(shell, backup, body["customer_id"], *two)
        erased_in_a_file(shell, body["customer_id"])
        erased_on_a_ticket(shell, body)
        evidence_of_erased(shell, look, two[1])
        tampering(shell)
        reconciling(shell)
        newer(shell)
        over_tls(shell)
    print(f"{len(failures)} failed" if failures else "all hold")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
