"""Defines what a user watches for, and what never counts as it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from monitor.core.model import Feed, FeedId, Priority
from monitor.core.query import Query

MATCHING_RULES = 2
"""Part of the revision: raise it when the rules of matching change, and history is matched anew."""


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of a concept; the language says which form a translation should use."""

    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A thing with names.

    `exclude` are texts inside which an alias does not count, `keep` takes names back from the shipped homographs. With
    `kanji_numbers` the numbers in its names may also be written in kanji. Its first name in a language is how the others are
    translated into it, unless it is not `locked`: its names are those of several things.
    """

    name: str
    aliases: tuple[Alias, ...]
    exclude: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    kanji_numbers: bool = False
    locked: bool = field(default=True, repr=False)  # it decides nothing that matches


@dataclass(frozen=True, slots=True, kw_only=True)
class Homograph:
    """A name that holds an alias and never means it, but inside one of the `unless` texts."""

    alias: str
    name: str
    means: str
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What to tell the user about: a query, how urgent it is, and in which feeds ("id" or "tag:name"; none: all).

    `languages` are those of the originals that count (none: all); with `original_only` no translation makes it fire.
    """

    name: str
    query: Query
    priority: Priority = Priority.NORMAL
    feeds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    original_only: bool = False

    def covers(self, feed_id: FeedId, feed: Feed | None) -> bool:
        """Tell whether articles of a feed count; `feed` is None when it is no longer listed."""
        if not self.feeds:
            return True
        tags = feed.tags if feed else frozenset()
        return any(
            wanted == feed_id or (wanted.startswith("tag:") and wanted[4:] in tags)
            for wanted in self.feeds
        )


def renamed_topics(before: "Watchlist", after: "Watchlist") -> dict[str, str]:
    """Return old and new name of each topic that an edit only gave another name: what it found belongs to it still."""
    gone = {
        topic.name: replace(topic, name="")
        for topic in before.topics
        if not after.topic(topic.name)
    }
    renamed: dict[str, str] = {}
    for topic in after.topics:
        if before.topic(topic.name) is None:
            same = (
                n for n, old in gone.items() if old == replace(topic, name="") and n not in renamed
            )
            if (old_name := next(same, None)) is not None:
                renamed[old_name] = topic.name
    return renamed


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """All concepts and topics in force, in the order of the file, with the shipped homographs.

    `glossary` says how terms that nobody watches for are to be translated into the reader's language.
    """

    concepts: Mapping[str, Concept] = field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    homographs: tuple[Homograph, ...] = ()
    glossary: Mapping[str, str] = field(default_factory=dict)

    @property
    def revision(self) -> str:
        """Return a fingerprint of everything that decides what matches."""
        parts = [
            str(MATCHING_RULES),
            *map(repr, self.concepts.values()),
            *map(repr, self.homographs),
        ]
        parts += [
            f"{t.name}\0{t.query!r}\0{t.feeds}\0{t.languages}\0{t.original_only}"
            for t in self.topics
        ]
        return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:16]

    def topic(self, name: str) -> Topic | None:
        """Return a topic by its name, or None when the watchlist no longer has it."""
        return next((topic for topic in self.topics if topic.name == name), None)
