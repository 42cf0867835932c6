"""The systems that are measured beside each other, each with the requests that load it."""

import json
import pathlib
import random
import sys

import company
import gateway
import peers.prepare
from peers.forms import FORMS
from server import Server

HERE = pathlib.Path(__file__).resolve().parent
# What the peers and the bare route show: the fields that Amanah's answer shows for the same purpose must be these.
SHOWN = FORMS[company.PURPOSE]


class System:
    """A server and the file of requests for `load/look.lua`."""

    def __init__(self, key: str, title: str, server: Server, requests: pathlib.Path):
        self.key, self.title, self.server, self.requests = key, title, server, requests


def write_requests(path: pathlib.Path, lines: list[tuple[str, str, str, str]]) -> pathlib.Path:
    """Writes the requests in an order that mixes people and customers, the same in every run."""
    random.Random(1).shuffle(lines)
    path.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
    return path


def look_requests(path: pathlib.Path, tickets: list, tokens: dict[str, str]) -> pathlib.Path:
    return write_requests(path, [
        ("POST", "/api/v1/looks", f"Bearer {tokens[ticket.person]}", json.dumps(gateway.look_body(ticket)))
        for ticket in tickets])


def peer_systems(folder: pathlib.Path, work: pathlib.Path, tickets: list, port: int) -> list[System]:
    """FastAPI with one commit a request, and with batched commits, each on a database of its own."""
    systems = []
    for offset, (audit, title) in enumerate((
            ("each", "FastAPI, cedarpy, SQLite, one durable insert a request"),
            ("batch", "the same with batched inserts"))):
        database = work / f"peer-{audit}.sqlite"
        peers.prepare.prepare(folder, database)
        tokens = {
            person: token for token, person in
            (line.split() for line in (work / f"{database.name}.sessions").read_text().splitlines())}
        server = Server(
            f"peer-{audit}",
            [sys.executable, "-m", "uvicorn", "app:app", "--port", port + offset, "--workers", 2, "--loop", "uvloop",
             "--http", "httptools", "--no-access-log", "--log-level", "warning"],
            port + offset, work / f"peer-{audit}.output", folder=HERE / "peers",
            settings={"PEER_DATABASE": str(database), "PEER_AUDIT": audit})
        systems.append(System(
            audit, title, server, look_requests(work / f"peer-{audit}.tsv", tickets, tokens)))
    return systems


def bare_system(folder: pathlib.Path, work: pathlib.Path, tickets: list, port: int) -> System:
    """The bare route over the same customers' shown fields, unsealed."""
    peers.prepare.prepare_plain(folder, work / "plain.sqlite", list(SHOWN))
    server = Server(
        "bare", [HERE / "bare/.build/release/bare", work / "plain.sqlite", "--port", port], port, work / "bare.output")
    requests = write_requests(
        work / "bare.tsv", [("GET", f"/customers/{ticket.customer_id}", "", "") for ticket in tickets])
    return System("bare", "bare Hummingbird route, the same row unsealed", server, requests)


def amanah_system(amanah: gateway.Gateway, work: pathlib.Path) -> System:
    """The gateway, already signed in. Raises where its look shows other fields than the peers' do."""
    system = System(
        "amanah", "Amanah, the guarded look", amanah.server,
        look_requests(work / f"{amanah.data.name}.tsv", amanah.tickets, amanah.tokens))
    status, _, answer = amanah.look(amanah.tickets[0])
    shown = {
        name: field["form"] for name, field in (answer or {}).get("fields", {}).items()
        if field["form"] in ("masked", "full")}
    if status != 201 or shown != SHOWN:
        raise SystemExit(f"a look answers {status} with {shown}, the peers show {SHOWN}: not the same work")
    return system
