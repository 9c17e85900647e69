"""Keeps the entries of a document: as new articles, as revisions of those that it changed, or not at all."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, select, update

from monitor.core.model import Arrival, Entry, FeedId, Via
from monitor.core.stories import title_key
from monitor.edges.store.tables import articles, wordings

_CHUNK = 500  # SQLite's limit on bound values is 999 in old builds


@dataclass(frozen=True, slots=True)
class SavedPoll:
    """How many articles a poll brought, and how many it changed."""

    new: int = 0
    updated: int = 0


def save_entries(
    connection: Connection,
    feed: FeedId,
    entries: Sequence[tuple[Entry, Arrival]],
    now: datetime,
    provenance: str,
    *,
    partial: bool,
) -> SavedPoll:
    """Keep new entries and changed ones; of a partial document none counts as changed: it may be cut."""
    known = _known(
        connection,
        feed,
        [name for entry, _ in entries for name in (entry.entry_id, entry.other_id)],
    )
    new, changed, claimed = [], [], set[int]()
    for entry, arrival in entries:
        row = _row_of(entry, known, claimed)
        if row is None:
            new.append((entry, arrival))
            continue
        claimed.add(row.id)
        if row.content_hash != _content_hash(entry) and not partial:
            changed.append((entry, row))
    if new:
        _insert(connection, feed, new, now, provenance)
    for entry, row in changed:
        _revise(connection, entry, row, now, provenance)
    return SavedPoll(len(new), len(changed))


def _row_of(entry: Entry, known: dict[str, Any], claimed: set[int]) -> Any:
    """Return the article that an entry is, or None for a new one; each article is one entry of a document.

    Where a feed uses one identity for several entries, the one with the same headline (or link, if that is not all
    that it is known by) comes before the one that had the identity first.
    """
    found = [known.get(name) for name in (entry.entry_id, entry.other_id)]
    free = [row for row in found if row is not None and row.id not in claimed]
    for row in free:
        same_link = not entry.by_link and entry.url and row.url == entry.url
        if row.title == entry.title or same_link:
            return row
    return next((row for row in free if row.entry_id == entry.entry_id), None)


def _known(connection: Connection, feed: FeedId, entry_ids: list[str]) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for start in range(0, len(entry_ids), _CHUNK):
        chunk = entry_ids[start : start + _CHUNK]
        query = select(
            articles.c.id,
            articles.c.entry_id,
            articles.c.content_hash,
            articles.c.revision,
            articles.c.url,
            wordings.c.title,
        ).join(
            wordings,
            and_(
                wordings.c.article == articles.c.id,
                wordings.c.revision == articles.c.revision,
                wordings.c.via == Via.ORIGINAL.value,
            ),
        )
        for row in connection.execute(
            query.where(articles.c.feed == feed, articles.c.entry_id.in_(chunk))
        ):
            known[row.entry_id] = row
    return known


def _insert(
    connection: Connection,
    feed: FeedId,
    new: list[tuple[Entry, Arrival]],
    now: datetime,
    provenance: str,
) -> None:
    ids = connection.scalars(
        insert(articles).returning(articles.c.id, sort_by_parameter_order=True),
        [
            {
                "feed": feed,
                "entry_id": entry.entry_id,
                "url": entry.url,
                "canonical_url": entry.canonical_url,
                "title_key": title_key(entry.title),
                "published": entry.published,
                "published_from": entry.published_from,
                "first_seen": now,
                "arrival": arrival.value,
                "revision": 1,
                "content_hash": _content_hash(entry),
                "translation_attempts": 0,
            }
            for entry, arrival in new
        ],
    ).all()
    connection.execute(
        insert(wordings),
        [
            _wording(article, 1, entry, now, provenance)
            for article, (entry, _) in zip(ids, new, strict=True)
        ],
    )


def _revise(
    connection: Connection, entry: Entry, row: Row[Any], now: datetime, provenance: str
) -> None:
    """Store a changed headline or body as a new revision of the same article, to be matched and translated anew."""
    connection.execute(
        update(articles)
        .where(articles.c.id == row.id)
        .values(
            revision=row.revision + 1,
            content_hash=_content_hash(entry),
            url=entry.url,
            canonical_url=entry.canonical_url,
            title_key=title_key(entry.title),
            matched_with=None,
            translated_with=None,
            translation_attempts=0,
            translation_error=None,
        )
    )
    wording = _wording(row.id, row.revision + 1, entry, now, provenance)
    connection.execute(insert(wordings).values(wording))


def _wording(
    article: int, revision: int, entry: Entry, now: datetime, provenance: str
) -> dict[str, Any]:
    return {
        "article": article,
        "revision": revision,
        "via": Via.ORIGINAL.value,
        "language": entry.language,
        "title": entry.title,
        "body": entry.body,
        "suspect": [],
        "made_at": now,
        "provenance": provenance,
    }


def _content_hash(entry: Entry) -> str:
    return hashlib.blake2b(f"{entry.title}\0{entry.body}".encode(), digest_size=16).hexdigest()
