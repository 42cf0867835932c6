"""What is measured, scene by scene. Each scene returns plain numbers; the report says what they mean."""

import contextlib
import json
import os
import pathlib
import re
import resource
import sqlite3
import statistics
import subprocess
import time
import urllib.request

import company
import gateway
from systems import System

HERE = pathlib.Path(__file__).resolve().parent
# One look's rows in bytes, and looks in one batch at 64 connections, where the gateway cannot be asked for them.
ROW_BYTES, BATCH = 600, 32
# The shortest small commit of this series, as the measure of a calm disk.
CALMEST = {"disk_ms": float("inf")}


def busy_seconds() -> float:
    """Processor time that the whole machine has worked."""
    user, nice, system, _, _, irq, softirq, steal = map(
        int, pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def calm_load(system: System, work: pathlib.Path, connections: int, seconds: float, tries: int = 3) -> dict:
    """The run during which other programs took the least of the processors and of the disk.

    A run is repeated where others had a tenth of the processors, or where one small commit before or after it took twice
    as long as at the calmest moment of the series. What is kept is chosen by that alone, never by the figure.
    """
    runs = []
    for _ in range(tries):
        disk = commit_probe(work, 1, ROW_BYTES, 0.3)["p50_ms"]
        busy, own = busy_seconds(), system.server.processor_seconds()
        wrk = resource.getrusage(resource.RUSAGE_CHILDREN)
        run = load(system, connections, seconds)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        own = system.server.processor_seconds() - own
        mine = own + after.ru_utime - wrk.ru_utime + after.ru_stime - wrk.ru_stime
        run["processor_us"] = own / run["requests"] * 1e6
        run["others"] = max(0.0, busy_seconds() - busy - mine) / (run["seconds"] * os.cpu_count())
        run["disk_ms"] = max(disk, commit_probe(work, 1, ROW_BYTES, 0.3)["p50_ms"])
        CALMEST["disk_ms"] = min(CALMEST["disk_ms"], run["disk_ms"])
        runs.append(run)
        if run["others"] < 0.1 and run["disk_ms"] < 2 * CALMEST["disk_ms"]:
            break
    return min(runs, key=lambda run: run["others"] + run["disk_ms"] / CALMEST["disk_ms"])


def load(system: System, connections: int, seconds: float) -> dict:
    """One run of wrk. Raises where an answer was refused or a connection broke: such a run measures something else."""
    done = subprocess.run(
        ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds:.0f}s", "--timeout",
         "20s", "--script", str(HERE / "load/look.lua"), system.server.url, "--", str(system.requests)],
        capture_output=True, text=True, check=True)
    run = json.loads(done.stdout.splitlines()[-1])
    if run["refused"] or run["broken"] or not run["requests"]:
        raise RuntimeError(f"{system.key} at {connections} connections: {run}\n{system.server.last_words()}")
    run["per_second"] = run["requests"] / run["seconds"]
    return run


def commit_probe(work: pathlib.Path, batch: int, row_bytes: int, seconds: float = 3) -> dict:
    """One batch commit of so many looks, by a program of its own on the same disk."""
    done = subprocess.run(
        [str(HERE / "results/commit_probe"), str(work / "probe.sqlite"), str(batch), str(row_bytes), str(seconds)],
        capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def batches(system: System) -> tuple[float, float] | None:
    """Batches and entries that the gateway wrote since its start, out of its metrics."""
    try:
        with urllib.request.urlopen(system.server.url + "/metrics", timeout=5) as answer:
            found = dict(re.findall(r"^(amanah_log_batche\w+_total) ([\d.e+]+)$", answer.read().decode(), re.MULTILINE))
        return float(found["amanah_log_batches_total"]), float(found["amanah_log_batched_entries_total"])
    except (OSError, KeyError):
        return None


def row_bytes(data: pathlib.Path) -> int:
    """What one look writes, in bytes of its rows: the entry, its leaf and its details."""
    with contextlib.closing(sqlite3.connect(f"file:{data}/amanah.db?mode=ro", uri=True)) as db:
        mean = db.execute(
            "SELECT avg(length(entry) + length(leaf) + length(person_details) + ifnull(length(customer_details), 0)) "
            "FROM (SELECT * FROM entries JOIN acts USING (position) WHERE kind = 1 LIMIT 1000)").fetchone()[0]
    return round(mean or ROW_BYTES)


def median(runs: list[dict], figure: str) -> float:
    return statistics.median(run[figure] for run in runs)


def side_by_side(
        systems: list[System], work: pathlib.Path, rounds: int, seconds: float, data: pathlib.Path | None, say) -> dict:
    """All systems in turn, round by round, at 64 connections and at 1; the order turns with the round.

    Beside each round at 64 connections one batch commit is timed, with as many looks of as many bytes as the gateway
    itself wrote in that round.
    """
    figures = {"commit": [], "row_bytes": row_bytes(data) if data else ROW_BYTES, "batch": []}
    for connections in (64, 1):
        runs = {system.key: [] for system in systems}
        for system in systems:
            load(system, connections, 2)
        for turn in range(rounds):
            start = turn % len(systems)
            batch = BATCH
            for system in systems[start:] + systems[:start]:
                before = batches(system) if system.key == "amanah" else None
                run = calm_load(system, work, connections, seconds)
                if before and (after := batches(system)):
                    batch = round((after[1] - before[1]) / max(after[0] - before[0], 1))
                runs[system.key].append(run)
                say(f"{connections:3d} connections, round {turn + 1}: {system.key:7s} "
                    f"{run['per_second']:9,.0f}/s  p50 {run['p50_ms']:.2f} ms  p99 {run['p99_ms']:.2f} ms"
                    f"  others {run['others']:.0%}, disk {run['disk_ms']:.2f} ms")
            if connections == 64:
                figures["batch"].append(batch)
                figures["commit"].append(commit_probe(work, batch, figures["row_bytes"]))
        figures[str(connections)] = {
            key: {figure: median(each, figure) for figure in ("per_second", "p50_ms", "p99_ms", "processor_us")}
            | {"all_per_second": [run["per_second"] for run in each], "others": [run["others"] for run in each],
               "disk_ms": [run["disk_ms"] for run in each]}
            for key, each in runs.items()}
    figures["commit_p99_ms"] = median(figures["commit"], "p99_ms")
    figures["batch"] = statistics.median(figures["batch"])
    for what in ("others", "disk_ms"):
        every = [run for connections in ("64", "1") for each in figures[connections].values() for run in each[what]]
        figures[what] = {"median": statistics.median(every), "most": max(every)}
    return figures


def restarts(server, times: int = 5) -> float:
    """Median seconds from the start of the process to the first 200 of `/readyz`; the server runs afterwards."""
    took = []
    for _ in range(times):
        server.stop()
        server.start()
        took.append(server.seconds_to_ready)
    return statistics.median(took)


def memory(system: System, seconds: float) -> dict:
    """Resident memory after a start, and after load with 256 connections; start-up beside it."""
    figures = {"ready_seconds": restarts(system.server)}
    time.sleep(3)
    figures["idle_mb"] = system.server.memory_mb()
    run = load(system, 256, seconds)
    figures |= {"per_second_256": run["per_second"], "p99_ms_256": run["p99_ms"]}
    time.sleep(2)
    figures["after_256_mb"] = system.server.memory_mb()
    return figures


def million(binary: pathlib.Path, work: pathlib.Path, charter: pathlib.Path, customers: int, port: int, say) -> dict:
    """Import of a large company: seconds, peak memory; then memory and start-up of the server over it."""
    folder = work / f"company-{customers}"
    if not (folder / "complete").exists():
        company.write(folder, customers, agents=6, tickets=20)
        (folder / "complete").touch()
    amanah = gateway.Gateway(binary, work / "million", port)
    amanah.remove()
    began = time.monotonic()
    with open(work / "million.import", "wb") as output:
        process = subprocess.Popen(
            [str(amanah.binary), "init", str(amanah.data), "--from", str(folder), "--charter", str(charter)],
            stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    figures = {"customers": customers, "import_seconds": time.monotonic() - began,
               "import_mb": usage.ru_maxrss * 1024 / 1e6}
    if process.returncode != 0:
        raise RuntimeError(f"the import failed:\n{(work / 'million.import').read_text()[-2000:]}")
    say(f"{customers:,} customers imported in {figures['import_seconds']:.1f} s, {figures['import_mb']:.0f} MB at most")
    figures["data_mb"] = sum(file.stat().st_size for file in amanah.data.rglob("*") if file.is_file()) / 1e6
    amanah.know_tickets(folder)
    amanah.set_passwords()
    try:
        figures["ready_seconds"] = restarts(amanah.server)
        amanah.sign_in()
        for ticket in amanah.tickets:
            amanah.look(ticket)
        time.sleep(2)
        figures["memory_mb"] = amanah.server.memory_mb()
    finally:
        amanah.server.stop()
    return figures


def decisions(binary: pathlib.Path, charter: pathlib.Path) -> float:
    """Decisions a second on one core, the program's own median of five runs."""
    done = subprocess.run(
        [str(binary), "bench", "decide", "--charter", str(charter)], capture_output=True, text=True, check=True)
    found = re.search(r"decisions_per_second median (\d+)", done.stdout)
    if not found:
        raise RuntimeError(f"`amanah bench decide` says: {done.stdout[:200]}")
    return float(found.group(1))
