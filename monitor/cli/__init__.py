"""The command line: arguments in, exit code out; the only place that turns an error into a message."""

import io
import os
import sys
from typing import NoReturn

from monitor.cli.app import app
from monitor.core.errors import MonitorError, SettingsError


def main() -> None:
    """Run a command: exit 0 when all is well, 1 when something failed, 2 for wrong usage or settings."""
    # register the commands; what they need is imported when one of them runs, so that help comes at once
    # isort: off
    # fmt: off
    from monitor.cli import setup, polling, digests, articles, status, deliveries, feeds, feed_test, topics, backtest, suggesting, translating, models  # noqa: F401 - in help's order
    # fmt: on
    # isort: on

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show Japanese
    try:
        app()
    except SettingsError as error:
        _end(str(error), 2)
    except MonitorError as error:
        _end(f"monitor: {error}", 1)
    except BrokenPipeError:  # `monitor ... | head`
        _let_go_of_stdout()
        sys.exit(1)
    except OSError as error:
        _let_go_of_stdout()
        _end(
            f"monitor: {error.strerror or error}{f': {error.filename}' if error.filename else ''}",
            1,
        )


def _end(message: str, code: int) -> NoReturn:
    from monitor.core.text import printable

    print(printable(message), file=sys.stderr)  # noqa: T201
    sys.exit(code)


def _let_go_of_stdout() -> None:
    """Keep Python from failing once more when it flushes what nobody takes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
