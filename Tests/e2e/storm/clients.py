"""Clients that look, reveal and are refused, and keep every answer they were given."""

import dataclasses
import http.client
import json
import random
import threading
import time


@dataclasses.dataclass(frozen=True)
class Answer:
    """An answer that arrived whole: what the log must know of it."""

    kind: str
    look_id: str
    ledger_index: int
    person: str
    customer_id: str
    purpose: str
    ticket_id: str


class Load:
    """Threads that send looks until told to stop. What breaks the rules is kept in `violations`, in words."""

    def __init__(self, amanah, threads: int, seed: int):
        self.amanah = amanah
        self.answers: list[Answer] = []
        self.denials: dict[str, int] = {}
        self.unavailable: list[dict] = []
        # Threads that were refused since `begin_refusals`.
        self._refused: set[int] = set()
        self.broken = 0
        self.violations: list[str] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(random.Random(seed * 1000 + number),), daemon=True)
            for number in range(threads)]

    def start(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(60)

    def count(self) -> int:
        with self._lock:
            return len(self.answers)

    def begin_refusals(self) -> None:
        with self._lock:
            self._refused.clear()

    def every_client_refused(self) -> bool:
        """Whether each was told so since: then nobody holds an answer any more that was given before."""
        with self._lock:
            return len(self._refused) == len(self._threads)

    def taken(self) -> tuple[list[Answer], dict[str, int]]:
        """The answers and denials so far; those that arrive later are not in it."""
        with self._lock:
            return list(self.answers), dict(self.denials)

    def _run(self, dice: random.Random) -> None:
        connection, turn = None, 0
        while not self._stopping.is_set():
            try:
                if connection is None:
                    connection = http.client.HTTPConnection("127.0.0.1", self.amanah.port, timeout=20)
                turn += 1
                self._act(connection, dice, turn)
            except (OSError, http.client.HTTPException):
                # The server was killed, or is not back yet: no answer, so nothing to hold it to.
                with self._lock:
                    self.broken += 1
                if connection is not None:
                    connection.close()
                connection = None
                time.sleep(0.02)

    def _act(self, connection, dice: random.Random, turn: int) -> None:
        ticket = dice.choice(self.amanah.tickets)
        body = {"customer_id": ticket.customer_id, "purpose": ticket.purpose, "ticket_id": ticket.ticket_id}
        if denied := dice.random() < 0.05:
            # Another customer than the ticket's (B1): refused, and the refusal is an entry too.
            body["customer_id"] = dice.choice(
                [other.customer_id for other in self.amanah.tickets if other.customer_id != ticket.customer_id])
        status, answer = self._send(connection, "/api/v1/looks", body, ticket.person)
        if status == 201 and denied:
            self._violation(f"a look with the ticket of another customer was shown (`{ticket.ticket_id}`)")
        elif status == 201:
            self._keep("look", answer, answer["look_id"], ticket)
            if dice.random() < 0.1:
                reason = f"the customer disputes call number {turn} of the bill {dice.randrange(10**9)}"
                look = answer["look_id"]
                status, answer = self._send(
                    connection, f"/api/v1/looks/{look}/reveals", {"field": "phone", "reason": reason}, ticket.person)
                if status in (200, 201):
                    self._keep("reveal", answer, look, ticket)
        elif status == 403 and denied:
            with self._lock:
                self.denials[ticket.person] = self.denials.get(ticket.person, 0) + 1

    def _send(self, connection, path: str, body: dict, person: str):
        connection.request(
            "POST", path, json.dumps(body),
            {"Authorization": f"Bearer {self.amanah.tokens[person]}", "Content-Type": "application/json"})
        response = connection.getresponse()
        text = response.read()
        answer = json.loads(text) if text else {}
        status, form = response.status, response.headers.get("Content-Type", "")
        if status not in (200, 201):
            if not form.startswith("application/problem+json"):
                self._violation(f"{status} of {path} is no problem document but `{form}`")
            if "fields" in answer or "value" in answer:
                self._violation(f"{status} of {path} carries fields")
        if status == 503:
            with self._lock:
                self.unavailable.append(answer)
                self._refused.add(threading.get_ident())
            time.sleep(0.01)
        elif status not in (200, 201, 403):
            self._violation(f"{path} answers {status}: {str(answer)[:200]}")
            time.sleep(0.1)
        return status, answer

    def _keep(self, kind: str, answer: dict, look_id: str, ticket) -> None:
        kept = Answer(
            kind, look_id, answer["ledger_index"], ticket.person, ticket.customer_id, ticket.purpose,
            ticket.ticket_id)
        with self._lock:
            self.answers.append(kept)

    def _violation(self, words: str) -> None:
        with self._lock:
            if len(self.violations) < 50:
                self.violations.append(words)
