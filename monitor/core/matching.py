"""Decides which topics an article fires, and keeps the evidence."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from monitor.core.candidates import Candidates, Found, NearMiss, Place, PreparedText
from monitor.core.evaluation import (
    Evidence,
    TextId,
    hits_of,
    holds,
    merged,
    supporting,
    tree,
    why_not,
)
from monitor.core.japanese import Tokenize
from monitor.core.model import (
    Arrival,
    Article,
    ArticleId,
    Feed,
    FeedId,
    Hit,
    Match,
    PlainText,
    Priority,
    Via,
    Wording,
    WordingId,
)
from monitor.core.query import Attribute, Leaf, leaves
from monitor.core.watchlist import Topic, Watchlist
from monitor.core.words import Words

FIELDS = ("title", "body")
_MOST_HITS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What an article does to one topic: by which wording it fires and its hits, or why it does not.

    The tree says of every part of the query whether it held.
    """

    topic: Topic
    via: Via | None
    hits: tuple[Hit, ...]
    reasons: tuple[str, ...]
    tree: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What an article does to every topic, and the near misses with their wordings and fields."""

    topics: tuple[Explained, ...]
    near_misses: tuple[tuple[Wording, str, NearMiss], ...]


def sample(title: str, body: str, language: str, *, feed: str, now: datetime) -> Article:
    """Return an article that was not stored, to ask what it would fire."""
    wording = Wording(
        id=WordingId(0),
        via=Via.ORIGINAL,
        title=PlainText(title),
        body=PlainText(body),
        language=language,
    )
    return Article(
        id=ArticleId(0),
        feed=FeedId(feed),
        story=None,
        url="",
        published=None,
        published_from="seen",
        first_seen=now,
        arrival=Arrival.LIVE,
        wordings=(wording,),
    )


class Matcher:
    """Matches articles with one revision of a watchlist."""

    def __init__(self, watchlist: Watchlist, feeds: Iterable[Feed], tokenize: Tokenize) -> None:
        """Compile the watchlist once for all articles."""
        self.watchlist = watchlist
        self.revision = watchlist.revision
        self._feeds = {feed.id: feed for feed in feeds}
        self._tokenize = tokenize
        self._candidates = Candidates(watchlist)
        self._topics = [(topic, _wants(topic)) for topic in watchlist.topics]

    def match(self, article: Article, *, now: datetime, late: bool = False) -> tuple[Match, ...]:
        """Return the topics that an article fires, in the order of the watchlist.

        A topic fires by the original alone, or by all wordings together: a translation can add a match and
        never take one away. The hits show every wording, so that names stand out in both. What is found `late`,
        because the watchlist changed, is not urgent.
        """
        by_wording = [self._evidence(article, own) for own in article.wordings]
        together = merged(by_wording)
        matches = []
        for topic, wants in self._topics:
            if wants is not None and wants.isdisjoint(together.hits):
                continue  # most topics in most articles
            if self._against(topic, article):
                continue
            via, hits = _fired(topic, by_wording, together)
            if via is None:
                continue
            matches.append(
                Match(
                    article=article.id,
                    topic=topic.name,
                    via=via,
                    first_hit=now,
                    hits=_in_order(hits),
                    late=late,
                    urgent=topic.priority is Priority.HIGH
                    and article.arrival is Arrival.LIVE
                    and not late,
                )
            )
        return tuple(matches)

    def explain(self, article: Article, *, anywhere: bool = False) -> Explanation:
        """Return what an article does to every topic; `anywhere` leaves the topics' limits to feeds aside."""
        found = [self._found(wording) for wording in article.wordings]
        by_wording = [
            self._as_evidence(article, wording, own)
            for wording, own in zip(article.wordings, found, strict=True)
        ]
        together = merged(by_wording)
        return Explanation(
            topics=tuple(
                self._explained(
                    replace(topic, feeds=()) if anywhere else topic, article, by_wording, together
                )
                for topic in self.watchlist.topics
            ),
            near_misses=tuple(
                (wording, field, miss)
                for wording, own in zip(article.wordings, found, strict=True)
                for field, (_, places) in own.items()
                for miss in places.near_misses
            ),
        )

    def _explained(
        self, topic: Topic, article: Article, by_wording: list[Evidence], together: Evidence
    ) -> Explained:
        seen = by_wording[0] if topic.original_only else together
        limits = self._against(topic, article)
        via, hits = (None, []) if limits else _fired(topic, by_wording, together)
        lacks = [] if holds(topic.query, seen) else why_not(topic.query, seen)
        return Explained(
            topic=topic,
            via=via,
            hits=_in_order(hits),
            reasons=() if via else tuple(limits + lacks),
            tree=tree(topic.query, by_wording[0] if via is Via.ORIGINAL else seen),
        )

    def _against(self, topic: Topic, article: Article) -> list[str]:
        """Return by which of its limits a topic does not look at an article."""
        against = []
        if not topic.covers(article.feed, self._feeds.get(article.feed)):
            against.append(f"only for feeds {', '.join(topic.feeds)}")
        if topic.languages and article.original.language not in topic.languages:
            against.append(f"only for languages {', '.join(topic.languages)}")
        return against

    def _evidence(self, article: Article, wording: Wording) -> Evidence:
        return self._as_evidence(article, wording, self._found(wording))

    def _found(self, wording: Wording) -> dict[str, tuple[PreparedText, Found]]:
        """Return what stands in each field of a wording, which is folded once for it."""
        texts = {field: PreparedText(getattr(wording, field), self._tokenize) for field in FIELDS}
        return {field: (text, self._candidates.find(text)) for field, text in texts.items()}

    def _as_evidence(
        self, article: Article, wording: Wording, found: dict[str, tuple[PreparedText, Found]]
    ) -> Evidence:
        hits: dict[Leaf, list[Hit]] = {}
        words: dict[TextId, Words] = {}
        for field, (text, own) in found.items():
            words[wording.id, field] = text.words
            for place in own.places:
                hits.setdefault(place.leaf, []).append(_hit(wording, field, text.shown, place))
        return Evidence(hits, words, lambda attribute: self._has(article, attribute))

    def _has(self, article: Article, attribute: Attribute) -> bool:
        """Tell whether an article has what `feed:`, `tag:` or `lang:` asks for; the language is the original's."""
        feed = self._feeds.get(article.feed)
        match attribute.field:
            case "feed":
                return article.feed == FeedId(attribute.value)
            case "tag":
                return feed is not None and attribute.value in feed.tags
            case _:
                return article.original.language == attribute.value


def _wants(topic: Topic) -> frozenset[Leaf] | None:
    """Return what must be found for a topic to fire, at least one of it; None when it can fire without."""
    wanted = frozenset(leaves(topic.query))
    free = any(isinstance(leaf, Attribute) for leaf in wanted) or holds(topic.query, Evidence())
    return None if free else wanted


def _fired(
    topic: Topic, by_wording: list[Evidence], together: Evidence
) -> tuple[Via | None, list[Hit]]:
    """Return by which wording a topic fires, None when by none, and all hits that show it."""
    if holds(topic.query, by_wording[0]):
        hits = hits_of(topic.query, by_wording[0])
        # names stand out in the translation too
        return Via.ORIGINAL, hits + supporting(topic.query, by_wording[1:])
    if topic.original_only or len(by_wording) == 1 or not holds(topic.query, together):
        return None, []
    return Via.TRANSLATION, hits_of(topic.query, together)


def _hit(wording: Wording, field: str, shown: str, place: Place) -> Hit:
    concept = place.term.concept if place.term else None
    return Hit(
        wording=wording.id,
        concept=concept,
        alias=place.term.text if place.term and concept else None,
        query=None if concept else str(place.leaf),
        language=wording.language,
        field=field,
        start=place.start,
        end=place.end,
        text=shown[place.start : place.end],
        via=wording.via,
    )


def _in_order(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return each hit once: the original's first, the title's before the body's, then by place.

    Of one name in one text the first hundred show well enough why; /./ would fill the store.
    """
    unique = sorted(
        dict.fromkeys(hits),
        key=lambda h: (h.via is Via.TRANSLATION, FIELDS.index(h.field), h.start, -h.end),
    )
    seen: Counter[tuple[WordingId, str, str | None, str | None]] = Counter()
    kept = []
    for hit in unique:
        what = (hit.wording, hit.field, hit.concept, hit.query)
        seen[what] += 1
        if seen[what] <= _MOST_HITS:
            kept.append(hit)
    return tuple(kept)
