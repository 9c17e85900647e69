"""Lets one process at a time run rounds on a database; the lock dies with its process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from monitor.core.errors import MonitorError


@contextmanager
def round_lock(path: Path, *, wait_seconds: float) -> Iterator[None]:
    """Hold the lock of a database for the time of a block.

    Raises:
        MonitorError: another process held it all the time.
    """
    lock = FileLock(path)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout:
        raise MonitorError(
            f"another monitor works on this database (lock {path}); wait for it, or end it, and try again"
        ) from None
    try:
        yield
    finally:
        lock.release()
