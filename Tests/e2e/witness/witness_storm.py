"""Kills a witness at random moments and holds it to what it signed: nothing is ever taken back, no second history signed.

usage: witness_storm.py --binary bin/amanah [--kills 20]

The log that asks is written anew here (signing.py), with its own Ed25519 and its own Merkle tree.
"""

import argparse
import atexit
import hashlib
import http.client
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

import signing

ROOT = pathlib.Path(__file__).resolve().parents[3]
ORIGIN = "log.example/storm"
AHEAD = 5
# Entries that the honest log and the forged one begin with.
SHARED = 3
failures = []


def check(words: str, holds: bool, more="") -> None:
    print(f"{'ok  ' if holds else 'FAIL'} {words}{'' if holds else f': {more}'}", flush=True)
    if not holds:
        failures.append(words)


class Witness:
    def __init__(self, binary: pathlib.Path, folder: pathlib.Path):
        self.binary, self.folder = binary, folder
        self.process = self.port = None

    def run(self, *arguments) -> str:
        return subprocess.run([self.binary, "witness", *arguments], check=True, capture_output=True, text=True).stdout

    def start(self, port=0):
        self.process = subprocess.Popen([self.binary, "witness", "serve", self.folder, "--port", str(port)],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        atexit.register(self.process.kill)
        line = self.process.stdout.readline()
        self.port = int(re.search(r":(\d+)\s*$", line).group(1))

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def newest(self) -> int:
        status, text = self.call("GET", f"/{hashlib.sha256(ORIGIN.encode()).hexdigest()}/checkpoint")
        return int(text.split("\n")[1]) if status == 200 else 0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "bin/amanah")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    settings = parser.parse_args()
    print(f"seed {settings.seed}")
    chance = random.Random(settings.seed)
    with tempfile.TemporaryDirectory() as place:
        witness = Witness(settings.binary.resolve(), pathlib.Path(place) / "witness")
        key = witness.run("init", witness.folder, "--name", "witness.example/storm").strip()
        check("the printed key is what `witness key` says", witness.run("key", witness.folder).strip() == key)
        log = signing.Log(ORIGIN, hashlib.sha256(b"storm").digest())
        witness.run("add", witness.folder, log.key)
        # More than it signs between two kills, and some behind the last that the forger asks for.
        entries = 500 * settings.kills
        honest = signing.Tree([b"entry %d" % n for n in range(entries)])
        forged = signing.Tree([b"entry %d" % n if n < SHARED else b"other %d" % n for n in range(entries + AHEAD)])
        signed = 0  # the size of the last signature that arrived
        rollbacks, forks, arrived, kills = 0, 0, 0, 0
        # Where a busy machine signs little before it is killed, it is killed more often: so few signatures prove nothing.
        while kills < settings.kills or (arrived <= settings.kills and kills < 5 * settings.kills):
            kills += 1
            witness.start()
            size = witness.newest()
            rollbacks += size < signed
            until = time.monotonic() + chance.uniform(0.02, 0.5)
            timer = threading.Timer(max(0, until - time.monotonic()), witness.kill)
            timer.start()
            try:
                while True:
                    step = min(len(honest.leaves), size + chance.randint(1, 9))
                    status, text = witness.call("POST", "/add-checkpoint", log.request(honest, size, step))
                    assert status == 200, (status, text)
                    signing.cosigned(text, log.checkpoint(honest, step), key)
                    signed = size = step
                    arrived += 1
            except (OSError, http.client.HTTPException):
                pass
            timer.join()
            witness.start()
            now = witness.newest()
            rollbacks += now < signed
            # A witness that was killed before it signed what the two trees do not share may sign either.
            forgeries = [(signed, signed), (signed, signed + AHEAD), (max(0, signed - 2), signed + 1), (0, signed + 3)]
            for old, new in forgeries if now > SHARED else []:
                status, text = witness.call("POST", "/add-checkpoint", log.request(forged, old, new))
                forks += status == 200 and new > SHARED
            witness.kill()
        check(f"{kills} kills, {arrived} signatures, none taken back", rollbacks == 0 and arrived > settings.kills)
        check("and no second history signed", forks == 0)
        witness.start()
        other = subprocess.run([witness.binary, "witness", "serve", witness.folder, "--port", "0"], capture_output=True,
                               text=True, timeout=120)
        check("a second process on one folder is refused",
              other.returncode == 1 and "being served already" in other.stderr, other.stderr)
        witness.process.send_signal(signal.SIGTERM)
        check("SIGTERM ends it with 0", witness.process.wait(120) == 0)
        os.remove(witness.folder / "checkpoints")
        gone = subprocess.run([witness.binary, "witness", "serve", witness.folder, "--port", "0"], capture_output=True,
                              text=True, timeout=120)
        check("a witness that lost its memory does not begin anew",
              gone.returncode == 1 and "retire" in gone.stderr, gone.stderr)
    print(f"{len(failures)} failed" if failures else "all hold")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
