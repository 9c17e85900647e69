"""Makes entries of what a parser found: plain text, an identity, a safe link, a language, a believable date."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from urllib.parse import unquote

from monitor.core.dates import JAPAN, parse_date, stated_zone
from monitor.core.language import GuessLanguage, detect_language, han_language
from monitor.core.links import canonical_link, safe_link
from monitor.core.model import Entry, PlainText
from monitor.core.outcomes import Fetched
from monitor.core.text import one_line

_TITLE_FROM_BODY = 120
_LARGEST_SHARE = 2  # a feed is Japanese when half of its entries are
_ONE_ZONE = ("ja", "ko")  # Korea's clocks show the same time


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """An entry as a parser found it: plain texts, and everything else as the feed wrote it.

    `dates` are pairs of a source ("published", "updated") and a text, the one to believe first; `fallback` reads a
    date that we cannot.
    """

    identity: str
    link: str
    title: PlainText
    body: PlainText
    dates: tuple[tuple[str, str], ...]
    language: str | None = None
    fallback: Callable[[str], datetime | None] = lambda _source: None

    @property
    def is_readable(self) -> bool:
        """Tell whether there is anything to show: words, or else a link."""
        return bool(self.title or self.body or "://" in self.link)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a document says of itself: its language, and a date of its own, from which its zone is known."""

    language: str | None = None
    date: str | None = None


def body_hash(body: bytes) -> str:
    """Return a short fingerprint of a document, by which an unchanged one is not parsed again."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def make_entries(
    raw: Iterable[RawEntry], fetched: Fetched, declared: Declared, guess: GuessLanguage | None
) -> tuple[Entry, ...]:
    """Return the entries of a document, each identity once, in the order of the feed.

    What has neither a title nor a body is called by its link; without a link it is left out.
    """
    with_words = [_named(entry) for entry in raw if entry.is_readable]
    feed = fetched.request.feed
    of_feed = han_language(f"{entry.title}\n{entry.body}" for entry in with_words)
    languages = [
        detect_language(
            f"{entry.title}\n{entry.body}",
            configured=feed.language,
            declared=entry.language or declared.language,
            feed=of_feed,
            guess=guess,
        )
        for entry in with_words
    ]
    zone = feed.timezone or _zone(feed.language, declared, languages)
    return _distinct(
        [
            _entry(entry, language, zone, fetched.url)
            for entry, language in zip(with_words, languages, strict=True)
        ]
    )


def _zone(configured: str | None, declared: Declared, languages: list[str]) -> tzinfo:
    """Return the zone of dates that say none: what the document states, else that of a Japanese (or Korean) feed."""
    if declared.date and (stated := stated_zone(declared.date)):
        return stated
    eastern = sum(language in _ONE_ZONE for language in languages)
    if configured is None:
        said = (declared.language or "").lower().startswith(_ONE_ZONE)
        return JAPAN if said or _LARGEST_SHARE * eastern >= len(languages) else UTC
    return JAPAN if configured in _ONE_ZONE else UTC


def _named(raw: RawEntry) -> RawEntry:
    if raw.title or raw.body:
        return raw
    return replace(raw, title=one_line(unquote(raw.link.partition("://")[2], errors="replace")))


def _entry(raw: RawEntry, language: str, zone: tzinfo, base: str) -> Entry:
    link = safe_link(raw.link, base)
    # a link as it is written: a relative one stays the same when the feed moves
    identity = one_line(raw.identity) or (one_line(raw.link) if link else "")
    by_link = bool(identity) and (not one_line(raw.identity) or identity == link)
    other = f"{identity}#{_hashed(raw.title if by_link else link, '')}"
    if not identity:
        identity = _hashed(raw.title or raw.body, "".join(text for _, text in raw.dates[:1]))
        other = _hashed(raw.title, raw.body)  # by which version 0.1 knew it
    published, source = _published(raw, zone)
    return Entry(
        entry_id=identity,
        other_id=other,
        by_link=by_link,
        url=link,
        canonical_url=canonical_link(link),
        language=language,
        title=raw.title or one_line(raw.body[:_TITLE_FROM_BODY]),
        body=raw.body,
        published=published,
        published_from=source,
    )


def _published(raw: RawEntry, zone: tzinfo) -> tuple[datetime | None, str]:
    for source, text in raw.dates:
        moment = parse_date(text, naive_zone=zone) or raw.fallback(source)
        if moment:
            return moment, source
    return None, "seen"


def _distinct(entries: list[Entry]) -> tuple[Entry, ...]:
    """Return each entry once; several with one identity are told apart by their other one, where that is no update.

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
        weak = entry.by_link or len(links[entry.entry_id]) > 1
        if weak and len(titles[entry.entry_id]) > 1:
            entry = replace(entry, entry_id=entry.other_id, other_id=entry.entry_id)
        distinct.setdefault(entry.entry_id, entry)
    return tuple(distinct.values())


def _hashed(title: str, rest: str) -> str:
    return "hash:" + body_hash(f"{title}\n{rest}".encode("utf-8", errors="replace"))
