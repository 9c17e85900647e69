"""Decides what a reader sees of a digest: the same lines for terminal, mail and HTML."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.core.dates import is_ahead
from monitor.core.documents import (
    ArticleDocument,
    BlindDocument,
    CoverageDocument,
    DigestDocument,
    HitDocument,
    StoryDocument,
    read_timestamp,
)

_ENGINE_LABELS = {
    "gloss": "gloss (dictionary)",
    "argos": "Argos",
    "libretranslate": "LibreTranslate",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `hit` when a watched name stands in it."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A title in one language, cut where watched names begin and end."""

    language: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Return the whole title."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """One article of a story: which feed, when, and where to read it."""

    id: str
    feed: str
    when: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """One story: what to read first, its original below, its sources, why it is here, and what makes it doubtful.

    `original` is None when the first line is the original; `translated` says by what, and what is to be said of it, and is then
    None too. `why` names what was found, and where.
    """

    first: Headline
    original: Headline | None
    translated: str | None
    suspect: bool
    sources: tuple[SourceView, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
    """A topic with its stories; `repeated` says how many more are shown under an earlier topic."""

    name: str
    priority: str
    stories: tuple[StoryView, ...]
    repeated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """A digest as lines to show; `summary` says how much was found, `coverage` what could be seen.

    `blind` are the feeds that could not be seen, `silent` those that said nothing, a line each.
    """

    name: str
    period: str
    summary: str
    coverage: str
    blind: tuple[str, ...]
    silent: tuple[str, ...]
    topics: tuple[TopicView, ...]


def view_digest(
    document: DigestDocument, *, feed_names: Mapping[str, str], zone: ZoneInfo
) -> DigestView:
    """Return a digest for a reader in a zone; a story under several topics is shown in full under the first."""
    shown: set[str] = set()
    topics = []
    for topic in document["topics"]:
        fresh = [story for story in topic["stories"] if story["id"] not in shown]
        shown.update(story["id"] for story in fresh)
        topics.append(
            TopicView(
                name=topic["name"],
                priority=topic["priority"],
                stories=tuple(view_story(story, feed_names, zone) for story in fresh),
                repeated=len(topic["stories"]) - len(fresh),
            )
        )
    coverage = document["coverage"]
    since, until = (show_time(document[key], zone) for key in ("since", "until"))
    return DigestView(
        name=document["name"],
        period=f"{since} to {until} ({zone.key})",
        summary=_summary(len(shown), document),
        coverage=f"{coverage['seen']} of {coverage['feeds']} feeds seen{_problems(coverage)}",
        blind=tuple(_told(blind, feed_names, zone) for blind in coverage["blind"]),
        silent=tuple(_told(silent, feed_names, zone) for silent in coverage.get("silent", [])),
        topics=tuple(topics),
    )


def view_story(story: StoryDocument, feed_names: Mapping[str, str], zone: ZoneInfo) -> StoryView:
    """Return a story as its reader sees it: the headline of its first article, and all its sources."""
    article = story["articles"][0]
    original = Headline(
        language=article["language"],
        pieces=highlight(article["title"], _title_hits(article, "original")),
    )
    translation = article["translation"]
    translated = translation and Headline(
        language=translation["language"],
        pieces=highlight(translation["title"], _title_hits(article, "translation")),
    )
    return StoryView(
        first=translated or original,
        original=original if translated else None,
        translated=translation
        and translation_remark(
            translation["engine"], translation["suspect"], translation.get("notes", [])
        ),
        suspect=bool(translation and translation["suspect"]),
        sources=tuple(
            SourceView(
                id=a["id"],
                feed=feed_names.get(a["feed"], a["feed"]),
                when=show_published(
                    a["published"],
                    a.get("published_from", ""),
                    first_seen=a.get("first_seen"),
                    zone=zone,
                ),
                url=a["url"],
            )
            for a in story["articles"]
        ),
        why=_late(story) + _why([hit for a in story["articles"] for hit in a["hits"]]),
    )


def translation_remark(engine: str | None, suspect: Sequence[str], notes: Sequence[str]) -> str:
    """Return a line on a translation: who made it, what makes it doubtful, what else a reader should know."""
    return (
        f"translated by {_ENGINE_LABELS.get(engine or '', engine)}"
        + (f"; doubtful: {', '.join(suspect)}" if suspect else "")
        + (f"; note: {', '.join(notes)}" if notes else "")
    )


def show_time(moment: str | datetime | None, zone: ZoneInfo) -> str:
    """Return a time in the reader's zone to the minute, or "no date"."""
    if moment is None:
        return "no date"
    return _moment(moment).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def show_published(
    published: str | datetime | None,
    source: str,
    *,
    first_seen: str | datetime | None,
    zone: ZoneInfo,
) -> str:
    """Return when an article came out, and how far that is to be believed.

    Without a date it is when it was first seen; a date in the future is shown as such.
    """
    if published is None:
        return f"first seen {show_time(first_seen, zone)}" if first_seen else "no date"
    shown = show_time(published, zone)
    if source == "http":
        return f"about {shown}"
    if first_seen and is_ahead(_moment(published), _moment(first_seen)):
        return f"first seen {show_time(first_seen, zone)} (dated {shown})"
    return shown


def _moment(moment: str | datetime) -> datetime:
    return read_timestamp(moment) if isinstance(moment, str) else moment


def _told(feed: BlindDocument, feed_names: Mapping[str, str], zone: ZoneInfo) -> str:
    """Return a line on a feed that could not be seen, or said nothing."""
    return (
        f"{feed_names.get(feed['feed'], feed['feed'])}: {feed['state']}"
        + (f" since {show_time(feed['since'], zone)}" if feed["since"] else "")
        + (f" ({feed['reason']})" if feed["reason"] else "")
    )


def highlight(text: str, hits: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """Cut a text where hits begin and end; overlapping hits become one."""
    pieces: list[Piece] = []
    position = 0
    for start, end in sorted(hits):
        if end <= position:
            continue
        start = max(start, position)
        if start > position:
            pieces.append(Piece(text[position:start]))
        pieces.append(Piece(text[start:end], hit=True))
        position = end
    if position < len(text):
        pieces.append(Piece(text[position:]))
    return tuple(pieces)


def _summary(stories: int, document: DigestDocument) -> str:
    if not stories:
        return "Nothing matched."
    articles = {a["id"]: a for t in document["topics"] for s in t["stories"] for a in s["articles"]}
    translations = [a["translation"] for a in articles.values() if a["translation"]]
    doubtful = sum(bool(translation["suspect"]) for translation in translations)
    return (
        f"{_count(stories, 'story', 'stories')} from {_count(len(articles), 'article', 'articles')}"
        + (f"; {_count(doubtful, 'translation', 'translations')} doubtful" if doubtful else "")
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _title_hits(article: ArticleDocument, via: str) -> list[tuple[int, int]]:
    return [
        (h["start"], h["end"]) for h in article["hits"] if h["field"] == "title" and h["via"] == via
    ]


def _problems(coverage: CoverageDocument) -> str:
    """Say that the digest was made with an older watchlist than the user wrote."""
    if not coverage.get("problems"):
        return ""
    return (
        "; your edit of watchlist.toml is not in force, because it has mistakes (`monitor check`)"
    )


def _late(story: StoryDocument) -> str:
    """Say that a story is here only because the watchlist changed, or its translation."""
    late = all(article.get("found_late") for article in story["articles"])
    return "found late, when the watchlist or the translation changed; " if late else ""


def _why(hits: list[HitDocument]) -> str:
    """Say for each concept or word in which forms it was found: in the original, else in the translation only."""
    forms: dict[str, dict[str, None]] = {}
    for key, group in itertools.groupby(sorted(hits, key=_key), _key):
        own = list(group)
        shown = [hit for hit in own if hit["via"] == "original"] or own
        in_title = {hit["text"] for hit in shown if hit["field"] == "title"}
        for hit in sorted(shown, key=lambda hit: hit["field"] != "title"):
            where = [] if hit["text"] in in_title else ["body"]
            where += ["translation"] if hit["via"] == "translation" else []
            forms.setdefault(key, {})[
                hit["text"] + (f" ({' of the '.join(where)})" if where else "")
            ] = None
    found = " · ".join(f"{key}: {', '.join(texts)}" for key, texts in forms.items())
    return (
        f"matched {found}"
        if found
        else "matched every article of this feed, or an earlier translation"
    )


def _key(hit: HitDocument) -> str:
    return hit["concept"] or hit["query"] or ""
