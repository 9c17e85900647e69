"""Defines the values that stages hand to each other."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
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
class Secrets:
    """What a feed asks for before it answers: the names of environment variables, never their values.

    `basic` holds "user:password", `bearer` a token; `headers` are pairs of header and variable.
    """

    basic: str | None = None
    bearer: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A document that the user listed, and how it is to be read.

    `every` is its interval as long as nothing is known of it, `fastest` and `slowest` bound what is learned; None
    bounds leave it at `every`. `timezone` is that of its dates without a zone, None where that is decided.
    """

    id: FeedId
    url: str
    name: str
    language: str | None = None
    timezone: tzinfo | None = None
    every: timedelta = timedelta(minutes=15)
    fastest: timedelta | None = None
    slowest: timedelta | None = None
    encoding: str | None = None
    tags: frozenset[str] = frozenset()
    secrets: Secrets = Secrets()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedStatus:
    """What is remembered of a feed between two polls.

    `source` is the address that the validators belong to,
    `state` is the name of the last outcome ("ok", "http-404" ...), `failing_since` the first failed
    poll after the last good one; both are None for a feed that was never polled.
    `moved_to` is the address in use since two permanent redirects in a row led there, `moving_to` one that was seen once.
    `hold_until` is when the server wants to be asked again. `gap` is the median time between two articles, `newest`
    the date of the last one, `pace` the interval that the document asks for; None where nothing is known.
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
    moved_to: str | None = None
    moving_to: str | None = None
    hold_until: datetime | None = None
    gap: timedelta | None = None
    newest: datetime | None = None
    pace: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed as it was read, before it is known to the store.

    `other_id` is a second identity under which an earlier document may have brought it, when a feed uses one identity
    for several entries; `by_link` says that the identity is no more than a link, which several may share. `published` is aware UTC, perhaps in the future, or None; `published_from`
    says where the time was found: "published", "updated", "http" (when the document changed) or "seen" (nowhere).
    """

    entry_id: str
    other_id: str
    by_link: bool
    url: str
    canonical_url: str
    language: str
    title: PlainText
    body: PlainText
    published: datetime | None
    published_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a document held: its entries, how it was read, or why it is not a feed.

    `why` says what the encoding was chosen by, `notes` what the parser found wrong. A `failure` (state, reason) may come with
    entries, those before the place where the document was cut. `pace` is the interval that the feed asks for.
    """

    entries: tuple[Entry, ...] = ()
    title: PlainText = PlainText("")
    encoding: str = ""
    why: str = ""
    notes: tuple[str, ...] = ()
    pace: timedelta | None = None
    failure: tuple[str, str] | None = None  # (state, reason)

    @property
    def provenance(self) -> str:
        """Return how the bytes became text, for an article to keep."""
        return f"{self.encoding} ({self.why})" if self.encoding else ""


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


SILENT_STATES = frozenset({"empty", "quiet"})
"""States of feeds that could be seen and said nothing; a reader should know."""
GOOD_STATES = frozenset({"ok", "not-modified"}) | SILENT_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """An article's title and body in one language: the original, or a translation by `engine`.

    Of a translation `suspect` says what makes it doubtful and `notes` what a reader should only know, `scope` how much of the article it
    covers, `engine_version` and `names` (a fingerprint) what it was made with. `provenance` says how the bytes of an
    original were read ("" if that was not kept), `made_at` when it came.
    """

    id: WordingId
    via: Via
    language: str
    title: PlainText
    body: PlainText
    engine: str | None = None
    engine_version: str = ""
    names: str = ""
    scope: str | None = None
    suspect: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    provenance: str = ""
    made_at: datetime | None = None


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

    `late` marks one that was found only because the watchlist changed, or a later translation; `urgent` one that is to be told at once: of a high
    topic, by an article that came live, and not found late.
    """

    article: ArticleId
    topic: str
    via: Via
    first_hit: datetime
    hits: tuple[Hit, ...] = field(default=())
    urgent: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """What became of an article's title and of as much of its body as `scope` says.

    `suspect` names each check that it failed, `notes` what a reader should only know; `names` is a fingerprint of the
    names that it must hold.
    """

    article: ArticleId
    title: PlainText
    body: PlainText
    engine: str
    engine_version: str
    names: str
    scope: str
    suspect: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
