"""The command line: arguments in, exit code out; the only place that turns an error into a message."""

import sys

from monitor.cli.app import app
from monitor.core.errors import MonitorError, SettingsError


def main() -> None:
    """Run a command: exit 0 when all is well, 1 when something failed, 2 for wrong usage or settings."""
    # register the commands; what they need is imported when one of them runs, so that help comes at once
    # isort: off
    from monitor.cli import setup, polling, digests, articles, status, topics, models  # noqa: F401 - in help's order
    # isort: on

    try:
        app()
    except SettingsError as error:
        print(error, file=sys.stderr)  # noqa: T201
        sys.exit(2)
    except MonitorError as error:
        print(f"monitor: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    except BrokenPipeError:  # `monitor ... | head`
        sys.stderr.close()
        sys.exit(1)
