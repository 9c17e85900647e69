"""Reads and replaces settings files byte for byte, for those who edit them."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from monitor.core.errors import MonitorError, SettingsError

BOM = "\ufeff"
_WAIT = 30  # seconds


def read_exactly(path: Path) -> str:
    """Return a file's text with its own line ends and mark.

    Raises:
        MonitorError: it cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise MonitorError(f"{path} cannot be read: {reason}") from None


@contextmanager
def editing(path: Path) -> Iterator[None]:
    """Let one process at a time read, change and replace a file.

    Raises:
        MonitorError: another one does, for longer than anybody should.
    """
    name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]
    lock = FileLock(Path(tempfile.gettempdir()) / f"news-monitor-edit-{name}.lock", timeout=_WAIT)
    try:
        with lock:
            yield
    except Timeout:
        raise MonitorError(f"{path} is being changed by another process; try again") from None


def replace_checked(path: Path, old: str, new: str, check: Callable[[], object]) -> None:
    """Put a text in the place of a file in one step, when the settings are right with it and nobody changed it meanwhile.

    Raises:
        SettingsError: `check` raised it; the file is as it was.
        MonitorError: it was changed by somebody else, or cannot be written.
    """
    try:
        check()
    except SettingsError as error:
        raise SettingsError([*error.problems, f"{path} was left as it is"]) from None
    if read_exactly(path) != old:
        raise MonitorError(f"{path} was changed by somebody else meanwhile; try again")
    _replace(path, new)


def _replace(path: Path, text: str) -> None:
    target = path.resolve()
    written: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            encoding="utf-8",
            newline="",
            dir=target.parent,
            prefix=f".{path.name}.",
            delete=False,
        ) as file:
            written = Path(file.name)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, written)
        written.replace(target)
    except OSError as error:
        if written:
            written.unlink(missing_ok=True)
        raise MonitorError(f"{path} cannot be written: {error.strerror}") from None
