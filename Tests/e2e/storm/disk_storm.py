"""D2: the disk fills up, then turns read-only, under load. Nothing is shown, the message says why, and it recovers.

The data folder lies on an ext4 image of its own, mounted where nobody else sees it. Needs root and a loop device.

usage: python3 Tests/e2e/storm/disk_storm.py --binary bin/amanah
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import stage
from clients import Load
from evidence import Evidence


class Disk:
    """An ext4 file system in a file, which turns read-only at its first error as a failing disk does."""

    def __init__(self, folder: pathlib.Path, megabytes: int):
        self.image, self.place = folder / "disk.img", folder / "disk"
        self.place.mkdir()
        with open(self.image, "wb") as file:
            file.truncate(megabytes << 20)
        self.run("mkfs.ext4", "-q", "-m", "0", self.image)
        self.mount()

    @staticmethod
    def run(*command) -> str:
        return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout

    def mount(self) -> None:
        self.run("mount", "-o", "loop,errors=remount-ro", self.image, self.place)

    def unmount(self) -> None:
        self.run("umount", self.place)

    def fill(self) -> pathlib.Path:
        ballast = self.place / "ballast"
        with open(ballast, "wb", buffering=0) as file:
            for size in (1 << 20, 4096):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue
        return ballast

    def fail(self) -> None:
        """From now on the kernel refuses every write, also to files that are open."""
        device = pathlib.Path(self.run("findmnt", "-no", "SOURCE", self.place).strip()).name
        pathlib.Path(f"/sys/fs/ext4/{device}/trigger_fs_error").write_text("storm")

    def repair(self) -> None:
        self.unmount()
        checked = subprocess.run(["e2fsck", "-fy", str(self.image)], capture_output=True, text=True, check=False)
        if checked.returncode > 2:
            raise RuntimeError(f"e2fsck ended with {checked.returncode}: {checked.stdout}")
        self.mount()


def until(condition, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def refused(load: Load, amanah, what: str, seconds: float) -> list[str]:
    """Waits until looks are refused, to every client; then for a second none may be answered."""
    before = len(load.unavailable)
    load.begin_refusals()
    if not until(lambda: len(load.unavailable) >= before + 20 and load.every_client_refused(), seconds):
        return [f"{what}: looks go on being answered after {seconds:.0f} s"]
    time.sleep(0.5)
    answered = load.count()
    time.sleep(1)
    wrong = []
    if load.count() > answered:
        wrong.append(f"{what}: {load.count() - answered} answers although the log cannot be written")
    problem = load.unavailable[-1]
    print(f"{what}: refused with `{problem.get('title')}`: `{problem.get('detail')}`; "
          f"/readyz {amanah.server.status('/readyz')}, /healthz {amanah.server.status('/healthz')}", flush=True)
    if not problem.get("detail") and not problem.get("title"):
        wrong.append(f"{what}: the refusal says nothing")
    if amanah.server.status("/readyz") == 200:
        wrong.append(f"{what}: /readyz still answers 200")
    return wrong


def storm(given, folder: pathlib.Path) -> list[str]:
    try:
        disk = Disk(folder, given.megabytes)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"skipped: no file system of its own can be mounted here: {error}")
        return []
    amanah = stage.prepare(given.binary, folder, given.port, disk.place / "data")
    # What the server says must survive the disk.
    amanah.server.output = folder / "output"
    evidence, violations = Evidence(amanah.data), []
    amanah.server.start()
    amanah.sign_in()
    load = Load(amanah, given.clients, 1).start()
    try:
        if not until(lambda: load.count() > 200, 60):
            return [*load.violations, "hardly anything is answered on a healthy disk"]
        ballast = disk.fill()
        violations += refused(load, amanah, "disk full", 180)
        ballast.unlink()
        answered = load.count()
        if not until(lambda: load.count() > answered + 50, 60):
            violations.append("disk full: no recovery after room was made, without a restart")
        else:
            print("disk full: looks are answered again, without a restart", flush=True)
        if not until(lambda: amanah.server.status("/readyz") == 200, 60):
            violations.append("disk full: /readyz does not come back")
        violations += evidence.extend()

        disk.fail()
        violations += refused(load, amanah, "read-only disk", 60)
        load.stop()
        amanah.server.stop()
        disk.repair()
        violations += evidence.extend() + evidence.holds(*load.taken())
        amanah.server.start()
        status, _, answer = amanah.look(amanah.tickets[0])
        if status != 201:
            violations.append(f"read-only disk: after repair a look answers {status}: {answer}")
        else:
            print("read-only disk: looks are answered again after repair and restart", flush=True)
    finally:
        load.stop()
        amanah.server.stop()
    violations += evidence.extend() + evidence.recheck() + stage.ledger_check(amanah) + load.violations
    print(f"{load.count()} answers, {len(load.unavailable)} refusals, log of {evidence.tree.size} entries")
    disk.unmount()
    return violations


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=pathlib.Path, default=stage.ROOT / "bin/amanah")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--port", type=int, default=18260)
    parser.add_argument("--megabytes", type=int, default=96)
    given = parser.parse_args()
    if os.geteuid() != 0:
        print("skipped: needs root to mount a file system of its own")
        sys.exit(0)
    if os.environ.get("AMANAH_STORM_APART") != "1":
        # Mounts in a namespace of this process vanish with it, whatever happens.
        os.execvpe("unshare", ["unshare", "--mount", sys.executable, *sys.argv],
                   {**os.environ, "AMANAH_STORM_APART": "1"})
    with tempfile.TemporaryDirectory(prefix="amanah-storm-") as name:
        try:
            status = stage.finish(storm(given, pathlib.Path(name)))
        finally:
            subprocess.run(["umount", "--quiet", f"{name}/disk"], check=False, stderr=subprocess.DEVNULL)
    sys.exit(status)
