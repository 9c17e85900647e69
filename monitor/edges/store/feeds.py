"""Keeps feeds, the poll log, and the articles that polls bring."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update

from monitor.core.digest import Sight
from monitor.core.model import Arrival, Entry, Feed, FeedId, FeedStatus, PollRecord
from monitor.edges.store.entries import SavedPoll, save_entries
from monitor.edges.store.tables import articles, feeds, polls

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
            saved = save_entries(
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
