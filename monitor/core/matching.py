"""Decides which topics an article fires, and keeps the evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.core.candidates import Candidates, Found, NearMiss, Place
from monitor.core.japanese import Tokenize
from monitor.core.model import Arrival, Article, Feed, FeedId, Hit, Match, Priority, Via, Wording
from monitor.core.query import And, Everything, Leaf, Not, Or, Query
from monitor.core.watchlist import Topic, Watchlist

FIELDS = ("title", "body")
Evidence = Mapping[Leaf, list[Hit]]
"""Where each leaf of the queries was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What one wording does to every topic: those that fire with their hits, the trees, the near misses by field."""

    fired: tuple[tuple[Topic, tuple[Hit, ...]], ...]
    quiet: tuple[tuple[Topic, dict[str, Any]], ...]
    near_misses: tuple[tuple[str, NearMiss], ...]


class Matcher:
    """Matches articles with one revision of a watchlist."""

    def __init__(self, watchlist: Watchlist, feeds: Iterable[Feed], tokenize: Tokenize) -> None:
        """Compile the watchlist once for all articles."""
        self.watchlist = watchlist
        self.revision = watchlist.revision
        self._feeds = {feed.id: feed for feed in feeds}
        self._candidates = Candidates(watchlist, tokenize)

    def match(self, article: Article, *, now: datetime, late: bool = False) -> tuple[Match, ...]:
        """Return the topics that an article fires, in the order of the watchlist.

        A topic fires by the original alone, or by all wordings together: a translation can add a match and
        never take one away. The hits show every wording, so that names stand out in both. What is found `late`,
        because the watchlist changed, is not urgent.
        """
        by_wording = [self._evidence(wording)[0] for wording in article.wordings]
        original, together = by_wording[0], _merged(by_wording)
        matches = []
        for topic in self._topics_for(article.feed):
            fired_by_original, hits = _hold(topic.query, original)
            if fired_by_original:
                hits += _supporting(topic.query, by_wording[1:])
            else:
                fired, hits = _hold(topic.query, together)
                if not fired:
                    continue
            matches.append(
                Match(
                    article=article.id,
                    topic=topic.name,
                    via=Via.ORIGINAL if fired_by_original else Via.TRANSLATION,
                    first_hit=now,
                    hits=_in_order(hits),
                    urgent=topic.priority is Priority.HIGH
                    and article.arrival is Arrival.LIVE
                    and not late,
                )
            )
        return tuple(matches)

    def explain(self, wording: Wording, feed: FeedId | None = None) -> Explanation:
        """Return what one wording does to every topic; without a feed, limits to feeds are left aside."""
        evidence, near_misses = self._evidence(wording)
        fired, quiet = [], []
        topics = self.watchlist.topics if feed is None else self._topics_for(feed)
        for topic in topics:
            held, hits = _hold(topic.query, evidence)
            if held:
                fired.append((topic, _in_order(hits)))
            else:
                quiet.append((topic, tree(topic.query, evidence)))
        return Explanation(fired=tuple(fired), quiet=tuple(quiet), near_misses=near_misses)

    def _topics_for(self, feed: FeedId) -> list[Topic]:
        return [t for t in self.watchlist.topics if t.covers(feed, self._feeds.get(feed))]

    def _evidence(self, wording: Wording) -> tuple[Evidence, tuple[tuple[str, NearMiss], ...]]:
        evidence: dict[Leaf, list[Hit]] = {}
        near_misses: list[tuple[str, NearMiss]] = []
        for field in FIELDS:
            shown = wording.title if field == "title" else wording.body
            found: Found = self._candidates.find(shown)
            near_misses += [(field, miss) for miss in found.near_misses]
            for place in found.places:
                evidence.setdefault(place.term.leaf, []).append(_hit(wording, field, shown, place))
        return evidence, tuple(near_misses)


def _hit(wording: Wording, field: str, shown: str, place: Place) -> Hit:
    term = place.term
    return Hit(
        wording=wording.id,
        concept=term.concept,
        alias=term.text if term.concept else None,
        query=None if term.concept else str(term.leaf),
        language=wording.language,
        field=field,
        start=place.start,
        end=place.end,
        text=shown[place.start : place.end],
        via=wording.via,
    )


def _hold(query: Query, evidence: Evidence) -> tuple[bool, list[Hit]]:
    """Tell whether a query holds, and by which hits: those of the branches that made it hold."""
    match query:
        case And(parts):
            results = [_hold(part, evidence) for part in parts]
            held = all(result for result, _ in results)
            return held, [hit for _, hits in results for hit in hits] if held else []
        case Or(parts):
            results = [_hold(part, evidence) for part in parts]
            return any(result for result, _ in results), [
                h for held, hits in results if held for h in hits
            ]
        case Not(part):
            return not _hold(part, evidence)[0], []
        case Everything():
            return True, []
        case _:
            hits = evidence.get(query, [])
            return bool(hits), list(hits)


def _supporting(query: Query, others: Iterable[Evidence]) -> list[Hit]:
    """Return hits of further wordings: a topic that fired already is not asked again whether it holds."""
    hits: list[Hit] = []
    for evidence in others:
        held, found = _hold(query, evidence)
        hits += found if held else [h for leaf in _positive(query) for h in evidence.get(leaf, ())]
    return hits


def _positive(query: Query) -> list[Leaf]:
    """Return the leaves of a query that do not stand under a NOT."""
    match query:
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in _positive(part)]
        case Not():
            return []
        case _:
            return [query]


def tree(query: Query, evidence: Evidence) -> dict[str, Any]:
    """Return a query as nested mappings that say of every part whether it held."""
    held = _hold(query, evidence)[0]
    match query:
        case And(parts):
            return {"op": "and", "held": held, "parts": [tree(part, evidence) for part in parts]}
        case Or(parts):
            return {"op": "or", "held": held, "parts": [tree(part, evidence) for part in parts]}
        case Not(part):
            return {"op": "not", "held": held, "parts": [tree(part, evidence)]}
        case _:
            return {"term": str(query), "held": held}


def _merged(by_wording: Iterable[Evidence]) -> Evidence:
    merged: dict[Leaf, list[Hit]] = {}
    for evidence in by_wording:
        for leaf, hits in evidence.items():
            merged.setdefault(leaf, []).extend(hits)
    return merged


def _in_order(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return each hit once: the original's first, the title's before the body's, then by place."""
    unique = dict.fromkeys(hits)
    return tuple(
        sorted(
            unique, key=lambda h: (h.via is Via.TRANSLATION, FIELDS.index(h.field), h.start, -h.end)
        )
    )
