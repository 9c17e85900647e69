"""Turns the bytes of a feed into entries: total, no bytes may raise."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timezone
from io import BytesIO
from typing import Any

import feedparser

from monitor.core.charset import decode
from monitor.core.dates import JAPAN, parse_date
from monitor.core.language import detect_language
from monitor.core.links import canonical_link, safe_link
from monitor.core.model import Entry, Fetched, Parsed, PlainText
from monitor.core.text import from_markup, one_line, unescaped

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HTML_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_MARKUP_TYPES = ("text/html", "application/xhtml+xml")


def body_hash(body: bytes) -> str:
    """Return a short fingerprint of a document, by which an unchanged one is not parsed again."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def parse_feed(fetched: Fetched, *, now: datetime) -> Parsed:
    """Return the entries of a document, each identity once, in the order of the feed.

    What is no feed gives a failure with its state ("not-a-feed", "empty-body") and the reason.
    """
    if not fetched.body.strip():
        return Parsed(failure=("not-a-feed", "the answer was empty"))
    feed = fetched.request.feed
    decoded = decode(fetched.body, content_type=fetched.content_type, forced=feed.encoding)
    # feedparser's own guesses about encodings are wrong for everyday Japanese feeds: hand it UTF-8
    text = _XML_DECLARATION.sub("", decoded.text.removeprefix("\ufeff"))
    document = feedparser.parse(
        BytesIO(text.encode("utf-8", errors="replace")),
        # no address of its own: identities that look like relative links stay as they are when a feed moves
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not document.get("version") and not document.entries:
        return Parsed(encoding=decoded.encoding, failure=("not-a-feed", _what_instead(text)))
    declared = str(document.feed.get("language") or "") or None
    reader = _EntryReader(fetched, declared, now)
    read = [entry for raw in document.entries if (entry := reader.read(raw)) is not None]
    return Parsed(entries=_distinct(read), encoding=decoded.encoding)


def _distinct(entries: list[Entry]) -> tuple[Entry, ...]:
    """Return each entry once; several with one identity are told apart by their titles, where that is no update.

    An identity of its own with the same link is an update, of which the first stands for the article. A link alone
    is a weak identity: some sites announce everything on one page.
    """
    titles: dict[str, set[str]] = {}
    links: dict[str, set[str]] = {}
    for entry in entries:
        titles.setdefault(entry.entry_id, set()).add(entry.title)
        links.setdefault(entry.entry_id, set()).add(entry.url)
    distinct: dict[str, Entry] = {}
    for entry in entries:
        weak = entry.entry_id == entry.url or len(links[entry.entry_id]) > 1
        if weak and len(titles[entry.entry_id]) > 1:
            entry = replace(entry, entry_id=entry.other_id, other_id=entry.entry_id)
        distinct.setdefault(entry.entry_id, entry)
    return tuple(distinct.values())


def _what_instead(text: str) -> str:
    if _HTML_PAGE.search(text[:4096]):
        return (
            "the address gives an HTML page, not a feed (a moved feed, a login or a challenge page)"
        )
    if text.lstrip()[:1] == "{":
        return "the document is JSON; only RSS, RDF and Atom are read"
    return "the document is not RSS, RDF or Atom"


class _EntryReader:
    """Reads entries of one document; holds what is the same for all of them."""

    def __init__(self, fetched: Fetched, declared: str | None, now: datetime) -> None:
        self._base = fetched.url
        self._configured = fetched.request.feed.language
        self._declared = declared
        self._now = now

    def read(self, raw: Any) -> Entry | None:
        """Return one entry, or None if it has neither identity nor words."""
        title = _title(raw)
        body = _body(raw)
        link = safe_link(str(raw.get("link") or ""), self._base)
        identity = one_line(str(raw.get("id") or "")) or link or _hashed(title, body)
        if not (title or body):
            return None
        language = detect_language(
            f"{title}\n{body}", configured=self._configured, declared=self._declared
        )
        zone = JAPAN if language == "ja" else UTC
        published, source = self._when(raw, zone)
        return Entry(
            entry_id=identity,
            other_id=f"{identity}#{_hashed(title, '')}",
            url=link,
            canonical_url=canonical_link(link),
            language=language,
            title=title or one_line(body[:120]),
            body=body,
            published=published,
            published_from=source,
        )

    def _when(self, raw: Any, zone: timezone) -> tuple[datetime | None, str]:
        for name in ("published", "updated"):
            # asked so, because feedparser gives "published" for a missing "updated", and warns
            if text := dict.get(raw, name):
                moment = parse_date(str(text), naive_zone=zone, now=self._now)
                moment = moment or self._as_feedparser_reads(
                    dict.get(raw, f"{name}_parsed"), str(text)
                )
                if moment:
                    return moment, name
        return None, "seen"

    def _as_feedparser_reads(self, parsed: Any, text: str) -> datetime | None:
        """Return the time that feedparser found in a form that we do not read, such as Korean dates.

        What it cannot read it fills in (the day becomes the first): the day must stand in the text.
        """
        try:
            year, month, day, hour, minute, second = parsed[:6]
            moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        except (TypeError, ValueError):
            return None
        if f"{day:02}" not in re.findall(r"\d{2}", text):
            return None
        return parse_date(moment.isoformat(), naive_zone=UTC, now=self._now)


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


def _hashed(title: str, body: str) -> str:
    return "hash:" + body_hash(f"{title}\n{body}".encode("utf-8", errors="replace"))
