"""Reads durations and days, and decides which digests are due."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DURATION = re.compile(r"(\d{1,6})\s*([smhdw])")


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
