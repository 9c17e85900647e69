"""Keeps the last good watchlist in force while an edited one is wrong, and takes a right one over while it runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from monitor.core.errors import MonitorError, SettingsError
from monitor.core.matching import Matcher
from monitor.core.watchlist import Watchlist, renamed_topics
from monitor.edges.store.articles import ArticleStore
from monitor.edges.store.database import open_database
from monitor.edges.sudachi import Sudachi
from monitor.settings.loading import Settings, database_setting, load_settings, read_watchlist
from monitor.settings.locate import database_url
from monitor.wiring.engines import names_of

if TYPE_CHECKING:
    # whoever asks history does not wait for all that a round needs
    from monitor.wiring.opening import Monitor

_WATCHLIST_NOTE = "watchlist"
_RESTART = "watchlist.toml was edited, and monitor.toml or feeds.toml too: stop `monitor run` and start it again for all three"


def settings_in_force(folder: Path, database: str | None) -> Settings:
    """Return the settings of a folder; while watchlist.toml is wrong, with its last version that was matched with.

    `problems` of the result then says what is wrong. `database` is the command line's.

    Raises:
        SettingsError: other settings are wrong, or no good watchlist is known.
    """
    try:
        return load_settings(folder)
    except SettingsError as error:
        good = _last_good(database_url(database, database_setting(folder)))
        if good is None:
            raise
        try:
            settings = load_settings(folder, watchlist=good)
        except SettingsError:
            raise error from None
        return replace(settings, problems=tuple(error.problems))


def put_in_force(monitor: "Monitor") -> None:
    """Remember the watchlist that articles are matched with from now on; what a renamed topic found stays its own."""
    text, before = monitor.settings.watchlist_text, watchlist_in_force(monitor.articles)
    if before == text:
        return
    if before is not None:
        try:
            old = load_settings(monitor.settings.directory, watchlist=before).watchlist
        except SettingsError:  # it asks for a feed, or has a form, that there is no more
            old = Watchlist()
        monitor.matches.rename_topics(renamed_topics(old, monitor.settings.watchlist))
    monitor.articles.save_note(_WATCHLIST_NOTE, text)


def watchlist_in_force(articles: ArticleStore) -> str | None:
    """Return the text of the watchlist that the last round matched with, None before the first one."""
    return articles.note(_WATCHLIST_NOTE)


@contextmanager
def open_history(database: str) -> Iterator[ArticleStore]:
    """Open the stored articles alone, for the time of a block.

    Raises:
        MonitorError: the database cannot be used.
    """
    engine = open_database(database)
    try:
        yield ArticleStore(engine)
    finally:
        engine.dispose()


def with_edited_watchlist(monitor: "Monitor") -> "Monitor":
    """Return the monitor with watchlist.toml as it is now; the same one when nothing changed, or it is wrong.

    In the latter case `settings.problems` says what is wrong.
    """
    settings = monitor.settings
    try:
        text = read_watchlist(settings.directory)
    except SettingsError as error:
        return _with_problems(monitor, error)
    if text == settings.watchlist_text:
        return _with_problems(monitor, None)
    try:
        edited = load_settings(settings.directory)
    except SettingsError as error:
        return _with_problems(monitor, error)
    changed = replace(
        settings, watchlist=edited.watchlist, watchlist_text=edited.watchlist_text, problems=()
    )
    if changed != edited:
        return _with_problems(monitor, SettingsError([_RESTART]))
    from monitor.wiring.opening import plan_of

    tokenize = Sudachi()
    matcher = Matcher(changed.watchlist, changed.feeds, tokenize)
    names = names_of(changed, tokenize)
    return replace(
        monitor,
        settings=changed,
        plan=plan_of(changed),
        world=replace(monitor.world, matcher=matcher, names=names),
    )


def _with_problems(monitor: "Monitor", error: SettingsError | None) -> "Monitor":
    problems = tuple(error.problems) if error else ()
    if problems == monitor.settings.problems:
        return monitor
    return replace(
        monitor,
        settings=replace(monitor.settings, problems=problems),
        plan=replace(monitor.plan, problems=problems),
    )


def _last_good(database: str) -> str | None:
    try:
        url = make_url(database)
    except ArgumentError:
        return None  # whoever opens it says so
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return None  # asking must not make a database
    try:
        with open_history(database) as articles:
            return watchlist_in_force(articles)
    except MonitorError:
        return None
