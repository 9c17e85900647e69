"""Decides what an edited watchlist would change: which articles topics gain and lose, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.core.japanese import Tokenize
from monitor.core.matching import Matcher
from monitor.core.model import Article, Feed, Match, Priority
from monitor.core.query import ConceptRef, leaves, with_concepts
from monitor.core.watchlist import Watchlist, renamed_topics

_BEFORE = "\0before"  # no name in a file can hold it


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An article that a topic would gain or lose; `reasons` say what was found, or what is missing now."""

    topic: str
    article: Article
    gained: bool
    reasons: tuple[str, ...]


class Backtest:
    """Compares two watchlists over articles; topics that are the same in both are not asked."""

    def __init__(
        self, before: Watchlist, after: Watchlist, feeds: Sequence[Feed], tokenize: Tokenize
    ) -> None:
        """Compile both into one watchlist, so that each article is looked through once."""
        renamed = renamed_topics(before, after)
        before = replace(
            before,
            topics=tuple(replace(t, name=renamed.get(t.name, t.name)) for t in before.topics),
        )
        names = changed_topics(before, after)
        self.topics = tuple(sorted(names))
        self._matcher = Matcher(_both(before, after, names), feeds, tokenize)

    def changes(self, article: Article) -> list[Change]:
        """Return what the edit changes for one article."""
        fired = {m.topic: m for m in self._matcher.match(article, now=article.first_seen)}
        gained = [
            Change(
                topic=name,
                article=article,
                gained=True,
                reasons=tuple(dict.fromkeys(hit.text for hit in match.hits)),
            )
            for name, match in fired.items()
            if not name.endswith(_BEFORE) and name + _BEFORE not in fired
        ]
        lost = [
            match
            for name, match in fired.items()
            if name.endswith(_BEFORE) and name.removesuffix(_BEFORE) not in fired
        ]
        return gained + (self._lost(article, lost) if lost else [])

    def _lost(self, article: Article, matches: Sequence[Match]) -> list[Change]:
        explanation = self._matcher.explain(article)
        reasons = {e.topic.name: e.reasons for e in explanation.topics}
        misses = {
            (wording.id, field, miss.start, miss.end): miss.reason
            for wording, field, miss in explanation.near_misses
        }
        changes = []
        for match in matches:
            name = match.topic.removesuffix(_BEFORE)
            # of what had been found only that is named which does not count any more
            gone = {
                f"{hit.text} does not count: {misses[place]}": None
                for hit in match.hits
                if (place := (hit.wording, hit.field, hit.start, hit.end)) in misses
            }
            changes.append(
                Change(
                    topic=name,
                    article=article,
                    gained=False,
                    reasons=(*reasons.get(name, ("the topic is gone",)), *gone),
                )
            )
        return changes


def _both(before: Watchlist, after: Watchlist, names: set[str]) -> Watchlist:
    """Return the changed topics of two watchlists as one; what is of the first, and not in the second, has a mark."""
    renamed = {
        name: name + _BEFORE
        for name, concept in before.concepts.items()
        if after.concepts.get(name) != concept
    }
    old_concepts = {
        renamed[name]: replace(before.concepts[name], name=renamed[name]) for name in renamed
    }
    old_topics = tuple(
        replace(topic, name=topic.name + _BEFORE, query=with_concepts(topic.query, renamed))
        for topic in before.topics
        if topic.name in names
    )
    return Watchlist(
        concepts={**after.concepts, **old_concepts},
        topics=tuple(t for t in after.topics if t.name in names) + old_topics,
        homographs=after.homographs,
    )


def changed_topics(before: Watchlist, after: Watchlist) -> set[str]:
    """Return the names of the topics that two watchlists do not define alike, with the concepts that they use."""
    old, new = _definitions(before), _definitions(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def _definitions(watchlist: Watchlist) -> dict[str, object]:
    return {
        topic.name: (
            # what does not decide whether it fires is left out
            replace(topic, priority=Priority.NORMAL),
            [
                watchlist.concepts[leaf.name]
                for leaf in leaves(topic.query)
                if isinstance(leaf, ConceptRef)
            ],
        )
        for topic in watchlist.topics
    }
