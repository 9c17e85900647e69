"""Decides what an edited watchlist would change: which articles topics gain and lose, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.core.japanese import Tokenize
from monitor.core.matching import Matcher, prepare
from monitor.core.model import Article, Feed, Priority
from monitor.core.query import ConceptRef, Leaf, leaves
from monitor.core.watchlist import Topic, Watchlist


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
        """Compile what differs between the two."""
        names = changed_topics(before, after)
        self._tokenize = tokenize
        self._topics = {topic.name: topic for topic in after.topics}
        self._before = Matcher(_only(before, names), feeds, tokenize)
        self._after = Matcher(_only(after, names), feeds, tokenize)
        self.topics = tuple(sorted(names))

    def changes(self, article: Article) -> list[Change]:
        """Return what the edit changes for one article, which is folded and cut into words once for both."""
        prepared = prepare(article, self._tokenize)
        old, new = (
            {m.topic: m for m in matcher.match(article, now=article.first_seen, prepared=prepared)}
            for matcher in (self._before, self._after)
        )
        gained = [
            Change(
                topic=name,
                article=article,
                gained=True,
                reasons=tuple(dict.fromkeys(hit.text for hit in match.hits)),
            )
            for name, match in new.items()
            if name not in old
        ]
        lost = old.keys() - new.keys()
        return gained + (self._lost(article, lost) if lost else [])

    def _lost(self, article: Article, topics: set[str]) -> list[Change]:
        explanation = self._after.explain(article)
        reasons = {e.topic.name: e.reasons for e in explanation.topics}
        return [
            Change(
                topic=name,
                article=article,
                gained=False,
                reasons=(
                    *reasons.get(name, ("the topic is gone",)),
                    *dict.fromkeys(
                        f"{miss.term.text} does not count: {miss.reason}"
                        for _, _, miss in explanation.near_misses
                        if name in self._topics and miss.term.leaf in _leaves(self._topics[name])
                    ),
                ),
            )
            for name in sorted(topics)
        ]


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
            watchlist.homographs,
        )
        for topic in watchlist.topics
    }


def _only(watchlist: Watchlist, topics: set[str]) -> Watchlist:
    return replace(watchlist, topics=tuple(t for t in watchlist.topics if t.name in topics))


def _leaves(topic: Topic) -> set[Leaf]:
    return set(leaves(topic.query))
