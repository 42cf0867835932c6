"""What the tests of codes and of notices share: somebody who receives, and who says what holds."""

import hashlib
import hmac
import http.server
import json
import logging
import os
import pathlib
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

from gateway import call  # noqa: E402

PASSWORD = "coba-amanah-2026"
SECRET = "a-secret-of-the-test-0123456789"
failures: list[str] = []
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


def check(words: str, holds: bool, more="") -> None:
    print(f"{'ok  ' if holds else 'FAIL'} {words}{'' if holds else f': {more}'}", flush=True)
    if not holds:
        failures.append(words)


def outcome() -> int:
    """Says how many checks failed: what the process ends with."""
    print(f"{len(failures)} failed" if failures else "all hold")
    return 1 if failures else 0


def wait(holds, patience=40.0) -> bool:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


def secret_file(path: pathlib.Path, text: str) -> pathlib.Path:
    path.write_text(text)
    os.chmod(path, 0o600)
    return path


def sign_in(port: int, person: str, totp=None) -> str:
    """A token; the terms are accepted."""
    body = {"person": person, "password": PASSWORD} | ({"totp": totp} if totp else {})
    status, _, answer = call(port, "POST", "/api/v1/sessions", body)
    if status != 201:
        raise SystemExit(f"{person} could not sign in: {status} {answer}")
    _, _, terms = call(port, "GET", "/api/v1/me/terms", token=answer["token"])
    call(port, "POST", "/api/v1/me/terms", {"version": terms["version"]}, answer["token"])
    return answer["token"]


class Gate:
    """Holds up whoever comes to it until it is opened, `seconds` at most."""

    def __init__(self, seconds: float):
        self.seconds, self.opened, self.passed = seconds, threading.Event(), 0

    def wait(self) -> None:
        self.opened.wait(self.seconds)
        self.passed += 1


class Receiver(http.server.ThreadingHTTPServer):
    """A receiver of signed posts: refuses the first `refusals` with 503, answers each once the gate lets it."""

    def __init__(self, port: int, refusals: float = 0, gate: Gate = Gate(0)):
        super().__init__(("127.0.0.1", port), Handler)
        self.refusals, self.gate = refusals, gate
        self.tries: list[tuple[bool, str]] = []
        self.taken: list[dict] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        stamp = self.headers["Amanah-Timestamp"]
        right = "v1=" + hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        signed = hmac.compare_digest(right, self.headers["Amanah-Signature"]) and abs(time.time() - int(stamp)) < 60
        server = self.server
        # Decided before it is seen that somebody tried: whoever sees it may change his mind for the next.
        refused = len(server.tries) < server.refusals
        server.tries.append((signed, self.headers["Idempotency-Key"]))
        server.gate.wait()
        if not refused:
            server.taken.append(json.loads(body))
        self.send_response(503 if refused else 202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass
