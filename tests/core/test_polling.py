from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.model import Feed, FeedId, FeedStatus
from monitor.core.outcomes import Fetched, FetchFailed, FetchOutcome, FetchRequest, Hop, NotModified
from monitor.core.polling import (
    DAY,
    after_poll,
    due_requests,
    interval,
    known_status,
    needs_attention,
    retry_after,
)
from monitor.core.reading import Reading
from tests.fakes import NOON, fetched, make_feed

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def test_a_feed_is_due_at_once_then_when_its_time_comes() -> None:
    feeds = [make_feed("new"), make_feed("later"), make_feed("now")]
    statuses = {
        FeedId("later"): FeedStatus(
            source="https://example.org/later", next_poll=NOON + timedelta(minutes=1)
        ),
        FeedId("now"): FeedStatus(
            source="https://example.org/now", next_poll=NOON, etag="e", last_modified="m"
        ),
    }

    due = due_requests(feeds, statuses, NOON)

    assert [r.feed.id for r in due] == ["new", "now"]
    assert (due[1].etag, due[1].last_modified) == ("e", "m")
    assert len(due_requests(feeds, statuses, NOON, everything=True)) == 3


def test_a_feed_with_another_address_or_encoding_forgets_its_validators() -> None:
    status = FeedStatus(
        source="https://example.org/a",
        next_poll=NOON + DAY,
        etag="e",
        failures=3,
        last_success=NOON,
    )

    assert known_status(make_feed("a"), {FeedId("a"): status}) == status
    for changed in (make_feed("a", url="https://example.org/b"), make_feed("a", encoding="cp932")):
        assert known_status(changed, {FeedId("a"): status}) == FeedStatus(last_success=NOON)
        assert due_requests([changed], {FeedId("a"): status}, NOON)[0].etag is None


def test_a_clock_that_was_ahead_stops_no_feed() -> None:
    for ahead in (3650 * DAY, timedelta(hours=20)):
        status = FeedStatus(source="https://example.org/a", next_poll=NOON + ahead)
        assert due_requests([make_feed("a")], {FeedId("a"): status}, NOON)


def test_a_feed_that_nobody_polls_needs_attention() -> None:
    assert needs_attention(FeedStatus(next_poll=NOON - DAY), NOON)


def test_a_failing_feed_is_asked_ever_less_often_but_every_day() -> None:
    feed = make_feed(every=timedelta(minutes=15))
    outcome = FetchFailed(request=FetchRequest(feed=feed), state="dns", reason="unknown")
    status, waits = FeedStatus(), []
    for _ in range(12):
        status = after_poll(status, outcome, Reading(state="dns", reason="unknown"), NOON)
        assert status.next_poll
        waits.append(status.next_poll - NOON)

    assert waits[:3] == [timedelta(minutes=30), timedelta(minutes=60), timedelta(minutes=120)]
    assert waits[-1] == DAY
    assert status.failing_since == NOON


def test_a_good_poll_ends_the_failure_and_keeps_the_validators() -> None:
    failing = FeedStatus(failures=2, failing_since=NOON, state="dns", etag="old", body_hash="h")
    read = after_poll(failing, fetched(b"x"), Reading(state="ok", body_hash="new"), NOON)
    not_modified = NotModified(request=fetched(b"").request)
    unchanged = after_poll(failing, not_modified, Reading(state="not-modified"), NOON)

    assert (read.failures, read.failing_since, read.body_hash, read.etag) == (0, None, "new", None)
    assert (unchanged.failures, unchanged.body_hash, unchanged.etag) == (0, "h", "old")


def test_one_blip_is_silent_and_three_failures_or_a_day_are_not() -> None:
    assert not needs_attention(FeedStatus(), NOON)
    assert not needs_attention(FeedStatus(failures=1, failing_since=NOON), NOON)
    assert needs_attention(FeedStatus(failures=3, failing_since=NOON), NOON)
    assert needs_attention(FeedStatus(failures=1, failing_since=NOON - DAY), NOON)


def failed(feed: Feed, state: str, **headers: str) -> FetchFailed:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return FetchFailed(
        request=FetchRequest(feed=feed), state=state, reason="the server said so", headers=named
    )


def after_failure(
    feed: Feed, state: str, status: FeedStatus | None = None, **headers: str
) -> FeedStatus:
    outcome = failed(feed, state, **headers)
    return after_poll(status or FeedStatus(), outcome, Reading(state=state, reason="r"), NOON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("120", timedelta(seconds=120)),
        ("Sun, 22 Nov 2026 13:00:00 GMT", HOUR),
        ("99999999", timedelta(days=7)),
        ("Sun, 22 Nov 2099 13:00:00 GMT", timedelta(days=7)),
        ("Sun, 22 Nov 2020 13:00:00 GMT", None),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_retry_after_is_read_in_seconds_and_as_a_date(
    text: str, expected: timedelta | None
) -> None:
    moment = retry_after({"retry-after": text}, NOON)

    assert moment == (NOON + expected if expected else None)


@given(st.text(max_size=40))
def test_no_retry_after_raises(text: str) -> None:
    retry_after({"retry-after": text}, NOON)


@pytest.mark.parametrize("state", ["http-429", "http-5xx"])
def test_a_server_that_says_when_to_come_back_is_obeyed(state: str) -> None:
    feed = make_feed()
    status = after_failure(feed, state, retry_after=str(6 * 3600))

    assert status.next_poll == status.hold_until == NOON + 6 * HOUR
    assert not due_requests([feed], {feed.id: status}, NOON + 5 * HOUR)
    assert due_requests([feed], {feed.id: status}, NOON + 6 * HOUR)


def test_retry_after_never_shortens_the_back_off() -> None:
    assert after_failure(make_feed(), "http-429", retry_after="1").next_poll == NOON + 30 * MINUTE


def test_a_host_rests_only_when_several_of_its_feeds_are_told_to_wait() -> None:
    feeds = [make_feed(f"f{n}", url=f"https://host.example/{n}") for n in range(5)]
    other = make_feed("other", url="https://other.example/")
    waiting = after_failure(feeds[0], "http-429", retry_after="7200")

    def due(told: int) -> int:
        statuses = {feed.id: replace(waiting, source=feed.url) for feed in feeds[:told]}
        return len(due_requests([*feeds, other], statuses, NOON + HOUR))

    assert due(1) == 5  # the four that were not told, and the other host's
    assert due(2) == 4  # two of five are not half
    assert due(3) == 1


def test_a_feed_that_is_gone_is_not_polled_until_asked_for_by_hand_or_written_anew() -> None:
    feed = make_feed()
    status = after_failure(feed, "http-410")

    assert not due_requests([feed], {feed.id: status}, NOON + 30 * DAY)
    assert needs_attention(status, NOON)
    assert due_requests([feed], {feed.id: status}, NOON, everything=True)
    assert due_requests([make_feed(url="https://example.org/new")], {feed.id: status}, NOON)


def moved(feed: Feed, *hops: Hop, status: FeedStatus) -> FeedStatus:
    outcome = Fetched(
        request=FetchRequest(feed=feed, url=status.moved_to), url="x", body=b"x", hops=hops
    )
    return after_poll(status, outcome, Reading(state="ok", parsed=True), NOON)


def test_a_permanent_redirect_is_followed_for_good_when_it_was_seen_twice() -> None:
    feed = make_feed(url="https://example.org/old")
    hops = (
        Hop("https://example.org/old", 301, "https://example.org/a"),
        Hop("https://example.org/a", 308, "https://example.org/b"),
        Hop("https://example.org/b", 302, "https://example.org/c"),
        Hop("https://example.org/c", 200),
    )

    once = moved(feed, *hops, status=FeedStatus())
    twice = moved(feed, *hops, status=once)

    assert (once.moved_to, once.moving_to) == (None, "https://example.org/b")
    assert (twice.moved_to, twice.moving_to) == ("https://example.org/b", None)
    (request,) = due_requests([feed], {feed.id: twice}, NOON, everything=True)
    assert request.address == "https://example.org/b"


def test_a_redirect_that_is_not_repeated_moves_nothing() -> None:
    feed = make_feed()
    once = moved(feed, Hop(feed.url, 301, "https://portal.example/"), status=FeedStatus())
    then = moved(feed, Hop(feed.url, 200), status=once)
    again = moved(feed, Hop(feed.url, 301, "https://portal.example/"), status=then)

    assert (then.moving_to, again.moved_to) == (None, None)


def test_a_new_address_that_fails_is_given_up_for_the_listed_one() -> None:
    feed = make_feed()
    status = FeedStatus(source=feed.url, moved_to="https://example.org/b")
    for _ in range(3):
        assert status.moved_to == "https://example.org/b"
        status = after_failure(feed, "dns", status)

    assert status.moved_to is None


def learned(**known: timedelta) -> timedelta:
    feed = make_feed(every=15 * MINUTE, fastest=5 * MINUTE, slowest=HOUR)
    return interval(feed, FeedStatus(**known))  # type: ignore[arg-type]


def test_polling_follows_the_rhythm_of_a_feed_between_bounds() -> None:
    assert learned() == 15 * MINUTE
    assert learned(gap=40 * MINUTE) == 20 * MINUTE
    assert learned(gap=MINUTE) == 5 * MINUTE
    assert learned(gap=7 * DAY) == HOUR


def test_a_feed_and_its_server_may_ask_for_fewer_polls_within_the_bounds() -> None:
    assert learned(pace=30 * MINUTE) == 30 * MINUTE
    assert learned(pace=DAY) == HOUR
    assert learned(pace=MINUTE) == 15 * MINUTE
    assert interval(make_feed(every=5 * MINUTE), FeedStatus(pace=DAY, gap=DAY)) == 5 * MINUTE


def test_cache_control_counts_with_a_document_and_without_one() -> None:
    feed = make_feed(every=15 * MINUTE, fastest=5 * MINUTE, slowest=HOUR)
    headers = {"cache-control": 'public, max-age="1800"'}

    def paced(outcome: FetchOutcome, reading: Reading) -> timedelta:
        status = after_poll(FeedStatus(pace=20 * MINUTE), outcome, reading, NOON)
        assert status.next_poll
        exact = (status.next_poll - NOON) / MINUTE  # up to a tenth less
        return next(n * MINUTE for n in (15, 20, 30) if 0.9 * n <= exact <= n)

    request = FetchRequest(feed=feed)
    read = Reading(state="ok", parsed=True, pace=10 * MINUTE)
    document = Fetched(request=request, url=feed.url, body=b"x")
    assert paced(document, read) == 15 * MINUTE
    assert paced(replace(document, headers=headers), read) == 30 * MINUTE
    unchanged = NotModified(request=request, headers=headers)
    assert paced(unchanged, Reading(state="not-modified")) == 30 * MINUTE
    assert paced(replace(unchanged, headers={}), Reading(state="not-modified")) == 20 * MINUTE


def test_polls_are_scattered_but_never_later_than_the_interval() -> None:
    waits = set()
    for number in range(50):
        feed = make_feed(f"f{number}")
        document = Fetched(request=FetchRequest(feed=feed), url=feed.url, body=b"x")
        status = after_poll(FeedStatus(), document, Reading(state="ok"), NOON)
        assert status.next_poll
        waits.add(status.next_poll - NOON)

    assert len(waits) > 40
    assert all(13.5 * MINUTE <= wait <= 15 * MINUTE for wait in waits)
