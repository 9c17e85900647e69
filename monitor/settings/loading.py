"""Reads the settings files and reports every mistake in them at once."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from monitor.core.errors import QueryError, SettingsError
from monitor.core.model import Feed, Priority
from monitor.core.query import ConceptRef, leaves, parse_query
from monitor.core.schedule import DigestSchedule
from monitor.core.watchlist import Alias, Concept, Homograph, Topic, Watchlist
from monitor.settings.feed_list import check_topic_feeds, make_feeds
from monitor.settings.problems import (
    FEEDS,
    MONITOR,
    WATCHLIST,
    query_problem,
    repeated,
    settings_problems,
)
from monitor.settings.schema import (
    ConceptTable,
    FeedsFile,
    HomographsFile,
    MailTable,
    MonitorFile,
    TopicTable,
    WatchlistFile,
)
from monitor.settings.values import LANGUAGE

FILES = (MONITOR, FEEDS, WATCHLIST)
_DATA = Path(__file__).parent.parent / "data"
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
class Settings:
    """Everything the user decided, checked."""

    directory: Path
    feeds: tuple[Feed, ...]
    watchlist: Watchlist
    language: str
    zone: ZoneInfo
    per_host: int
    contact: str | None
    first_poll: timedelta
    engine: str
    database: str | None
    digests: tuple[DigestSchedule, ...]
    mail: dict[str, MailChannel]


def load_settings(directory: Path, *, feeds: str | None = None) -> Settings:
    """Return the settings of a folder; with `feeds` as if feeds.toml held that text.

    Raises:
        SettingsError: with one line for every mistake in all three files.
    """
    problems: list[str] = []
    monitor = _read(directory / MONITOR, MonitorFile, problems)
    feeds_file = _read(directory / FEEDS, FeedsFile, problems, text=feeds)
    watch_file = _read(directory / WATCHLIST, WatchlistFile, problems)
    listed = (
        make_feeds(feeds_file, (monitor or MonitorFile()).polling, problems) if feeds_file else ()
    )
    watchlist = _watchlist(watch_file, problems) if watch_file else Watchlist()
    if feeds_file and watch_file:
        check_topic_feeds(watchlist.topics, listed, problems)
    if monitor and watch_file:
        _check_digests(monitor, watchlist, problems)
    if problems or monitor is None:
        raise SettingsError([f"{directory}/{problem}" for problem in problems])
    return Settings(
        directory=directory,
        feeds=listed,
        watchlist=watchlist,
        language=monitor.reader.language,
        zone=monitor.reader.timezone,
        per_host=monitor.polling.per_host,
        contact=monitor.polling.contact,
        first_poll=monitor.polling.first_poll,
        engine=monitor.translation.engine,
        database=monitor.storage.database,
        digests=tuple(_schedules(monitor)),
        mail={name: _mail(name, table) for name, table in monitor.channels.mail.items()},
    )


def _read(
    path: Path, model: type[_File], problems: list[str], *, text: str | None = None
) -> _File | None:
    try:
        found = path.read_text(encoding="utf-8-sig") if text is None else text
        return model.model_validate(tomllib.loads(found.removeprefix("\ufeff")))
    except FileNotFoundError:
        problems.append(
            f"{path.name}: there is no such file; `monitor init` writes one to start from"
        )
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{path.name}: this is no TOML: {error}")
    except UnicodeDecodeError as error:
        problems.append(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8")
    except OSError as error:
        problems.append(f"{path.name}: cannot be read: {error.strerror}")
    except ValidationError as error:
        problems.extend(settings_problems(path.name, error, model))
    return None


def _watchlist(file: WatchlistFile, problems: list[str]) -> Watchlist:
    concepts = {name: _concept(name, table, problems) for name, table in file.concepts.items()}
    topics = [_topic(n, table, concepts, problems) for n, table in enumerate(file.topic, start=1)]
    problems += [
        f"{WATCHLIST}: topic.name: two topics are called {name!r}; rename one"
        for name in repeated(table.name for table in file.topic)
    ]
    return Watchlist(
        concepts=concepts, topics=tuple(t for t in topics if t), homographs=shipped_homographs()
    )


def _concept(name: str, table: ConceptTable, problems: list[str]) -> Concept:
    names = {language: tuple(aliases) for language, aliases in (table.model_extra or {}).items()}
    problems += [
        f"{WATCHLIST}: concepts.{name}.{key}: unknown key; known here are not, keep and languages such as en, ja"
        for key in names
        if not LANGUAGE.fullmatch(key)
    ]
    if not any(names.values()):
        problems.append(
            f'{WATCHLIST}: concepts.{name}: has no names; write for example en = ["Unit 61419"]'
        )
    return Concept(
        name=name,
        aliases=tuple(Alias(text, language) for language, texts in names.items() for text in texts),
        exclude=tuple(table.exclude),
        keep=tuple(table.keep),
    )


def _topic(
    number: int, table: TopicTable, concepts: dict[str, Concept], problems: list[str]
) -> Topic | None:
    query = parse_query(table.query)
    missing = {
        leaf.name for leaf in leaves(query) if isinstance(leaf, ConceptRef)
    } - concepts.keys()
    for name in sorted(missing):
        column = table.query.index(f"@{name}") + 1
        known = ", ".join(concepts) or "none yet"
        message = f"there is no concept {name!r}; write [concepts.{name}], or one of {known}"
        problems.append(
            query_problem(
                WATCHLIST, f"topic[{number}].query", table.query, QueryError(message, column)
            )
        )
    if missing:
        return None
    return Topic(
        name=table.name,
        query=query,
        priority=Priority[table.priority.upper()],
        feeds=tuple(table.feeds),
    )


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


def shipped_homographs() -> tuple[Homograph, ...]:
    """Return the shipped list of names that hold an alias and never mean it."""
    text = (_DATA / "homographs.toml").read_text(encoding="utf-8")
    return tuple(
        Homograph(alias=row.alias, name=row.name, means=row.means, unless=tuple(row.unless))
        for row in HomographsFile.model_validate(tomllib.loads(text)).homograph
    )
