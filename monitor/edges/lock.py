"""Lets one process at a time run rounds on a database, and one `run` watch it; a lock dies with its process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from monitor.core.errors import MonitorError


@contextmanager
def round_lock(path: Path, *, wait_seconds: float) -> Iterator[None]:
    """Hold the lock of a database for the time of a round.

    Raises:
        MonitorError: another process held it all the time.
    """
    busy = f"another monitor works on this database (lock {path}); wait for it, or end it, and try again"
    with _held(path, wait_seconds, busy):
        yield


@contextmanager
def run_lock(path: Path) -> Iterator[None]:
    """Hold the lock of `monitor run` as long as it runs; between its rounds `monitor poll` may work.

    Raises:
        MonitorError: another `run` watches this database.
    """
    busy = f"`monitor run` already watches this database (lock {path}); end that one before you start another"
    with _held(path, 0, busy):
        yield


@contextmanager
def _held(path: Path, wait_seconds: float, busy: str) -> Iterator[None]:
    lock = FileLock(path)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout:
        raise MonitorError(busy) from None
    try:
        yield
    finally:
        lock.release()
