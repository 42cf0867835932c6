"""Measures Amanah beside its peers in one run and writes the table of docs/benchmarks.md.

Scenes can be chosen; a scene that is left out or fails is named as not measured, never filled in from elsewhere.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import time

import book
import company
import gateway
import live
import log_scenes
import report
import scenes
import systems

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCENES = ("side_by_side", "memory", "long_log", "appends", "huge_log", "million", "live", "book", "replay", "decisions")
AGENTS, TICKETS, CUSTOMERS = 96, 20, 20_000


def machine() -> dict:
    processor = next(
        (line.split(":")[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), platform.machine())
    return {
        "processor": processor, "cores": os.cpu_count(), "kernel": f"{platform.system()} {platform.release()}",
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "load_average": os.getloadavg()[0]}


def version() -> str:
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False)
    return described.stdout.strip() or "unknown"


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def measure(given) -> dict:
    work = given.work
    work.mkdir(parents=True, exist_ok=True)
    results = {
        "date": datetime.date.today().isoformat(), "machine": machine(), "version": version(),
        "rounds": given.rounds, "seconds": given.seconds, "titles": {}, "missing": []}
    company_folder = work / "company"
    company.write(company_folder, CUSTOMERS, AGENTS, TICKETS)
    amanah = gateway.Gateway(given.binary, work / "demo", given.port)
    amanah.know_tickets(company_folder)
    running = []

    def attempt(scene: str, action) -> None:
        if scene not in given.scenes:
            results["missing"].append(f"{scene} (left out)")
            return
        say(f"== {scene}")
        try:
            results[scene] = action()
        except (RuntimeError, gateway.Refused, OSError, subprocess.CalledProcessError) as error:
            say(f"{scene} failed: {error}")
            results["missing"].append(f"{scene} (failed: {str(error).splitlines()[0]})")

    try:
        peers = systems.peer_systems(company_folder, work, amanah.tickets, given.port + 1)
        bare = systems.bare_system(company_folder, work, amanah.tickets, given.port + 3)
        every, guarded = [*peers, bare], None
        if given.binary.exists():
            amanah.initialise(company_folder, given.charter)
            amanah.set_passwords()
            amanah.server.start()
            running.append(amanah.server)
            amanah.sign_in()
            guarded = systems.amanah_system(amanah, work)
            every.insert(0, guarded)
            amanah.server.stop()
            # First, while the sessions in the copy are young.
            young = log_scenes.copied(amanah, "young")
            attempt("long_log", lambda: log_scenes.long_log(
                young, guarded.requests, given.short_log, given.long_log, given.rounds, say))
            amanah.server.start()
        else:
            results["missing"].append(f"Amanah itself (there is no {given.binary})")
        results["titles"] = {system.key: system.title for system in every}
        if "side_by_side" in given.scenes:
            for system in [*peers, bare]:
                running.append(system.server.start())
        attempt("side_by_side", lambda: scenes.side_by_side(
            every, work, given.rounds, given.seconds, amanah.data if guarded else None, say))
        for system in [*peers, bare]:
            system.server.stop()
        if guarded:
            attempt("memory", lambda: scenes.memory(guarded, given.seconds))
            amanah.server.stop()
            attempt("appends", lambda: log_scenes.appends(young, given.rounds, say))
            attempt("huge_log", lambda: log_scenes.huge_log(
                young, given.short_log, given.long_log, given.huge_log, given.rounds, say))
            attempt("million", lambda: scenes.million(
                given.binary, work, given.charter, given.customers, given.port + 4, say))
            attempt("live", lambda: live.live(given.binary, work, given.charter, given.people, given.port + 4, say))
            attempt("book", lambda: book.book(
                given.binary, work, given.charter, given.seconds, given.port + 4, say))
            attempt("replay", lambda: log_scenes.replay(young, given.charter, given.replayed))
            attempt("decisions", lambda: scenes.decisions(given.binary, given.charter))
    finally:
        for server in running:
            server.stop()
    results["load_after"] = os.getloadavg()[0]
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "bin/amanah")
    parser.add_argument("--charter", type=pathlib.Path, default=ROOT / "charters/plain.yaml")
    parser.add_argument("--scenes", nargs="*", choices=SCENES, default=SCENES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4, help="of each run of the load generator")
    parser.add_argument("--customers", type=int, default=1_000_000, help="of the large company")
    parser.add_argument("--replayed", type=int, default=1_000_000, help="looks decided again under a changed charter")
    parser.add_argument("--people", type=int, default=501, help="below the superior of the live page; three divides it")
    parser.add_argument("--short-log", type=int, default=10_000)
    parser.add_argument("--long-log", type=int, default=1_000_000)
    parser.add_argument("--huge-log", type=int, default=10_000_000)
    parser.add_argument("--port", type=int, default=18200, help="the first of five")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "bench/results/work")
    parser.add_argument("--keep", action="store_true", help="leave the data folders there")
    parser.add_argument("--no-document", action="store_true", help="print the table only")
    given = parser.parse_args()
    began = time.monotonic()
    results = measure(given)
    results["took_seconds"] = round(time.monotonic() - began)
    (ROOT / "bench/results").mkdir(exist_ok=True)
    (ROOT / "bench/results/latest.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    if not given.keep:
        shutil.rmtree(given.work)
    print(report.render(results) if given.no_document else report.write(results, ROOT / "docs/benchmarks.md"))


if __name__ == "__main__":
    main()
