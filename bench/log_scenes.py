"""The log by itself: durable appends beside plain SQLite, its cost when it is long, its bytes, and how long it takes to verify."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import sqlite3
import statistics
import subprocess
import time

import gateway
from scenes import commit_probe, load, median, row_bytes
from systems import System

# Bytes on the disk for each entry of a huge log, with room for the write-ahead log: twice what `stored` finds.
ROOM = 2_000
# Appends of one run for each number of clients: about two seconds.
APPENDS = {1: 4_000, 16: 40_000, 64: 80_000, 256: 120_000}


def append(amanah: gateway.Gateway, clients: int, entries: int, *flags: str) -> dict:
    """One run of `amanah bench append`; raises RuntimeError where it fails."""
    said = amanah.run("bench", "append", amanah.data, "--clients", clients, "--entries", entries, *flags)
    run = json.loads(said)
    run["per_second"] = run["appends"] / run["seconds"]
    run["batch"] = run["appends"] / max(run["batches"], 1)
    run["processor_us"] = run["processor_seconds"] / run["appends"] * 1e6
    return run


def beside(amanah: gateway.Gateway, name: str) -> gateway.Gateway:
    return gateway.Gateway(amanah.binary, amanah.data.parent / name, amanah.port)


def copied(amanah: gateway.Gateway, name: str) -> gateway.Gateway:
    """A copy of a stopped gateway's folder with what lies beside it."""
    copy = beside(amanah, name)
    copy.remove()
    shutil.copytree(amanah.data, copy.data)
    # What the copy itself left to be written is no part of what is measured.
    os.sync()
    for end in gateway.KEY_ENDS:
        key = amanah.data.with_name(amanah.data.name + end)
        if key.exists():
            shutil.copy(key, copy.data.with_name(name + end))
    return copy


def appends(amanah: gateway.Gateway, rounds: int, say) -> dict:
    """Appends a second by so many clients, each run beside plain SQLite that commits batches of the same size."""
    work, bytes_each = amanah.data.parent, row_bytes(amanah.data)
    runs = {clients: [] for clients in APPENDS}
    for turn in range(rounds):
        for clients, entries in APPENDS.items():
            copy = copied(amanah, "append")
            run = append(copy, clients, entries)
            batch = max(1, round(run["batch"]))
            raw = commit_probe(work, batch, bytes_each, 2)
            run |= {"raw_per_second": raw["commits"] * batch / raw["seconds"], "raw_p50_ms": raw["p50_ms"],
                    "raw_p99_ms": raw["p99_ms"]}
            run["ratio"] = run["per_second"] / run["raw_per_second"]
            runs[clients].append(run)
            say(f"{clients:3d} clients, round {turn + 1}: {run['per_second']:9,.0f} appends/s, p50 {run['p50_ms']:.2f} ms, "
                f"p99 {run['p99_ms']:.2f} ms, batches of {batch}; plain SQLite {run['raw_per_second']:,.0f} rows/s")
            copy.remove()
    figures = runs[1][0].keys()
    return {"row_bytes": bytes_each, "clients": {
        str(clients): {figure: statistics.median(run[figure] for run in each) for figure in figures}
        for clients, each in runs.items()}}


def length(data: pathlib.Path) -> int:
    with contextlib.closing(sqlite3.connect(f"file:{data}/amanah.db?mode=ro", uri=True)) as db:
        return db.execute("SELECT size FROM ledger").fetchone()[0]


def fill(amanah: gateway.Gateway, entries: int, say, *flags: str) -> int:
    """Appends until the log has so many entries; gives how many it has."""
    while (left := entries - length(amanah.data)) > 0:
        run = append(amanah, 256, max(256, min(left, 2_500_000)), *flags)
        say(f"the log holds {length(amanah.data):,} entries, {run['per_second']:,.0f} appends/s")
    return length(amanah.data)


def long_log(young: gateway.Gateway, requests: pathlib.Path, short: int, long: int, rounds: int, say) -> dict:
    """p99 of a look with a short log against a long one: the folder is kept at both lengths and both are measured in turn.

    Each run lengthens the log and has a copy of its own. All are made before the first: a disk that has just written a
    gigabyte is slower for a while, whoever asks it.
    """
    logs = {"short": (copied(young, "short"), short), "long": (copied(young, "long"), long)}
    figures = {which: fill(log, entries, say) for which, (log, entries) in logs.items()}
    runs = {which: [] for which in logs}
    copies = {(turn, which): copied(log, f"{which}-{turn}") for turn in range(rounds) for which, (log, _) in logs.items()}
    time.sleep(20)
    for turn in range(rounds):
        for which in logs:
            fresh = copies[turn, which]
            fresh.server.start()
            try:
                system = System("amanah", "", fresh.server, requests)
                load(system, 64, 1)
                runs[which].append(load(system, 64, 2))
            finally:
                fresh.server.stop()
                fresh.remove()
            say(f"log of {figures[which]:,}, round {turn + 1}: p99 {runs[which][-1]['p99_ms']:.2f} ms")
    for name in ("short", "long"):
        beside(young, name).remove()
    for which, each in runs.items():
        figures |= {f"{which}_{figure}": median(each, figure) for figure in ("p99_ms", "per_second")}
    return figures


def verified(amanah: gateway.Gateway, say) -> float:
    """Seconds that `amanah ledger verify` takes for a copy of the log's files with nothing but its key."""
    folder, key = amanah.data.parent / "files", amanah.run("ledger", "key", amanah.data).strip()
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(amanah.data / "ledger", folder)
    seconds = []
    for _ in range(3):
        began = time.monotonic()
        amanah.run("ledger", "verify", folder, "--key", key)
        seconds.append(time.monotonic() - began)
    shutil.rmtree(folder)
    say(f"ledger verify: {statistics.median(seconds):.2f} s")
    return statistics.median(seconds)


def stored(data: pathlib.Path) -> dict:
    """Bytes an entry: of the ledger (entries, tiles, their files) and of the details beside it, with their indexes."""
    with contextlib.closing(sqlite3.connect(f"file:{data}/amanah.db?mode=ro", uri=True)) as db:
        pages = dict(db.execute(
            "SELECT s.tbl_name, sum(d.pgsize) FROM dbstat d JOIN sqlite_schema s ON s.name = d.name GROUP BY 1"))
        plain = db.execute("SELECT avg(length(entry)) FROM (SELECT entry FROM entries LIMIT 10000)").fetchone()[0]
    entries = length(data)
    files = sum(file.stat().st_size for file in (data / "ledger").rglob("*") if file.is_file())
    return {"ledger_bytes": (pages["entries"] + pages["tiles"]) / entries, "details_bytes": pages["acts"] / entries,
            "file_bytes": files / entries, "entry_bytes": plain}


def huge_log(amanah: gateway.Gateway, short: int, million: int, huge: int, rounds: int, say) -> dict:
    """Verifying and weighing a log of a million entries, then the cost of an entry in a huge log against a short one."""
    free = shutil.disk_usage(amanah.data.parent).free
    if free < huge * ROOM:
        raise RuntimeError(f"a log of {huge:,} entries wants {huge * ROOM / 1e9:.0f} GB, and {free / 1e9:.0f} GB are free")
    small, large = copied(amanah, "short"), copied(amanah, "huge")
    try:
        figures = {"million": fill(large, million, say, "--publish")}
        figures |= {"verify_seconds": verified(large, say)} | stored(large.data)
        figures |= {"huge": fill(large, huge, say), "short": fill(small, short, say)}
        runs = {"short": [], "huge": []}
        for turn in range(rounds):
            for which, log in (("short", small), ("huge", large)):
                fresh = copied(log, "fresh") if which == "short" else log
                runs[which].append(append(fresh, 64, 20_000))
                say(f"log of {figures[which]:,}, round {turn + 1}: {1e6 / runs[which][-1]['per_second']:.1f} µs an entry, "
                    f"{runs[which][-1]['processor_us']:.1f} µs of processor")
        for which, each in runs.items():
            figures[f"{which}_us"] = statistics.median(1e6 / run["per_second"] for run in each)
            figures[f"{which}_processor_us"] = statistics.median(run["processor_us"] for run in each)
        return figures
    finally:
        for name in ("short", "huge", "fresh"):
            beside(amanah, name).remove()


def replay(amanah: gateway.Gateway, charter: pathlib.Path, looks: int) -> dict:
    """A month of so many looks, decided again from the store under a charter with a tighter quota."""
    copy = copied(amanah, "replay")
    folder = copy.data.parent / "replay-charter"
    shutil.copytree(charter.parent, folder, dirs_exist_ok=True)
    text = charter.read_text(encoding="utf-8")
    tighter = re.sub(r"looks_per_day: \d+", "looks_per_day: 300", text)
    if tighter == text:
        raise RuntimeError(f"`{charter}` bounds no looks a day")
    changed = folder / charter.name
    changed.write_text(tighter, encoding="utf-8")
    try:
        return json.loads(copy.run("bench", "replay", copy.data, "--charter", changed, "--looks", looks))
    finally:
        copy.remove()
        shutil.rmtree(folder)
