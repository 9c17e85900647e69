"""Defines the values that stages hand to each other."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NewType

FeedId = NewType("FeedId", str)
ArticleId = NewType("ArticleId", int)
WordingId = NewType("WordingId", int)
StoryId = NewType("StoryId", int)
PlainText = NewType("PlainText", str)
"""Text without markup, control characters or bidi overrides: safe to show. Made by `text.plain`."""


class Priority(IntEnum):
    """How much a topic matters; a higher one comes first in a digest, and `high` alerts at once."""

    LOW = 0
    NORMAL = 1
    HIGH = 2


class Via(StrEnum):
    """Which wording of an article a match came from."""

    ORIGINAL = "original"
    TRANSLATION = "translation"


class Arrival(StrEnum):
    """How an article came: from a feed's first successful poll it never alerts, as backlog it is history."""

    LIVE = "live"
    FIRST_POLL = "first-poll"
    BACKLOG = "backlog"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A document that the user listed, and how it is to be read."""

    id: FeedId
    url: str
    name: str
    language: str | None = None
    every: timedelta = timedelta(minutes=15)
    encoding: str | None = None
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedStatus:
    """What is remembered of a feed between two polls.

    `source` is the address that the validators belong to,
    `state` is the name of the last outcome ("ok", "http-404" ...), `failing_since` the first failed
    poll after the last good one; both are None for a feed that was never polled.
    """

    source: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    next_poll: datetime | None = None
    last_success: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    state: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """One conditional GET, fully decided."""

    feed: Feed
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A document came; `url` is where it came from after redirects."""

    request: FetchRequest
    url: str
    body: bytes
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server says that nothing has changed (304)."""

    request: FetchRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailed:
    """Nothing came; `state` names the kind of failure, `reason` tells it to a person."""

    request: FetchRequest
    state: str
    reason: str


FetchOutcome = Fetched | NotModified | FetchFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed as it was read, before it is known to the store.

    `other_id` is a second identity under which an earlier document may have brought it: the same title, when a
    feed uses one identity for several entries. `published` is aware UTC or None; `published_from` says where the time was found:
    "published", "updated" or "seen".
    """

    entry_id: str
    other_id: str
    url: str
    canonical_url: str
    language: str
    title: PlainText
    body: PlainText
    published: datetime | None
    published_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a document held: its entries, the encoding used, or why it is not a feed."""

    entries: tuple[Entry, ...] = ()
    encoding: str = ""
    failure: tuple[str, str] | None = None  # (state, reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRecord:
    """What one poll of one feed saw: a line of the poll log, from which coverage is told."""

    feed: FeedId
    at: datetime
    state: str
    reason: str | None = None

    @property
    def good(self) -> bool:
        """Tell whether the feed could be seen."""
        return self.state in GOOD_STATES


GOOD_STATES = frozenset({"ok", "not-modified", "empty"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """An article's title and body in one language: the original, or a translation by `engine`."""

    id: WordingId
    via: Via
    language: str
    title: PlainText
    body: PlainText
    engine: str | None = None
    suspect: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One stored entry with its wordings, the original first; `published` may be None."""

    id: ArticleId
    feed: FeedId
    story: StoryId | None
    url: str
    published: datetime | None
    published_from: str
    first_seen: datetime
    arrival: Arrival
    wordings: tuple[Wording, ...]

    @property
    def original(self) -> Wording:
        """Return the wording that the feed itself gave."""
        return self.wordings[0]

    def translation(self, language: str) -> Wording | None:
        """Return the translation into a language, or None while there is none."""
        return next(
            (w for w in self.wordings if w.via is Via.TRANSLATION and w.language == language), None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place where a wording satisfied a topic.

    `start` and `end` count code points of the shown title or body, so that `text == shown[start:end]`.
    `concept` and `alias` are None for a bare word of the query; `query` then holds it.
    """

    wording: WordingId
    concept: str | None
    alias: str | None
    query: str | None
    language: str
    field: str
    start: int
    end: int
    text: str
    via: Via


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A topic that an article fires, when it was first found, and the hits that show why.

    `urgent` marks one that is to be told at once: of a high topic, by an article that came live, and not found
    only because the watchlist changed.
    """

    article: ArticleId
    topic: str
    via: Via
    first_hit: datetime
    hits: tuple[Hit, ...] = field(default=())
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """What an engine made of one text; `suspect` names each check that the text failed."""

    text: PlainText
    suspect: tuple[str, ...] = ()
