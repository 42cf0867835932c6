"""A small company served for a storm, and what all storms share."""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "bench"))

import company  # noqa: E402
import gateway  # noqa: E402


def prepare(
        binary: pathlib.Path, folder: pathlib.Path, port: int, data: pathlib.Path | None = None, agents: int | None = None):
    """An initialised data folder with twelve agents who have twenty open tickets each; not yet serving.

    With `agents` only the first so many of them have a password.
    """
    company.write(folder / "company", 2000, 12, 20)
    amanah = gateway.Gateway(binary, data or folder / "data", port)
    amanah.initialise(folder / "company", ROOT / "charters/plain.yaml")
    amanah.know_tickets(folder / "company", agents)
    amanah.set_passwords()
    return amanah


def ledger_check(amanah) -> list[str]:
    """The program's own check of its log."""
    try:
        amanah.run("ledger", "verify", amanah.data)
    except RuntimeError as error:
        return [str(error)]
    return []


def finish(violations: list[str]) -> int:
    """Says what did not hold; the exit status."""
    for words in violations[:20]:
        print(f"  ! {words}")
    print("FAILED" if violations else "held")
    return 1 if violations else 0
