"""D1: kill -9 under load, again and again. Every answer that a client received has its entry; the chain verifies.

usage: python3 Tests/e2e/storm/kill_storm.py --binary bin/amanah --kills 20
"""

import argparse
import pathlib
import random
import sys
import tempfile
import time

import stage
from clients import Load
from evidence import Evidence


def storm(given, folder: pathlib.Path) -> list[str]:
    amanah = stage.prepare(given.binary, folder, given.port)
    evidence, dice = Evidence(amanah.data), random.Random(given.seed)
    violations, answered = [], 0
    amanah.server.start()
    amanah.sign_in()
    load = Load(amanah, given.clients, given.seed).start()
    try:
        for kill in range(1, given.kills + 1):
            before, waited = load.count(), time.monotonic()
            while load.count() < before + 20 and time.monotonic() < waited + 60:
                time.sleep(0.01)
            if load.count() < before + 20:
                return [*load.violations, f"after kill {kill - 1} hardly anything is answered"]
            time.sleep(dice.uniform(0.0, 0.8))
            amanah.server.kill()
            time.sleep(0.1)  # answers still in the sockets arrive
            answers, denials = load.taken()
            violations += evidence.extend() + evidence.holds(answers[answered:], denials) + stage.ledger_check(amanah)
            print(f"kill {kill:3d}: {len(answers) - answered:5d} answers, log of {evidence.tree.size} entries, "
                  f"{load.broken} requests without an answer", flush=True)
            answered = len(answers)
            if violations:
                return violations
            amanah.server.start()
    finally:
        load.stop()
        amanah.server.stop()
    answers, denials = load.taken()
    violations += evidence.extend() + evidence.recheck() + evidence.holds(answers, denials)
    violations += stage.ledger_check(amanah) + load.violations
    kinds = {kind: sum(answer.kind == kind for answer in answers) for kind in ("look", "reveal")}
    print(f"{given.kills} kills: {kinds['look']} looks, {kinds['reveal']} reveals, {sum(denials.values())} denials "
          f"answered; {evidence.tree.size} entries; {len(load.unavailable)} times unavailable")
    if not kinds["reveal"] or not denials:
        violations.append("no reveal or no denial was answered: the storm did not test them")
    return violations


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=pathlib.Path, default=stage.ROOT / "bin/amanah")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--clients", type=int, default=24)
    parser.add_argument("--port", type=int, default=18250)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = parser.parse_args()
    print(f"kill storm, seed {given.seed}")
    with tempfile.TemporaryDirectory(prefix="amanah-storm-") as name:
        sys.exit(stage.finish(storm(given, pathlib.Path(name))))
