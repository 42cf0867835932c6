"""Notices through a real SMTP server and a real webhook receiver.

usage: run_notices.py --binary bin/amanah [--port 18700]

An agent asks for a field that takes an approval; his superior is told by mail, and by a signed post that is refused twice
and taken over a restart of the gateway. Nothing of a customer, and no reason, stands in any of it.
"""

import argparse
import csv
import hashlib
import hmac
import json
import math
import pathlib
import struct
import subprocess
import sys
import tempfile
import time

from aiosmtpd.controller import Controller

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from receiving import ROOT, SECRET, Receiver, call, check, outcome, secret_file, sign_in, wait  # noqa: E402
from server import Server  # noqa: E402

AGENT, LEAD = "P0105", "P0102"
CODE_SECRET = b"amanah-demonstration"
REASON = "alamat kirim kartu pengganti di meja tiga"


class Mailbox:
    def __init__(self):
        self.taken = []

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((envelope.rcpt_tos, envelope.content.decode("ascii")))
        return "250 2.0.0 taken"


def code() -> str:
    """The demonstration's second factor (RFC 6238). A code works once: the next step is waited for where it was used."""
    digest = hmac.new(CODE_SECRET, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def ask(port: int, token: str, ticket: dict, reason: str) -> dict:
    aim = {"customer_id": ticket["customer_id"], "purpose": ticket["purpose"], "ticket_id": ticket["ticket_id"]}
    status, _, answer = call(port, "POST", "/api/v1/requests", aim | {"fields": ["address"], "reason": reason}, token)
    check("the request is taken", status == 201, (status, answer))
    return answer


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "bin/amanah")
    parser.add_argument("--port", type=int, default=18700)
    settings = parser.parse_args()
    binary, port = settings.binary.resolve(), settings.port
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        run = lambda *arguments: subprocess.run([binary, *arguments], check=True, capture_output=True)  # noqa: E731
        data = folder / "data"
        run("demo-data", folder / "company", "--customers", "300")
        run("init", data, "--from", folder / "company", "--charter", ROOT / "charters/plain.yaml")
        run("demo", data)
        with open(folder / "company/customers.csv", newline="", encoding="utf-8") as file:
            customers = {row["customer_id"]: row for row in csv.DictReader(file)}
        link = ["--notify-link", "https://amanah.contoh.example.id/"]
        secret = secret_file(folder / "secret", SECRET + "\n")

        print("--- settings")
        for words, options, said in [
            ("two ways at once", [*link, "--notify-webhook", "https://x", "--notify-secret-file", secret, "--notify-smtp", "m:25",
                                  "--notify-from", "a@b.id", "--notify-to", "{person}@b.id"], "exclude"),
            ("a way without a link", ["--notify-webhook", "https://x", "--notify-secret-file", secret], "--notify-link"),
            ("a template without {person}", [*link, "--notify-smtp", "m:25", "--notify-from", "a@b.id", "--notify-to", "x@b.id"],
             "{person}"),
            ("a link in the clear", ["--notify-link", "http://amanah.example.id", "--notify-webhook", "https://x",
                                     "--notify-secret-file", secret], "https"),
        ]:
            done = subprocess.run(
                [str(binary), "serve", str(data), "--port", "0", *map(str, options)], capture_output=True, text=True, timeout=120)
            check(f"refused: {words}", done.returncode == 64 and said in done.stderr, (done.returncode, done.stderr))

        print("--- mail")
        box = Mailbox()
        mail = Controller(box, hostname="127.0.0.1", port=port + 1)
        mail.start()
        server = Server(
            "amanah", [binary, "serve", data, "--port", port, *link, "--notify-smtp", f"127.0.0.1:{port + 1}", "--notify-from",
                       "amanah@contoh.example.id", "--notify-to", "{person}@staf.example.id"], port, folder / "mail.log").start()
        agent = sign_in(port, AGENT)
        tickets = call(port, "GET", "/api/v1/tickets", token=agent)[2]["tickets"]
        mine = [t for t in tickets if t["purpose"] == "sim-replacement" and customers[t["customer_id"]]["sensitivity"] == "ordinary"]
        request = ask(port, agent, mine[0], REASON)
        check("the superior is told by mail", wait(lambda: len(box.taken) >= 1))
        receivers, text = box.taken[0]
        waits = request["waits_for"].lower()
        check("to his own address", receivers == [f"{waits}@staf.example.id"], receivers)
        check("with a link to the request", f"https://amanah.contoh.example.id/approvals/{request['request_id']}" in text, text)
        row = customers[mine[0]["customer_id"]]
        private = [REASON, row["customer_id"], row["name"], row["phone"], row["nik"], mine[0]["ticket_id"]]
        check("without customer, ticket or reason", not any(word and word in text for word in private), text)
        status, _, page = call(port, "GET", f"/approvals/{request['request_id']}")
        check("the link opens nothing without signing in", status == 303, status)
        server.stop()
        mail.stop()

        print("--- webhook over a restart")
        receiver = Receiver(port + 2, refusals=math.inf)
        command = [binary, "serve", data, "--port", port, *link, "--notify-webhook", f"http://127.0.0.1:{port + 2}/notices",
                   "--notify-secret-file", secret]
        server = Server("amanah", command, port, folder / "hook.log").start()
        lead = sign_in(port, LEAD, code())
        status, _, answer = call(
            port, "POST", f"/api/v1/requests/{request['request_id']}/approve", {"looks": 1, "version": request["version"]}, lead)
        check("the superior approves once", status == 200 and answer["state"] == "approved", (status, answer))
        check("the agent's notice is tried", wait(lambda: len(receiver.tries) >= 1))
        server.kill()
        receiver.refusals = 0
        server = Server("amanah", command, port, folder / "hook2.log").start()
        check("a killed gateway loses no notice", wait(lambda: len(receiver.taken) >= 1))
        check("each try is signed, under one key", {signed for signed, _ in receiver.tries} == {True} and len(
            {key for _, key in receiver.tries}) == 1, receiver.tries)
        told = receiver.taken[0]
        check("it tells the agent that he may", told["person"] == AGENT and told["kind"] == "approval-given", told)
        check("and nothing of the customer", not any(word and word in json.dumps(told) for word in private), told)
        time.sleep(3)
        check("what was taken is not sent again", len(receiver.taken) == 1, receiver.taken)
        server.stop()
        receiver.shutdown()
        logs = "".join(file.read_text() for file in folder.glob("*.log"))
        check("no log line holds a customer or a reason", not any(word and word in logs for word in private))
    return outcome()


if __name__ == "__main__":
    sys.exit(main())
