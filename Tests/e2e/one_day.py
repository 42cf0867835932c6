"""Days of Jakarta: at their end quotas and the day's numbers begin anew, which is tested elsewhere, with a clock that is moved."""

import datetime
import time

JAKARTA = datetime.timezone(datetime.timedelta(hours=7))


def now() -> datetime.datetime:
    """By the clock of Jakarta."""
    return datetime.datetime.now(JAKARTA)


def midnight() -> datetime.datetime:
    """When today began."""
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


def wait_for(minutes: float) -> None:
    """Lets midnight pass first where today has not so many minutes left."""
    left = (midnight() + datetime.timedelta(days=1) - now()).total_seconds()
    if left < minutes * 60:
        print(f"waits {left:.0f} s for midnight in Jakarta", flush=True)
        time.sleep(left + 1)
