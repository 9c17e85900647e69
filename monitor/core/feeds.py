"""Turns the bytes of a feed into entries: total, no bytes may raise."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import feedparser

from monitor.core.charset import Decoded, decode
from monitor.core.dates import parse_date
from monitor.core.entries import Declared, RawEntry, make_entries
from monitor.core.jsonfeed import read_json_feed
from monitor.core.language import GuessLanguage
from monitor.core.model import Parsed, PlainText
from monitor.core.outcomes import Fetched
from monitor.core.text import from_markup, one_line, unescaped

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|(\d{1,8}));?", re.IGNORECASE)
_HTML_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_CHALLENGE = re.compile(
    r"just a moment|checking your browser|captcha|challenge-platform|cf-chl", re.I
)
_LOGIN = re.compile(r"""type\s*=\s*["']?password""", re.IGNORECASE)
_ROOT = re.compile(r"<((?:\w+:)?(?:rss|feed|rdf))[\s>]", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
_MARKUP_TYPES = ("text/html", "application/xhtml+xml")
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
_LONGEST_PACE = timedelta(days=365)


def parse_feed(fetched: Fetched, *, guess: GuessLanguage | None = None) -> Parsed:
    """Return the entries of a document, each identity once, in the order of the feed.

    What is no feed gives a failure with its state and the reason: "not-a-feed", "garbled" (no encoding makes text
    of it), "truncated" (with the entries that are whole). `guess` is asked for languages that no rule tells.
    """
    if not fetched.body.strip():
        return Parsed(failure=_nothing(fetched))
    decoded = decode(
        fetched.body,
        content_type=fetched.headers.get("content-type"),
        forced=fetched.request.feed.encoding,
    )
    text = decoded.text.removeprefix("\ufeff")
    read = _read_json if text.lstrip()[:1] == "{" else _read_xml
    parsed = replace(read(text, fetched, guess), encoding=decoded.encoding, why=decoded.why)
    return _judged(parsed, decoded, fetched)


def _judged(parsed: Parsed, decoded: Decoded, fetched: Fetched) -> Parsed:
    """Return what was read without what must not be believed."""
    if parsed.failure and parsed.failure[0] != "truncated":
        return parsed
    if decoded.garbled:
        reason = (
            f"no encoding makes readable text of it; best was {decoded.encoding} ({decoded.why})"
        )
        return replace(parsed, entries=(), failure=("garbled", reason))
    if not fetched.complete and parsed.failure is None:
        return replace(parsed, failure=("truncated", "the server broke off its answer"))
    return parsed


def _nothing(fetched: Fetched) -> tuple[str, str]:
    if not fetched.complete:
        return "truncated", "the server broke off its answer before anything of the document came"
    return "not-a-feed", "the answer was empty"


def _read_json(text: str, fetched: Fetched, guess: GuessLanguage | None) -> Parsed:
    found = read_json_feed(text)
    if isinstance(found, str):
        cut = not fetched.complete or ("jsonfeed.org/version" in text and "broken" in found)
        return Parsed(failure=("truncated" if cut else "not-a-feed", found))
    entries, declared, title = found
    return Parsed(entries=make_entries(entries, fetched, declared, guess), title=title)


def _read_xml(text: str, fetched: Fetched, guess: GuessLanguage | None) -> Parsed:
    text = _REFERENCE.sub(_without_surrogates, _XML_DECLARATION.sub("", text))
    try:
        # feedparser's own guesses about encodings are wrong for everyday Japanese feeds: hand it UTF-8
        document = feedparser.parse(
            BytesIO(text.encode("utf-8", errors="replace")),
            # no address of its own: identities that look like relative links stay as they are when a feed moves
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (
        Exception
    ) as error:  # its own defects on broken documents: KeyError 'textinput', 'license' were seen
        reason = f"the document is broken in a way that feedparser cannot read: {error!r}"
        return Parsed(failure=("not-a-feed", one_line(reason)))
    if not document.get("version") and not document.entries:
        return Parsed(failure=("not-a-feed", _what_instead(text)))
    failure, whole = _cut(text, len(document.entries))
    feed = document.feed
    dates = [feed.get(name) for name in ("published", "updated") if dict.get(feed, name)]
    declared = Declared(
        language=str(feed.get("language") or "") or None, date=str(dates[0]) if dates else None
    )
    raw = [_raw(entry) for entry in document.entries[:whole]]
    return Parsed(
        entries=make_entries(raw, fetched, declared, guess),
        title=one_line(from_markup(str(feed.get("title") or ""))),
        notes=_notes(document, raw),
        pace=_pace(feed),
        failure=failure,
    )


def _without_surrogates(reference: re.Match[str]) -> str:
    """Return a numeric character reference, or "" for half a character: feedparser fails on it (XML 1.0, 4.1)."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return "" if 0xD800 <= number <= 0xDFFF else reference[0]


def _cut(text: str, entries: int) -> tuple[tuple[str, str] | None, int]:
    """Return a failure if a document has no end, and how many of its entries are whole."""
    root = _ROOT.search(text)
    if root is None or re.search(
        rf"</{re.escape(root[1])}\s*>|<{re.escape(root[1])}[^<>]*/>", text, re.I
    ):
        return None, entries
    pieces = _ENTRY_END.split(text)
    whole = min(entries, len(pieces) - 1 + _is_known_by_then(pieces))
    return ("truncated", f"the document ends before </{root[1]}>"), whole


def _is_known_by_then(pieces: list[str]) -> bool:
    """Tell whether the entry in which a document was cut has its headline and its identity: the rest comes later.

    An identity that is still to come would make another article of it.
    """
    head, tail = "".join(pieces[:-1][-2:]).lower(), pieces[-1].lower()
    if "</title" not in tail:
        return False
    if "</guid" in tail or "</id>" in tail or "rdf:about" in tail:
        return True
    return (
        "</guid" not in head
        and "</id>" not in head
        and "rdf:about" not in head
        and "</link" in tail
    )


def _notes(document: Any, entries: list[RawEntry]) -> tuple[str, ...]:
    """Return what the parser complained of, and what could not be read, in one line each."""
    notes: list[str] = []
    if document.get("bozo") and (error := document.get("bozo_exception")):
        notes.append(one_line(f"not well-formed, read leniently: {error}"))
    if blank := sum(not entry.is_readable for entry in entries):
        notes.append(f"entries with neither words nor a link, left out: {blank}")
    return tuple(notes)


def _pace(feed: Any) -> timedelta | None:
    """Return the interval that a feed asks for: <ttl> in minutes (RSS 2.0), or the syndication module of RSS 1.0."""
    intervals = []
    if (minutes := _number(feed.get("ttl"))) is not None:
        intervals.append(timedelta(minutes=minutes))
    period = _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    if period:
        intervals.append(
            timedelta(hours=period / max(_number(feed.get("sy_updatefrequency")) or 1, 1))
        )
    return min(max(intervals), _LONGEST_PACE) if intervals else None


def _number(text: Any) -> int | None:
    match = re.fullmatch(r"\s*(\d{1,6})\s*", str(text or ""), re.ASCII)
    return int(match[1]) if match else None


def _what_instead(text: str) -> str:
    if not _HTML_PAGE.search(text[:4096]):
        return "the document is not RSS, RDF, Atom or JSON Feed"
    if _CHALLENGE.search(text):
        return (
            "the address gives an HTML page that wants to know whether a person asks (a challenge)"
        )
    if _LOGIN.search(text):
        return "the address gives an HTML page with a login"
    return "the address gives an HTML page, not a feed"


def _raw(raw: Any) -> RawEntry:
    # asked through dict, because feedparser gives "published" for a missing "updated", and warns
    dates = [(name, dict.get(raw, name)) for name in ("published", "updated")]
    return RawEntry(
        identity=str(raw.get("id") or ""),
        link=str(raw.get("link") or ""),
        title=_title(raw),
        body=_body(raw),
        dates=tuple((name, str(text)) for name, text in dates if text),
        fallback=lambda name: _as_feedparser_reads(
            dict.get(raw, f"{name}_parsed"), str(dict.get(raw, name))
        ),
    )


def _as_feedparser_reads(parsed: Any, text: str) -> datetime | None:
    """Return the time that feedparser found in a form that we do not read, such as Korean dates.

    What it cannot read it fills in (the day becomes the first, the time midnight): they must stand in the text.
    """
    try:
        year, month, day, hour, minute, second = parsed[:6]
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (TypeError, ValueError):
        return None
    digits = re.findall(r"\d+", text)
    timeless = ":" in text and not (hour or minute)
    if str(year) not in digits or f"{day:02}" not in re.findall(r"\d{2}", text) or timeless:
        return None
    return parse_date(moment.isoformat(), naive_zone=UTC)


def _title(raw: Any) -> PlainText:
    detail = raw.get("title_detail") or {}
    value = str(detail.get("value") or raw.get("title") or "")
    if detail.get("type") in _MARKUP_TYPES:
        return one_line(from_markup(value))
    return one_line(unescaped(value))


def _body(raw: Any) -> PlainText:
    """Return the longest text among content and summary: some feeds put only a picture into one of them."""
    return max((from_markup(str(value)) for value in _bodies(raw)), key=len, default=PlainText(""))


def _bodies(raw: Any) -> Iterator[Any]:
    for content in raw.get("content") or ():
        if str(content.get("type") or "text/html").startswith(("text/", "application/xhtml")):
            yield content.get("value") or ""
    yield raw.get("summary") or ""
