"""Holds the application with its global options, and what all commands share."""

import io
import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console

    from monitor.core.model import Article, ArticleId
    from monitor.settings.loading import Settings
    from monitor.wiring.opening import Monitor, Shows

app = typer.Typer(
    help="Watches Japanese and English news feeds for what you must not miss, in either language.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help comes in half the time
    add_completion=False,
)
ArticleArgument = Annotated[
    str, typer.Argument(help="The number behind # in a digest, or `id` in JSON.")
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON document and nothing else.")
]

LinesOption = Annotated[
    bool,
    typer.Option("--lines", help="Read one text a line on stdin, write one JSON document a line."),
]


@dataclass(slots=True)
class GlobalOptions:
    """What was given before the command."""

    config: Path | None = None
    database: str | None = None
    verbosity: int = 0


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("news-monitor"))
        raise typer.Exit


@app.callback()
def global_options(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="DIR",
            help="Settings folder; else $MONITOR_CONFIG, ./config, the user's.",
        ),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            metavar="URL",
            help="Database; else $MONITOR_DATABASE, settings, the user's data folder.",
        ),
    ] = None,
    verbose: Annotated[
        int, typer.Option("-v", count=True, help="Say more; twice: everything.")
    ] = 0,
    quiet: Annotated[bool, typer.Option("-q", help="Say errors only.")] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Keep the global options for the command."""
    context.obj = GlobalOptions(config, database, -1 if quiet else verbose)
    if context.resilient_parsing:
        return
    from monitor.edges.logs import set_up_logs

    set_up_logs(context.obj.verbosity)


def load(context: typer.Context, *, or_shipped: bool = False) -> "Settings":
    """Return the settings; with `or_shipped` the default ones where the user has none.

    Raises:
        SettingsError: there are none, or there are mistakes in them.
    """
    from monitor.settings.loading import load_settings
    from monitor.settings.locate import find_config, shipped_config

    folder = find_config(context.obj.config)
    if folder is None and or_shipped:
        folder = shipped_config()
    return load_settings(_found(folder))


def _found(folder: Path | None) -> Path:
    from monitor.core.errors import SettingsError

    if folder is None:
        raise SettingsError(
            ["no settings found; `monitor init` writes them, --config DIR points to others"]
        )
    return folder


def in_force(context: typer.Context) -> "Settings":
    """Return the settings, while watchlist.toml is wrong with its last good version; what is wrong is said on stderr."""
    from monitor.settings.locate import find_config
    from monitor.wiring.watching import settings_in_force

    settings = settings_in_force(_found(find_config(context.obj.config)), context.obj.database)
    say_watchlist_problems(settings.problems)
    return settings


@contextmanager
def opened(context: typer.Context, shows: "Shows | None" = None) -> "Iterator[Monitor]":
    """Open the monitor of the settings for the time of a block.

    While watchlist.toml is wrong its last good version is in force, and what is wrong is said on stderr.
    """
    from monitor.settings.locate import database_url
    from monitor.wiring.opening import open_monitor

    settings = in_force(context)
    with open_monitor(
        settings, database_url(context.obj.database, settings.database), shows=shows
    ) as monitor:
        yield monitor


def say_watchlist_problems(
    problems: "Sequence[str]", say: "Callable[[str], None] | None" = None
) -> None:
    """Say that an edited watchlist cannot be used, and what is wrong in it."""
    say = say or remark
    for problem in problems:
        say(problem)
    if problems:
        say("until that is mended the last good watchlist stays in force")


def article_number(text: str) -> "ArticleId":
    """Return the number of an article as digests print it, with or without its #.

    Raises:
        BadParameter: it is none.
    """
    from monitor.core.model import ArticleId

    number = text.removeprefix("#")
    if not number.isdecimal() or not number.isascii() or len(number) > 18:
        raise typer.BadParameter(f"{text!r} is no article number; digests print it behind #")
    return ArticleId(int(number))


def stored_article(monitor: "Monitor", number: "ArticleId") -> "Article":
    """Return a stored article.

    Raises:
        MonitorError: there is none of this number.
    """
    from monitor.core.errors import MonitorError

    found = monitor.articles.load([number])
    if not found:
        raise MonitorError(f"there is no article {number}")
    return found[0]


def out() -> "Console":
    """Return the console for results."""
    from rich.console import Console

    return Console(highlight=False)


def err() -> "Console":
    """Return the console for progress and remarks."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def remark(text: str) -> None:
    """Say something beside the result, on stderr."""
    from rich.text import Text

    from monitor.core.text import printable

    err().print(Text(printable(text)), soft_wrap=True)


def text_or_lines(text: str | None, lines: bool) -> str:
    """Return the text that was given, bytes that were no UTF-8 as "?", or "" with --lines.

    Raises:
        BadParameter: there are both, or neither.
    """
    if (text is None) != lines:
        raise typer.BadParameter("give a text, or --lines and the texts on stdin")
    return (text or "").encode("utf-8", "replace").decode("utf-8")


def read_lines(stream: TextIO) -> "Iterator[str]":
    """Yield the lines of a stream without their ends; bytes that are no UTF-8 become the replacement sign."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace")
    for line in stream:
        yield line.rstrip("\r\n")


def print_json(document: Any, *, lines: bool = False) -> None:
    """Print one JSON document; with `lines` on one line, for a reader that waits for it."""
    text = json.dumps(document, ensure_ascii=False, indent=None if lines else 2)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
