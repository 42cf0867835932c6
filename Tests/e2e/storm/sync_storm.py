"""D2: a sync of the write-ahead log or of the database fails under load. Nothing is shown any more, the message says what to
do, the program halts even where the next sync would succeed, and a new process recovers with every answered look in the log.

The failing disk is a library of our own before the C library's (`fsync_fault.c`), compiled here.

usage: python3 Tests/e2e/storm/sync_storm.py --binary bin/amanah
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

import stage
from clients import Load
from disk_storm import refused, until
from evidence import Evidence

CASES = [
    ("once amanah.db-wal", "one sync of the write-ahead log"),
    ("always amanah.db-wal", "every sync of the write-ahead log"),
    ("once amanah.db", "one sync of the database"),
    ("always amanah.db", "every sync of the database"),
]


def halted(amanah) -> bool:
    with urllib.request.urlopen(f"{amanah.server.url}/metrics", timeout=30) as answer:
        return "\namanah_log_halted 1\n" in "\n" + answer.read().decode()


def fail(amanah, evidence, control: pathlib.Path, fault: str, words: str, seed: int, clients: int) -> list[str]:
    amanah.server.start()
    amanah.sign_in()
    load = Load(amanah, clients, seed).start()
    violations = []
    try:
        if not until(lambda: load.count() > 100, 60):
            return [*load.violations, "hardly anything is answered on a healthy disk"]
        control.write_text(fault + "\n")
        violations += refused(load, amanah, words, 180)
        if fault.startswith("once") and control.exists():
            violations.append(f"{words}: was never asked for")
        if not any("restart" in (problem.get("detail") or "") for problem in load.unavailable[-1:]):
            violations.append(f"{words}: no refusal says what to do: {load.unavailable[-1:]}")
        if not halted(amanah):
            violations.append(f"{words}: /metrics does not say that the log has halted")
        control.unlink(missing_ok=True)
        answered = load.count()
        time.sleep(1)
        if load.count() > answered:
            violations.append(f"{words}: it went on after a lost write")
    finally:
        load.stop()
        amanah.server.kill()
        control.unlink(missing_ok=True)
    violations += evidence.extend() + evidence.holds(*load.taken()) + load.violations
    amanah.server.start()
    amanah.sign_in()
    status, _, answer = amanah.look(amanah.tickets[0])
    if status != 201:
        violations.append(f"{words}: a new process answers {status}: {answer}")
    amanah.server.stop()
    violations += evidence.extend() + evidence.recheck() + evidence.holds(*load.taken()) + stage.ledger_check(amanah)
    print(f"{words}: {load.count()} answers, {len(load.unavailable)} refusals, log of {evidence.tree.size} entries", flush=True)
    return violations


def storm(given, folder: pathlib.Path) -> list[str]:
    library, control = folder / "fsync_fault.so", folder / "fault"
    source = pathlib.Path(__file__).with_name("fsync_fault.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, source, "-ldl"], check=True)
    amanah = stage.prepare(given.binary, folder, given.port)
    amanah.server.settings = {"LD_PRELOAD": str(library), "AMANAH_SYNC_FAULT": str(control)}
    evidence, violations = Evidence(amanah.data), []
    for seed, (fault, words) in enumerate(CASES):
        violations += fail(amanah, evidence, control, fault, words, seed, given.clients)
    return violations


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=pathlib.Path, default=stage.ROOT / "bin/amanah")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--port", type=int, default=18270)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="amanah-storm-") as name:
        sys.exit(stage.finish(storm(given, pathlib.Path(name))))
