"""Keeps feeds, the poll log, and the articles that polls bring."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, and_, func, insert, select, update

from monitor.core.digest import Sight
from monitor.core.model import Arrival, Entry, Feed, FeedId, FeedStatus, PollRecord, Via
from monitor.core.stories import title_key
from monitor.edges.store.tables import articles, feeds, polls, wordings

_CHUNK = 500  # SQLite's limit on bound values is 999 in old builds
_STATUS_FIELDS = (
    "source",
    "etag",
    "last_modified",
    "body_hash",
    "next_poll",
    "last_success",
    "failing_since",
    "failures",
    "state",
    "reason",
    "moved_to",
    "moving_to",
    "hold_until",
    "gap",
    "newest",
    "pace",
)


@dataclass(frozen=True, slots=True)
class SavedPoll:
    """How many articles a poll brought, and how many it changed."""

    new: int = 0
    updated: int = 0


class FeedStore:
    """What is known of feeds; each save is one transaction."""

    def __init__(self, engine: Engine) -> None:
        """Use an engine on a migrated database."""
        self._engine = engine

    def statuses(self) -> dict[FeedId, FeedStatus]:
        """Return what is remembered of every feed that was ever polled."""
        with self._engine.connect() as connection:
            return {
                FeedId(row.id): FeedStatus(**{name: getattr(row, name) for name in _STATUS_FIELDS})
                for row in connection.execute(select(feeds))
            }

    def save_poll(
        self,
        feed: Feed,
        record: PollRecord,
        status: FeedStatus,
        entries: Sequence[tuple[Entry, Arrival]],
        provenance: str,
    ) -> SavedPoll:
        """Keep what one poll saw: the status, a line of the poll log, and its new and changed articles."""
        with self._engine.begin() as connection:
            _save_status(connection, feed, status)
            saved = _save_entries(
                connection,
                feed.id,
                entries,
                record.at,
                provenance,
                partial=record.state == "truncated",
            )
            connection.execute(
                insert(polls).values(
                    feed=feed.id,
                    at=record.at,
                    state=record.state,
                    good=record.good,
                    reason=record.reason,
                    new=saved.new,
                    updated=saved.updated,
                )
            )
            return saved

    def sights(self, until: datetime) -> dict[FeedId, Sight]:
        """Return what the poll log says of each feed up to a time."""
        with self._engine.connect() as connection:
            last_good = dict(
                _moments(connection, func.max(polls.c.at), polls.c.good, polls.c.at < until)
            )
            newest = select(func.max(polls.c.id)).where(polls.c.at < until).group_by(polls.c.feed)
            sights = {}
            for row in connection.execute(select(polls).where(polls.c.id.in_(newest))):
                success = last_good.get(row.feed)
                failed = [~polls.c.good, polls.c.feed == row.feed, polls.c.at < until]
                if success:
                    failed.append(polls.c.at > success)
                since, failures = None, 0
                if not row.good:
                    count = select(func.min(polls.c.at), func.count()).where(*failed)
                    since, failures = connection.execute(count).one()
                record = PollRecord(
                    feed=FeedId(row.feed), at=row.at, state=row.state, reason=row.reason
                )
                sights[record.feed] = Sight(
                    last=record, last_success=success, failing_since=since, failures=failures
                )
            return sights

    def article_counts(self) -> Mapping[FeedId, int]:
        """Return how many articles of each feed are stored."""
        query = select(articles.c.feed, func.count()).group_by(articles.c.feed)
        with self._engine.connect() as connection:
            return {FeedId(feed): count for feed, count in connection.execute(query)}


def _moments(
    connection: Connection, moment: Any, *conditions: Any
) -> Iterable[tuple[str, datetime]]:
    return connection.execute(
        select(polls.c.feed, moment).where(*conditions).group_by(polls.c.feed)
    ).all()


def _save_status(connection: Connection, feed: Feed, status: FeedStatus) -> None:
    values = {name: getattr(status, name) for name in _STATUS_FIELDS}
    if not connection.execute(update(feeds).where(feeds.c.id == feed.id).values(values)).rowcount:
        connection.execute(insert(feeds).values(id=feed.id, **values))


def _save_entries(
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
