"""Queries over fields, distances, attributes and regular expressions, and why they do not hold."""

import pytest

from monitor.core.japanese import Tokenize
from monitor.core.matching import Explained, Matcher
from monitor.core.model import Article, FeedId, Via
from monitor.core.query_parser import parse_query
from monitor.core.watchlist import Alias, Concept, Topic, Watchlist
from tests.fakes import NOON, make_article, make_feed

CONCEPTS = {
    "russia": Concept(name="russia", aliases=(Alias("Russia", "en"), Alias("ロシア", "ja"))),
    "gas": Concept(name="gas", aliases=(Alias("gas", "en"), Alias("ガス", "ja"))),
}


def matcher(*queries: str, tokenize: Tokenize, **options: object) -> Matcher:
    topics = tuple(Topic(name=q, query=parse_query(q), **options) for q in queries)  # type: ignore[arg-type]
    feeds = [make_feed("a", tags=frozenset({"energy"})), make_feed("b")]
    return Matcher(Watchlist(concepts=CONCEPTS, topics=topics), feeds, tokenize)


def fired(query: str, article: Article, tokenize: Tokenize) -> list[str] | None:
    """Return the texts of the hits, or None when the query does not hold."""
    matches = matcher(query, tokenize=tokenize).match(article, now=NOON)
    return [hit.text for hit in matches[0].hits] if matches else None


def explained(query: str, article: Article, tokenize: Tokenize, **options: object) -> Explained:
    return matcher(query, tokenize=tokenize, **options).explain(article).topics[0]


@pytest.mark.parametrize(
    ("query", "title", "body", "hits"),
    [
        ("@russia NEAR/1 @gas", "Russia cuts gas", "", ["Russia", "gas"]),
        ("@gas NEAR/1 @russia", "Russia cuts gas", "", ["Russia", "gas"]),
        ("@russia NEAR/0 @gas", "Russia cuts gas", "", None),
        ("@russia NEAR/0 @gas", "Russia's gas", "", None),
        ("@russia NEAR/1 @gas", "gas: Russia", "", ["gas", "Russia"]),
        ("@russia NEAR/2 @gas", "ロシアが天然ガスを", "", ["ロシア", "ガス"]),
        ("@russia NEAR/0 @gas", "ロシアが天然ガスを", "", None),
        ("@russia NEAR/3 @gas", "Russia and more", "gas and more", None),
        ("@russia NEAR/1 (pipeline OR @gas)", "Russia's old pipeline", "", None),
        ("@russia NEAR/2 (pipeline OR @gas)", "Russia's old pipeline", "", ["Russia", "pipeline"]),
        ("title:@russia AND body:@gas", "Russia", "gas", ["Russia", "gas"]),
        ("title:@russia AND body:@gas", "gas", "Russia", None),
        ("title:(@russia OR @gas)", "cold", "Russia and gas", None),
        ("title:(@gas AND NOT @russia)", "gas", "Russia", ["gas"]),
        ("title:@gas NEAR/1 @russia", "gas to Russia", "", ["gas", "Russia"]),
        ("/CVE-20[0-9]{2}-[0-9]+/", "CVE-2026-12 and CVE-2025-7", "", ["CVE-2026-12", "CVE-2025-7"]),
        ("/cve-[0-9]+/", "CVE-2026-12", "", None),
        ("/cve-[0-9]+/i", "CVE-2026-12", "", ["CVE-2026"]),
        ("/第[0-9０-９]+艦隊/", "米第７艦隊が", "", ["第７艦隊"]),
        ("/Gas(prom)?/ NEAR/1 @russia", "Russia hits Gasprom", "", ["Russia", "Gasprom"]),
        ("@gas AND feed:a", "gas", "", ["gas"]),
        ("@gas AND feed:b", "gas", "", None),
        ("@gas AND tag:energy", "gas", "", ["gas"]),
        ("@gas AND NOT tag:energy", "gas", "", None),
        ("@gas AND lang:ja", "gas", "", ["gas"]),
        ("lang:en", "gas", "", None),
        ("lang:ja", "gas", "", []),
    ],
)  # fmt: skip
def test_a_query_holds_by_place_distance_and_source(
    query: str, title: str, body: str, hits: list[str] | None, tokenize: Tokenize
) -> None:
    assert fired(query, make_article(title, body=body), tokenize) == hits


def test_a_regular_expression_fills_no_store(tokenize: Tokenize) -> None:
    hits = fired("/./", make_article("あ" * 5000), tokenize)

    assert hits is not None
    assert len(hits) == 100


def test_near_is_the_same_from_both_sides(tokenize: Tokenize) -> None:
    article = make_article("Bank of Japan says")
    for query in (
        '("Bank of Japan" OR Bank) NEAR/0 says',
        'says NEAR/0 (Bank OR "Bank of Japan")',
        'says NEAR/0 ("Bank of Japan" OR of)',
    ):
        assert fired(query, article, tokenize) is not None, query


def test_near_says_when_its_sides_stand_in_different_texts(tokenize: Tokenize) -> None:
    article = make_article("gas", body="Russia")

    assert explained("@gas NEAR/3 @russia", article, tokenize).reasons == (
        "@gas and @russia stand in different texts",
    )


def test_a_regular_expression_is_looked_for_to_the_end(tokenize: Tokenize) -> None:
    article = make_article(body="1 " * 150 + "gas")

    assert fired("/[0-9]+/ NEAR/0 @gas", article, tokenize) == ["1", "gas"]


def test_near_finds_the_nearest_of_many_places(tokenize: Tokenize) -> None:
    body = "gas " * 3000 + "Russia " + "x " * 5 + "gas " * 3000

    assert fired("@russia NEAR/0 @gas", make_article(body=body), tokenize) == ["gas", "Russia"]


@pytest.mark.parametrize(
    ("query", "title", "reasons"),
    [
        ("@gas AND @russia", "Russia", ("no @gas",)),
        ("@russia AND NOT training", "training in Russia", ("NOT matched training",)),
        ("@russia AND NOT lang:ja", "Russia", ("NOT matched lang:ja",)),
        ("@russia AND (oil OR (coal AND @gas))", "Russia", ("none of oil, (coal AND @gas)",)),
        ("title:(@russia AND @gas)", "gas", ("in the title no @russia",)),
        ("title:@gas AND body:@gas", "gas", ("in the body no @gas",)),
        ("@gas NEAR/1 @russia", "gas and oil to Russia", ("more than 1 words between @gas and @russia",)),
        ("@gas NEAR/1 @russia", "gas", ("no @gas NEAR/1 @russia",)),
    ],
)  # fmt: skip
def test_an_explanation_names_what_is_missing(
    query: str, title: str, reasons: tuple[str, ...], tokenize: Tokenize
) -> None:
    assert explained(query, make_article(title), tokenize).reasons == reasons


def test_an_explanation_names_the_limits_of_a_topic(tokenize: Tokenize) -> None:
    article = make_article("gas", feed=FeedId("b"))
    limited = explained("@gas", article, tokenize, feeds=("tag:energy",), languages=("en", "zh"))

    assert limited.reasons == ("only for feeds tag:energy", "only for languages en, zh")
    assert limited.tree == {"term": "@gas", "held": True}


def test_a_tree_says_of_every_part_whether_it_held(tokenize: Tokenize) -> None:
    found = explained("title:(@gas NEAR/0 @russia) AND NOT coal", make_article("gas"), tokenize)

    assert found.tree == {"op": "and", "held": False, "parts": [
        {"op": "title:", "held": False, "parts": [
            {"op": "near/0", "held": False, "parts": [
                {"term": "@gas", "held": True},
                {"term": "@russia", "held": False},
            ]},
        ]},
        {"op": "not", "held": True, "parts": [{"term": "coal", "held": False}]},
    ]}  # fmt: skip


def test_a_topic_can_leave_translations_aside(tokenize: Tokenize) -> None:
    article = make_article("何か", translation="Russia")
    (match,) = matcher("@russia", tokenize=tokenize).match(article, now=NOON)

    assert match.via is Via.TRANSLATION
    assert not matcher("@russia", tokenize=tokenize, original_only=True).match(article, now=NOON)
    assert explained("@russia", article, tokenize, original_only=True).reasons == ("no @russia",)


def test_languages_of_a_topic_are_those_of_the_original(tokenize: Tokenize) -> None:
    article = make_article("ロシア", translation="Russia")

    assert matcher("@russia", tokenize=tokenize, languages=("ja",)).match(article, now=NOON)
    assert not matcher("@russia", tokenize=tokenize, languages=("en",)).match(article, now=NOON)
