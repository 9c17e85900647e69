"""Says what a value in the settings files must look like, and what would be right instead of a wrong one."""

import re
from datetime import time, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field

from monitor.core.charset import is_encoding
from monitor.core.language import language_mistake
from monitor.core.links import holds_login, is_web_address
from monitor.core.schedule import parse_days, parse_duration

_SHORTEST_INTERVAL = timedelta(minutes=1)
_LONGEST_INTERVAL = timedelta(days=365)
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]*", re.IGNORECASE)
# a tag may be any word, because folders of other readers become tags: セキュリティ, tech-news
_TAG = re.compile(r"\w[\w.-]*")
_ENVIRONMENT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def _duration(value: Any) -> timedelta:
    if not isinstance(value, str):
        raise ValueError(f'{value!r} is no duration; write for example "15m", "24h" or "7d"')  # noqa: TRY004
    return parse_duration(value)


def _days(value: Any) -> frozenset[int]:
    if not isinstance(value, str):
        raise ValueError(f'{value!r} are no days; write for example "mon-fri" or "sat,sun"')  # noqa: TRY004
    return parse_days(value)


def _mail_address(value: str) -> str:
    try:
        address = Address(addr_spec=value)
        usable = bool(address.username and address.domain)
    except (ValueError, IndexError, MessageError):
        usable = False
    if not usable:
        raise ValueError(f'{value!r} is no mail address; write for example "reader@example.com"')
    return value


def _interval(value: timedelta) -> timedelta:
    if value < _SHORTEST_INTERVAL:
        raise ValueError('more often than once a minute would be impolite; write at least "1m"')
    if value > _LONGEST_INTERVAL:
        raise ValueError('less often than once a year is never; write at most "365d"')
    return value


def _zone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (KeyError, ValueError, OSError):
        raise ValueError(
            f'{value!r} is no time zone; write for example "Asia/Tokyo" or "UTC"'
        ) from None


def _clock_time(value: Any) -> time:
    try:
        hours, minutes = str(value).split(":")
        return time(int(hours), int(minutes))
    except ValueError:
        raise ValueError(f'{value!r} is no time of day; write for example "07:00"') from None


def _web_address(value: str) -> str:
    if holds_login(value):
        raise ValueError(
            "a password does not belong into this file; put user:password into an environment variable, "
            'and write its name: basic_env = "MY_FEED_LOGIN"'
        )
    if not is_web_address(value):
        raise ValueError(
            f'{value!r} is no web address; write for example "https://example.org/feed.xml"'
        )
    return value


def _codec(value: str) -> str:
    if not is_encoding(value):
        raise ValueError(
            f'{value!r} is no encoding; write for example "cp932", "euc-jp" or "utf-8"'
        )
    return value


def _contact(value: str) -> str:
    if not value.isascii() or not value.isprintable() or set(value) & set("()"):
        raise ValueError(
            f'{value!r} cannot stand in a header; write for example "https://example.org/about" or "me@example.org"'
        )
    return value


def _environment_name(value: str) -> str:
    if not _ENVIRONMENT_NAME.fullmatch(value):  # it may be the secret itself: it is not shown
        raise ValueError(
            "is no name of an environment variable; write for example MY_FEED_LOGIN, and put the secret into that variable"
        )
    return value


def _language(value: str) -> str:
    if mistake := language_mistake(value):
        raise ValueError(mistake)
    return value


def _label(value: str) -> str:
    if not value.isprintable():
        raise ValueError(
            f"{value!r} holds a line end or a control character; write one line of text"
        )
    return value


def is_tag(text: str) -> bool:
    """Tell whether a text can be a tag: one word."""
    return _TAG.fullmatch(text) is not None


def _matching(pattern: re.Pattern[str], example: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(f"{value!r} cannot be used here; write for example {example!r}")
        return value

    return AfterValidator(check)


Interval = Annotated[timedelta, BeforeValidator(_duration), AfterValidator(_interval)]
Duration = Annotated[timedelta, BeforeValidator(_duration), AfterValidator(_interval)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
Slug = Annotated[str, _matching(_SLUG, "jpcert")]
Tag = Annotated[str, _matching(_TAG, "security")]
EnvironmentName = Annotated[str, AfterValidator(_environment_name)]
HeaderName = Annotated[str, _matching(_HEADER_NAME, "X-Api-Key")]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Language = Annotated[str, AfterValidator(_language)]
MailAddress = Annotated[str, AfterValidator(_mail_address)]
Label = Annotated[str, Field(min_length=1, pattern=r"\S"), AfterValidator(_label)]
NonEmpty = Annotated[str, Field(min_length=1, pattern=r"\S")]
Encoding = Annotated[str, AfterValidator(_codec)]
Contact = Annotated[NonEmpty, AfterValidator(_contact)]
ClockTime = Annotated[time, BeforeValidator(_clock_time)]
Days = Annotated[frozenset[int], BeforeValidator(_days)]
