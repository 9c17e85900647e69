"""Decides what is due: which feeds to poll, and which digests to build."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.core.model import (
    GOOD_STATES,
    Feed,
    FeedId,
    FeedStatus,
    Fetched,
    FetchOutcome,
    FetchRequest,
    NotModified,
)

DAY = timedelta(days=1)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MAX_DOUBLINGS = 10
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DURATION = re.compile(r"(\d{1,6})\s*([smhdw])")
_TROUBLE_AFTER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSchedule:
    """A digest that goes out by itself: when, in which zone, on which topics ("*" for all), to which channels."""

    name: str
    at: time
    days: frozenset[int]
    zone: ZoneInfo
    topics: tuple[str, ...]
    to: tuple[str, ...]


def parse_duration(text: str) -> timedelta:
    """Return the duration that "90s", "15m", "24h", "7d" or "2w" means.

    Raises:
        ValueError: it is written otherwise, or is zero.
    """
    match = _DURATION.fullmatch(text.strip())
    if not match or not int(match[1]):
        raise ValueError(f"{text!r} is no duration; write for example 15m, 24h or 7d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def parse_days(text: str) -> frozenset[int]:
    """Return the weekdays (Monday is 0) of "mon-fri" or "sat,sun".

    Raises:
        ValueError: a day is written otherwise.
    """
    days: set[int] = set()
    for part in text.lower().split(","):
        first, _, last = (piece.strip() for piece in part.partition("-"))
        if first not in DAYS or (last or first) not in DAYS:
            raise ValueError(f"{text!r} are no days; write for example mon-fri or sat,sun")
        start, end = DAYS.index(first), DAYS.index(last or first)
        days.update(day % 7 for day in range(start, end + 1 if end >= start else end + 8))
    return frozenset(days)


def due_requests(
    feeds: Iterable[Feed],
    statuses: Mapping[FeedId, FeedStatus],
    now: datetime,
    *,
    everything: bool = False,
) -> list[FetchRequest]:
    """Return one conditional GET for each feed whose time has come, in the order of the settings.

    A feed that was never polled is due at once; `everything` makes all of them due.
    """
    due = []
    for feed in feeds:
        status = known_status(feed, statuses)
        if everything or _is_due(feed, status, now):
            due.append(
                FetchRequest(feed=feed, etag=status.etag, last_modified=status.last_modified)
            )
    return due


def source_of(feed: Feed) -> str:
    """Return what a feed's validators belong to: its address, read in its encoding."""
    return f"{feed.url} {feed.encoding}" if feed.encoding else feed.url


def known_status(feed: Feed, statuses: Mapping[FeedId, FeedStatus]) -> FeedStatus:
    """Return what is remembered of a feed; of another address or encoding only when it was last seen."""
    status = statuses.get(feed.id, FeedStatus())
    return (
        status if status.source == source_of(feed) else FeedStatus(last_success=status.last_success)
    )


def _is_due(feed: Feed, status: FeedStatus, now: datetime) -> bool:
    if status.next_poll is None or status.next_poll <= now:
        return True
    # no wait is that long: the clock was ahead when it was set
    return status.next_poll - now > _wait(feed.every, status.failures)


def _wait(every: timedelta, failures: int) -> timedelta:
    """Return how long a feed is left alone: each failure in a row doubles it, up to a day."""
    return min(every * (1 << min(failures, _MAX_DOUBLINGS)), max(DAY, every))


def after_poll(
    status: FeedStatus,
    outcome: FetchOutcome,
    *,
    state: str,
    reason: str | None,
    body_hash: str | None,
    now: datetime,
) -> FeedStatus:
    """Return what to remember of a feed after a poll that ended in `state`.

    A dead site costs one request a day, and comes back by itself.
    """
    every = outcome.request.feed.every
    status = replace(status, source=source_of(outcome.request.feed))
    if state not in GOOD_STATES:
        failures = status.failures + 1
        return replace(
            status,
            failures=failures,
            state=state,
            reason=reason,
            next_poll=now + _wait(every, failures),
            failing_since=status.failing_since or now,
        )
    good = replace(
        status,
        failures=0,
        state=state,
        reason=reason,
        next_poll=now + every,
        last_success=now,
        failing_since=None,
    )
    match outcome:
        case Fetched(etag=etag, last_modified=last_modified):
            return replace(good, etag=etag, last_modified=last_modified, body_hash=body_hash)
        case NotModified() | _:
            return good


def needs_attention(status: FeedStatus, now: datetime) -> bool:
    """Tell whether a feed fails, or waits to be polled, for so long that a person should look: one blip is silent."""
    if status.next_poll is not None and now - status.next_poll >= DAY:
        return True  # nobody polls: no `run`, or one that hangs
    if status.failing_since is None:
        return False
    return status.failures >= _TROUBLE_AFTER or now - status.failing_since >= DAY


def digest_is_due(schedule: DigestSchedule, covered_until: datetime, now: datetime) -> bool:
    """Tell whether a time of the schedule has passed since the last period that was covered.

    However many were missed, one digest covers them all.
    """
    if covered_until - now > DAY:
        return True  # the clock was ahead when it was covered
    local = now.astimezone(schedule.zone)
    for back in range(8):
        date = local.date() - timedelta(days=back)
        # a time that a change to summer time skips is the moment just after the change
        moment = datetime.combine(date, schedule.at, tzinfo=schedule.zone).astimezone(UTC)
        if moment <= now and date.weekday() in schedule.days:
            return moment > covered_until
    return False
