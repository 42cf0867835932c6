"""D2: each write to the data folder goes wrong once, in each of five ways, while looks are taken and the gateway stops.

Between a start and an orderly stop the calls that write, sync, cut or rename a file of the folder are counted; then the same
is done again with one of them failing, with a disk that is dead or full from there on, cut short, or lost without a word
(`write_fault.c`, a library of our own before the C library's, compiled here). Each time the process is killed and a new one
must do without help: every answered look is in the log, which continues what it was. A lost write is another matter, since
nobody can know what a disk forgot: there whatever is missing must be named, by the start or by `amanah ledger verify`.

usage: python3 Tests/e2e/storm/write_storm.py --binary bin/amanah --cases 25
"""

import argparse
import collections
import concurrent.futures
import copy
import http.client
import os
import pathlib
import queue
import random
import shutil
import subprocess
import sys
import tempfile

import stage
from clients import Answer
from evidence import Evidence
from stage import gateway

KINDS = {"io": "fails", "dead": "fails, and all later ones", "full": "finds the disk full", "short": "is cut short",
         "lost": "is lost without a word"}
LOOKS = 5


class Stage:
    """A folder with a short log, copied for each case."""

    def __init__(self, given, folder: pathlib.Path):
        self.folder, self.library = folder, folder / "write_fault.so"
        source = pathlib.Path(__file__).with_name("write_fault.c")
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", self.library, source, "-ldl"],
            check=True)
        self.made = stage.prepare(given.binary, folder, given.port)
        self.made.server.start()
        self.made.sign_in()
        for ticket in self.made.tickets[:3]:
            self.made.look(ticket)
        self.made.server.stop()
        self.evidence = Evidence(self.made.data)
        wrong = self.evidence.extend()
        if wrong:
            raise RuntimeError(wrong[0])

    def copied(self, name: str, port: int, fault: str):
        place = self.folder / name
        place.mkdir()
        shutil.copytree(self.made.data, place / "data")
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

    def said(self, name: str) -> str:
        said = self.folder / f"{name}.said"
        return said.read_text() if said.exists() else ""


def look(amanah, number: int, answers: list, wrong: list[str]) -> None:
    ticket = amanah.tickets[number]
    try:
        status, _, answer = amanah.look(ticket)
    except (OSError, http.client.HTTPException):
        return
    if status == 201:
        answers.append(Answer(
            "look", answer["look_id"], answer["ledger_index"], ticket.person, ticket.customer_id, ticket.purpose,
            ticket.ticket_id))
    elif status != 503 or "fields" in (answer or {}):
        wrong.append(f"a look answers {status}: {str(answer)[:200]}")


def struck(amanah, answers: list, wrong: list[str]) -> None:
    """A start, some looks and a stop, as far as they come."""
    try:
        amanah.server.start(patience=30)
    except RuntimeError:
        return
    for number in range(LOOKS):
        look(amanah, 3 + number, answers, wrong)
    amanah.server.stop()


def named(amanah, since: pathlib.Path | None) -> str:
    """What `amanah ledger verify` finds; empty where all holds."""
    try:
        amanah.run("ledger", "verify", amanah.data, *(["--since", since] if since else []))
    except RuntimeError as error:
        return str(error)
    return ""


def case(place: Stage, kind: str, number: int, port: int) -> tuple[str, str, list[str]]:
    """How it ended, in a word and at length, and what does not hold."""
    name = f"{kind}-{number}"
    amanah = place.copied(name, port, f"{kind} {number}")
    answers, wrong = [], []
    struck(amanah, answers, wrong)
    if amanah.server.process.poll() is None:
        amanah.server.kill()
    amanah.server.settings = {}
    published, since = amanah.data / "ledger/checkpoint", place.folder / f"{name}.since"
    if published.exists():
        shutil.copy(published, since)
    found, ended = "", "recovered"
    try:
        amanah.server.start()
        look(amanah, 3 + LOOKS, recovered := [], wrong)
        amanah.server.stop()
        found = "" if recovered else "refused: " + amanah.server.last_words()
    except RuntimeError as error:
        recovered, found = [], str(error)
    found = found or named(amanah, since if since.exists() else None)
    if found and kind == "lost":
        ended = "named: " + found.strip().splitlines()[-1]
    elif found:
        wrong.append(found)
    else:
        try:
            evidence = Evidence(amanah.data)
            evidence.tree = copy.deepcopy(place.evidence.tree)
            wrong += evidence.extend() + evidence.published() + evidence.holds(answers + recovered, {})
        except Exception as error:  # noqa: BLE001: a log that cannot be read is a finding, whatever reads it
            wrong.append(f"the log cannot be read: {error}")
    said = place.said(name).splitlines()
    words = f"{said[0] if said else f'{number}: not reached'} {KINDS[kind]}: {len(answers)} of {LOOKS} answered, {ended}"
    if wrong:
        words += "\n" + amanah.server.last_words()[-1500:]
    shutil.rmtree(amanah.data.parent)
    return "FAILED" if wrong else ended.split(":")[0], words, [f"{words}: {each}" for each in wrong]


def chosen(calls: int, cases: int | None, dice: random.Random) -> list[tuple[str, int]]:
    """Every call in every way, or so many that are spread over all of them."""
    if cases is None:
        return [(kind, number) for number in range(1, calls + 1) for kind in KINDS]
    each = max(1, cases // len(KINDS))
    return [(kind, 1 + int((part + dice.random()) * calls / each)) for part in range(each) for kind in KINDS]


def storm(given, folder: pathlib.Path) -> list[str]:
    place = Stage(given, folder)
    wrong: list[str] = []
    counting = place.copied("count", given.port, "count 1000000000")
    struck(counting, answers := [], wrong)
    said = place.said("count").split()
    if len(answers) != LOOKS or not said:
        return [*wrong, f"{len(answers)} of {LOOKS} looks are answered on a healthy disk, and it says {said}"]
    calls = int(said[0])
    ports: queue.Queue[int] = queue.Queue()
    for worker in range(given.workers):
        ports.put(given.port + worker)

    def one(kind: str, number: int):
        port = ports.get()
        try:
            return case(place, kind, number, port)
        finally:
            ports.put(port)

    every = [(given.kind, given.number)] if given.kind else chosen(
        calls, None if given.all else given.cases, random.Random(given.seed))
    endings = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(given.workers) as pool:
        for ended, words, found in pool.map(lambda each: one(*each), every):
            endings[ended] += 1
            wrong += found
            print(words, flush=True)
    print(f"{len(every)} cases over {calls} calls: {dict(endings)}")
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=pathlib.Path, default=stage.ROOT / "bin/amanah")
    parser.add_argument("--cases", type=int, default=25)
    parser.add_argument("--all", action="store_true", help="every call in every way")
    parser.add_argument("--kind", choices=KINDS, help="one case alone")
    parser.add_argument("--number", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--port", type=int, default=18290, help="the first of as many as there are workers")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = parser.parse_args()
    print(f"write storm, seed {given.seed}")
    with tempfile.TemporaryDirectory(prefix="amanah-storm-") as name:
        sys.exit(stage.finish(storm(given, pathlib.Path(name))))
