"""D2: each call that changes the data folder goes wrong once, in each way that a disk has, while the gateway works in it.

Between a start and an orderly stop (`write_scene.py`) the calls that write, sync, cut, rename, mark, make or remove a file of the
folder or beside it are counted, file by file; then the same is done again with one of them failing, with a disk that is dead or
full from there on, cut short, lost without a word, or with the power gone there and with it all that no sync had put on the disk
(`write_fault.c`, a library of our own before the C library's, compiled here). Each time the process is killed and a new one must
do without help: what was answered is in the log, which continues what it was, and an erasure is finished. A lost write is another
matter, since nobody can know what a disk forgot: there whatever is missing must be named, by the start, by `amanah ledger verify`
or by `amanah reconcile`.

usage: python3 Tests/e2e/storm/write_storm.py --binary bin/amanah --cases 25
"""

import argparse
import collections
import concurrent.futures
import copy
import os
import pathlib
import queue
import random
import re
import shutil
import sys
import tempfile

import stage
from evidence import Evidence
from write_scene import LOOKS, Run, Stage

KINDS = {"io": "fails", "dead": "fails, and all later ones", "full": "finds the disk full", "short": "is cut short",
         "lost": "is lost without a word", "cut": "meets a power cut",
         "torn": "meets a power cut that lets every second unsynced write through"}
WRITES = ("write", "writev", "pwrite", "pwritev")
ROOM = (*WRITES, "create", "mkdir", "rename")
# Where the power goes between two syncs makes no difference to what they had put on the disk.
CUT = ("ftruncate", "fsync", "fdatasync", "rename")
SYNCS = [f"fdatasync {file}" for file in ("/amanah.db", "/amanah.db-wal", "/keys.db", "/keys.db-wal")]
# Behind a call and its file: while someone else reads, so that the writer copies the rest of the write-ahead log.
BESIDE = " read beside"
# Calls that must be among those that are counted: the database of the log, that of the keys, both write-ahead logs, copying
# pages and beginning anew, the log's files and the marks beside the key.
REACHED = [
    "pwrite /amanah.db", "fdatasync /amanah.db", "pwrite /amanah.db-wal", "fdatasync /amanah.db-wal",
    "ftruncate /amanah.db-wal", "pwrite /keys.db", "fdatasync /keys.db", "pwrite /keys.db-wal", "fdatasync /keys.db-wal",
    "ftruncate /keys.db-wal", "fsetxattr /amanah.db.probe", "pwrite .erasures", "fsync .erasures",
    "write /ledger/checkpoint.new-#-#", "fsync /ledger/checkpoint.new-#-#", "rename /ledger/checkpoint",
    "write .key.ledger-seen.new-#-#", "rename .key.ledger-seen", "rename /ledger/tile/#/#",
    "rename /ledger/tile/entries/#", "unlink /ledger/tile/#/#.p/#", "fsync /ledger"]


def ways(spot: str) -> list[str]:
    """In which ways a `CALL FILE` can go wrong that are not the way of another call as well."""
    call, file = spot.split()[:2]
    found = ["io", "dead"]
    if call in ROOM:
        found.append("full")
    # What readers share is memory, made anew by whoever opens the database: no disk loses it, nor a part of it.
    if file.endswith("-shm"):
        return found
    if call in WRITES:
        found.append("short")
    if call not in ("create", "mkdir"):
        found.append("lost")
    return found + (["cut", "torn"] if call in CUT else [])


def named(amanah, since: pathlib.Path | None) -> str:
    """What `amanah ledger verify` and `amanah reconcile` find; empty where all holds."""
    for words in (["ledger", "verify", amanah.data, *(["--since", since] if since else [])], ["reconcile", amanah.data]):
        try:
            amanah.run(*words)
        except RuntimeError as error:
            return str(error)
    return ""


def recovered(amanah, place: Stage, run: Run, name: str) -> tuple[str, list]:
    """What a new process says that it cannot do or finds missing, else empty; and the looks that it answered."""
    published, since = amanah.data / "ledger/checkpoint", place.folder / f"{name}.since"
    if published.exists():
        shutil.copy(published, since)
    after = Run(place, amanah)
    try:
        amanah.server.start()
        after.look(LOOKS + 1)
        signed_in = run.signed_in()
        amanah.server.stop()
    except RuntimeError as error:
        return str(error), []
    found = ""
    if after.answers or name.startswith("lost"):
        found = named(amanah, since if since.exists() else None)
    # A look that is refused for want of what a disk forgot, such as who accepted the terms, shows nothing; that must be named too.
    if not (found and name.startswith("lost")):
        run.wrong += after.wrong
    if not after.answers:
        return found or "refused: " + amanah.server.last_words(), []
    # Sessions are bound to nothing: what a disk forgets of them is not seen.
    if not found and not signed_in and not name.startswith("lost"):
        run.wrong.append("the session that was answered is none")
    return found, after.answers


def case(place: Stage, kind: str, spot: str, number: int, port: int) -> tuple[str, str, list[str]]:
    """How it ended, in a word and at length, and what does not hold."""
    name = re.sub(r"[^a-z0-9]+", "-", f"{kind}-{spot}-{number}")
    site = spot.removesuffix(BESIDE)
    amanah = place.copied(name, port, f"{kind} {site} {number}")
    run = Run(place, amanah, read_beside=spot != site, forgets=kind == "lost")
    # What a sync that failed was to put on the disk may be lost, whatever the next one says.
    run.through(must_halt=kind in ("io", "dead") and site in SYNCS)
    if amanah.server.process.poll() is None:
        amanah.server.kill()
    amanah.server.settings = {}
    struck, ended = place.said(name)[:1] == [f"{site} {number}"], "recovered"
    found, looks = recovered(amanah, place, run, name)
    if found and kind == "lost":
        ended = f"named: {found.strip().splitlines()[-1]}"
    elif found:
        run.wrong.append(found)
    else:
        try:
            evidence = Evidence(amanah.data)
            evidence.tree = copy.deepcopy(place.evidence.tree)
            run.wrong += evidence.extend() + evidence.published() + evidence.holds(run.answers + looks, {}) + run.held()
        except Exception as error:  # noqa: BLE001: a log that cannot be read is a finding, whatever reads it
            run.wrong.append(f"the log cannot be read: {error}")
    if not struck:
        ended = "not reached"
    words = f"{number}. {spot} {KINDS[kind]}: {len(run.answers)} of {LOOKS + 1} answered, {ended}"
    if run.wrong:
        words += "\n" + amanah.server.last_words()[-1500:]
    shutil.rmtree(amanah.data.parent)
    return "FAILED" if run.wrong else ended.split(":")[0], words, [f"{words}: {each}" for each in run.wrong]


def chosen(counts: dict[str, int], cases: int | None, dice: random.Random) -> list[tuple[str, str, int]]:
    """Every call in every way, or so many that are spread over all files and all ways."""
    if cases is None:
        return [(kind, site, number) for site, count in counts.items() for kind in ways(site)
                for number in range(1, count + 1)]
    # The log's tiles are many files of one sort.
    sorts = {site: re.sub("/tile.*", "/tile", site.split()[1]) for site in counts}
    files = list(dict.fromkeys(sorts.values()))
    dice.shuffle(files)
    found = []
    for turn in range(cases):
        kind = list(KINDS)[turn % len(KINDS)]
        sites = [site for site in counts if sorts[site] == files[turn % len(files)] and kind in ways(site)]
        site = dice.choice(sites or [site for site in counts if kind in ways(site)])
        found.append((kind, site, dice.randint(1, counts[site])))
    return found


def counted(place: Stage, port: int) -> tuple[dict[str, int], list[str]]:
    """How often each call is made to each file on a healthy disk, and what is wrong with that."""
    counts, wrong = {}, []
    for behind in ("", BESIDE):
        name = "count" + behind.replace(" ", "-")
        amanah = place.copied(name, port, "count any any 1")
        run = Run(place, amanah, read_beside=bool(behind))
        run.through()
        wrong += run.wrong
        if not run.everything():
            wrong.append("not everything is answered on a healthy disk: " + amanah.server.last_words())
        for line in place.said(name):
            site, _, count = line.rpartition(" ")
            if not behind or site.split()[1] == "/amanah.db":
                counts[site + behind] = int(count)
    return counts, wrong + [f"nothing strikes `{site}`" for site in REACHED if site not in counts]


def storm(given, folder: pathlib.Path) -> list[str]:
    place = Stage(given.binary, given.port, folder)
    counts, wrong = counted(place, given.port)
    if given.list:
        for site, count in counts.items():
            print(f"{count:5d} {site}: {' '.join(ways(site))}")
    if wrong or given.list:
        return wrong
    ports: queue.Queue[int] = queue.Queue()
    for worker in range(given.workers):
        ports.put(given.port + worker)

    def one(kind: str, site: str, number: int):
        port = ports.get()
        try:
            return case(place, kind, site, number, port)
        finally:
            ports.put(port)

    every = chosen(counts, None if given.all else given.cases, random.Random(given.seed))
    if given.only:
        every = [each for each in chosen(counts, None, random.Random()) if re.search(given.only, " ".join(map(str, each)))]
    every = every[given.after:]
    endings: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    with concurrent.futures.ThreadPoolExecutor(given.workers) as pool:
        for (kind, site, _), (ended, words, found) in zip(every, pool.map(lambda each: one(*each), every)):
            endings[site][f"{kind} {ended}"] += 1
            wrong += found
            print(words, flush=True)
    for site, how in endings.items():
        print(f"{site}: " + ", ".join(f"{count} {ended}" for ended, count in sorted(how.items())))
    totals = sum((collections.Counter({ended.partition(" ")[2]: count for ended, count in [each]})
                  for how in endings.values() for each in how.items()), collections.Counter())
    print(f"{len(every)} cases over {sum(counts.values())} calls: {dict(totals)}")
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=pathlib.Path, default=stage.ROOT / "bin/amanah")
    parser.add_argument("--cases", type=int, default=25)
    parser.add_argument("--all", action="store_true", help="every call in every way")
    parser.add_argument("--only", help="of all cases those whose `KIND CALL FILE NUMBER` holds this pattern")
    parser.add_argument("--after", type=int, default=0, help="without the first so many: where an earlier run was ended")
    parser.add_argument("--list", action="store_true", help="only say which calls there are")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--port", type=int, default=18290, help="the first of as many as there are workers")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    given = parser.parse_args()
    print(f"write storm, seed {given.seed}")
    with tempfile.TemporaryDirectory(prefix="amanah-storm-") as name:
        sys.exit(stage.finish(storm(given, pathlib.Path(name))))
