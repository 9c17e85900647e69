from datetime import timedelta

from monitor.core.model import FeedId, FeedStatus
from monitor.core.outcomes import FetchFailed, FetchRequest, NotModified
from monitor.core.polling import DAY, after_poll, due_requests, known_status, needs_attention
from monitor.core.reading import Reading
from tests.fakes import NOON, fetched, make_feed


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
