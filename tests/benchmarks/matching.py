"""Measures matching, each ratio side by side in one run.

python -m tests.benchmarks.matching [--articles 10000] [--aliases 10000] [--reference 60]
"""

import argparse
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from monitor.core.candidates import Candidates, PreparedText
from monitor.core.fold import fold_joined
from monitor.core.japanese import Morpheme
from monitor.core.matching import Matcher
from monitor.core.model import Article
from monitor.core.query import ConceptRef
from monitor.core.watchlist import Alias, Concept, Topic, Watchlist
from monitor.edges.sudachi import Sudachi
from monitor.settings.loading import load_settings
from monitor.settings.locate import shipped_config
from tests.benchmarks.history import make_history, never_occurring
from tests.fakes import NOON
from tests.reference import find_slowly

_ROUNDS = 5


class TimedTokenizer:
    """Sudachi with a stop watch."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.calls = 0
        self._sudachi = Sudachi()

    def __call__(self, text: str, fine: bool) -> Sequence[Morpheme]:
        started = time.process_time()
        words = self._sudachi(text, fine)
        self.seconds += time.process_time() - started
        self.calls += 1
        return words


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    options = _options(arguments)
    articles = make_history(options.articles)
    texts = [f"{a.original.title}\n{a.original.body}" for a in articles]
    few = with_aliases([], options.few)
    many = with_aliases(never_occurring(options.aliases - options.few, texts), options.few)
    print(
        f"{len(articles)} articles, {sum(map(len, texts)) // len(texts)} characters each; CPU time of one core"
    )
    _candidate_search(texts, few, many)
    _whole_matching(articles, few, many)
    _against_reference(articles[:: max(1, len(articles) // options.reference)], many)
    _parts(articles, many)


def with_aliases(invented: list[str], few: int) -> Watchlist:
    """Return the shipped watchlist with its first aliases, and one more topic on invented names."""
    shipped = load_settings(shipped_config()).watchlist
    concepts, left = {}, few
    for name, concept in shipped.concepts.items():
        concepts[name] = Concept(
            name=name,
            aliases=concept.aliases[:left] or concept.aliases[:1],
            exclude=concept.exclude,
        )
        left -= len(concept.aliases)
    topics = list(shipped.topics)
    if invented:
        aliases = tuple(Alias(name, "ja") for name in invented)
        concepts["invented"] = Concept(name="invented", aliases=aliases)
        topics.append(Topic(name="invented", query=ConceptRef("invented")))
    return Watchlist(concepts=concepts, topics=tuple(topics), homographs=shipped.homographs)


def _candidate_search(texts: list[str], few: Watchlist, many: Watchlist) -> None:
    folded = [fold_joined(text) for text in texts]
    patterns = sorted({fold_joined(a.text) for c in many.concepts.values() for a in c.aliases})
    sample = folded[:: max(1, len(folded) // 500)]
    loop = cpu(lambda: [p for text in sample for p in patterns if p in text]) / len(sample)
    small, big = side_by_side(
        _searches(few, folded),
        _searches(many, folded),
    )
    small, big = small / len(folded), big / len(folded)
    line("candidate search, us per article", few=small, many=big, loop=loop)
    print(
        f"  the loop over {len(patterns)} names takes {loop / big:.0f} times as long; many names cost {big / small:.2f} times few"
    )


def _whole_matching(articles: list[Article], few: Watchlist, many: Watchlist) -> None:
    tokenize = Sudachi()
    tokenize("温める", True)
    small, big = side_by_side(
        _matches(Matcher(few, [], tokenize), articles),
        _matches(Matcher(many, [], tokenize), articles),
    )
    line("whole matching, us per article", few=small / len(articles), many=big / len(articles))
    print(f"  many names cost {big / small:.2f} times few")


def _against_reference(articles: list[Article], many: Watchlist) -> None:
    tokenize = Sudachi()
    candidates = Candidates(many)
    texts = [a.original.title for a in articles]
    fast = median(
        cpu(lambda: [candidates.find(PreparedText(t, tokenize)) for t in texts])
        for _ in range(_ROUNDS)
    )
    slow = cpu(lambda: [find_slowly(many, t, tokenize) for t in texts])
    print(
        f"slow reference over {len(texts)} headlines: {slow / len(texts) * 1e6:,.0f} us each, {slow / fast:,.0f} times as long"
    )


def _parts(articles: list[Article], watchlist: Watchlist) -> None:
    timed = TimedTokenizer()
    timed("温める", True)
    timed.seconds, timed.calls = 0.0, 0
    matcher, candidates = Matcher(watchlist, [], timed), Candidates(watchlist)
    texts = [t for a in articles for t in (a.original.title, a.original.body)]
    whole = cpu(lambda: [matcher.match(a, now=NOON) for a in articles])
    tokenising, calls = timed.seconds, timed.calls
    folding = cpu(lambda: [fold_joined(text) for text in texts])
    prepared = [PreparedText(text, timed) for text in texts]
    searching = cpu(lambda: [candidates.search(text.joined) for text in prepared])
    finding = cpu(lambda: [candidates.find(text) for text in prepared])
    print(
        f"parts of whole matching, us per article ({calls / len(articles):.2f} pieces tokenised in each)"
    )
    line(
        "",
        folding=folding / len(articles),
        candidates=searching / len(articles),
        tokenising=tokenising / len(articles),
        judging=(finding - searching - tokenising) / len(articles),
        tree=(whole - folding - finding) / len(articles),
        whole=whole / len(articles),
    )


def _searches(watchlist: Watchlist, folded: list[str]) -> Callable[[], object]:
    candidates = Candidates(watchlist)
    return lambda: [candidates.search(text) for text in folded]


def _matches(matcher: Matcher, articles: list[Article]) -> Callable[[], object]:
    return lambda: [matcher.match(article, now=NOON) for article in articles]


def cpu(work: Callable[[], Any]) -> float:
    """Return the CPU seconds of some work."""
    started = time.process_time()
    work()
    return time.process_time() - started


def side_by_side(one: Callable[[], Any], other: Callable[[], Any]) -> tuple[float, float]:
    """Return the median CPU seconds of two pieces of work that take turns."""
    times = [(cpu(one), cpu(other)) for _ in range(_ROUNDS)]
    return median(t for t, _ in times), median(t for _, t in times)


def line(label: str, **seconds: float) -> None:
    """Print times in microseconds."""
    shown = "  ".join(f"{name} {value * 1e6:.1f}" for name, value in seconds.items())
    print(f"{label}  {shown}" if label else f"  {shown}")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--aliases", type=int, default=10_000)
    parser.add_argument("--few", type=int, default=100)
    parser.add_argument("--reference", type=int, default=60)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
