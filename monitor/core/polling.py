"""Decides which feeds to poll and when: politely, at the feed's own rhythm, and at the address it moved to."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from monitor.core.model import GOOD_STATES, Feed, FeedId, FeedStatus
from monitor.core.outcomes import Fetched, FetchFailed, FetchOutcome, FetchRequest, Headers, Hop
from monitor.core.reading import Reading

DAY = timedelta(days=1)
_GONE = "http-410"
_LONGEST_HOLD = timedelta(days=7)
_MAX_DOUBLINGS = 10
_JITTER = 0.1
_TROUBLE_AFTER = 3
_SEVERAL = 2
_PERMANENT = (301, 308)
_SLOW_DOWN = ("http-429", "http-5xx")
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_SECONDS = re.compile(r"\d{1,9}", re.ASCII)


def due_requests(
    feeds: Iterable[Feed],
    statuses: Mapping[FeedId, FeedStatus],
    now: datetime,
    *,
    everything: bool = False,
) -> list[FetchRequest]:
    """Return one conditional GET for each feed whose time has come, in the order of the settings.

    A feed that was never polled is due at once; one that is gone (410) no more; `everything` makes all of them due.
    A host that told most of its feeds to wait is left alone.
    """
    known = [(feed, known_status(feed, statuses)) for feed in feeds]
    held = _held_hosts(known, now)
    return [
        FetchRequest(
            feed=feed,
            url=status.moved_to,
            etag=status.etag,
            last_modified=status.last_modified,
        )
        for feed, status in known
        if everything or (_is_due(feed, status, now) and _host(feed, status) not in held)
    ]


def source_of(feed: Feed) -> str:
    """Return what a feed's validators belong to: its address, read in its encoding."""
    return f"{feed.url} {feed.encoding}" if feed.encoding else feed.url


def known_status(feed: Feed, statuses: Mapping[FeedId, FeedStatus]) -> FeedStatus:
    """Return what is remembered of a feed; of another address or encoding only when it was last seen."""
    status = statuses.get(feed.id, FeedStatus())
    return (
        status if status.source == source_of(feed) else FeedStatus(last_success=status.last_success)
    )


def interval(feed: Feed, status: FeedStatus) -> timedelta:
    """Return how often a feed is polled: twice in its usual gap between articles, not oftener than it asks for.

    Both only within the bounds of the feed; a feed without bounds is polled exactly as its user says.
    """
    fastest, slowest = feed.fastest or feed.every, feed.slowest or feed.every
    learned = status.gap / 2 if status.gap else feed.every
    return min(max(learned, fastest, status.pace or fastest), slowest)


def after_poll(
    status: FeedStatus, outcome: FetchOutcome, reading: Reading, now: datetime
) -> FeedStatus:
    """Return what to remember of a feed after a poll.

    Each failure in a row doubles the wait, up to a day, so a dead site costs one request a day, and comes back by itself.
    """
    feed = outcome.request.feed
    status = replace(status, source=source_of(feed), state=reading.state, reason=reading.reason)
    if reading.state not in GOOD_STATES:
        return _after_failure(status, outcome, reading, now)
    status = replace(
        _after_move(status, feed, outcome.hops),
        failures=0,
        last_success=now,
        failing_since=None,
        hold_until=None,
        gap=reading.gap or status.gap,
        newest=reading.newest or status.newest,
        pace=reading.pace if reading.parsed else status.pace,
    )
    if isinstance(outcome, Fetched):
        status = replace(
            status,
            etag=outcome.headers.get("etag"),
            last_modified=outcome.headers.get("last-modified"),
            body_hash=reading.body_hash,
        )
    wait = interval(feed, replace(status, pace=_pace(status, outcome)))
    return replace(status, next_poll=now + wait - wait * _JITTER * _share(feed.id, now))


def _after_failure(
    status: FeedStatus, outcome: FetchOutcome, reading: Reading, now: datetime
) -> FeedStatus:
    feed = outcome.request.feed
    failures = status.failures + 1
    # a document that always ends too early is worth reading all the same
    doublings = 0 if reading.entries else failures
    next_poll = now + _wait(interval(feed, status), doublings)
    hold = retry_after(outcome.headers, now) if isinstance(outcome, FetchFailed) else None
    if hold is None and status.state == _SLOW_DOWN[0]:
        hold = next_poll
    gone = isinstance(outcome, FetchFailed) and outcome.is_gone
    # an address that a feed moved to may be a mistake: the listed one is asked again
    forget = failures >= _TROUBLE_AFTER or status.state == _GONE
    return replace(
        status,
        failures=failures,
        failing_since=status.failing_since or now,
        hold_until=hold,
        next_poll=None if gone else max(next_poll, hold or next_poll),
        moved_to=None if forget else status.moved_to,
        moving_to=None,
    )


def _after_move(status: FeedStatus, feed: Feed, hops: tuple[Hop, ...]) -> FeedStatus:
    """Return the status with the address that permanent redirects lead to: used when it was seen twice in a row."""
    target = permanent_target(hops)
    if target == feed.url:
        return replace(status, moved_to=None, moving_to=None)
    if target is not None and target == status.moving_to:
        return replace(status, moved_to=target, moving_to=None)
    return replace(status, moving_to=target)


def permanent_target(hops: Iterable[Hop]) -> str | None:
    """Return where an address leads for good: as far as the first redirects are permanent ones; None if it stays."""
    target = None
    for hop in hops:
        if hop.status not in _PERMANENT or hop.to is None:
            break
        target = hop.to
    return target


def retry_after(headers: Headers, now: datetime) -> datetime | None:
    """Return when a server wants to be asked again: Retry-After in seconds or as a date (RFC 9110, 10.2.3).

    At most a week ahead: whoever says more has made a mistake, or will be asked in vain once a week.
    """
    text = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        return now + min(timedelta(seconds=int(text)), _LONGEST_HOLD)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(moment, now + _LONGEST_HOLD) if moment > now else None


def is_gone(status: FeedStatus) -> bool:
    """Tell whether a feed is not polled any more, because its server said that it is gone for good (410)."""
    return status.state == _GONE and status.next_poll is None


def needs_attention(status: FeedStatus, now: datetime) -> bool:
    """Tell whether a feed fails, or waits to be polled, for so long that a person should look: one blip is silent."""
    if is_gone(status):
        return True
    if status.next_poll is not None and now - status.next_poll >= DAY:
        return True  # nobody polls: no `run`, or one that hangs
    return is_trouble(status.failures, status.failing_since, now)


def is_trouble(failures: int, failing_since: datetime | None, now: datetime) -> bool:
    """Tell whether a feed has failed three times in a row, or for a day: less is a blip, and nobody's business."""
    if failing_since is None:
        return False
    return failures >= _TROUBLE_AFTER or now - failing_since >= DAY


def _pace(status: FeedStatus, outcome: FetchOutcome) -> timedelta | None:
    """Return the interval that a document asks for, or its server with this answer, whichever is longer."""
    match = _MAX_AGE.search(outcome.headers.get("cache-control", ""))
    max_age = timedelta(seconds=int(match[1])) if match else None
    return max((wish for wish in (status.pace, max_age) if wish), default=None)


def _is_due(feed: Feed, status: FeedStatus, now: datetime) -> bool:
    if is_gone(status):
        return False
    if status.next_poll is None or status.next_poll <= now:
        return True
    # no wait is that long: the clock was ahead when it was set
    longest = (
        _LONGEST_HOLD if status.hold_until else _wait(feed.slowest or feed.every, status.failures)
    )
    return status.next_poll - now > max(longest, interval(feed, status))


def _wait(every: timedelta, failures: int) -> timedelta:
    """Return how long a feed is left alone: each failure in a row doubles it, up to a day."""
    return min(every * (1 << min(failures, _MAX_DOUBLINGS)), max(DAY, every))


def _share(feed: FeedId, now: datetime) -> float:
    """Return a number from 0 to 1 that scatters polls, so that feeds added together are not asked together for ever."""
    seed = hashlib.blake2b(f"{feed} {now.isoformat()}".encode(), digest_size=4).digest()
    return int.from_bytes(seed) / 0xFFFFFFFF


def _held_hosts(known: list[tuple[Feed, FeedStatus]], now: datetime) -> set[str]:
    """Return the hosts of which several feeds, and at least half, were told to wait, and all of them still wait.

    One feed that is refused says nothing of its neighbours: a host may pass on what other servers tell it.
    """
    feeds: dict[str, list[FeedStatus]] = {}
    for feed, status in known:
        feeds.setdefault(_host(feed, status), []).append(status)
    held = set()
    for host, statuses in feeds.items():
        told = [s for s in statuses if s.hold_until and s.state in _SLOW_DOWN]
        several = len(told) >= max(_SEVERAL, len(statuses) / 2)
        if several and all(s.hold_until and s.hold_until > now for s in told):
            held.add(host)
    return held


def _host(feed: Feed, status: FeedStatus) -> str:
    return urlsplit(status.moved_to or feed.url).netloc.lower()
