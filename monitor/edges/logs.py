"""Sets up logging to stderr; what feeds wrote cannot control the terminal through it."""

import logging
import sys

_LEVELS = {-1: logging.ERROR, 0: logging.WARNING, 1: logging.INFO}
_NOISY = ("apscheduler", "alembic", "aiohttp", "asyncio", "argostranslate")


class _OneLine(logging.Formatter):
    """Writes every record so that only printable characters and its own line ends reach the terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Escape control characters but the line ends of a traceback."""
        return "".join(
            c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in super().format(record)
        )


def set_up_logs(verbosity: int) -> None:
    """Log to stderr: errors only at -1, warnings at 0, what happens at 1, everything from 2 on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S"))
    logging.basicConfig(level=_LEVELS.get(verbosity, logging.DEBUG), handlers=[handler], force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING if verbosity < 3 else logging.DEBUG)
