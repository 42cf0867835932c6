"""A gateway and a real witness: signatures, a witness that is away, a second history, a backup that was put back.

usage: courier.py --binary bin/amanah [--port 18720]
"""

import argparse
import atexit
import hashlib
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Tests/e2e/storm"))
sys.path.insert(0, str(ROOT / "bench"))

import stage  # noqa: E402
from witness_storm import Witness  # noqa: E402

failures = []


def check(words: str, holds: bool, more="") -> None:
    print(f"{'ok  ' if holds else 'FAIL'} {words}{'' if holds else f': {more}'}", flush=True)
    if not holds:
        failures.append(words)


def eventually(question, seconds=60):
    """The first answer that is true, or the last."""
    until = time.monotonic() + seconds
    while True:
        answer = question()
        if answer or time.monotonic() > until:
            return answer
        time.sleep(0.1)


class Served:
    """`amanah serve` with witnesses."""

    def __init__(self, binary, data, port, witnesses):
        self.binary, self.data, self.port = binary, data, port
        self.options = [text for url, key in witnesses for text in ("--witness", url, "--witness-key", key)]
        self.log = data.parent / f"serve-{time.monotonic_ns()}.log"

    def start(self):
        self.process = subprocess.Popen(
            [self.binary, "serve", self.data, "--port", str(self.port), *self.options],
            stdout=subprocess.DEVNULL, stderr=self.log.open("w"))
        atexit.register(self.process.kill)
        return eventually(lambda: self.process.poll() is not None or self.ready())

    def ready(self):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2).status == 200
        except OSError:
            return False

    def metric(self, name):
        text = urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=30).read().decode()
        return next((float(line.split()[-1]) for line in text.splitlines() if line.startswith(name + " ")), None)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(120)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "bin/amanah")
    parser.add_argument("--port", type=int, default=18720, help="of the gateway; the next is its witness's")
    given = parser.parse_args()
    binary = given.binary.resolve()
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        amanah = stage.prepare(binary, place, given.port)
        data = pathlib.Path(amanah.data)

        def run(*arguments, fails=False):
            done = subprocess.run([binary, *map(str, arguments)], capture_output=True, text=True, timeout=180)
            if not fails and done.returncode:
                raise RuntimeError(done.stderr)
            return done

        log_key = run("ledger", "key", data).stdout.strip()
        witness = Witness(binary, place / "witness")
        key = witness.run("init", witness.folder, "--name", "witness.example/courier").strip()
        witness.run("add", witness.folder, log_key)
        witness.start(given.port + 1)
        url = f"http://127.0.0.1:{witness.port}"
        served = Served(binary, data, amanah.port, [(url, key)])
        check("the gateway starts beside its witness", served.start() and served.process.poll() is None,
              served.log.read_text())

        def published():
            return int((data / "ledger/checkpoint").read_text().split("\n")[1])

        def covers(index):
            """Whether a checkpoint that the witness signed holds the entry."""
            checkpoint = (data / "ledger/checkpoint").read_text()
            return int(checkpoint.split("\n")[1]) > index and "witness.example/courier" in checkpoint

        def verifies(*more):
            return run("ledger", "verify", data / "ledger", "--key", log_key, "--witness", key, *more, fails=True)

        check("the files verify under the log's key and the witness's",
              eventually(lambda: verifies().returncode == 0), verifies().stderr)
        size = published()

        def newest():
            answer = urllib.request.urlopen(f"{url}/{witness_name(data)}/checkpoint").read().decode()
            return int(answer.split("\n")[1])

        check("the witness holds this log", newest() >= size, newest())
        check("no lag", eventually(lambda: served.metric("amanah_witness_lag_seconds") == 0))
        check("and none fails", eventually(lambda: served.metric("amanah_witnesses_failing") == 0))

        # The witness goes away and comes back on its port.
        witness.kill()
        tickets = {}
        for ticket in amanah.tickets:
            tickets.setdefault(ticket.person, ticket)
        amanah.sign_in()
        status, _, shown = amanah.look(next(iter(tickets.values())))
        check("a gateway whose witness is away goes on showing", status in (200, 201), shown)
        check("who does not answer is counted", eventually(lambda: served.metric("amanah_witnesses_failing") == 1))
        witness.start(given.port + 1)
        check("the witness is back, and signs what came meanwhile",
              eventually(lambda: served.metric("amanah_witnesses_failing") == 0)
              and eventually(lambda: covers(shown["ledger_index"])))
        look = shown["look_id"]
        receipt = place / "receipt.tlog-proof"
        check("the gateway stops", served.stop() == 0)
        check("files that were written last still bear the witness's signature", verifies().returncode == 0,
              verifies().stderr)

        run("ledger", "prove", data, "--look", look, "--output", receipt)
        held = run("ledger", "check", receipt, "--key", log_key, "--witness", key, fails=True)
        check("the look's receipt bears the witness's signature", held.returncode == 0 and
              "witness.example/courier" in held.stdout, held.stderr + receipt.read_text())

        # A backup that was put back: the witness has seen more.
        shutil.copytree(data, place / "old")
        keys = [path for path in place.iterdir() if path.name.startswith(data.name + ".key")]
        olds = {path: path.read_bytes() for path in keys}
        seen = published()
        served.start()
        check("the log grows", eventually(lambda: published() > seen), seen)
        eventually(lambda: served.metric("amanah_witness_lag_seconds") == 0)
        time.sleep(2)
        served.stop()
        shutil.rmtree(data)
        shutil.copytree(place / "old", data)
        for path, content in olds.items():
            path.write_bytes(content)
        served.start()
        check("D1: an older state, its mark put back with it, is not served: the witness has seen more",
              served.process.wait(120) != 0 and "older state of the log was put back" in served.log.read_text(),
              served.log.read_text())
        verified = run("ledger", "verify", data, fails=True)
        check("and verify says where", verified.returncode == 1 and "seen with" in verified.stderr, verified)

        # A split view: the old state grows on without its witness, past what the witness has signed, and then asks it.
        shutil.rmtree(data)
        shutil.copytree(place / "old", data)
        for path, content in olds.items():
            path.write_bytes(content)
        alone = Served(binary, data, amanah.port, [])
        alone.start()
        amanah.sign_in()
        while alone.metric("amanah_log_entries") <= newest() + 20:
            amanah.sign_in()
        alone.stop()
        served = Served(binary, data, amanah.port, [(url, key)])
        served.start()
        check("D6: a second history is not served, whatever its length: the witness signed the first",
              served.process.wait(120) != 0 and "is not their continuation" in served.log.read_text(),
              served.log.read_text())
        verified = run("ledger", "verify", data, fails=True)
        check("and verify says so", verified.returncode == 1 and "rewritten" in verified.stderr, verified)
        witness.process.kill()
        witness.process.wait()
    print("FAILED" if failures else "held")
    return 1 if failures else 0


def witness_name(data) -> str:
    origin = (data / "ledger/checkpoint").read_text().split("\n")[0]
    return hashlib.sha256(origin.encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
