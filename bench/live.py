"""Many people working, one superior's live page and approvals page open over them.

The load is Python's own and light: fifty looks a second, each person one look every ten seconds, so that the event of one
look is told from the next one's.
"""

import base64
import csv
import hashlib
import hmac
import http.client
import json
import pathlib
import queue
import re
import statistics
import struct
import threading
import time
import urllib.parse

import company
import gateway

SUPERIOR = "P0008"
REASON = "pelanggan menunggu di meja, nomor antrean {}"


def percentile(figures: list[float], share: float) -> float:
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def one_superior(folder: pathlib.Path, people: int) -> None:
    """Writes a company in which every agent reports to one team lead."""
    company.write(folder, people * 4, people, 4)
    with open(folder / "people.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["role"] == "agent":
            row["supervisor_id"] = SUPERIOR
    with open(folder / "people.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


class SecondFactor:
    """RFC 6238 codes of one secret, each used once."""

    def __init__(self, secret: bytes):
        self.secret, self.used = secret, -1

    def code(self) -> str:
        while (step := int(time.time()) // 30) == self.used:
            time.sleep(0.5)
        self.used = step
        digest = hmac.new(self.secret, struct.pack(">Q", step), hashlib.sha1).digest()
        at = digest[-1] & 15
        return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


class Pages:
    """The console for one person: cookies, and forms with their hidden fields."""

    def __init__(self, port: int):
        self.port, self.cookies = port, {}

    def ask(self, method: str, path: str, form: dict | None = None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded",
                        "Origin": f"http://127.0.0.1:{self.port}", "Sec-Fetch-Site": "same-origin"}
        connection.request(method, path, urllib.parse.urlencode(form) if form is not None else None, headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers.get("Location", ""), text

    def submit(self, page: str, path: str, fields: dict) -> tuple[int, str, str]:
        """Fills in the form that `page` shows for `path`."""
        text = self.ask("GET", page)[2]
        hidden = {}
        for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", text):
            name, value = re.search(r"name=\"([^\"]*)\"", tag), re.search(r"value=\"([^\"]*)\"", tag)
            if name and value:
                hidden[name.group(1)] = value.group(1)
        return self.ask("POST", path, hidden | fields)


class Watcher(threading.Thread):
    """Hears `GET /team/events` and notes when each person's row came."""

    def __init__(self, port: int, token: str):
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.connection.request("GET", "/api/v1/team/events", headers={"Authorization": f"Bearer {token}"})
        self.answer = self.connection.getresponse()
        if self.answer.status != 200:
            raise RuntimeError(f"the live page answers {self.answer.status}")
        self.seen: dict[str, list[tuple[float, int]]] = {}
        self.start()

    def run(self) -> None:
        try:
            for line in self.answer:
                if line.startswith(b"data: ") and line[6:7] == b"{":
                    row = json.loads(line[6:])
                    if "person" in row:
                        self.seen.setdefault(row["person"], []).append((time.monotonic(), sum(row["looks_by_hour"])))
        except (OSError, ValueError, http.client.HTTPException):
            pass


def second_factor(amanah: gateway.Gateway, person: str) -> SecondFactor:
    """Gives a person a password and a second factor, while nothing is served."""
    amanah.run("password", amanah.data, person, "--final", typed=gateway.PASSWORD + "\n")
    secret = re.search(r"secret=([A-Z2-7]+)", amanah.run("totp", amanah.data, person)).group(1)
    return SecondFactor(base64.b32decode(secret + "=" * (-len(secret) % 8)))


def signed_in(port: int, person: str, factor: SecondFactor) -> str:
    """The token of a person with a second factor, who has accepted the terms."""
    token = gateway.expect(201, port, "POST", "/api/v1/sessions", {
        "person": person, "password": gateway.PASSWORD, "totp": factor.code()})["token"]
    _, _, terms = gateway.call(port, "GET", "/api/v1/me/terms", token=token)
    gateway.call(port, "POST", "/api/v1/me/terms", {"version": terms["version"]}, token)
    return token


def work(amanah: gateway.Gateway, seconds: float, rate: float) -> list[tuple[str, float, float]]:
    """Looks at an even pace, people in turn; (person, when answered, seconds from when it was due)."""
    by_person: dict[str, list] = {}
    for ticket in amanah.tickets:
        by_person.setdefault(ticket.person, []).append(ticket)
    people, jobs, done, refused = sorted(by_person), queue.Queue(), [], []

    def labour() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", amanah.port, timeout=30)
        while (job := jobs.get()) is not None:
            ticket, due = job
            connection.request(
                "POST", "/api/v1/looks", json.dumps(gateway.look_body(ticket)),
                {"Authorization": f"Bearer {amanah.tokens[ticket.person]}", "Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            at = time.monotonic()
            (done if answer.status == 201 else refused).append((ticket.person, at, at - due))

    workers = [threading.Thread(target=labour) for _ in range(4)]
    for worker in workers:
        worker.start()
    began = time.monotonic()
    for number in range(int(seconds * rate)):
        person = people[number % len(people)]
        jobs.put((by_person[person][number // len(people) % len(by_person[person])], time.monotonic()))
        time.sleep(max(0, began + (number + 1) / rate - time.monotonic()))
    for _ in workers:
        jobs.put(None)
    for worker in workers:
        worker.join()
    if refused:
        raise RuntimeError(f"{len(refused)} looks were refused")
    return done


def live(binary: pathlib.Path, place: pathlib.Path, charter: pathlib.Path, people: int, port: int, say) -> dict:
    """The live page over `people` who look fifty times a second; the approvals page with a request of every tenth."""
    folder, rate, seconds = place / "company-live", 50.0, 20.0
    one_superior(folder, people)
    amanah = gateway.Gateway(binary, place / "live", port)
    amanah.initialise(folder, charter)
    amanah.know_tickets(folder)
    amanah.set_passwords()
    factor = second_factor(amanah, SUPERIOR)
    amanah.server.start()
    try:
        amanah.sign_in()
        say(f"{len(amanah.tokens)} people signed in")
        token = signed_in(port, SUPERIOR, factor)
        figures = {"people": len(amanah.tokens), "rate": rate}
        work(amanah, 3, rate)
        spent = {}
        waits: list[float] = []
        for words in ("without", "with", "without", "with"):
            watcher = Watcher(port, token) if words == "with" else None
            time.sleep(1)
            before = amanah.server.processor_seconds()
            began = time.monotonic()
            done = work(amanah, seconds, rate)
            spent.setdefault(words, []).append(
                (amanah.server.processor_seconds() - before) / (time.monotonic() - began))
            if watcher:
                time.sleep(2)
                watcher.connection.sock.close()
                for person, at, _ in done:
                    # The look's own row may come before the looker has his answer: then it took no time.
                    later = [seen for seen, _ in watcher.seen.get(person, []) if seen >= at - 0.5]
                    if not later:
                        raise RuntimeError("a look never came to the live page")
                    waits.append(max(0.0, later[0] - at))
        figures["page_p50_ms"] = percentile(waits, 0.5) * 1000
        figures["page_p95_ms"] = percentile(waits, 0.95) * 1000
        figures["core_share"] = statistics.mean(spent["with"]) - statistics.mean(spent["without"])
        say(f"event to page p95 {figures['page_p95_ms']:.0f} ms, {figures['core_share']:.1%} of a core for it")

        asked = 0
        for number, ticket in enumerate({ticket.person: ticket for ticket in amanah.tickets}.values()):
            if number % 10:
                continue
            status, _, told = gateway.call(port, "POST", "/api/v1/requests", gateway.look_body(ticket) | {
                "fields": ["address"], "reason": REASON.format(number)}, amanah.tokens[ticket.person])
            if status != 201:
                raise gateway.Refused(status, json.dumps(told).encode())
            asked += 1
        pages = Pages(port)
        pages.submit("/sign-in", "/sign-in", {"person": SUPERIOR, "password": gateway.PASSWORD})
        pages.submit("/sign-in/code", "/sign-in/code", {"code": factor.code()})
        took = []
        for _ in range(60):
            began = time.perf_counter()
            status, _, text = pages.ask("GET", "/approvals")
            took.append((time.perf_counter() - began) * 1000)
            if status != 200 or "R-" not in text:
                raise RuntimeError(f"the approvals page answers {status}")
        request = re.search(r"/approvals/(R-\d+)", text).group(1)
        one = []
        for _ in range(60):
            began = time.perf_counter()
            status, _, _ = pages.ask("GET", f"/approvals/{request}")
            one.append((time.perf_counter() - began) * 1000)
            if status != 200:
                raise RuntimeError(f"the page of one request answers {status}")
        figures |= {"waiting": asked, "approvals_p95_ms": percentile(took, 0.95), "approval_p95_ms": percentile(one, 0.95)}
        say(f"approvals page p95 {figures['approvals_p95_ms']:.0f} ms, one request {figures['approval_p95_ms']:.0f} ms")
        return figures
    finally:
        amanah.server.stop()
