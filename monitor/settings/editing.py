"""Edits feeds.toml as a person would: comments and order stay, and a mistake changes nothing."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomlkit

from monitor.core.errors import MonitorError, SettingsError
from monitor.core.model import FeedId
from monitor.core.opml import ListedFeed
from monitor.settings.feed_list import default_id
from monitor.settings.files import BOM, editing, read_exactly, replace_checked
from monitor.settings.loading import load_settings
from monitor.settings.problems import FEEDS

_HEADER = re.compile(r"^\s*\[\[\s*feed\s*\]\]")
_ANY_HEADER = re.compile(r"^\s*\[")
# a comment that opens a section belongs to all feeds below it, not to the first
_HEADING = re.compile(r"^\s*#\s*(---|===|###)")


def add_feeds(directory: Path, feeds: Sequence[ListedFeed]) -> list[FeedId]:
    """Write feeds behind those of feeds.toml, and return their ids: the hosts, numbered where they are taken.

    Raises:
        SettingsError: the file would not be right then; it is as it was.
        MonitorError: the file cannot be written.
    """
    path = directory / FEEDS
    with editing(path):
        return _add(path, feeds)


def _add(path: Path, feeds: Sequence[ListedFeed]) -> list[FeedId]:
    text = read_exactly(path)
    ids = {feed.id for feed in load_settings(path.parent).feeds}
    tables, given = [], []
    for feed in feeds:
        name = _free_id(feed.url, ids)
        ids.add(name)
        given.append(name)
        tables.append(_table(name, feed))
    blocks = "".join(f"\n{tomlkit.dumps({'feed': [table]}).strip()}\n" for table in tables)
    line_end = "\r\n" if "\r\n" in text else "\n"
    new = text + ("" if text.endswith("\n") or not text else line_end)
    new += blocks.replace("\n", line_end)
    _write(path, text, new, [*_tables(text), *tables])
    return given


def remove_feed(directory: Path, feed: FeedId) -> None:
    """Take a feed out of feeds.toml, with the comments right above it.

    Raises:
        SettingsError: there is no such feed, or the settings would not be right without it; nothing is changed.
        MonitorError: the file cannot be written.
    """
    path = directory / FEEDS
    with editing(path):
        _remove(path, feed)


def _remove(path: Path, feed: FeedId) -> None:
    feeds = load_settings(path.parent).feeds
    numbers = [number for number, known in enumerate(feeds) if known.id == feed]
    if not numbers:
        raise SettingsError([f"{FEEDS}: no feed is called {feed!r}; see `monitor feeds list`"])
    text = read_exactly(path)
    tables = _tables(text)
    del tables[numbers[0]]
    _write(path, text, _without(text, numbers[0]), tables)


def _table(name: FeedId, feed: ListedFeed) -> dict[str, Any]:
    table: dict[str, Any] = {"id": name}
    if feed.name:
        table["name"] = feed.name
    table["url"] = feed.url
    if feed.language:
        table["language"] = feed.language
    if feed.tags:
        table["tags"] = list(feed.tags)
    return table


def _free_id(url: str, taken: set[FeedId]) -> FeedId:
    host = re.sub(r"[^a-z0-9._-]+", "-", default_id(url)).strip("-.") or "feed"
    number, name = 1, FeedId(host)
    while name in taken:
        number += 1
        name = FeedId(f"{host}-{number}")
    return name


def _without(text: str, number: int) -> str:
    """Return a file without its feed of a number, counted from 0, and without what was said of it alone."""
    lines = text.splitlines(keepends=True)
    headers = [n for n, line in enumerate(lines) if _HEADER.match(line)]
    if number >= len(headers):
        return text  # feeds in another notation; what is written is compared with what should be
    start = headers[number]
    later = [n for n, line in enumerate(lines) if n > start and _ANY_HEADER.match(line)]
    later = [n for n in later if not lines[n].lstrip().startswith("[feed.")]
    end = later[0] if later else len(lines)
    # comments below its last key belong to what follows
    while end > start + 1 and (not lines[end - 1].strip() or _is_comment(lines[end - 1])):
        end -= 1
    return "".join([*lines[: _first_comment(lines, start)], *lines[end:]])


def _first_comment(lines: list[str], header: int) -> int:
    """Return where the comments right above a header begin that are about it: no heading, nor the head of the file."""
    first = header
    while first and _is_comment(lines[first - 1]) and not _HEADING.match(lines[first - 1]):
        first -= 1
    return first if first else header


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _tables(text: str) -> list[Any]:
    return list(_parsed(text).get("feed", []))


def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text.removeprefix(BOM))


def _write(path: Path, old: str, new: str, expected: list[Any]) -> None:
    """Put a file in the place of another in one step, when it says what it should and the settings are right with it."""
    try:
        found = _tables(new)
        rest = {k: v for k, v in _parsed(new).items() if k != "feed"}
        before = {k: v for k, v in _parsed(old).items() if k != "feed"}
    except tomllib.TOMLDecodeError:
        found, rest, before = [], {}, {"": ""}
    if found != expected or rest != before:
        raise MonitorError(
            f"{path} is written in a way that cannot be edited here; edit it by hand"
        )
    replace_checked(path, old, new, lambda: load_settings(path.parent, feeds=new))
