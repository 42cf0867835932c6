"""Loads a company (see company.py) into the peers' database, sealed as Amanah seals it, and signs the agents in.

Writes PATH (SQLite, WAL), PATH.key (the master key) and PATH.sessions (`token person` a line). `prepare_plain` writes the
shown fields unsealed to a file of its own, which the bare route reads.
"""

import csv
import hashlib
import os
import pathlib
import sqlite3

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SCHEMA = """
CREATE TABLE people (person_id TEXT PRIMARY KEY, role TEXT, unit_id TEXT, suspended INTEGER, vetted_on TEXT,
    trained_until TEXT, terms TEXT) WITHOUT ROWID;
CREATE TABLE agreements (person_id TEXT, starts_on TEXT, ends_on TEXT);
CREATE INDEX agreements_by_person ON agreements (person_id);
CREATE TABLE sessions (token BLOB PRIMARY KEY, person_id TEXT, expires_at REAL) WITHOUT ROWID;
CREATE TABLE tickets (ticket_id TEXT PRIMARY KEY, customer_id TEXT, purpose TEXT, assigned_to TEXT, closed_at TEXT)
    WITHOUT ROWID;
CREATE TABLE customers (customer_id TEXT PRIMARY KEY, unit_id TEXT, sensitivity TEXT, key BLOB, {sealed});
CREATE TABLE quotas (person_id TEXT, hour INTEGER, looks INTEGER, PRIMARY KEY (person_id, hour)) WITHOUT ROWID;
CREATE TABLE audit (look_id TEXT PRIMARY KEY, at REAL, person_id TEXT, customer_id TEXT, purpose TEXT, ticket_id TEXT,
    fields TEXT, outcome TEXT);
CREATE INDEX audit_by_person ON audit (person_id, at);
CREATE INDEX audit_by_customer ON audit (customer_id, at);
"""
SEALED = ("name phone nik kk birth_date mother_maiden_name spouse_name address email employer years_employed "
          "monthly_income bill device imei last_location").split()


def seal(key: bytes, value: bytes, place: str) -> bytes:
    """Nonce and ciphertext of one field or one key, bound to its place."""
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, value, place.encode())


def rows(folder: pathlib.Path, table: str):
    with open(folder / f"{table}.csv", newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def fresh(path: pathlib.Path) -> sqlite3.Connection:
    """A database in place of what stands there, with all that belongs to it."""
    for leftover in path.parent.glob(f"{path.name}*"):
        leftover.unlink()
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    return db


def prepare_plain(folder: pathlib.Path, path: pathlib.Path, shown: list[str]) -> None:
    db = fresh(path)
    db.execute(f"CREATE TABLE customers (customer_id TEXT PRIMARY KEY, {', '.join(f'{field} TEXT' for field in shown)})")
    db.executemany(
        f"INSERT INTO customers VALUES ({', '.join('?' * (1 + len(shown)))})",
        ([row["customer_id"], *(row[field] for field in shown)] for row in rows(folder, "customers")))
    db.commit()
    db.close()


def prepare(folder: pathlib.Path, path: pathlib.Path) -> None:
    master = os.urandom(32)
    db = fresh(path)
    path.with_name(path.name + ".key").write_bytes(master)
    db.executescript(SCHEMA.format(sealed=", ".join(f"{field} BLOB" for field in SEALED)))
    db.executemany(
        "INSERT INTO people VALUES (?, ?, ?, 0, '2024-01-02', '2034-01-01', 'terms/1')",
        ((row["person_id"], row["role"], row["unit_id"]) for row in rows(folder, "people")))
    db.executemany(
        "INSERT INTO agreements VALUES (:person_id, :starts_on, :ends_on)", rows(folder, "agreements"))
    db.executemany(
        "INSERT INTO tickets VALUES (:ticket_id, :customer_id, :purpose, :assigned_to, :closed_at)",
        rows(folder, "tickets"))
    for row in rows(folder, "customers"):
        key, customer = os.urandom(32), row["customer_id"]
        db.execute(
            f"INSERT INTO customers VALUES ({', '.join('?' * (4 + len(SEALED)))})",
            [customer, row["unit_id"], row["sensitivity"], seal(master, key, customer)]
            + [seal(key, row[field].encode(), f"{customer}/{field}") for field in SEALED])
    with open(path.with_name(path.name + ".sessions"), "w", encoding="utf-8") as file:
        for person in {row["assigned_to"] for row in rows(folder, "tickets")}:
            token = os.urandom(32).hex()
            db.execute(
                "INSERT INTO sessions VALUES (?, ?, ?)",
                (hashlib.sha256(token.encode()).digest(), person, 4e9))
            file.write(f"{token} {person}\n")
    db.commit()
    db.close()

