"""What is done in a data folder while its writes go wrong, and what must hold of it afterwards.

One go through is a start, a sign-in, looks, a reveal, a customer who is new, one who is erased, and a stop: every kind of write
that a serving gateway makes. The folder begins with a write-ahead log so long that it is copied into the database and begun
anew meanwhile, and a few entries before a tile of the log is full. Where someone else reads at first, the log cannot begin
anew, and the writer copies the rest of it himself.
"""

import contextlib
import http.client
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import one_time  # noqa: E402
import stage  # noqa: E402
from clients import Answer  # noqa: E402
from evidence import Evidence  # noqa: E402
from stage import gateway  # noqa: E402

LOOKS = 4
# See Checkpointer.restartFrom.
PAGES = 4100
# Entries that the prepared log stops at; the tile is full at 256.
ENTRIES = 247
# Seconds after which sessions are touched again, before they are over for want of use.
FRESH = 300
DPO, DIRECTOR = "P0002", "P0001"
ERASED, NEW = "C0001999", "N0000001"
# Number of the kind of act; see ActKind.
CUSTOMER_ERASED = 112


class Stage:
    """A folder that was served for a while, copied for each case."""

    def __init__(self, binary: pathlib.Path, port: int, folder: pathlib.Path):
        self.folder, self.library = folder, folder / "write_fault.so"
        source = pathlib.Path(__file__).with_name("write_fault.c")
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", self.library, source, "-ldl"],
            check=True)
        self.made = stage.prepare(binary, folder, port, agents=2)
        secrets = {person: self._second_factor(person) for person in (DPO, DIRECTOR)}
        self.service = self.made.run("token", self.made.data, "crm").strip().splitlines()[-1]
        self.made.server.start()
        self.made.sign_in()
        # An earlier step than a case takes: each code is taken once.
        self.officers = {person: self._sign_in(person, secret) for person, secret in secrets.items()}
        self.secret = secrets[DIRECTOR]
        while self.made.look(self.made.tickets[0])[2]["ledger_index"] < ENTRIES - 2:
            pass
        self.made.server.stop()
        self.evidence = Evidence(self.made.data)
        wrong = self.evidence.extend()
        if wrong:
            raise RuntimeError(wrong[0])
        self.lock, self.lengthened = threading.Lock(), None

    def _second_factor(self, person: str) -> bytes:
        self.made.run("password", self.made.data, person, "--final", typed=gateway.PASSWORD + "\n")
        return one_time.secret_of(self.made.run("totp", self.made.data, person))

    def _sign_in(self, person: str, secret: bytes) -> str:
        port, body = self.made.port, {"person": person, "password": gateway.PASSWORD}
        one_time.wait_for(15)
        body["totp"] = one_time.code(secret, one_time.present() - 1)
        token = gateway.expect(201, port, "POST", "/api/v1/sessions", body)["token"]
        terms = gateway.expect(200, port, "GET", "/api/v1/me/terms", token=token)
        gateway.expect(200, port, "POST", "/api/v1/me/terms", {"version": terms["version"]}, token)
        return token

    def _prepared(self) -> pathlib.Path:
        """The folder with a write-ahead log as a killed gateway leaves it: many commits of one page, none copied."""
        with self.lock:
            if self.lengthened and time.time() < self.lengthened + FRESH:
                return self.prepared
            self.lengthened = time.time()
            work = self.folder / f"work-{self.lengthened}"
            self.prepared = self.folder / f"prepared-{self.lengthened}"
            shutil.copytree(self.made.data, work)
            with contextlib.closing(sqlite3.connect(work / "amanah.db", isolation_level=None)) as db:
                db.execute("PRAGMA wal_autocheckpoint = 0")
                db.execute("PRAGMA synchronous = OFF")
                db.execute("UPDATE sessions SET last_seen_at = ?", (int(self.lengthened * 1000),))
                for number in range(PAGES):
                    db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('probed', ?)", (b"%d" % number,))
                # Whoever closes last copies it.
                shutil.copytree(work, self.prepared, ignore=shutil.ignore_patterns("*-shm"))
            shutil.rmtree(work)
            return self.prepared

    def copied(self, name: str, port: int, fault: str):
        place = self.folder / name
        place.mkdir()
        shutil.copytree(self._prepared(), place / "data")
        for end in gateway.KEY_ENDS:
            beside = self.made.data.with_name(self.made.data.name + end)
            if beside.exists():
                shutil.copy(beside, place / f"data{end}")
        amanah = gateway.Gateway(self.made.binary, place / "data", port)
        # What the server says and is told lies where no fault strikes.
        amanah.server.output = self.folder / f"{name}.output"
        amanah.tokens, amanah.tickets = self.made.tokens, self.made.tickets
        amanah.server.settings = {
            "LD_PRELOAD": str(self.library), "AMANAH_WRITE_PLACE": f"{place}/data", "AMANAH_WRITE_FAULT": fault,
            "AMANAH_WRITE_SAID": str(self.folder / f"{name}.said")}
        return amanah

    def said(self, name: str) -> list[str]:
        said = self.folder / f"{name}.said"
        return said.read_text().splitlines() if said.exists() else []


class Run:
    """One go through a folder: what was answered, and which answers were none that a failing disk excuses."""

    def __init__(self, place: Stage, amanah, read_beside: bool = False, forgets: bool = False):
        """With `read_beside` someone else reads at first; with `forgets` the disk may give back other pages than it took."""
        self.place, self.amanah, self.read_beside, self.forgets = place, amanah, read_beside, forgets
        self.answers: list[Answer] = []
        self.session = ""
        self.put = self.erased = False
        self.erasure_at = -1
        self.wrong: list[str] = []

    def through(self, must_halt: bool = False) -> None:
        """As far as it comes.

        With `must_halt` the gateway is to have halted before it is asked to stop, if the call was struck by then.
        """
        with contextlib.ExitStack() as reading:
            if self.read_beside:
                self._read(reading)
            try:
                self.amanah.server.start(patience=30)
            except RuntimeError:
                return
            self.sign_in()
        self._work()
        if must_halt and self.struck():
            self._halts()
        self.amanah.server.stop()

    def _read(self, reading: contextlib.ExitStack) -> None:
        db = reading.enter_context(contextlib.closing(
            sqlite3.connect(f"file:{self.amanah.data}/amanah.db?mode=ro", uri=True, isolation_level=None)))
        db.execute("BEGIN")
        db.execute("SELECT count(*) FROM meta").fetchone()

    def struck(self) -> bool:
        return bool(self.place.said(self.amanah.data.parent.name))

    def _halts(self) -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"{self.amanah.server.url}/metrics", timeout=5) as answer:
                    if "\namanah_log_halted 1\n" in "\n" + answer.read().decode():
                        return
            except OSError:
                return
            time.sleep(0.02)
        self.wrong.append("a sync failed, and the gateway goes on")

    def _work(self) -> None:
        look_id = self.look(1)
        if look_id:
            self.reveal(look_id, 1)
        self.look(2)
        self.put_customer()
        self.erase()
        for number in range(3, 1 + LOOKS):
            self.look(number)

    def ask(self, what: str, path: str, body: dict, token: str, method: str = "POST") -> dict | None:
        """The answer to what was asked for; `None` where it was refused as a failing disk has it, or nobody answers."""
        try:
            status, _, answer = gateway.call(self.amanah.port, method, path, body, token)
        except (OSError, http.client.HTTPException):
            return None
        if status in (200, 201):
            return answer
        # Who is not found in a page that is not what was written is told so.
        expected = status == 503 or self.forgets and status in (401, 403, 404)
        if not expected or "fields" in (answer or {}) or "value" in (answer or {}):
            self.wrong.append(f"{what} answers {status}: {str(answer)[:200]}")
        return None

    def sign_in(self) -> None:
        person = self.amanah.tickets[-1].person
        answer = self.ask(
            "a sign-in", "/api/v1/sessions", {"person": person, "password": gateway.PASSWORD}, "")
        self.session = answer["token"] if answer else ""

    def look(self, number: int) -> str | None:
        ticket = self.amanah.tickets[number]
        answer = self.ask("a look", "/api/v1/looks", gateway.look_body(ticket), self.amanah.tokens[ticket.person])
        if answer is None:
            return None
        self._keep("look", answer, answer["look_id"], ticket)
        return answer["look_id"]

    def reveal(self, look_id: str, number: int) -> None:
        ticket = self.amanah.tickets[number]
        answer = self.ask(
            "a reveal", f"/api/v1/looks/{look_id}/reveals",
            {"field": "phone", "reason": "the customer disputes a call of the bill"}, self.amanah.tokens[ticket.person])
        if answer is not None:
            self._keep("reveal", answer, look_id, ticket)

    def _keep(self, kind: str, answer: dict, look_id: str, ticket) -> None:
        self.answers.append(Answer(
            kind, look_id, answer["ledger_index"], ticket.person, ticket.customer_id, ticket.purpose, ticket.ticket_id))

    def put_customer(self) -> None:
        body = {"unit_id": "B3273A", "name": "Sari Utami", "phone": "081399990001"}
        self.put = self.ask(
            "a new customer", f"/api/v1/customers/{NEW}", body, self.place.service, "PUT") is not None

    def erase(self) -> None:
        case = {"customer_id": ERASED, "case": "PDP-7", "reason": "the customer asked for it at the branch"}
        proposed = self.ask("a proposal", "/api/v1/erasures", case, self.place.officers[DPO])
        if proposed is None:
            return
        done = self.ask(
            "an erasure", f"/api/v1/erasures/{proposed['id']}/confirm",
            {"totp": one_time.code(self.place.secret, one_time.present())}, self.place.officers[DIRECTOR])
        self.erased = done is not None
        if done is not None:
            self.erasure_at = done["ledger_index"]

    def everything(self) -> bool:
        """Whether all was answered, as on a healthy disk."""
        return len(self.answers) == LOOKS + 1 and bool(self.session) and self.put and self.erased

    def held(self) -> list[str]:
        """What does not hold of all that was answered besides the log; the gateway has started again since."""
        wrong = []
        data = self.amanah.data
        with contextlib.closing(sqlite3.connect(f"file:{data}/amanah.db?mode=ro", uri=True)) as db:
            db.execute("ATTACH DATABASE ? AS keys", (f"file:{data}/keys.db?mode=ro",))
            erased = {customer for (customer,) in db.execute("SELECT customer_id FROM erasures")}
            with_key = {customer for (customer,) in db.execute(
                "SELECT customer_id FROM customers JOIN keys.customer_keys USING (number)")}
            without = {customer for (customer,) in db.execute("SELECT customer_id FROM customers")} - with_key
            act = db.execute("SELECT kind, customer_id FROM acts WHERE position = ?", (self.erasure_at,)).fetchone()
        listed = data.with_name(data.name + ".erasures").read_text()
        if self.put and NEW not in with_key:
            wrong.append("the new customer was answered, and he or his key is gone")
        if self.erased and (ERASED not in erased or act != (CUSTOMER_ERASED, ERASED)):
            wrong.append(f"the erasure was answered, and is not in the log: {act}")
        for customer in erased & with_key:
            wrong.append(f"customer {customer} is erased, and his key is still there")
        for customer in erased:
            if f" {customer} " not in listed:
                wrong.append(f"customer {customer} is erased, and is not in the list of erasures")
        for customer in without - erased:
            wrong.append(f"customer {customer} has no key, and nobody erased him")
        return wrong

    def signed_in(self) -> bool:
        """Whether the session that was answered is still one; true where none was."""
        return not self.session or gateway.call(
            self.amanah.port, "GET", "/api/v1/me/terms", token=self.session)[0] == 200
