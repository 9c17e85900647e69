"""Wakes the stages each minute with APScheduler; what is due is decided elsewhere."""

import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger(__name__)
_EVERY_SECONDS = 60


def wake_each_minute(round_: Callable[[], None]) -> None:
    """Call a function now and each minute until SIGINT or SIGTERM, then wait for the call that is under way.

    A call that takes longer than a minute is followed by one call, not by all that were missed. A second
    signal ends the process at once.
    """
    stop = threading.Event()
    before = {
        number: signal.signal(number, _stopper(stop)) for number in (signal.SIGINT, signal.SIGTERM)
    }
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        lambda: _guarded(round_),
        IntervalTrigger(seconds=_EVERY_SECONDS, timezone="UTC"),
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    try:
        _guarded(round_)
        if not stop.is_set():
            scheduler.start()
            stop.wait()
            scheduler.shutdown(wait=True)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stopper(stop: threading.Event) -> Callable[[int, FrameType | None], None]:
    def on_signal(number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise SystemExit(128 + number)
        log.warning("stopping when the stage in hand is done; once more to stop at once")
        stop.set()

    return on_signal


def _guarded(round_: Callable[[], None]) -> None:
    """Run one round; a mistake of ours in it is logged with its traceback, and the next minute tries again."""
    try:
        round_()
    except Exception:
        log.exception("this round failed; the next one continues it")
