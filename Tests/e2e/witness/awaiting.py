"""A charter that makes looks wait for a witness, and a real witness: signed, away, hanging, back, and a gateway that is killed
while a look waits.

usage: awaiting.py --binary bin/amanah [--port 18730]
"""

import argparse
import concurrent.futures
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "bench"))

import company  # noqa: E402
import courier  # noqa: E402
import gateway  # noqa: E402
import live  # noqa: E402
from courier import Served, check, eventually  # noqa: E402
from witness_storm import Witness  # noqa: E402


def charter(place: pathlib.Path) -> pathlib.Path:
    """The plain charter, in which the tickets' purpose waits for a witness."""
    text = (ROOT / "charters/plain.yaml").read_text()
    head = f"  {company.PURPOSE}:\n"
    assert text.count(head) == 1
    shutil.copytree(ROOT / "charters/terms", place / "terms")
    file = place / "waiting.yaml"
    file.write_text(text.replace(head, head + "    witness: required\n"))
    return file


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "bin/amanah")
    parser.add_argument("--port", type=int, default=18730, help="of the gateway; the next is its witness's")
    given = parser.parse_args()
    binary = given.binary.resolve()
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        file = charter(place)
        checked = subprocess.run([binary, "charter", "check", file], capture_output=True, text=True, timeout=60)
        check("`charter check` says who signs first, and warns", checked.returncode == 0
              and "a witness signs first" in checked.stdout and "[awaits-witness]" in checked.stdout, checked.stdout)
        company.write(place / "company", 300, 6, 20)
        amanah = gateway.Gateway(binary, place / "data", given.port)
        amanah.initialise(place / "company", file)
        amanah.know_tickets(place / "company")
        amanah.set_passwords()
        witness = Witness(binary, place / "witness")
        key = witness.run("init", witness.folder, "--name", "witness.example/waited").strip()
        witness.run("add", witness.folder, amanah.run("ledger", "key", amanah.data).strip())
        witness.start(given.port + 1)
        url = f"http://127.0.0.1:{witness.port}"
        data = pathlib.Path(amanah.data)

        def holds(index: int) -> bool:
            """Whether the witness itself has signed for this entry."""
            name = courier.witness_name(data)
            text = urllib.request.urlopen(f"{url}/{name}/checkpoint", timeout=30).read().decode()
            return int(text.split("\n")[1]) > index

        served = Served(binary, data, amanah.port, [(url, key)])
        check("the gateway starts", served.start() and served.process.poll() is None, served.log.read_text())
        amanah.sign_in()
        ticket = amanah.tickets[0]
        token = amanah.tokens[ticket.person]

        def newest(kind: str):
            """The person's newest act of a kind."""
            rows = gateway.call(amanah.port, "GET", f"/api/v1/looks?kind={kind}&person={ticket.person}", token=token)[2]
            return (rows["looks"] or [None])[0]

        early = []
        for other in amanah.tickets[:12]:
            status, _, shown = amanah.look(other)
            if status != 201 or not holds(shown["ledger_index"]):
                early.append((status, shown))
        check("a look is shown, and the witness had signed for its entry before", not early, early[:2])
        with concurrent.futures.ThreadPoolExecutor(24) as pool:
            statuses = list(pool.map(lambda other: amanah.look(other)[0], amanah.tickets[20:80]))
        check("sixty at once are answered, sharing rounds", statuses == [201] * 60, statuses)
        look = shown["look_id"]
        receipt = place / "look.tlog-proof"
        amanah.run("ledger", "prove", data, "--look", look, "--output", receipt)
        check("and the look's receipt bears the witness's signature", "witness.example/waited" in receipt.read_text())

        witness.kill()
        status, headers, said = amanah.look(ticket)
        check("without the witness nothing is shown, and it is said why", status == 503 and said["code"] == "witness-away"
              and [reason["code"] for reason in said["reasons"]] == ["witness-away"] and "fields" not in said
              and headers["Retry-After"] == "5" and "saksi" in said["reasons"][0]["text"]["id"], (status, said))
        seen, not_shown = newest("look"), newest("look-withheld")
        check("the log says after the look that it was not shown, and why", not_shown is not None
              and not_shown["look_id"] == seen["look_id"] and not_shown["ledger_index"] > seen["ledger_index"]
              and not_shown["reasons"] == ["witness-away"], (seen, not_shown))
        pages = live.Pages(amanah.port)
        pages.submit("/sign-in", "/sign-in", {"person": ticket.person, "password": gateway.PASSWORD})
        fields = {"customer": ticket.customer_id, "purpose": ticket.purpose, "ticket": ticket.ticket_id}
        status, _, page = pages.submit("/desk", "/looks", fields)
        check("the page says so too, in words, without a card", status == 503 and "belum menandatangani" in page
              and "Coba lagi sebentar lagi" in page and "data-card" not in page and 'class="val"' not in page,
              (status, page[-3000:]))
        trail = pages.ask("GET", f"/log?q=person%3A{ticket.person}")[2]
        check("and so does the person's own trail: held back, then not shown, with the look's number",
              "Ditahan sampai saksi menandatangani" in trail and "Tidak ditampilkan" in trail and not_shown["look_id"] in trail,
              trail[-2000:])
        witness.start(given.port + 1)
        check("the witness is back, and it is shown again", eventually(lambda: amanah.look(ticket)[0] == 201))
        status, _, page = pages.submit("/desk", "/looks", fields)
        check("on the page too", status == 200 and 'class="val"' in page, status)

        witness.process.send_signal(signal.SIGSTOP)
        status, _, said = amanah.look(ticket, 30)
        check("one that hangs holds nobody beyond the time", status == 503 and said["code"] == "witness-away", (status, said))
        witness.process.send_signal(signal.SIGCONT)
        check("and signs when it goes on", eventually(lambda: amanah.look(ticket)[0] == 201))

        # Killed while a look waits.
        witness.kill()
        before = served.metric("amanah_log_entries")
        answers = []

        def ask():
            try:
                answers.append(amanah.look(ticket))
            except OSError as error:
                answers.append(error)

        asking = threading.Thread(target=ask)
        asking.start()
        check("a look waits", eventually(lambda: served.metric("amanah_log_entries") > before))
        served.process.kill()
        served.process.wait()
        asking.join(30)
        check("killed while it waits, nothing came out", len(answers) == 1 and isinstance(answers[0], OSError), answers)
        witness.start(given.port + 1)
        served = Served(binary, data, amanah.port, [(url, key)])
        check("the gateway starts again", served.start() and served.process.poll() is None, served.log.read_text())
        amanah.sign_in()
        token = amanah.tokens[ticket.person]
        waited, not_shown = newest("look"), newest("look-withheld")
        check("the look stands in the log, and nothing claims that it was or was not shown",
              waited["ledger_index"] > not_shown["ledger_index"], (waited, not_shown))
        check("and the next is shown", eventually(lambda: amanah.look(ticket)[0] == 201))
        check("the gateway stops", served.stop() == 0)
        amanah.run("ledger", "verify", data)
        amanah.run("reconcile", data)
        print("ok   the log verifies and the control data are as the log has them", flush=True)

        # Nobody was set.
        alone = Served(binary, data, amanah.port, [])
        alone.start()
        check("served without a witness it starts, and says what is refused",
              re.search(r"critical.*wait for a witness, and none is set", alone.log.read_text(), re.S | re.I) is not None,
              alone.log.read_text())
        amanah.sign_in()
        token = amanah.tokens[ticket.person]
        status, _, said = amanah.look(ticket)
        check("such a look is refused before it counts", status == 403
              and [reason["code"] for reason in said["reasons"]] == ["no-witness"]
              and newest("denial")["reasons"] == ["no-witness"], (status, said))
        alone.stop()
        witness.kill()
    print("FAILED" if courier.failures else "held")
    return 1 if courier.failures else 0


if __name__ == "__main__":
    started = time.monotonic()
    ended = main()
    print(f"{time.monotonic() - started:.0f} s")
    sys.exit(ended)
