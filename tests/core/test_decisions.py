"""Tests of what is due, what is one story, what a digest holds, and what a reader sees of it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.delivery import FAILED, PENDING, SENT, Delivery, after_attempt, retried
from monitor.core.digest import DigestPeriod, Sight, build_coverage, build_digest
from monitor.core.documents import CoverageDocument
from monitor.core.model import (
    ArticleId,
    FeedId,
    Hit,
    Match,
    PollRecord,
    Priority,
    StoryId,
    Via,
    WordingId,
)
from monitor.core.query_parser import parse_query
from monitor.core.schedule import (
    DAY,
    DigestSchedule,
    digest_is_due,
    parse_days,
    parse_duration,
)
from monitor.core.stories import StoryCandidate, assign_stories, title_key
from monitor.core.translation import lead
from monitor.core.view import Piece, highlight, view_digest
from monitor.core.watchlist import Topic
from tests.fakes import NOON, make_article, make_feed

NO_COVERAGE = CoverageDocument(feeds=0, seen=0, blind=[], silent=[])
TOKYO = ZoneInfo("Asia/Tokyo")


def test_a_clock_that_was_ahead_stops_no_digest() -> None:
    assert digest_is_due(schedule(), NOON + 3650 * DAY, NOON)


@pytest.mark.parametrize("text", ["", "0m", "15", "m", "-1h", "1.5h", "9999999d"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no duration"):
        parse_duration(text)


def test_durations_and_days_are_read() -> None:
    assert parse_duration("90m") == timedelta(minutes=90)
    assert parse_days("mon-fri") == frozenset(range(5))
    assert parse_days("sat,sun") == {5, 6}
    assert parse_days("fri-mon") == {4, 5, 6, 0}
    with pytest.raises(ValueError, match="no days"):
        parse_days("someday")


def schedule(at: str = "07:00", days: str = "mon-sun", zone: str = "Asia/Tokyo") -> DigestSchedule:
    return DigestSchedule(
        name="d",
        at=time.fromisoformat(at),
        days=parse_days(days),
        zone=ZoneInfo(zone),
        topics=("*",),
        to=(),
    )


def test_a_digest_is_due_when_its_local_time_has_passed() -> None:
    seven_in_tokyo = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)

    assert not digest_is_due(
        schedule(), seven_in_tokyo - timedelta(hours=1), seven_in_tokyo - timedelta(minutes=1)
    )
    assert digest_is_due(schedule(), seven_in_tokyo - timedelta(hours=1), seven_in_tokyo)
    assert not digest_is_due(schedule(), seven_in_tokyo, seven_in_tokyo + timedelta(hours=1))


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London", "Asia/Tokyo"])
@pytest.mark.parametrize("at", ["02:30", "01:30", "07:00"])
def test_each_local_day_has_one_digest_also_when_clocks_change(zone: str, at: str) -> None:
    plan, now = schedule(at, zone=zone), datetime(2026, 1, 1, tzinfo=UTC)
    covered, sent = now, []
    while now < datetime(2027, 1, 1, tzinfo=UTC):
        now += timedelta(minutes=30)
        if digest_is_due(plan, covered, now):
            covered = now
            sent.append(now.astimezone(plan.zone).date())

    assert len(sent) == len(set(sent))
    assert len(sent) in (364, 365)


def test_a_digest_of_some_days_is_not_due_on_others() -> None:
    sunday = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    assert not digest_is_due(schedule(days="mon", zone="UTC"), sunday - timedelta(days=2), sunday)
    assert not digest_is_due(
        DigestSchedule(name="d", at=time(7), days=frozenset(), zone=TOKYO, topics=(), to=()),
        NOON - DAY,
        NOON,
    )


def candidate(
    number: int,
    *,
    feed: str = "a",
    link: str = "",
    title: str = "",
    hours: float = 0,
    story: int | None = None,
) -> StoryCandidate:
    return StoryCandidate(
        article=ArticleId(number), feed=FeedId(feed), canonical_url=link, title_key=title_key(title),
        moment=NOON + timedelta(hours=hours), story=None if story is None else StoryId(story),
    )  # fmt: skip


def test_the_same_link_in_another_feed_is_one_story() -> None:
    stories = assign_stories([candidate(2, feed="b", link="x")], [candidate(1, link="x", story=1)])

    assert stories == {2: 1}


def test_a_feed_that_links_everything_to_one_page_keeps_its_articles_apart() -> None:
    assert assign_stories([candidate(1, link="x"), candidate(2, link="x")], []) == {1: 1, 2: 2}


def test_the_same_headline_is_one_story_for_two_days() -> None:
    title = "ＪＡＸＡにサイバー攻撃、 警察庁が発表"
    new = [
        candidate(1, title=title),
        candidate(2, title="JAXAにサイバー攻撃、警察庁が発表", hours=47),
        candidate(3, title=title, hours=100),
    ]

    assert assign_stories(new, []) == {1: 1, 2: 1, 3: 3}


def test_a_headline_that_says_nothing_joins_nothing() -> None:
    assert assign_stories([candidate(1, title="お知らせ"), candidate(2, title="お知らせ")], []) == {
        1: 1,
        2: 2,
    }


def hit(
    text: str = "JAXA",
    *,
    field: str = "title",
    start: int = 0,
    via: Via = Via.ORIGINAL,
    concept: str | None = "jaxa",
) -> Hit:
    return Hit(
        wording=WordingId(1), concept=concept, alias=text if concept else None, query=None if concept else text, language="ja",
        field=field, start=start, end=start + len(text), text=text, via=via,
    )  # fmt: skip


def match(number: int, topic: str = "low", *hits: Hit) -> Match:
    return Match(
        article=ArticleId(number), topic=topic, via=Via.ORIGINAL, first_hit=NOON, hits=hits
    )


TOPICS = (
    Topic(name="low", query=parse_query("a"), priority=Priority.LOW),
    Topic(name="high", query=parse_query("b"), priority=Priority.HIGH),
    Topic(name="silent", query=parse_query("c")),
)
PERIOD = DigestPeriod(name="daily", since=NOON - DAY, until=NOON)


@given(st.permutations([(1, "low"), (2, "high"), (3, "high"), (4, "low")]))
def test_a_digest_is_ordered_by_priority_then_newest_first_whatever_order_it_is_given(
    order: list[tuple[int, str]],
) -> None:
    found = [
        (
            match(n, topic),
            make_article(f"title {n}", number=n, published=NOON + timedelta(hours=-n)),
        )
        for n, topic in order
    ]

    digest = build_digest(PERIOD, matches=found, topics=TOPICS, coverage=NO_COVERAGE, language="en")

    assert [(t["name"], [s["id"] for s in t["stories"]]) for t in digest["topics"]] == [
        ("high", ["2", "3"]),
        ("low", ["1", "4"]),
    ]


def test_a_date_in_the_future_does_not_come_first() -> None:
    future = (match(1), make_article("future", number=1, published=NOON + timedelta(hours=20)))
    seen_later = (
        match(2),
        make_article(
            "later",
            number=2,
            published=NOON + timedelta(hours=1),
            first_seen=NOON + timedelta(hours=2),
        ),
    )

    digest = build_digest(
        PERIOD, matches=[future, seen_later], topics=TOPICS, coverage=NO_COVERAGE, language="en"
    )

    assert [s["id"] for s in digest["topics"][0]["stories"]] == ["2", "1"]


def test_coverage_tells_seen_feeds_from_blind_ones() -> None:
    feeds = [
        make_feed(name)
        for name in ("fine", "broken", "thrice", "blip", "old", "never", "quiet", "empty")
    ]
    bad = PollRecord(feed=FeedId("x"), at=NOON, state="dns", reason="its name is not known")
    good = PollRecord(feed=FeedId("x"), at=NOON, state="ok")
    sights = {
        FeedId("fine"): Sight(last=good, last_success=NOON),
        FeedId("broken"): Sight(last=bad, last_success=NOON - 2 * DAY, failing_since=NOON - DAY),
        FeedId("thrice"): Sight(last=bad, last_success=NOON, failing_since=NOON, failures=3),
        FeedId("blip"): Sight(last=bad, last_success=NOON, failing_since=NOON, failures=1),
        FeedId("quiet"): Sight(last=replace(good, state="quiet", reason="q"), last_success=NOON),
        FeedId("empty"): Sight(last=replace(good, state="empty"), last_success=NOON),
        FeedId("old"): Sight(last=good, last_success=NOON - 2 * DAY),
    }

    coverage = build_coverage(feeds, sights, NOON - timedelta(hours=1), NOON)

    assert (coverage["feeds"], coverage["seen"]) == (8, 5)
    assert [(s["feed"], s["state"], s["reason"]) for s in coverage["silent"]] == [
        ("quiet", "quiet", "q"),
        ("empty", "empty", None),
    ]
    assert [(b["feed"], b["state"], b["since"] is None) for b in coverage["blind"]] == [
        ("broken", "dns", False), ("thrice", "dns", False), ("old", "not-polled", False), ("never", "not-polled", True),
    ]  # fmt: skip


def test_a_story_under_two_topics_is_shown_once_and_counted_again() -> None:
    found = [
        (match(1, topic, hit()), make_article("JAXAが発表", translation="JAXA announces"))
        for topic in ("high", "low")
    ]
    digest = build_digest(PERIOD, matches=found, topics=TOPICS, coverage=NO_COVERAGE, language="en")

    view = view_digest(digest, feed_names={"a": "A"}, zone=TOKYO)

    assert [(t.name, len(t.stories), t.repeated) for t in view.topics] == [
        ("high", 1, 0),
        ("low", 0, 1),
    ]
    assert view.summary == "1 story from 1 article"
    story = view.topics[0].stories[0]
    assert (story.first.text, story.original and story.original.text) == (
        "JAXA announces",
        "JAXAが発表",
    )
    assert story.sources[0].when == "2026-11-22 21:00"


def test_an_empty_digest_says_so() -> None:
    digest = build_digest(
        PERIOD,
        matches=[],
        topics=TOPICS,
        coverage=CoverageDocument(feeds=2, seen=1, blind=[], silent=[]),
        language="en",
    )

    view = view_digest(digest, feed_names={}, zone=TOKYO)

    assert (view.summary, view.coverage, view.topics) == (
        "Nothing matched.",
        "1 of 2 feeds seen",
        (),
    )


@pytest.mark.parametrize(
    ("hits", "why"),
    [
        ([hit(), hit("宇宙機構", field="body", start=3)], "matched jaxa: JAXA, 宇宙機構 (body)"),
        ([hit(), hit(via=Via.TRANSLATION)], "matched jaxa: JAXA"),
        (
            [hit("space", concept=None, via=Via.TRANSLATION, field="body")],
            "matched space: space (body of the translation)",
        ),
        ([], "matched every article of this feed, or an earlier translation"),
    ],
)
def test_a_story_says_why_it_is_there(hits: list[Hit], why: str) -> None:
    digest = build_digest(
        PERIOD,
        matches=[(match(1, "low", *hits), make_article("JAXAが発表"))],
        topics=TOPICS,
        coverage=NO_COVERAGE,
        language="en",
    )

    assert view_digest(digest, feed_names={}, zone=TOKYO).topics[0].stories[0].why == why


@given(st.text(max_size=12), st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12))))
def test_highlighting_never_changes_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    inside = [(s, e) for s, e in spans if s < e <= len(text)]

    assert "".join(piece.text for piece in highlight(text, inside)) == text


def test_overlapping_hits_are_highlighted_as_one_run_each() -> None:
    assert highlight("abcdef", [(1, 3), (2, 5), (2, 3)]) == (
        Piece("a"),
        Piece("bc", hit=True),
        Piece("de", hit=True),
        Piece("f"),
    )


def test_a_delivery_waits_longer_after_each_failure_and_ends_after_two_days() -> None:
    delivery = Delivery(
        id=1,
        digest="d",
        channel="mail:me",
        state="pending",
        attempts=0,
        created=NOON,
        next_try=NOON,
    )

    first = after_attempt(delivery, "refused", NOON)
    second = after_attempt(first, "refused", NOON)
    last = after_attempt(second, "refused", NOON + timedelta(hours=48))
    arrived = after_attempt(second, None, NOON)

    assert [d.next_try for d in (first, second)] == [
        NOON + timedelta(minutes=1),
        NOON + timedelta(minutes=2),
    ]
    assert (last.state, last.next_try, last.error) == (FAILED, None, "refused")
    assert (arrived.state, arrived.attempts, arrived.error) == (SENT, 3, None)


def test_a_delivery_that_failed_for_good_is_tried_for_two_days_more_when_somebody_asks() -> None:
    later = NOON + timedelta(days=30)
    failed = Delivery(id=1, digest="d", channel="mail:me", state=FAILED, attempts=60, created=NOON, next_try=None, error="refused")  # fmt: skip

    again = retried(failed, later)

    assert (again.state, again.next_try, again.error) == (PENDING, later, "refused")
    assert after_attempt(again, "refused", later + timedelta(hours=47)).state == PENDING
    assert after_attempt(again, "refused", later + timedelta(hours=48)).state == FAILED


def test_the_lead_is_whole_sentences() -> None:
    assert (
        lead("一つ目の文。" + "あ" * 390 + "。" + "長い文" * 200)
        == "一つ目の文。" + "あ" * 390 + "。"
    )
    assert len(lead("あ" * 5000)) == 800
    assert lead("") == ""
