from dataclasses import replace
from datetime import datetime, timedelta

from monitor.core.model import FeedStatus
from monitor.core.outcomes import FetchFailed, NotModified
from monitor.core.reading import Reading, median_gap, read_outcome
from tests.fakes import NOON, fetched, rss

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def feed_of(*times: datetime) -> bytes:
    items = [rss((str(number), f"news {number}"), at=at) for number, at in enumerate(times)]
    middle = b"".join(item[item.index(b"<item>") : item.index(b"</channel>")] for item in items)
    return rss().replace(b"</channel>", middle + b"</channel>")


def read(body: bytes, status: FeedStatus | None = None, **headers: str) -> Reading:
    outcome = replace(fetched(body), headers=headers)
    return read_outcome(outcome, status or FeedStatus(), NOON)


def test_a_document_is_read_with_the_rhythm_of_its_articles() -> None:
    reading = read(feed_of(*(NOON - n * HOUR for n in range(5))))

    assert (reading.state, reading.gap, reading.newest) == ("ok", HOUR, NOON)
    assert reading.provenance == "utf-8 (valid UTF-8)"


def test_a_feed_is_quiet_after_three_of_its_own_gaps() -> None:
    hourly, daily = (
        feed_of(*(NOON - 3.5 * DAY - n * gap for n in range(5))) for gap in (HOUR, DAY)
    )
    weekly = feed_of(*(NOON - 3.5 * DAY - n * 7 * DAY for n in range(5)))

    assert [read(body).state for body in (hourly, daily, weekly)] == ["quiet", "quiet", "ok"]
    assert read(daily).reason == "nothing new for 4 days; usually something comes every 24 hours"
    assert read(daily).entries


def test_a_night_without_news_is_not_quiet() -> None:
    body = feed_of(*(NOON - 10 * HOUR - n * timedelta(minutes=10) for n in range(20)))

    assert read(body).state == "ok"


def test_a_feed_becomes_quiet_while_its_server_says_that_nothing_changed() -> None:
    status = FeedStatus(gap=HOUR, newest=NOON - 2 * DAY)
    unchanged = NotModified(request=replace(fetched(b"").request, etag="e"))

    assert read_outcome(unchanged, status, NOON).state == "quiet"
    assert read_outcome(unchanged, replace(status, newest=NOON), NOON).state == "not-modified"
    assert read_outcome(unchanged, FeedStatus(), NOON).state == "not-modified"


def test_an_unchanged_document_is_not_parsed_again_but_a_cut_one_is() -> None:
    body = feed_of(NOON)
    first = read(body)
    status = FeedStatus(body_hash=first.body_hash)

    assert not read(body, status).parsed
    assert read_outcome(replace(fetched(body), complete=False), status, NOON).parsed


def test_few_or_equal_dates_tell_no_rhythm() -> None:
    assert median_gap([NOON, NOON - HOUR, NOON - 2 * HOUR]) is None
    assert median_gap([NOON] * 20) is None


def test_dates_in_the_future_are_kept_but_tell_nothing() -> None:
    reading = read(feed_of(NOON + 400 * DAY, NOON - HOUR))

    assert reading.newest == NOON - HOUR
    assert [e.published for e in reading.entries] == [NOON + 400 * DAY, NOON - HOUR]


def test_an_article_without_a_date_came_when_the_document_changed_if_we_saw_it_before() -> None:
    body = (
        b"<rss version='2.0'><channel><item><guid>1</guid><title>a</title></item></channel></rss>"
    )
    changed = {"last-modified": "Sun, 22 Nov 2026 11:30:00 GMT"}
    seen = FeedStatus(last_success=NOON - HOUR)

    def dated(status: FeedStatus, headers: dict[str, str]) -> tuple[datetime | None, str]:
        (entry,) = read(body, status, **headers).entries
        return entry.published, entry.published_from

    assert dated(seen, changed) == (NOON - HOUR / 2, "http")
    assert dated(FeedStatus(), changed) == (None, "seen")
    assert dated(FeedStatus(last_success=NOON), changed) == (None, "seen")
    assert dated(seen, {"last-modified": "yesterday"}) == (None, "seen")
    assert dated(seen, {}) == (None, "seen")


def test_a_feed_without_entries_is_empty_and_a_failure_keeps_its_name() -> None:
    assert read(rss()).state == "empty"
    gone = FetchFailed(request=fetched(b"").request, state="http-410", reason="410 Gone")
    refused = replace(gone, state="refused", reason="it refused")

    assert "not polled any more" in (read_outcome(gone, FeedStatus(), NOON).reason or "")
    assert read_outcome(refused, FeedStatus(), NOON) == Reading(
        state="refused", reason="it refused"
    )


def test_what_a_feed_may_be_instead_of_a_feed() -> None:
    garbled = "防衛省がサイバー攻撃の被害を公表".encode().decode("cp932", errors="replace")
    states = {
        "garbled": f"<rss version='2.0'><channel><item><title>{garbled}</title></item></channel></rss>",
        "truncated": feed_of(NOON, NOON).decode()[:-30],
        "not-a-feed": "<!DOCTYPE html><html><input type=password></html>",
    }

    for state, body in states.items():
        assert read(body.encode()).state == state
    assert read(states["garbled"].encode()).entries == ()
    assert len(read(states["truncated"].encode()).entries) == 2
    assert "login" in (read(states["not-a-feed"].encode()).reason or "")


def test_a_server_that_says_not_modified_to_whoever_has_nothing_has_given_nothing() -> None:
    never_read = NotModified(request=fetched(b"").request)

    assert read_outcome(never_read, FeedStatus(), NOON).state == "failed"
