"""Writes what was measured between the markers of docs/benchmarks.md. A figure that is missing is said to be missing."""

import pathlib

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def verdict(figure: float | None, least: float | None = None, most: float | None = None) -> str:
    if figure is None:
        return "not measured"
    if least is None and most is None:
        return ""
    return "met" if (least is None or figure >= least) and (most is None or figure <= most) else "**missed**"


def ratio(over: float | None, under: float | None) -> float | None:
    return over / under if over and under else None


def ratio_of_core(live: dict) -> float | None:
    return live["core_share"] * 100 if "core_share" in live else None


def number(figure: float | None, words: str = "{:.2f}") -> str:
    return "–" if figure is None else words.format(figure)


def targets(results: dict) -> list[str]:
    """One table row for each target of the project."""
    side, memory = results.get("side_by_side", {}), results.get("memory", {})
    million, log = results.get("million", {}), results.get("long_log", {})

    def of(connections: str, key: str, figure: str = "per_second"):
        return side.get(connections, {}).get(key, {}).get(figure)

    rows = []

    def row(what: str, figure: float | None, words: str, target: str, **bounds) -> None:
        rows.append(f"| {what} | {number(figure, words)} | {target} | {verdict(figure, **bounds)} |")

    row("look against the bare route, requests/s at 64 connections", ratio(of("64", "amanah"), of("64", "bare")),
        "{:.2f}", "at least 0.4", least=0.4)
    row("look against FastAPI with one durable insert a request, at 64", ratio(of("64", "amanah"), of("64", "each")),
        "{:.1f} times", "at least 6 times", least=6)
    row("the same at 1 connection", ratio(of("1", "amanah"), of("1", "each")), "{:.2f} times", "no slower",
        least=1)
    row("look against FastAPI with batched inserts, at 64", ratio(of("64", "amanah"), of("64", "batch")),
        "{:.1f} times", "reported only")
    row("the same at 1 connection", ratio(of("1", "amanah"), of("1", "batch")), "{:.2f} times", "reported only")
    bare, commit = of("64", "bare", "p99_ms"), side.get("commit_p99_ms")
    bound = bare + 4 * commit if bare and commit else None
    row("p99 of a look at 64 connections", of("64", "amanah", "p99_ms"), "{:.1f} ms",
        f"at most {number(bound, '{:.1f} ms')}: bare {number(bare, '{:.1f}')} + 4 × one batch commit "
        f"{number(commit, '{:.1f}')}", most=bound)
    row(f"p99 with {log.get('long', 1_000_000):,} entries in the log against {log.get('short', 10_000):,}",
        ratio(log.get("long_p99_ms"), log.get("short_p99_ms")), "{:.2f} times", "at most 1.3 times", most=1.3)
    appends, huge = results.get("appends", {}), results.get("huge_log", {})
    for clients in ("1", "16", "64", "256"):
        run = appends.get("clients", {}).get(clients, {})
        row(f"durable appends to the log by {clients} at once, against plain SQLite in batches of the same size",
            run.get("ratio"), "{:.2f}", "at least 0.6", least=0.6)
    row(f"cost of an entry with {huge.get('huge', 10_000_000):,} in the log against {huge.get('short', 10_000):,}",
        ratio(huge.get("huge_us"), huge.get("short_us")), "{:.2f} times", "at most 1.2 times", most=1.2)
    row(f"`ledger verify` of {huge.get('million', 1_000_000):,} entries, the log's files and its key alone",
        huge.get("verify_seconds"), "{:.1f} s", "under 3 s", most=3)
    row("memory idle", memory.get("idle_mb"), "{:.0f} MB", "under 60 MB", most=60)
    row(f"memory with {million.get('customers', 1_000_000):,} customers", million.get("memory_mb"), "{:.0f} MB",
        "under 200 MB", most=200)
    row("memory after load with 256 connections", memory.get("after_256_mb"), "{:.0f} MB", "under 300 MB", most=300)
    row("start-up to `/readyz`", memory.get("ready_seconds"), "{:.2f} s", "under 1 s", most=1)
    row(f"start-up with {million.get('customers', 1_000_000):,} customers", million.get("ready_seconds"), "{:.2f} s",
        "under 1 s", most=1)
    row(f"import of {million.get('customers', 1_000_000):,} customers", million.get("import_seconds"), "{:.0f} s",
        "under 60 s", most=60)
    row("memory of that import, at most", million.get("import_mb"), "{:.0f} MB", "under 500 MB", most=500)
    live = results.get("live", {})
    people = f"{live.get('people', 501):,} people, {live.get('rate', 50):.0f} looks/s"
    row(f"look to the superior's live page, p95, {people}", live.get("page_p95_ms"), "{:.0f} ms", "under 1,000 ms", most=1000)
    row("processor time for that page", ratio_of_core(live), "{:.1f} % of a core", "under 15 %", most=15)
    row(f"approvals page with {live.get('waiting', 51)} waiting, p95", live.get("approvals_p95_ms"), "{:.0f} ms",
        "under 100 ms", most=100)
    row("page of one request, p95", live.get("approval_p95_ms"), "{:.0f} ms", "under 100 ms", most=100)
    book = results.get("book", {})
    large = f"{book.get('customers', 10_000):,} customers handed out by rule"
    pace = f"at {book.get('rate', 50):.0f} looks/s"
    row(f"{large}, {pace}", book.get("seconds"), "{:.2f} s", "reported only")
    row("p99 of a look meanwhile", book.get("p99_ms"), "{:.1f} ms",
        f"reported only; without {number(book.get('alone_p99_ms'), '{:.1f} ms')}")
    row(f"{large}, under full load of 64 connections", book.get("full_seconds"), "{:.2f} s", "reported only")
    row("p99 of a look in a run of such hand-outs", book.get("full_p99_ms"), "{:.1f} ms",
        f"reported only; without {number(book.get('full_alone_p99_ms'), '{:.1f} ms')}")
    again = results.get("replay", {})
    row(f"{again.get('looks', 1_000_000):,} looks decided again under a changed charter", again.get("seconds"), "{:.1f} s",
        "under 10 s", most=10)
    row("decisions on one core", results.get("decisions"), "{:,.0f}/s", "at least 500,000/s", least=500_000)
    return rows


def log_lines(results: dict) -> list[str]:
    """What was measured of the log by itself."""
    lines, appends, huge = [], results.get("appends"), results.get("huge_log")
    if appends:
        lines += [
            "", f"Durable appends of entries of {appends['row_bytes']} bytes, and plain SQLite (WAL, FULL) that commits as many "
            "rows of as many bytes at once:", "",
            "| at once | appends/s | p50 | p99 | entries a batch | plain SQLite, rows/s | p50 of a commit | p99 |",
            "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
        for clients, run in appends["clients"].items():
            lines.append(
                f"| {clients} | {run['per_second']:,.0f} | {run['p50_ms']:.2f} ms | {run['p99_ms']:.2f} ms | "
                f"{run['batch']:.1f} | {run['raw_per_second']:,.0f} | {run['raw_p50_ms']:.2f} ms | "
                f"{run['raw_p99_ms']:.2f} ms |")
    if huge:
        lines += [
            "", f"An entry in a log of {huge['short']:,} takes {huge['short_us']:.0f} µs ({huge['short_processor_us']:.0f} µs of "
            f"processor time), in one of {huge['huge']:,} {huge['huge_us']:.0f} µs ({huge['huge_processor_us']:.0f} µs), 64 at "
            f"once. Stored for each entry: {huge['ledger_bytes']:.0f} bytes of ledger ({huge['entry_bytes']:.0f} of them the entry "
            f"itself), {huge['details_bytes']:.0f} bytes of details with their indexes, {huge['file_bytes']:.0f} bytes in the "
            "log's files."]
    return lines


def render(results: dict) -> str:
    machine, side = results["machine"], results.get("side_by_side", {})
    lines = []
    if side and side["others"]["median"] >= 0.1:
        lines += ["**The machine was not at rest: other programs took "
                  f"{side['others']['median']:.0%} of its processors in the median run. Speeds and waits below are no "
                  "result; run `make bench` again alone.**", ""]
    lines += [
        f"Measured {results['date']} on {machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB, "
        f"{machine['kernel']}; version {results['version']}. The load generator (wrk, one thread) runs on the same "
        "cores. Before the first round the machine's load average was "
        f"{machine['load_average']:.1f}; after the last one {results['load_after']:.1f}.",
        "", "| measured | figure | target | |", "| --- | ---: | --- | --- |", *targets(results), "",
    ]
    if side:
        lines += [
            f"Medians of {results['rounds']} rounds of {results['seconds']} s, the systems in turn within each round; "
            "in brackets the slowest and fastest round.", "",
            "| system | requests/s at 64 | p50 | p99 | processor time a request | requests/s at 1 | p50 | p99 |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
        for key, title in results["titles"].items():
            cells = [title]
            for connections in ("64", "1"):
                run = side[connections][key]
                every = run["all_per_second"]
                cells += [f"{run['per_second']:,.0f} ({min(every):,.0f}–{max(every):,.0f})",
                          f"{run['p50_ms']:.2f} ms", f"{run['p99_ms']:.1f} ms"]
                if connections == "64":
                    cells.append(f"{run['processor_us']:.0f} µs")
            lines.append(f"| {' | '.join(cells)} |")
        lines += ["", f"Other programs took {side['others']['median']:.0%} of the processors in the median run, "
                  f"{side['others']['most']:.0%} at most; one small commit just before and after the runs took "
                  f"{side['disk_ms']['median']:.2f} ms in the median, {side['disk_ms']['most']:.2f} ms at most."]
        lines += ["", f"One batch commit of {side['batch']:.0f} looks of {side['row_bytes']} bytes on the same disk, "
                  f"WAL and FULL: p99 {side['commit_p99_ms']:.1f} ms."]
    lines += log_lines(results)
    lines += [f"\nNot measured: {what}" for what in results.get("missing", [])]
    return "\n".join(lines)


def write(results: dict, path: pathlib.Path) -> str:
    """Replaces what stands between the markers of `path`; gives what it wrote."""
    text, table = path.read_text(encoding="utf-8"), render(results)
    before, rest = text.split(BEGIN, 1)
    path.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")
    return table
