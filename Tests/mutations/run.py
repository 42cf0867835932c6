"""Breaks the code in one place after the other and asks whether a test notices.

usage: run.py [--only WORD]

Each row of mutations.txt is one small break: a file, what stands there once, what shall stand there instead, and the tests
that must fail by it, in Swift or under `e2e/` with its arguments. The tree must be clean; every file is put back. Ends with 1 where a break went unnoticed.
"""

import argparse
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHECK = ["--explicit-target-dependency-import-check", "error"]


def mutations() -> list[dict[str, str]]:
    """Blocks between blank lines: a heading, then `file`, `tests`, `-` (one or more lines) and `+` lines."""
    found = []
    for block in re.split(r"\n\s*\n", (ROOT / "Tests/mutations/mutations.txt").read_text(encoding="utf-8")):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        row = {"words": lines[0], "old": "", "new": ""}
        for line in lines[1:]:
            if line.startswith("file "):
                row["file"] = line[5:].strip()
            elif line.startswith("tests "):
                row["tests"] = line[6:].strip()
            elif line.startswith("- "):
                row["old"] += ("\n" if row["old"] else "") + line[2:]
            elif line.startswith("+ ") or line == "+":
                row["new"] += ("\n" if row["new"] else "") + line[2:]
            else:
                raise SystemExit(f"mutations.txt: what is {line!r}?")
        found.append(row)
    return found


def run(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


def notice(row: dict[str, str]) -> str:
    """What became of one break: `noticed`, `not built` or `UNNOTICED`."""
    path = ROOT / row["file"]
    text = path.read_text(encoding="utf-8")
    if text.count(row["old"]) != 1:
        return "NOT THERE ONCE"
    path.write_text(text.replace(row["old"], row["new"]), encoding="utf-8")
    try:
        built = run("swift", "build", "--build-tests", *CHECK)
        if built.returncode != 0:
            return "NOT BUILT " + " ".join(re.findall(r"error: .*", built.stdout)[:1])
        if row["tests"].startswith("e2e/"):
            run("scripts/install.sh", "debug")
            script, *more = shlex.split("Tests/" + row["tests"])
            tested = run(".venv/bin/python", script, "--binary", "bin/amanah", *more)
            failed = re.findall(r"^(?:FAIL|WRONG|FAULT|  !) (.{0,90})", tested.stdout, re.MULTILINE)
            return "noticed by " + "; ".join(failed[:3]) if failed else "UNNOTICED"
        tested = run("swift", "test", "--skip-build", "--filter", row["tests"])
        failed = re.findall(r"✘ Test \"?(.+?)\"? (?:with \d+ test cases? )?failed", tested.stdout + tested.stderr)
        if not failed:
            return "UNNOTICED" if tested.returncode == 0 else f"NOT RUN, ended with {tested.returncode}"
        return "noticed by " + "; ".join(sorted(set(failed))[:3])
    finally:
        path.write_text(text, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="", help="rows whose heading holds this word")
    only = parser.parse_args().only
    if run("git", "status", "--porcelain", "--", "Sources", "Tests").stdout:
        raise SystemExit("the tree has changes: commit them first, so that none is lost")
    bad = 0
    for row in mutations():
        if only not in row["words"]:
            continue
        outcome = notice(row)
        bad += not outcome.startswith("noticed")
        print(f"{row['words']}: {outcome}", flush=True)
    run("swift", "build", "--build-tests", *CHECK)
    run("scripts/install.sh", "debug")
    print("every break was noticed" if not bad else f"{bad} were not noticed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
