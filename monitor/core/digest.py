"""Builds a digest: stories by topic over a period, with its coverage."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.core.documents import (
    BlindDocument,
    CoverageDocument,
    DigestDocument,
    StoryDocument,
    TopicDocument,
    article_document,
    optional_timestamp,
    timestamp,
)
from monitor.core.model import SILENT_STATES, Article, Feed, FeedId, Match, PollRecord
from monitor.core.polling import is_trouble
from monitor.core.watchlist import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What the poll log says of one feed up to the end of a period.

    `last` is its last poll, `last_success` its last good one, `failing_since` the first of `failures` after that;
    each is None where there was none.
    """

    last: PollRecord | None = None
    last_success: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPeriod:
    """What a digest is called and covers: hits first found at or after `since` and before `until`."""

    name: str
    since: datetime
    until: datetime

    @property
    def id(self) -> str:
        """Return the digest's id: its name and the end of its period, exact enough for two in a second."""
        exact = "%Y%m%dT%H%M%S.%fZ" if self.until.microsecond else "%Y%m%dT%H%M%SZ"
        return f"{self.name}-{self.until:{exact}}"


def build_digest(
    period: DigestPeriod,
    *,
    matches: Iterable[tuple[Match, Article]],
    topics: Sequence[Topic],
    coverage: CoverageDocument,
    language: str,
) -> DigestDocument:
    """Return the digest of a period; topics by priority, then as in the watchlist; those without a hit are left out.

    The order of `matches` does not matter.
    """
    by_topic: dict[str, list[tuple[Match, Article]]] = {}
    for match, article in matches:
        by_topic.setdefault(match.topic, []).append((match, article))
    return DigestDocument(
        id=period.id,
        name=period.name,
        since=timestamp(period.since),
        until=timestamp(period.until),
        coverage=coverage,
        topics=[
            TopicDocument(
                name=topic.name,
                priority=topic.priority.name.lower(),
                stories=_stories(by_topic[topic.name], language),
            )
            for topic in sorted(topics, key=lambda topic: -topic.priority)
            if topic.name in by_topic
        ],
    )


def _stories(matches: list[tuple[Match, Article]], language: str) -> list[StoryDocument]:
    stories: dict[int, list[tuple[Match, Article]]] = {}
    for match, article in matches:
        stories.setdefault(article.story or article.id, []).append((match, article))
    newest_first = sorted(
        stories.items(),
        key=lambda item: (max(_moment(a) for _, a in item[1]), item[0]),
        reverse=True,
    )
    return [
        StoryDocument(
            id=str(story),
            articles=[
                article_document(article, match.hits, language, late=match.late)
                for match, article in sorted(
                    members, key=lambda member: (_moment(member[1]), member[1].id)
                )
            ],
        )
        for story, members in newest_first
    ]


def _moment(article: Article) -> datetime:
    """Return when an article came out; one that claims the future came when it was first seen."""
    return min(article.published or article.first_seen, article.first_seen)


def build_coverage(
    feeds: Sequence[Feed], sights: Mapping[FeedId, Sight], since: datetime, until: datetime
) -> CoverageDocument:
    """Return which feeds were seen in a period, and which are blind.

    A feed is seen when one poll of the period was good. It is blind when none was, or when it fails at the end, for so
    long that it is no blip.
    """
    seen, blind, silent = 0, [], []
    for feed in feeds:
        sight = sights.get(feed.id, Sight())
        was_seen = sight.last_success is not None and sight.last_success >= since
        seen += was_seen
        if not was_seen or is_trouble(sight.failures, sight.failing_since, until):
            blind.append(_blind(feed, sight))
        elif sight.last and sight.last.state in SILENT_STATES:
            silent.append(
                BlindDocument(
                    feed=feed.id, state=sight.last.state, since=None, reason=sight.last.reason
                )
            )
    return CoverageDocument(feeds=len(feeds), seen=seen, blind=blind, silent=silent)


def _blind(feed: Feed, sight: Sight) -> BlindDocument:
    if sight.last is None:
        return BlindDocument(
            feed=feed.id, state="not-polled", since=None, reason="it was never polled"
        )
    if sight.last.good:
        return BlindDocument(
            feed=feed.id,
            state="not-polled",
            since=optional_timestamp(sight.last_success),
            reason="it was not polled in this period",
        )
    return BlindDocument(
        feed=feed.id,
        state=sight.last.state,
        since=optional_timestamp(sight.failing_since),
        reason=sight.last.reason,
    )
