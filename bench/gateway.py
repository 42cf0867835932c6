"""An Amanah data folder set up for load: a company imported, its agents signed in, their tickets known.

Used by the measurements and by the storms of Tests/e2e.
"""

import concurrent.futures
import csv
import dataclasses
import http.client
import json
import pathlib
import shutil
import subprocess

from server import Server

# Ends of the names of what lies beside a data folder.
KEY_ENDS = (".key", ".key.ledger", ".key.ledger-seen", ".erasures")
PASSWORD = "bench-7Kq!vT2m-Lorong"


class Refused(Exception):
    """The gateway answered something else than was asked for."""

    def __init__(self, status: int, body: bytes):
        super().__init__(f"{status} {body[:400].decode(errors='replace')}")
        self.status, self.body = status, body


@dataclasses.dataclass
class Ticket:
    ticket_id: str
    customer_id: str
    purpose: str
    person: str


def call(port: int, method: str, path: str, body=None, token: str = "", patience: float = 120):
    """One request on a connection of its own; (status, headers, body as parsed JSON or None)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, answer.headers, json.loads(text) if text[:1] in (b"{", b"[") else None
    finally:
        connection.close()


def expect(status: int, port: int, method: str, path: str, body=None, token: str = ""):
    """The parsed body of an answer that must have `status`."""
    got, _, answer = call(port, method, path, body, token)
    if got != status:
        raise Refused(got, json.dumps(answer).encode())
    return answer


class Gateway:
    """`binary` serving `data` on `port`."""

    def __init__(self, binary: pathlib.Path, data: pathlib.Path, port: int):
        self.binary, self.data, self.port = binary.resolve(), data, port
        self.server = Server(
            f"amanah {data.name}", [self.binary, "serve", data, "--port", port], port,
            data.parent / f"{data.name}.output")
        self.tokens: dict[str, str] = {}
        self.tickets: list[Ticket] = []

    def initialise(self, company: pathlib.Path, charter: pathlib.Path) -> None:
        """Imports the company into a fresh data folder, with a fresh key beside it."""
        self.remove()
        self.run("init", self.data, "--from", company, "--charter", charter)

    def remove(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        for end in KEY_ENDS:
            self.data.with_name(self.data.name + end).unlink(missing_ok=True)

    def run(self, *arguments, typed: str = "") -> str:
        """Runs the program to its end; raises RuntimeError with what it said where it fails."""
        done = subprocess.run(
            [str(self.binary), *map(str, arguments)], input=typed, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"amanah {arguments[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def know_tickets(self, company: pathlib.Path, agents: int | None = None) -> None:
        """Reads whose open tickets there are; of the first `agents` people only, where a number is given."""
        with open(company / "tickets.csv", newline="", encoding="utf-8") as file:
            every = [
                Ticket(row["ticket_id"], row["customer_id"], row["purpose"], row["assigned_to"])
                for row in csv.DictReader(file)]
        people = sorted({ticket.person for ticket in every})[:agents]
        self.tickets = [ticket for ticket in every if ticket.person in people]

    def set_passwords(self) -> None:
        people = sorted({ticket.person for ticket in self.tickets})
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(
                lambda person: self.run("password", self.data, person, "--final", typed=PASSWORD + "\n"), people))

    def sign_in(self) -> None:
        """Signs every agent in over the API and accepts the terms where they are asked for."""
        people = sorted({ticket.person for ticket in self.tickets})
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            self.tokens = dict(zip(people, pool.map(self.sign_in_one, people)))

    def sign_in_one(self, person: str) -> str:
        token = expect(
            201, self.port, "POST", "/api/v1/sessions", {"person": person, "password": PASSWORD})["token"]
        status, _, terms = call(self.port, "GET", "/api/v1/me/terms", token=token)
        if status == 200 and not (terms or {}).get("accepted", False):
            status, _, answer = call(
                self.port, "POST", "/api/v1/me/terms", {"version": terms["version"]}, token)
            if status not in (200, 201, 204, 409):
                raise Refused(status, json.dumps(answer).encode())
        return token

    def look(self, ticket: Ticket, patience: float = 120):
        """(status, headers, body) of one look at the customer of the agent's own ticket."""
        return call(
            self.port, "POST", "/api/v1/looks", look_body(ticket), self.tokens[ticket.person], patience)


def look_body(ticket: Ticket) -> dict:
    return {"customer_id": ticket.customer_id, "purpose": ticket.purpose, "ticket_id": ticket.ticket_id}
