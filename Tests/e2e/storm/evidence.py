"""Reads the log of a data folder with other code than the program's, and holds the clients' answers against it."""

import base64
import contextlib
import hashlib
import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "witness"))

from signing import verify  # noqa: E402

# Numbers of the kinds of act; see ActKind.
KINDS = {"look": 1, "reveal": 2, "denial": 5}


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


class Tree:
    """The Merkle tree of RFC 6962 as the roots of the full subtrees that its size is the sum of, largest first."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, leaf: bytes):
        self.size += 1
        self.peaks.append(leaf)
        for _ in range((self.size & -self.size).bit_length() - 1):
            right, left = self.peaks.pop(), self.peaks.pop()
            self.peaks.append(sha256(b"\1", left, right))

    @property
    def root(self) -> bytes:
        if not self.peaks:
            return sha256()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = sha256(b"\1", peak, root)
        return root


class Evidence:
    """The log as far as it was read. What does not hold is a sentence in the list that each check returns."""

    def __init__(self, data: pathlib.Path):
        self.data, self.path = data, data / "amanah.db"
        self.tree = Tree()

    def _open(self):
        # Read-only, so that reading neither checkpoints nor repairs what a kill left behind.
        db = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=30, isolation_level=None)
        db.execute("BEGIN")  # one state for all that is read, also while the server writes
        return contextlib.closing(db)

    def extend(self) -> list[str]:
        """Checks every entry since the last call: the tree grows out of the one that was seen then, without a gap, and its
        size and root are those of the signed checkpoint.

        Source: RFC 6962, section 2.1; c2sp.org/tlog-checkpoint.
        """
        with self._open() as db:
            before, rows = self.tree.size, db.execute(
                "SELECT entries.position, entry, leaf, acts.kind FROM entries LEFT JOIN acts USING (position) "
                "WHERE entries.position >= ? ORDER BY entries.position", (self.tree.size,))
            for position, entry, leaf, kind in rows:
                if position != self.tree.size:
                    return [f"entry {self.tree.size} is missing: entry {position} follows"]
                if kind is None:
                    return [f"entry {position} has no act beside it"]
                if entry[1] != kind or int.from_bytes(entry[3:11], "big") != position:
                    return [f"entry {position} says kind {entry[1]} and place {int.from_bytes(entry[3:11], 'big')}"]
                if sha256(b"\0", entry) != leaf:
                    return [f"entry {position} has another leaf"]
                self.tree.append(leaf)
            size = self.tree.size
            acts = db.execute("SELECT count(*) FROM acts WHERE position >= ?", (before,)).fetchone()[0]
            if acts != size - before:
                return [f"{acts} acts stand beside {size - before} entries"]
            kept, root, note = db.execute("SELECT size, root, checkpoint FROM ledger").fetchone()
            if (kept, root) != (size, self.tree.root):
                return [f"the log says {kept} entries and another root than its {size} entries lead to"]
            keys = [vkey for (vkey,) in db.execute("SELECT vkey FROM signers")]
        return self._stated(note, size, self.tree.root, keys)

    @staticmethod
    def _stated(note: str, size: int, root: bytes, keys: list[str]) -> list[str]:
        """A checkpoint that states this size and root, under a signature of one of these keys."""
        text, _, lines = note.rpartition("\n\n")
        text += "\n"
        if text.split("\n")[1:3] != [str(size), base64.b64encode(root).decode()]:
            return [f"the checkpoint does not state {size} entries and their root: {text!r}"]
        for vkey in keys:
            name, _, key = vkey.split("+", 2)
            public = base64.b64decode(key)[1:]
            for line in lines.splitlines():
                if line.startswith(f"— {name} ") and verify(
                        public, text.encode(), base64.b64decode(line.rsplit(" ", 1)[1])[4:]):
                    return []
        return ["none of the log's keys has signed the checkpoint"]

    def published(self) -> list[str]:
        """The log's files: the checkpoint there is of this log, and its tiles hold the leaves of the entries."""
        folder = self.data / "ledger"
        if not (folder / "checkpoint").exists():
            return []
        origin, size, root = (folder / "checkpoint").read_text().split("\n")[:3]
        tree = Tree()
        with self._open() as db:
            for (leaf,) in db.execute("SELECT leaf FROM entries WHERE position < ? ORDER BY position", (int(size),)):
                tree.append(leaf)
        if (tree.size, base64.b64encode(tree.root).decode()) != (int(size), root):
            return [f"the published checkpoint of `{origin}` states {size} entries, and they lead elsewhere"]
        return []

    def recheck(self) -> list[str]:
        """The whole tree anew; it must end in the root that the checks along the way came to."""
        seen = self.tree
        self.tree = Tree()
        found = self.extend()
        if not found and (self.tree.size, self.tree.root) != (seen.size, seen.root):
            return [f"the log ended at {seen.size} entries a moment ago and now at {self.tree.size}, or with another root"]
        return found + self.published()

    def holds(self, answers: list, denials: dict[str, int]) -> list[str]:
        """Every answer that a client received has its entry, with the same content, and no two share one."""
        wrong, seen = [], {}
        with self._open() as db:
            for answer in answers:
                place = answer.ledger_index
                if seen.setdefault(place, answer) is not answer:
                    wrong.append(f"place {place} was given twice: {seen[place]} and {answer}")
                if answer.kind == "look" and answer.look_id != f"L-{place + 1}":
                    wrong.append(f"look `{answer.look_id}` claims place {place}")
                row = db.execute(
                    "SELECT kind, person_id, customer_id, purpose, ticket_id, look FROM acts JOIN entries USING (position) "
                    "WHERE position = ?", (place,)).fetchone()
                if row is None:
                    wrong.append(f"an answered {answer.kind} has no entry: `{answer.look_id}` at {place}")
                    continue
                kind, person, customer, purpose, ticket, look = row
                said = (KINDS[answer.kind], answer.person, answer.customer_id, answer.purpose)
                if (kind, person, customer, purpose) != said or answer.kind == "look" and ticket != answer.ticket_id:
                    wrong.append(f"entry {place} says {row}, the client was told {said}")
                if answer.kind == "reveal" and look is not None and f"L-{look}" != answer.look_id:
                    wrong.append(f"the reveal at {place} belongs to L-{look}, not to `{answer.look_id}`")
            for person, count in denials.items():
                written = db.execute(
                    "SELECT count(*) FROM acts WHERE kind = ? AND person_id = ?", (KINDS["denial"], person)).fetchone()[0]
                if written < count:
                    wrong.append(f"{count} denials were answered to {person}, {written} are in the log")
        return wrong
