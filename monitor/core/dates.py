"""Reads the dates that feeds write, and decides which of them can be believed."""

import re
import unicodedata
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
_BY_HAND = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s*\([^)]*\))?"
    r"(?:[T\s]*(\d{1,2})[:時](?:(\d{2})分?)?(?::?(\d{2})秒?)?)?\s*([+-]\d{2}:?\d{2})?"
)
_LONGEST = 100
_ZONE_NAME = re.compile(rf"\s({'|'.join(_ZONES)})\s*(\(.*\))?$")


def parse_date(text: str, *, naive_zone: timezone, now: datetime) -> datetime | None:
    """Return an aware UTC time for a feed's date, or None if it cannot be read or believed.

    RFC 822, ISO 8601 and what Japanese sites write by hand are read; one without a zone is in `naive_zone`. A time more than a day ahead of
    `now`, or before feeds existed, is a mistake and not a date.
    """
    normal = unicodedata.normalize("NFKC", text[:_LONGEST]).strip()
    stripped = _ZONE_NAME.sub(lambda zone: f" {_ZONES[zone[1]]}", normal)
    moment = _rfc822(stripped) or _iso8601(stripped) or _by_hand(stripped)
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
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # "-0000" says UTC, though not where (RFC 5322, 3.3); the library gives it without a zone
    return moment.replace(tzinfo=UTC) if text.endswith("-0000") else moment


def _iso8601(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.upper().replace(" ", "T", 1).replace(" ", ""))
    except ValueError:
        return None


def _by_hand(text: str) -> datetime | None:
    """Read the forms that Japanese sites write by hand: 2026年11月2日 09:00, 2026/11/2 9:00:00 +0900."""
    match = _BY_HAND.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second, zone = match.groups(default="")
    date = f"{year}-{month:0>2}-{day:0>2}T{hour or 0:0>2}:{minute or 0:0>2}:{second or 0:0>2}{zone}"
    return _iso8601(date)
