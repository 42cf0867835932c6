"""Writes the first corpus out of the published vectors: one file a sample, named by its SHA-256.

usage: python3 Tests/fuzz/seed.py       from the root of the project
"""

import base64
import hashlib
import json
import pathlib
import struct

ROOT = pathlib.Path(__file__).resolve().parents[2]
VECTORS = ROOT / "Tests/AmanahLedgerTests/Vectors"
CORPUS = ROOT / "Tests/fuzz/corpus"


def keep(probe: str, data: bytes) -> None:
    folder = CORPUS / probe
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


def texts(value):
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)


def main() -> None:
    for path in sorted(VECTORS.glob("*.json")):
        for text in texts(json.loads(path.read_text(encoding="utf-8"))):
            data = text.encode()
            if not 8 < len(data) < 3000:
                continue
            if text.startswith("old "):
                keep("witness-request", data)
            elif text.startswith("c2sp.org/tlog-proof"):
                keep("receipt", data)
            elif "\n\n\u2014 " in text:
                keep("note", data)
                keep("checkpoint", data)
                keep("receipt", f"c2sp.org/tlog-proof@v1\nextra ZW50cnk=\nindex 0\n{base64.b64encode(bytes(32)).decode()}\n\n".encode()
                     + data)
                keep("signatures", text[text.index("\n\n") + 2:].encode())
            elif text.startswith("tile/"):
                keep("tile-path", data)
            elif text.count("+") >= 2 and len(text) < 400 and "\n" not in text:
                keep("key", data)
    for width, entries in [(1, [b"a"]), (2, [b"", b"entry"]), (3, [b"x" * 300, b"y", b"z"])]:
        keep("bundle", bytes([width]) + b"".join(struct.pack(">H", len(entry)) + entry for entry in entries))
    for kind, purpose, charter, domains in [(1, b"sim-replacement", b"c" * 32, (1, 2, 3, 4, 5)), (26, b"", b"", (5,)),
                                            (31, b"", b"h" * 32, (1, 5, 6))]:
        entry = struct.pack(">BBBQQBB", 1, kind, 0, 7, 29_000_000, 0, len(purpose)) + purpose
        entry += bytes([len(charter)]) + charter + bytes([len(domains)])
        keep("entry", entry + b"".join(bytes([domain]) + bytes([domain]) * 32 for domain in domains))
    salt = base64.b64encode(b"s" * 32).decode()
    keep("opened-entry", f"amanah/opened/1\nindex 12\nperson open {salt} QTE=\ncustomer closed erased\n"
         f"fields closed dropped\ndetails open {salt} \ncontrol closed keyed\n".encode())
    keep("witness-memory", b"amanah witness 1\n")


if __name__ == "__main__":
    main()
