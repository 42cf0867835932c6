"""Reads the log of a data folder with other code than the program's, and holds the clients' answers against it."""

import contextlib
import hashlib
import pathlib
import sqlite3

# Numbers of the kinds of act; see ActKind.
KINDS = {"look": 1, "reveal": 2, "denial": 5}


class Evidence:
    """The log as far as it was read. What does not hold is a sentence in the list that each check returns."""

    def __init__(self, data: pathlib.Path):
        self.path = data / "amanah.db"
        self.size, self.head = 0, b""

    def _open(self):
        # Read-only, so that reading neither checkpoints nor repairs what a kill left behind.
        db = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=30, isolation_level=None)
        db.execute("BEGIN")  # one state for all that is read, also while the server writes
        return contextlib.closing(db)

    def extend(self) -> list[str]:
        """Checks every entry since the last call: the chain goes on from the head that was seen then, without a gap.

        Source: link(0) = SHA-256("amanah/chain/1" ‖ origin), link(n+1) = SHA-256(link(n) ‖ leaf(n)), with the leaf of
        RFC 6962, section 2.1.
        """
        with self._open() as db:
            if self.size == 0:
                origin = db.execute("SELECT value FROM meta WHERE key = 'origin'").fetchone()[0]
                origin = origin.encode() if isinstance(origin, str) else bytes(origin)
                self.head = hashlib.sha256(b"amanah/chain/1" + origin).digest()
            before, rows = self.size, db.execute(
                "SELECT entries.position, entry, link, acts.kind FROM entries LEFT JOIN acts USING (position) "
                "WHERE entries.position >= ? ORDER BY entries.position", (self.size,))
            for position, entry, link, kind in rows:
                if position != self.size:
                    return [f"entry {self.size} is missing: entry {position} follows"]
                if kind is None:
                    return [f"entry {position} has no act beside it"]
                if entry[1] != kind or int.from_bytes(entry[3:11], "big") != position:
                    return [f"entry {position} says kind {entry[1]} and place {int.from_bytes(entry[3:11], 'big')}"]
                leaf = hashlib.sha256(b"\0" + entry).digest()
                self.head = hashlib.sha256(self.head + leaf).digest()
                if self.head != link:
                    return [f"the chain breaks at entry {position}"]
                self.size += 1
            acts = db.execute("SELECT count(*) FROM acts WHERE position >= ?", (before,)).fetchone()[0]
            if acts != self.size - before:
                return [f"{acts} acts stand beside {self.size - before} entries"]
        return []

    def recheck(self) -> list[str]:
        """The whole chain anew; it must end in the head that the checks along the way came to."""
        size, head = self.size, self.head
        self.size, self.head = 0, b""
        found = self.extend()
        if not found and (self.size, self.head) != (size, head):
            return [f"the chain ended at {size} entries a moment ago and now at {self.size}, or with another head"]
        return found

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
