"""Reads the settings files and reports every mistake in them at once."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from monitor.core.errors import SettingsError
from monitor.core.model import Feed
from monitor.core.schedule import DigestSchedule
from monitor.core.translation import Scope
from monitor.core.watchlist import Watchlist
from monitor.settings.feed_list import check_topic_feeds, make_feeds
from monitor.settings.problems import (
    FEEDS,
    MONITOR,
    WATCHLIST,
    repeated,
    settings_problems,
)
from monitor.settings.schema import (
    FeedsFile,
    MailTable,
    MonitorFile,
    TranslationTable,
    WatchlistFile,
)
from monitor.settings.watchlist_file import make_watchlist

FILES = (MONITOR, FEEDS, WATCHLIST)
_File = TypeVar("_File", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailChannel:
    """A mail server and who is written to; the password stays in the environment until it is needed."""

    name: str
    to: tuple[str, ...]
    sender: str
    host: str
    port: int
    security: str
    username: str | None = None
    password_env: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationSettings:
    """Which engine translates how much, and how; a server's key stays in the environment until it is needed."""

    engine: str = "auto"
    scope: Scope = Scope.LEAD
    upgrade: timedelta = timedelta(days=7)
    beam: int = 4
    threads: int | None = None
    compute_type: str = "default"
    placeholders: bool = False
    url: str | None = None
    key_env: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the user decided, checked.

    `watchlist_text` is the file that `watchlist` was read from; `problems` are the mistakes of a newer one that is not in force.
    """

    directory: Path
    feeds: tuple[Feed, ...]
    watchlist: Watchlist
    watchlist_text: str
    language: str
    zone: ZoneInfo
    per_host: int
    contact: str | None
    first_poll: timedelta
    translation: TranslationSettings
    database: str | None
    digests: tuple[DigestSchedule, ...]
    mail: dict[str, MailChannel]
    problems: tuple[str, ...] = ()


def load_settings(
    directory: Path, *, feeds: str | None = None, watchlist: str | None = None
) -> Settings:
    """Return the settings of a folder; with `feeds` or `watchlist` as if those files held these texts.

    Raises:
        SettingsError: with one line for every mistake in all three files.
    """
    problems: list[str] = []
    monitor = _read(directory / MONITOR, MonitorFile, problems)
    feeds_file = _read(directory / FEEDS, FeedsFile, problems, text=feeds)
    text = read_text(directory / WATCHLIST, problems) if watchlist is None else watchlist
    watch_file = None
    if text is not None:
        watch_file = _read(directory / WATCHLIST, WatchlistFile, problems, text=text)
    listed = (
        make_feeds(feeds_file, (monitor or MonitorFile()).polling, problems) if feeds_file else ()
    )
    watched = make_watchlist(watch_file, problems) if watch_file else Watchlist()
    if feeds_file and watch_file:
        check_topic_feeds(watched.topics, listed, problems)
    if monitor and monitor.translation.engine == "libretranslate" and not monitor.translation.url:
        problems.append(
            f'{MONITOR}: translation.url: engine = "libretranslate" needs the address of a server; '
            'write for example url = "http://localhost:5000"'
        )
    if monitor and watch_file:
        _check_digests(monitor, watched, problems)
    if problems or monitor is None:
        raise SettingsError([f"{directory}/{problem}" for problem in problems])
    return Settings(
        directory=directory,
        feeds=listed,
        watchlist=watched,
        watchlist_text=text or "",
        language=monitor.reader.language,
        zone=monitor.reader.timezone,
        per_host=monitor.polling.per_host,
        contact=monitor.polling.contact,
        first_poll=monitor.polling.first_poll,
        translation=_translation(monitor.translation),
        database=monitor.storage.database,
        digests=tuple(_schedules(monitor)),
        mail={name: _mail(name, table) for name, table in monitor.channels.mail.items()},
    )


def database_setting(directory: Path) -> str | None:
    """Return where monitor.toml puts the database, whatever else is wrong in the settings."""
    monitor = _read(directory / MONITOR, MonitorFile, [])
    return monitor.storage.database if monitor else None


def read_watchlist(directory: Path) -> str:
    """Return the text of watchlist.toml.

    Raises:
        SettingsError: there is none that can be read.
    """
    problems: list[str] = []
    text = read_text(directory / WATCHLIST, problems)
    if text is None:
        raise SettingsError([f"{directory}/{problem}" for problem in problems])
    return text


def read_text(path: Path, problems: list[str]) -> str | None:
    """Return a settings file's text; None, with one more problem, when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.append(
            f"{path.name}: there is no such file; `monitor init` writes one to start from"
        )
    except UnicodeDecodeError as error:
        problems.append(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8")
    except OSError as error:
        problems.append(f"{path.name}: cannot be read: {error.strerror}")
    return None


def _read(
    path: Path, model: type[_File], problems: list[str], *, text: str | None = None
) -> _File | None:
    """Return a checked file; `text` stands for what it holds."""
    found = read_text(path, problems) if text is None else text
    try:
        return (
            model.model_validate(tomllib.loads(found.removeprefix("\ufeff")))
            if found is not None
            else None
        )
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{path.name}: this is no TOML: {error}")
    except ValidationError as error:
        problems.extend(settings_problems(path.name, error, model))
    return None


def _check_digests(monitor: MonitorFile, watchlist: Watchlist, problems: list[str]) -> None:
    for number, digest in enumerate(monitor.digest, start=1):
        problems += [
            f'{MONITOR}: digest[{number}].topics: there is no topic {topic!r}; write its name or "*"'
            for topic in digest.topics
            if topic != "*" and watchlist.topic(topic) is None
        ]
        for channel in digest.to:
            kind, _, name = channel.partition(":")
            if channel != "terminal" and not (kind == "mail" and name in monitor.channels.mail):
                problems.append(
                    f'{MONITOR}: digest[{number}].to: there is no channel {channel!r}; write "terminal", '
                    f'or "mail:NAME" with a table [channels.mail.NAME]'
                )
    problems += [
        f"{MONITOR}: digest.name: two digests are called {name!r}; rename one"
        for name in repeated(digest.name for digest in monitor.digest)
    ]


def _schedules(monitor: MonitorFile) -> Iterable[DigestSchedule]:
    for digest in monitor.digest:
        yield DigestSchedule(
            name=digest.name,
            at=digest.at,
            days=digest.days,
            zone=digest.timezone or monitor.reader.timezone,
            topics=tuple(digest.topics),
            to=tuple(digest.to),
        )


def _translation(table: TranslationTable) -> TranslationSettings:
    return TranslationSettings(
        engine=table.engine,
        scope=Scope(table.translate),
        upgrade=timedelta(days=table.upgrade_days),
        beam=table.beam,
        threads=table.threads,
        compute_type=table.compute_type,
        placeholders=table.placeholders,
        url=table.url,
        key_env=table.key_env,
    )


def _mail(name: str, table: MailTable) -> MailChannel:
    ports = {"starttls": 587, "tls": 465, "none": 25}
    return MailChannel(
        name=name,
        to=tuple(table.to),
        sender=table.sender or table.to[0],
        host=table.host,
        port=table.port or ports[table.security],
        security=table.security,
        username=table.username,
        password_env=table.password_env,
    )
