from dataclasses import replace

from monitor.core.backtest import Backtest, changed_topics
from monitor.core.japanese import Tokenize
from monitor.core.model import Priority
from monitor.core.query_parser import parse_query
from monitor.core.watchlist import Alias, Concept, Topic, Watchlist
from tests.fakes import make_article

IRAN = Concept(name="iran", aliases=(Alias("Iran", "en"),))
BEFORE = Watchlist(
    concepts={"iran": IRAN},
    topics=(
        Topic(name="iran", query=parse_query("@iran")),
        Topic(name="oil", query=parse_query("oil")),
        Topic(name="gone", query=parse_query("coal")),
    ),
)
AFTER = replace(
    BEFORE,
    concepts={"iran": replace(IRAN, aliases=(*IRAN.aliases, Alias("イラン", "ja")), exclude=("Iran Air",))},
    topics=(
        Topic(name="iran", query=parse_query("@iran AND NOT drill")),
        Topic(name="oil", query=parse_query("oil"), priority=Priority.HIGH),
        Topic(name="new", query=parse_query("title:@iran")),
    ),
)  # fmt: skip


def test_only_topics_that_are_defined_otherwise_are_compared() -> None:
    assert changed_topics(BEFORE, AFTER) == {"iran", "gone", "new"}
    assert changed_topics(BEFORE, BEFORE) == set()


def test_an_article_that_is_gained_or_lost_says_why(tokenize: Tokenize) -> None:
    backtest = Backtest(BEFORE, AFTER, [], tokenize)

    def changes(title: str) -> list[tuple[str, bool, tuple[str, ...]]]:
        return [(c.topic, c.gained, c.reasons) for c in backtest.changes(make_article(title))]

    assert backtest.topics == ("gone", "iran", "new")
    assert changes("イランの石油") == [("iran", True, ("イラン",)), ("new", True, ("イラン",))]
    assert changes("Iran and a drill") == [
        ("new", True, ("Iran",)),
        ("iran", False, ("NOT matched drill",)),
    ]
    assert changes("Iran Air lands") == [
        ("iran", False, ("no @iran", "Iran does not count: not-list: Iran Air")),
    ]
    assert changes("coal and oil") == [("gone", False, ("the topic is gone",))]
    assert changes("Iran strikes") == [("new", True, ("Iran",))]
    assert changes("nothing") == []
