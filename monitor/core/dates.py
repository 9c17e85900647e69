"""Reads the dates that feeds write."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

JAPAN = timezone(timedelta(hours=9), "JST")
AHEAD = timedelta(days=1)
"""How far ahead of us a clock may be; what claims to come from later is a mistake."""
_OLDEST = datetime(1980, 1, 1, tzinfo=UTC)
_LONGEST = 100
# The standard library reads only American zone names; an unknown one makes it assume UTC (RFC 5322, 4.3).
# CST is China's in no feed that was seen: the American meaning of RFC 822 holds.
_ZONES = {
    "JST": "+0900", "KST": "+0900", "HKT": "+0800", "SGT": "+0800", "PHT": "+0800", "AWST": "+0800",
    "WIB": "+0700", "ICT": "+0700", "IST": "+0530", "GST": "+0400", "MSK": "+0300", "EEST": "+0300",
    "EET": "+0200", "CEST": "+0200", "MESZ": "+0200", "SAST": "+0200", "CET": "+0100", "MEZ": "+0100",
    "MET": "+0100", "BST": "+0100", "WEST": "+0100", "WET": "+0000", "UTC": "+0000", "Z": "+0000",
    "AEDT": "+1100", "AEST": "+1000", "ACST": "+0930", "NZDT": "+1300", "NZST": "+1200",
    "BRT": "-0300", "AKST": "-0900", "AKDT": "-0800", "HST": "-1000", "GMT": "+0000", "UT": "+0000",
    "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700", "MDT": "-0600",
    "PST": "-0800", "PDT": "-0700",
}  # fmt: skip
_ZONE_NAME = re.compile(rf"(?<=[\d\s:])\s*\(?({'|'.join(_ZONES)})\)?$", re.IGNORECASE)
# +9, -05:00, GMT+9, JST+0900; and where Java's Date.toString puts the zone
_OFFSET = re.compile(
    r"(?<=[\d\s])\s*(?:GMT|UTC|JST|Z)?\s*([+-])(\d{1,2})(?::?(\d{2}))?$", re.IGNORECASE
)
_JAVA = re.compile(r"^(\w{3}) (\w{3}) (\d{1,2}) (\d{2}:\d{2}:\d{2}) (\S{2,6}) (\d{4})$")
_HALF_IN_ENGLISH = re.compile(r"\b(\d{1,2})(:\d{2}(?::\d{2})?)\s*([AP])\.?M\b\.?", re.IGNORECASE)
# what may stand behind an offset: (JST) of RFC 822, [Asia/Tokyo] of Java
_TRAILING_REMARK = re.compile(r"(?<=\d)\s*(?:\([A-Za-z ]+\)|\[[A-Za-z/_]+\])$")
# of an event from 9:00 to 10:00 the beginning counts; in ISO 8601 the same signs are an offset
_RANGE = re.compile(r"([月월/]\s*\d{1,2}[日일]?\s+\d{1,2}:\d{2})\s*[-~〜～]\s*\d{1,2}:\d{2}$")
_LEAP_SECOND = re.compile(r"(:\d{2}):60\b")
_FARTHEST_ZONE = 14
_NEGATIVE_YEAR = re.compile(r"\s-\d{3,4}\s+\d{1,2}:")
_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
_ERA = re.compile(r"^(令和|平成|[RH](?=\d+[.年/]))\s*(元|\d{1,2})\s*(?:年|(?=[./]))")
_WEEKDAY = re.compile(r"\s*\([^)\d]{1,3}\)|\s*[日月火水木金土]曜日?")
_HALF_OF_DAY = re.compile(r"(午前|午後)\s*(\d{1,2})")
_BY_HAND = re.compile(
    r"(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})\s*[日일.]?"
    r"(?:[T\s]*(\d{1,2})\s*[:時시]\s*(?:(\d{1,2})[分분]?)?(?:\s*:?(\d{1,2})[秒초]?)?(?:\.\d+)?)?\s*([+-]\d{2}:?\d{2}|Z)?"
)


def parse_date(text: str, *, naive_zone: tzinfo) -> datetime | None:
    """Return an aware UTC time for a feed's date, or None if it cannot be read.

    RFC 822, ISO 8601, and what Japanese sites write by hand (2026年11月2日 午後3時, 令和8年11月2日, full-width
    digits) are read; a date without a zone is in `naive_zone`. Before feeds existed (1980) there are no dates.
    """
    moment = _moment(text)
    if moment is None:
        return None
    try:
        aware = moment if moment.tzinfo else moment.replace(tzinfo=naive_zone)
        aware = aware.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return aware if aware >= _OLDEST else None


def stated_zone(text: str) -> tzinfo | None:
    """Return the zone that a date states, or None: what a feed says in one date holds for those that say nothing.

    UTC is none: servers stamp documents with it, whatever their authors' clocks show.
    """
    moment = _moment(text)
    return moment.tzinfo if moment is not None and moment.utcoffset() else None


def is_ahead(moment: datetime, now: datetime) -> bool:
    """Tell whether a feed's date lies in the future, farther than clocks differ: kept as it is, but believed by nobody."""
    return moment > now + AHEAD


def _moment(text: str) -> datetime | None:
    """Return the time as it is written, naive if it says no zone."""
    normal = unicodedata.normalize("NFKC", text[:_LONGEST]).strip()
    if _NEGATIVE_YEAR.search(normal):
        return None  # what PHP makes of 0000-00-00
    plain = _TRAILING_REMARK.sub("", normal)
    plain = _JAVA.sub(r"\1, \3 \2 \6 \4 \5", plain)
    plain = _RANGE.sub(r"\1", plain)
    if ":" in plain or "時" in plain:  # in 2026-11-02 the end is no offset
        plain = _OFFSET.sub(_as_offset, plain)
    plain = _ZONE_NAME.sub(lambda zone: f" {_ZONES[zone[1].upper()]}", plain)
    plain = _HALF_IN_ENGLISH.sub(_in_24_hours, _LEAP_SECOND.sub(r"\1:59", plain))
    return _rfc822(plain) or _iso8601(plain) or _by_hand(plain)


def _as_offset(offset: re.Match[str]) -> str:
    if int(offset[2]) > _FARTHEST_ZONE:
        return offset[0]
    return f" {offset[1]}{offset[2]:0>2}{offset[3] or '00'}"


def _in_24_hours(time: re.Match[str]) -> str:
    return f"{int(time[1]) % 12 + (12 if time[3].upper() == 'P' else 0):02}{time[2]}"


def _rfc822(text: str) -> datetime | None:
    if "/" in text or text[:4].isdecimal():
        return None  # neither is RFC 822, and the library guesses
    try:
        moment = parsedate_to_datetime(text if ":" in text else f"{text} 00:00:00")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # "-0000" says UTC, though not where (RFC 5322, 3.3); the library gives it without a zone
    return moment.replace(tzinfo=UTC) if text.endswith("-0000") else moment


def _iso8601(text: str) -> datetime | None:
    text = text.upper()
    if "T" not in text:
        text = text.replace(" ", "T", 1)
    try:
        return datetime.fromisoformat(text.replace(" ", ""))
    except ValueError:
        return None


def _by_hand(text: str) -> datetime | None:
    """Read what Japanese sites write by hand, by making ISO 8601 of it."""
    text = _ERA.sub(lambda era: f"{_ERAS[era[1]] + (1 if era[2] == '元' else int(era[2]))}年", text)
    text = _WEEKDAY.sub(" ", text)
    text = _HALF_OF_DAY.sub(
        lambda half: str(int(half[2]) % 12 + (12 if half[1] == "午後" else 0)), text
    )
    match = _BY_HAND.fullmatch(text.replace("年.", "年").replace("年/", "年").strip())
    if not match:
        return None
    year, month, day, hour, minute, second, zone = match.groups(default="")
    hours, beyond = int(hour or 0), timedelta(0)
    if 24 <= hours < 30:  # Japanese evenings go on to 25:30
        hours, beyond = hours - 24, timedelta(days=1)
    date = f"{year}-{month:0>2}-{day:0>2}T{hours:02}:{minute or 0:0>2}:{second or 0:0>2}{zone}"
    moment = _iso8601(date)
    try:
        return moment + beyond if moment else None
    except OverflowError:
        return None
