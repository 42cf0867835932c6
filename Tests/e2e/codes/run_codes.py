"""Presence codes through a real webhook receiver and a real SMTP server.

usage: run_codes.py --binary bin/amanah [--port 18600]
"""

import argparse
import csv
import os
import pathlib
import re
import ssl
import subprocess
import sys
import tempfile
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from receiving import ROOT, SECRET, Gate, Receiver, call, check, outcome, secret_file, sign_in, wait  # noqa: E402
from server import Server  # noqa: E402

PERSON, PURPOSE = "P0104", "sim-registration"
# Seconds that a receiver keeps the gateway waiting, who gives it up after 5.
HOLD = 4


class Mailbox:
    """Refuses the first message for a while, then keeps what comes."""

    def __init__(self):
        self.refusals, self.taken, self.gate = 1, [], Gate(HOLD)

    async def handle_DATA(self, server, session, envelope):
        # All that this server's thread has to do.
        self.gate.wait()
        if self.refusals:
            self.refusals -= 1
            return "451 4.3.0 busy"
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content.decode("ascii"), session.ssl is not None))
        return "250 2.0.0 taken"


class MailServer(Controller):
    def __init__(self, handler, port, **settings):
        self.settings = settings
        super().__init__(handler, hostname="127.0.0.1", port=port)

    def factory(self):
        return SMTP(self.handler, **self.settings)


def phones(company: pathlib.Path) -> tuple[str, str]:
    """A number that one customer has, and one that nobody has."""
    with open(company / "customers.csv", newline="", encoding="utf-8") as file:
        numbers = [row["phone"] for row in csv.DictReader(file)]
    known = next(number for number in numbers if number and numbers.count(number) == 1)
    digits = {re.sub(r"\D", "", number)[-9:] for number in numbers}
    unknown = next(f"+62812{n:07d}" for n in range(5550000, 5560000) if f"12{n:07d}"[-9:] not in digits)
    return known, unknown


def ask(port, token, phone):
    status, _, answer = call(port, "POST", "/api/v1/presence", {"phone": phone, "purpose": PURPOSE}, token)
    return status, answer


def story(title, binary, data, port, known, unknown, options, gate, arrived):
    """One server with one sender: asks for a code for both numbers and uses it.

    `gate` is what the receiver waits for before it answers; `arrived` gives texts that came.
    """
    print(f"--- {title}")
    output = data.parent / f"{re.sub(r'[^a-z]', '', title.lower())}.log"
    server = Server("amanah", [binary, "serve", data, "--port", port, *options], port, output).start()
    try:
        token = sign_in(port, PERSON)
        first, second = ask(port, token, unknown), ask(port, token, known)
        check("same status for a known number and an unknown one", first[0] == second[0] == 202, (first, second))
        check("same members in both answers", sorted(first[1]) == sorted(second[1]), (first[1], second[1]))
        check("neither answer waits for the sender", gate.passed == 0, gate.passed)
        gate.opened.set()
        check("the message arrives", wait(lambda: len(arrived()) >= 1))
        time.sleep(0.5)
        texts = arrived()
        check("once, and for the known number only", len(texts) == 1, len(texts))
        code = re.search(r"Kode Amanah: (\d{6})\.", "".join(texts)).group(1)
        path = f"/api/v1/presence/{second[1]['id']}/code"
        right = call(port, "POST", path, {"code": code}, token)
        check("the code opens a ticket", right[0] in (200, 201), right[::2])
        again = call(port, "POST", path, {"code": code}, token)
        check("and only once", again[0] not in (200, 201), again[0])
        other = call(port, "POST", f"/api/v1/presence/{first[1]['id']}/code", {"code": code}, token)
        check("and not for the unknown number", other[0] not in (200, 201), other[0])
        with open(f"/proc/{server.process.pid}/cmdline", "rb") as file:
            line = file.read().decode()
        check("no secret on the command line", SECRET not in line and "mail-password" not in line)
    finally:
        server.process.terminate()
        ended = server.process.wait(120)
    check("ends gracefully", ended == 0, ended)
    log = output.read_text()
    digits = re.sub(r"\D", "", known)[-8:]
    check("the log holds neither phone nor code nor secret", not any(
        word in log for word in (digits, code, SECRET, "mail-password")))
    return log


def certificate(folder: pathlib.Path) -> tuple[pathlib.Path, ssl.SSLContext]:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", folder / "mail.key", "-out", folder / "mail.pem"],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "mail.pem", folder / "mail.key")
    return folder / "mail.pem", context


def refusals(binary, data, folder):
    """Wrong settings are refused in words, and nothing is served."""
    print("--- settings")
    loose = folder / "loose"
    loose.write_text(SECRET)
    os.chmod(loose, 0o644)
    good = secret_file(folder / "secret", SECRET + "\n")
    mail = ["--codes-smtp", "mail.example.id:25", "--codes-from", "a@b.id", "--codes-to", "{phone}@sms.example.id"]
    for words, options, status, said in [
        ("two ways at once", ["--demo", "--codes-webhook", "https://x", "--codes-secret-file", good], 64, "exclude"),
        ("a webhook without its secret", ["--codes-webhook", "https://x"], 64, "go together"),
        ("a secret file open to others", ["--codes-webhook", "https://x", "--codes-secret-file", loose], 1, "chmod 600"),
        ("a webhook in the clear", ["--codes-webhook", "http://sms.example.id", "--codes-secret-file", good], 1, "https"),
        ("SMTP without a port", ["--codes-smtp", "mail", *mail[2:]], 64, "HOST:PORT"),
        ("a template without {phone}", [*mail[:5], "x@y.id"], 64, "{phone}"),
        ("a sender that breaks the line", [*mail[:3], "a@b.id>\r\nRCPT TO:<c@d.id", *mail[4:]], 64, "--codes-from"),
        ("a password in the clear", [*mail, "--codes-credentials-file", secret_file(folder / "two", "u\np\n")], 1, "TLS"),
    ]:
        done = subprocess.run(
            [str(binary), "serve", str(data), "--port", "0", *map(str, options)], capture_output=True, text=True, timeout=120)
        check(f"refused: {words}", done.returncode == status and said in done.stderr, (done.returncode, done.stderr))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "bin/amanah")
    parser.add_argument("--port", type=int, default=18600)
    settings = parser.parse_args()
    binary, port = settings.binary.resolve(), settings.port
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        run = lambda *arguments: subprocess.run([binary, *arguments], check=True, capture_output=True)  # noqa: E731
        data = folder / "data"
        run("demo-data", folder / "company", "--customers", "300")
        run("init", data, "--from", folder / "company", "--charter", ROOT / "charters/plain.yaml")
        run("demo", data)
        known, unknown = phones(folder / "company")
        refusals(binary, data, folder)

        receiver = Receiver(port + 1, refusals=2, gate=Gate(HOLD))
        log = story(
            "webhook that fails twice", binary, data, port, known, unknown,
            ["--codes-webhook", f"http://127.0.0.1:{port + 1}/sms", "--codes-secret-file", folder / "secret"],
            receiver.gate, lambda: [message["text"] for message in receiver.taken])
        check("three tries, each signed", [signed for signed, _ in receiver.tries] == [True] * 3, receiver.tries)
        check("one key for all tries", len({key for _, key in receiver.tries}) == 1)
        check("to the number in E.164", re.fullmatch(r"\+62\d{8,12}", receiver.taken[0]["to"]) is not None)
        receiver.shutdown()

        ask_nobody = Server(
            "amanah", [binary, "serve", data, "--port", port, "--codes-webhook", f"http://127.0.0.1:{port + 9}/",
                       "--codes-secret-file", folder / "secret"], port, folder / "nobody.log").start()
        ask(port, sign_in(port, PERSON), known)
        time.sleep(0.3)
        ask_nobody.process.terminate()
        began = time.monotonic()
        check("a stop does not wait for tries to come", ask_nobody.process.wait(120) == 0 and time.monotonic() - began < 15)
        check("a message that was lost is counted in the log", re.search(
            r'message="a presence code was not sent" count=1 what=', (folder / "nobody.log").read_text()) is not None,
            (folder / "nobody.log").read_text())

        box = Mailbox()
        mail = MailServer(box, port + 2)
        mail.start()
        to = ["--codes-from", "amanah@contoh.example.id", "--codes-to", "{phone}@sms.example.id"]
        story("smtp", binary, data, port, known, unknown, ["--codes-smtp", f"127.0.0.1:{port + 2}", *to],
              box.gate, lambda: [text for _, _, text, _ in box.taken])
        mail.stop()
        sender, receivers, text, _ = box.taken[0]
        check("from and to as set", sender == "amanah@contoh.example.id" and len(receivers) == 1 and re.fullmatch(
            r"62\d{8,12}@sms\.example\.id", receivers[0]) is not None, (sender, receivers))
        check("a mail with its headers", all(f"\n{name}: " in "\n" + text for name in (
            "From", "To", "Date", "Message-ID", "Subject")))

        authority, context = certificate(folder)
        box = Mailbox()
        seen = []

        def authenticate(_server, _session, _envelope, _mechanism, credentials):
            seen.append((credentials.login, credentials.password))
            return AuthResult(success=credentials.password == b"mail-password")

        mail = MailServer(
            box, port + 3, tls_context=context, require_starttls=True, auth_required=True, authenticator=authenticate)
        mail.start()
        secure = ["--codes-smtp", f"localhost:{port + 3}", *to, "--codes-starttls", "--codes-credentials-file",
                  secret_file(folder / "mail", "amanah\nmail-password\n")]
        story("smtp through TLS", binary, data, port, known, unknown, [*secure, "--codes-ca", authority],
              box.gate, lambda: [text for _, _, text, _ in box.taken])
        check("came through TLS, signed in", box.taken[0][3] and seen[-1] == (b"amanah", b"mail-password"))
        before = len(box.taken)
        server = Server("amanah", [binary, "serve", data, "--port", port, *secure], port, folder / "strange.log").start()
        ask(port, sign_in(port, PERSON), known)
        time.sleep(0.5)
        server.process.terminate()
        server.process.wait(120)
        mail.stop()
        check("a certificate of a stranger gets no message", len(box.taken) == before
              and "the mail server's certificate does not hold" in (folder / "strange.log").read_text(), (folder / "strange.log").read_text())

        silent = Server("amanah", [binary, "serve", data, "--port", port], port, folder / "silent.log").start()
        check("without a sender the answer is as always", ask(port, sign_in(port, PERSON), known)[0] == 202)
        silent.process.terminate()
        silent.process.wait(120)
        check("and a warning at the start says so", "level=warning" in (folder / "silent.log").read_text())
    return outcome()


if __name__ == "__main__":
    sys.exit(main())
