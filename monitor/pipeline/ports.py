"""Names what the stages need of the outside; `wiring` decides who does it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from monitor.core.delivery import Delivery
from monitor.core.digest import Sight
from monitor.core.documents import DigestDocument
from monitor.core.japanese import Tokenize
from monitor.core.language import GuessLanguage
from monitor.core.matching import Matcher
from monitor.core.model import (
    Arrival,
    Article,
    ArticleId,
    Entry,
    Feed,
    FeedId,
    FeedStatus,
    Match,
    PollRecord,
    StoryId,
    Translation,
)
from monitor.core.names import NameLocks
from monitor.core.outcomes import FetchOutcome, FetchRequest
from monitor.core.schedule import DigestSchedule
from monitor.core.stories import StoryCandidate
from monitor.core.translation import EngineFailure, Scope, Sentence

Clock = Callable[[], datetime]
Fetch = Callable[[Sequence[FetchRequest]], Iterator[FetchOutcome]]
"""One outcome per request, in the order in which they come; raises for none."""
Alert = Callable[[Match, Article], str | None]
"""Tells somebody of a match at once; returns why that could not be done, or None."""
Send = Callable[[Delivery, DigestDocument], str | None]
"""Sends a digest to its channel; returns why it could not be sent, or None when it was."""
Progress = Callable[[str, int, int], None]
"""(stage, done, total) for whoever waits; a total of 0 ends a stage."""


class Saved(Protocol):
    """How many articles a poll brought and changed."""

    @property
    def new(self) -> int: ...
    @property
    def updated(self) -> int: ...


class FeedStore(Protocol):
    """What is known of feeds; each save is one transaction."""

    def statuses(self) -> Mapping[FeedId, FeedStatus]: ...
    def save_poll(
        self,
        feed: Feed,
        record: PollRecord,
        status: FeedStatus,
        entries: Sequence[tuple[Entry, Arrival]],
        provenance: str,
    ) -> Saved: ...
    def sights(self, until: datetime) -> Mapping[FeedId, Sight]: ...
    def article_counts(self) -> Mapping[FeedId, int]: ...


class ArticleStore(Protocol):
    """Articles and what is still to be done with them; each save is one transaction."""

    def ungrouped(self, limit: int) -> tuple[list[StoryCandidate], list[StoryCandidate]]: ...
    def save_stories(self, stories: Mapping[ArticleId, StoryId]) -> None: ...
    def load(self, ids: Sequence[ArticleId]) -> list[Article]: ...


class SentenceCache(Protocol):
    """Translations of single sentences that passed every check, by their `cache_key`."""

    def known_sentences(self, keys: Sequence[str]) -> Mapping[str, str]: ...
    def save_sentences(self, translations: Mapping[str, str], now: datetime) -> None: ...


class TranslationStore(SentenceCache, Protocol):
    """Translations and what waits for one; each save is one transaction."""

    def untranslated(
        self, into: str, languages: Iterable[str], first: Collection[FeedId] = ()
    ) -> list[ArticleId]: ...
    def outdated(
        self,
        into: str,
        languages: Iterable[str],
        *,
        standard: str,
        since: datetime,
        first: Collection[FeedId] = (),
    ) -> list[ArticleId]: ...
    def save(
        self, made: Sequence[Translation], *, into: str, standard: str | None, now: datetime
    ) -> None: ...
    def save_standard(self, current: Sequence[ArticleId], standard: str) -> None: ...
    def start_standard(self, revision: str) -> None: ...
    def save_failed(self, article: ArticleId, error: str) -> None: ...
    def save_trouble(self, trouble: str | None) -> None: ...


class MatchStore(Protocol):
    """Matches; each save is one transaction."""

    def unmatched(self, revision: str, limit: int) -> list[tuple[Article, bool]]: ...
    def count_unmatched(self, revision: str) -> int: ...
    def save_matches(
        self, found: Iterable[tuple[Article, Sequence[Match]]], revision: str
    ) -> int: ...
    def unalerted(self) -> list[tuple[Match, Article]]: ...
    def save_alerted(self, told: Match, now: datetime) -> None: ...
    def uncovered(self, digest: str, topics: Sequence[str]) -> list[tuple[Match, Article]]: ...
    def first_hit_between(
        self, since: datetime, until: datetime, topics: Sequence[str], *, history: bool
    ) -> list[tuple[Match, Article]]: ...


class Outbox(Protocol):
    """Digests on their way."""

    def covered_until(self, digest: str) -> datetime | None: ...
    def start_ledger(self, digest: str, now: datetime) -> None: ...
    def post(
        self,
        document: DigestDocument,
        channels: Sequence[str],
        now: datetime,
        *,
        covered_until: datetime | None,
    ) -> None: ...
    def due(self, now: datetime) -> list[tuple[Delivery, DigestDocument]]: ...
    def save(self, delivery: Delivery, sent_at: datetime | None = None) -> None: ...


class Engine(Protocol):
    """Translates sentences; raises `MonitorError` when it cannot work before somebody mends it."""

    @property
    def name(self) -> str: ...
    @property
    def renders_names(self) -> bool:
        """Tell whether it renders the names of a sentence as it is told."""
        ...

    @property
    def portion(self) -> int:
        """Return how many characters it is best given at once; a crash may cost so many."""
        ...

    def versions(self, into: str) -> Mapping[str, str]:
        """Return the languages from which it translates into a language, and the version of what does it."""
        ...

    def translate(
        self, sentences: Sequence[Sentence], source: str, into: str
    ) -> Sequence[str] | EngineFailure:
        """Return one translation for each sentence, in their order, "" where there is none; or why there are none now."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the user decided, as far as the stages need it.

    Translations are brought up to a new standard while their article is not older than `upgrade`. `problems` are mistakes that keep an
    edit from being in force.
    """

    feeds: tuple[Feed, ...]
    language: str
    scope: Scope = Scope.LEAD
    upgrade: timedelta = timedelta(days=7)
    placeholders: bool = False
    urgent_feeds: frozenset[FeedId] = frozenset()
    first_poll: timedelta
    digests: tuple[DigestSchedule, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Who does it; of several engines the first that knows a language translates it, without any translation is off."""

    now: Clock
    fetch: Fetch
    guess_language: GuessLanguage
    feeds: FeedStore
    articles: ArticleStore
    matches: MatchStore
    outbox: Outbox
    translations: TranslationStore
    matcher: Matcher
    names: NameLocks
    tokenize: Tokenize
    engines: tuple[Engine, ...]
    alert: Alert
    send: Send
    progress: Progress
