"""Reads the dates that feeds write, and decides which of them can be believed."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

JAPAN = timezone(timedelta(hours=9), "JST")
_FARTHEST_AHEAD = timedelta(days=1)
_OLDEST = datetime(1980, 1, 1, tzinfo=UTC)
# the standard library reads only American zone names; an unknown one makes it assume UTC (RFC 5322, 4.3)
_ZONES = {
    "JST": "+0900",
    "KST": "+0900",
    "HKT": "+0800",
    "SGT": "+0800",
    "CET": "+0100",
    "CEST": "+0200",
    "BST": "+0100",
}
_ZONE_NAME = re.compile(rf"\s({'|'.join(_ZONES)})\s*(\(.*\))?$")


def parse_date(text: str, *, naive_zone: timezone, now: datetime) -> datetime | None:
    """Return an aware UTC time for a feed's date, or None if it cannot be read or believed.

    RFC 822 and ISO 8601 are read; one without a zone is in `naive_zone`. A time more than a day ahead of
    `now`, or before feeds existed, is a mistake and not a date.
    """
    stripped = text.strip()
    moment = _rfc822(stripped) or _iso8601(stripped)
    if moment is None:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=naive_zone)
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        return None
    return moment if _OLDEST <= moment <= now + _FARTHEST_AHEAD else None


def _rfc822(text: str) -> datetime | None:
    named = _ZONE_NAME.search(text)
    if named:
        text = text[: named.start()] + " " + _ZONES[named[1]]
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _iso8601(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.upper().replace(" ", "T", 1))
    except ValueError:
        return None
