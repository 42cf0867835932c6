"""The stack that one would otherwise assemble for a guarded look: FastAPI, cedarpy, SQLite.

Same work as Amanah's `POST /api/v1/looks`: session, clearance, ticket, decision, one row unsealed, quota, durable audit
row, JSON. Each part is used as its own documentation says is fastest: the policy set is parsed once, statements are
cached by the driver, the body is a Pydantic model, the answer goes out through orjson. A handler that blocks the event
loop was measured faster than the thread pool, so the handlers block.

Settings: PEER_DATABASE, the file of prepare.py; PEER_AUDIT, `each` (one commit a request) or `batch` (group commit).
"""

import asyncio
import contextlib
import datetime
import hashlib
import os
import sqlite3
import time

import cedarpy
import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import FastAPI, Header, HTTPException, Response
from forms import FORMS, mask
from pydantic import BaseModel

PATH = os.environ["PEER_DATABASE"]
BATCH = os.environ.get("PEER_AUDIT", "each") == "batch"
LOOKS_PER_HOUR = 10_000_000
TERMS = "terms/1"
POLICIES = cedarpy.PolicySet.from_str("""
permit (principal, action == Action::"look", resource)
when {
  context.role == "agent" && context.purpose == "billing-complaint" && context.ticket_open
  && context.ticket_customer == context.customer && context.ticket_person == context.person
};
forbid (principal, action, resource) when { context.suspended || !context.agreement || !context.trained };
forbid (principal, action, resource) when { context.sensitivity == "vip" || context.sensitivity == "staff" };
forbid (principal, action, resource) unless { context.terms };
""")
ENTITIES = cedarpy.Entities.from_json_str("[]")

with open(PATH + ".key", "rb") as file:
    MASTER = AESGCM(file.read())


def connect() -> sqlite3.Connection:
    """A connection whose commits are durable: WAL alone is not, without `synchronous = FULL`."""
    db = sqlite3.connect(PATH, isolation_level=None, check_same_thread=False, timeout=30, cached_statements=256)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    return db


reader, writer = connect(), connect()
waiting: list[tuple[tuple, asyncio.Future]] = []
wake = asyncio.Event()


class Look(BaseModel):
    customer_id: str
    purpose: str
    ticket_id: str | None = None
    reason: str | None = None


def unseal(key: AESGCM, sealed: bytes, place: str) -> bytes:
    return key.decrypt(sealed[:12], sealed[12:], place.encode())


def record(entry: tuple) -> bool:
    """Takes the quota and writes the audit row, inside the caller's transaction. False where the quota is used up."""
    person, at = entry[2], entry[1]
    taken = writer.execute(
        "INSERT INTO quotas VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET looks = looks + 1 WHERE looks < ?",
        (person, int(at // 3600), LOOKS_PER_HOUR))
    if taken.rowcount == 0:
        return False
    writer.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", entry)
    return True


def record_now(entry: tuple) -> bool:
    writer.execute("BEGIN IMMEDIATE")
    allowed = record(entry)
    writer.execute("COMMIT")
    return allowed


def record_all(entries: list[tuple]) -> list[bool]:
    writer.execute("BEGIN IMMEDIATE")
    allowed = [record(entry) for entry in entries]
    writer.execute("COMMIT")
    return allowed


async def commit_groups() -> None:
    """Writes all that waits in one transaction, on a thread, while the next group gathers."""
    while True:
        await wake.wait()
        wake.clear()
        while waiting:
            group, waiting[:] = waiting[:], []
            try:
                answers = await asyncio.to_thread(record_all, [entry for entry, _ in group])
            except sqlite3.Error as error:
                for _, future in group:
                    future.set_exception(error)
                continue
            for (_, future), allowed in zip(group, answers):
                future.set_result(allowed)


@contextlib.asynccontextmanager
async def lifespan(_: FastAPI):
    committer = asyncio.create_task(commit_groups())
    yield
    committer.cancel()


app = FastAPI(openapi_url=None, lifespan=lifespan)


@app.get("/readyz")
async def ready() -> dict:
    return {"ready": True}


@app.post("/api/v1/looks", status_code=201)
async def look(body: Look, authorization: str = Header()) -> Response:
    now = time.time()
    today = datetime.date.fromtimestamp(now).isoformat()
    token = hashlib.sha256(authorization.removeprefix("Bearer ").encode()).digest()
    session = reader.execute("SELECT person_id, expires_at FROM sessions WHERE token = ?", (token,)).fetchone()
    if session is None or session[1] <= now:
        raise HTTPException(401)
    person = session[0]
    role, unit, suspended, vetted, trained, terms = reader.execute(
        "SELECT role, unit_id, suspended, vetted_on, trained_until, terms FROM people WHERE person_id = ?",
        (person,)).fetchone()
    agreement = reader.execute(
        "SELECT 1 FROM agreements WHERE person_id = ? AND starts_on <= ? AND ends_on >= ?",
        (person, today, today)).fetchone()
    ticket = reader.execute(
        "SELECT customer_id, purpose, assigned_to, closed_at FROM tickets WHERE ticket_id = ?",
        (body.ticket_id,)).fetchone()
    forms = FORMS.get(body.purpose)
    if forms is None:
        raise HTTPException(403, "purpose unknown")
    customer = reader.execute(
        f"SELECT unit_id, sensitivity, key, {', '.join(forms)} FROM customers WHERE customer_id = ?",
        (body.customer_id,)).fetchone()
    if ticket is None or customer is None:
        raise HTTPException(403, "no ticket")
    decision = cedarpy.is_authorized(
        {
            "principal": {"type": "Person", "id": person},
            "action": {"type": "Action", "id": "look"},
            "resource": {"type": "Customer", "id": body.customer_id},
            "context": {
                "role": role, "person": person, "customer": body.customer_id, "purpose": body.purpose,
                "ticket_open": ticket[3] == "" and ticket[1] == body.purpose, "ticket_customer": ticket[0],
                "ticket_person": ticket[2], "suspended": bool(suspended), "agreement": agreement is not None,
                "trained": vetted <= today <= trained, "terms": terms == TERMS, "sensitivity": customer[1],
            },
        }, POLICIES, ENTITIES)
    look_id = os.urandom(12).hex()
    entry = (look_id, now, person, body.customer_id, body.purpose, body.ticket_id, " ".join(forms),
             "allowed" if decision.allowed else "denied")
    if BATCH:
        future = asyncio.get_running_loop().create_future()
        waiting.append((entry, future))
        wake.set()
        within = await future
    else:
        within = record_now(entry)
    if not decision.allowed or not within:
        raise HTTPException(403, "denied")
    key = AESGCM(unseal(MASTER, customer[2], body.customer_id))
    fields = {}
    for (field, form), sealed in zip(forms.items(), customer[3:]):
        value = unseal(key, sealed, f"{body.customer_id}/{field}").decode()
        if form == "masked":
            value = mask(field, value)
        fields[field] = {"form": form, "value": value}
    return Response(
        orjson.dumps({"look_id": look_id, "fields": fields}), 201, {"cache-control": "no-store"}, "application/json")
