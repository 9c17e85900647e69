"""Decides what one poll of a feed saw: its state, as a person would name it, and its articles."""

import itertools
import statistics
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import assert_never

from monitor.core.dates import is_ahead, parse_date
from monitor.core.entries import body_hash
from monitor.core.feeds import parse_feed
from monitor.core.language import GuessLanguage
from monitor.core.model import Entry, FeedStatus, Parsed
from monitor.core.outcomes import Fetched, FetchFailed, FetchOutcome, NotModified

_FEWEST_DATES = 4
_GONE = "; it is not polled any more: remove it, or write its new address into feeds.toml"
_NEVER_READ = "the server says that nothing has changed (304), though it never gave anything"
_QUIET_GAPS = 3
_QUIET_AT_LEAST = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an outcome means: a state with its reason, and what the document held if it was read.

    `parsed` is False when no document was read: the feed is unchanged, or failed. `gap` is the median time between
    its articles, `newest` the date of the last one, None where it has no dates.
    """

    state: str
    reason: str | None = None
    parsed: bool = False
    body_hash: str | None = None
    entries: tuple[Entry, ...] = ()
    provenance: str = ""
    pace: timedelta | None = None
    gap: timedelta | None = None
    newest: datetime | None = None


def read_outcome(
    outcome: FetchOutcome, status: FeedStatus, now: datetime, guess: GuessLanguage | None = None
) -> Reading:
    """Return what a poll saw of a feed of which `status` is remembered; an unchanged document is not parsed again."""
    match outcome:
        case FetchFailed(state=state, reason=reason):
            return Reading(state=state, reason=reason + (_GONE if outcome.is_gone else ""))
        case NotModified(request=request):
            if request.etag is None and request.last_modified is None:
                return Reading(state="failed", reason=_NEVER_READ)
            return _unchanged(status, now)
        case Fetched(body=body):
            digest = body_hash(body)
            # servers without validators: parsing is nearly all of a poll's cost
            if digest == status.body_hash and outcome.complete:
                return replace(_unchanged(status, now), body_hash=digest)
            parsed = parse_feed(outcome, guess=guess)
            reading = _of_document(parsed, outcome, status, now)
            return _or_quiet(replace(reading, body_hash=digest), status, now)
        case _:
            assert_never(outcome)


def median_gap(moments: list[datetime]) -> timedelta | None:
    """Return the median time between articles, or None when too few times tell it."""
    distinct = sorted(set(moments))
    if len(distinct) < _FEWEST_DATES:
        return None
    gaps = [later - earlier for earlier, later in itertools.pairwise(distinct)]
    return timedelta(seconds=statistics.median(gap.total_seconds() for gap in gaps))


def _unchanged(status: FeedStatus, now: datetime) -> Reading:
    if status.state == "empty":
        return Reading(state="empty", reason=status.reason)
    return _or_quiet(Reading(state="not-modified"), status, now)


def _of_document(parsed: Parsed, fetched: Fetched, status: FeedStatus, now: datetime) -> Reading:
    entries = tuple(_dated(entry, fetched, status, now) for entry in parsed.entries)
    moments = [e.published for e in entries if e.published and not is_ahead(e.published, now)]
    state, reason = parsed.failure or ("ok", None)
    if not entries and parsed.failure is None:
        state, reason = "empty", "the feed holds no entries"
    return Reading(
        state=state,
        reason=reason,
        parsed=True,
        entries=entries,
        provenance=parsed.provenance,
        pace=parsed.pace,
        gap=median_gap(moments),
        newest=max(moments, default=None),
    )


def _dated(entry: Entry, fetched: Fetched, status: FeedStatus, now: datetime) -> Entry:
    """Return an entry, one without a date with that of the document's change, if we have seen it before that."""
    if entry.published is not None or status.last_success is None:
        return entry
    changed = parse_date(fetched.headers.get("last-modified", ""), naive_zone=UTC)
    if changed is None or not status.last_success < changed <= now:
        return entry
    return replace(entry, published=changed, published_from="http")


def _or_quiet(reading: Reading, status: FeedStatus, now: datetime) -> Reading:
    """Return the reading, as "quiet" when nothing new came for three of the feed's own gaps.

    Less than a day of silence is a night, in whatever zone.
    """
    gap, newest = reading.gap or status.gap, reading.newest or status.newest
    if reading.state not in ("ok", "not-modified") or gap is None or newest is None:
        return reading
    silence = now - newest
    if silence <= max(_QUIET_GAPS * gap, _QUIET_AT_LEAST):
        return reading
    reason = f"nothing new for {_rounded(silence)}; usually something comes every {_rounded(gap)}"
    return replace(reading, state="quiet", reason=reason)


def _rounded(time: timedelta) -> str:
    for unit, length in (("days", 86400), ("hours", 3600)):
        if time.total_seconds() >= 2 * length:
            return f"{time.total_seconds() / length:.0f} {unit}"
    return f"{max(time.total_seconds() / 60, 1):.0f} minutes"
