"""A large book handed out while people look: how long it takes, and what the looks wait for meanwhile.

Twice: at fifty looks a second, whose wait counts from when each was due, so that a halt is counted for everyone whom it
held up; and with as many looks as the gateway takes, by wrk at 64 connections.
"""

import datetime
import pathlib
import statistics
import threading
import time

import company
import gateway
import live
import scenes
import systems

GIVER, PURPOSE = "P0004", "credit-followup"
CUSTOMERS, PEOPLE, RATE = 10_000, 30, 50.0


class Giver:
    """A regional head who hands the same book out again and again, each time to people who have nothing in hand."""

    def __init__(self, port: int, token: str, people: list[str]):
        self.port, self.token = port, token
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date()
        self.book = {
            "purpose": PURPOSE, "starts_on": today.isoformat(),
            "ends_on": (today + datetime.timedelta(days=30)).isoformat(), "people": people, "at_most": CUSTOMERS,
            "division": "random", "reason": "tindak lanjut tagihan akhir tahun"}
        # Begin and end of each handing-out.
        self.spans: list[tuple[float, float]] = []

    def hand_out(self) -> None:
        """Hands out and takes back. The first is what is measured; it must hold all customers."""
        began = time.monotonic()
        book = gateway.expect(201, self.port, "POST", "/api/v1/assignments", self.book, self.token)
        self.spans.append((began, time.monotonic()))
        handed = sum(portion["customers"] for portion in book["portions"])
        if handed != CUSTOMERS:
            raise RuntimeError(f"{handed} customers were handed out")
        gateway.expect(200, self.port, "DELETE", f"/api/v1/assignments/{book['assignment_id']}", token=self.token)

    def until(self, over: threading.Event, failed: list[Exception]) -> None:
        try:
            while not over.is_set():
                self.hand_out()
                over.wait(0.5)
        except (gateway.Refused, RuntimeError, OSError) as error:
            failed.append(error)

    def took(self) -> float:
        return statistics.median(end - began for began, end in self.spans)


def beside(giver: Giver, action):
    """What `action` gives while the giver hands out."""
    over, failed = threading.Event(), []
    giver.spans.clear()
    thread = threading.Thread(target=giver.until, args=(over, failed))
    thread.start()
    try:
        return action()
    finally:
        over.set()
        thread.join()
        if failed:
            raise failed[0]


def book(binary: pathlib.Path, place: pathlib.Path, charter: pathlib.Path, seconds: float, port: int, say) -> dict:
    """Hand-outs of 10,000 customers by rule to 30 people, at 50 looks a second and under a saturating load."""
    folder = place / "company-book"
    company.write(folder, 2 * CUSTOMERS, PEOPLE, tickets=20)
    amanah = gateway.Gateway(binary, place / "book", port)
    amanah.initialise(folder, charter)
    amanah.know_tickets(folder)
    amanah.set_passwords()
    factor = live.second_factor(amanah, GIVER)
    amanah.server.start()
    try:
        amanah.sign_in()
        giver = Giver(port, live.signed_in(port, GIVER, factor), sorted(amanah.tokens))
        live.work(amanah, 3, RATE)
        giver.hand_out()
        alone = live.work(amanah, 5 * seconds, RATE)
        during = beside(giver, lambda: live.work(amanah, 5 * seconds, RATE))
        meanwhile = [
            waited for _, at, waited in during if any(began < at and at - waited < end for began, end in giver.spans)]
        if len(meanwhile) < 100:
            raise RuntimeError(f"only {len(meanwhile)} looks fell into a handing-out: measure for longer")
        figures = {
            "customers": CUSTOMERS, "people": PEOPLE, "rate": RATE, "hand_outs": len(giver.spans),
            "seconds": giver.took(), "looks": len(meanwhile),
            "alone_p99_ms": live.percentile([waited for _, _, waited in alone], 0.99) * 1000,
            "p99_ms": live.percentile(meanwhile, 0.99) * 1000}
        say(f"{CUSTOMERS:,} handed out in {figures['seconds']:.2f} s at {RATE:.0f} looks/s; p99 of a look "
            f"{figures['p99_ms']:.1f} ms, without {figures['alone_p99_ms']:.1f} ms")
        loaded = systems.amanah_system(amanah, place)
        scenes.load(loaded, 64, 2)
        figures["full_alone_p99_ms"] = scenes.load(loaded, 64, 2 * seconds)["p99_ms"]
        run = beside(giver, lambda: scenes.load(loaded, 64, 2 * seconds))
        figures |= {"full_seconds": giver.took(), "full_p99_ms": run["p99_ms"], "full_per_second": run["per_second"]}
        say(f"under full load in {figures['full_seconds']:.2f} s; p99 of a look {figures['full_p99_ms']:.1f} ms, "
            f"without {figures['full_alone_p99_ms']:.1f} ms")
        return figures
    finally:
        amanah.server.stop()
