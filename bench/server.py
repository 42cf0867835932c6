"""Starting, watching and stopping the servers that are measured."""

import atexit
import os
import pathlib
import signal
import subprocess
import time
import urllib.error
import urllib.request


class Server:
    """One server process with its children, ready once `ready` answers 200. Its output goes to a file."""

    def __init__(self, name: str, command: list, port: int, output: pathlib.Path, folder=None, settings=None):
        self.name, self.command, self.port, self.output = name, [str(part) for part in command], port, output
        self.folder, self.settings = folder, settings or {}
        self.process = None
        self.seconds_to_ready = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, patience: float = 60) -> "Server":
        """Starts the process and waits for `/readyz`. Raises RuntimeError with its last words where it does not come."""
        with open(self.output, "ab") as output:
            began = time.monotonic()
            self.process = subprocess.Popen(
                self.command, stdout=output, stderr=subprocess.STDOUT, cwd=self.folder, start_new_session=True,
                env={**os.environ, **self.settings})
        # Nothing goes on where whoever started it fails.
        atexit.register(self.stop)
        while time.monotonic() < began + patience:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended with {self.process.returncode}:\n{self.last_words()}")
            if self.status("/readyz") == 200:
                self.seconds_to_ready = time.monotonic() - began
                return self
            time.sleep(0.004)
        self.stop()
        raise RuntimeError(f"{self.name} was not ready within {patience} s:\n{self.last_words()}")

    def status(self, path: str, patience: float = 2) -> int:
        """The status of a GET, 0 where nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=patience) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def last_words(self) -> str:
        return self.output.read_text(errors="replace")[-2000:]

    def processes(self) -> list[int]:
        """The process and all that it started."""
        found, left = [], [self.process.pid]
        while left:
            pid = left.pop()
            found.append(pid)
            try:
                for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
                    left += [int(child) for child in (task / "children").read_text().split()]
            except OSError:
                continue
        return found

    def memory_mb(self) -> float:
        """Resident memory (VmRSS) of all its processes, in MB of 1,000,000 bytes."""
        total = 0
        for pid in self.processes():
            for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1]) * 1024
        return total / 1e6

    def processor_seconds(self) -> float:
        """Processor time that its living processes have taken."""
        ticks = 0
        for pid in self.processes():
            columns = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(columns[11]) + int(columns[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """SIGKILL, as a power cut would: nothing of it runs on."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Asks for a graceful end, and insists after a minute."""
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
