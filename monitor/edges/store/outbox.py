"""Keeps digests, how far each has covered, and their deliveries: the outbox."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Engine, Row, exists, func, insert, literal, or_, select, update

from monitor.core.delivery import PENDING, SENT, Delivery
from monitor.core.documents import DigestDocument, read_timestamp
from monitor.edges.store.tables import covered_matches, deliveries, digests, ledger, matches


class Outbox:
    """Digests on their way; a digest, its place in the ledger and its deliveries are one transaction."""

    def __init__(self, engine: Engine) -> None:
        """Use an engine on a migrated database."""
        self._engine = engine

    def covered_until(self, digest: str) -> datetime | None:
        """Return up to when a digest has covered what was found, or None if it was never due."""
        with self._engine.connect() as connection:
            return connection.scalar(
                select(ledger.c.covered_until).where(ledger.c.digest == digest)
            )

    def start_ledger(self, digest: str, now: datetime) -> None:
        """Let a digest cover what is found from now on."""
        newest = select(func.coalesce(func.max(matches.c.id), 0)).scalar_subquery()
        with self._engine.begin() as connection:
            connection.execute(
                insert(ledger).values(digest=digest, covered_until=now, first_match=newest)
            )

    def post(
        self,
        document: DigestDocument,
        channels: Sequence[str],
        now: datetime,
        *,
        covered_until: datetime | None,
    ) -> None:
        """Store a digest with one delivery per channel before anything is sent.

        `covered_until` moves the ledger of a scheduled digest; None leaves it, for one that was asked for.
        """
        with self._engine.begin() as connection:
            connection.execute(
                insert(digests).values(
                    id=document["id"],
                    name=document["name"],
                    since=read_timestamp(document["since"]),
                    until=read_timestamp(document["until"]),
                    document=document,
                )
            )
            for channel in channels:
                connection.execute(
                    insert(deliveries).values(
                        digest=document["id"],
                        channel=channel,
                        state=PENDING,
                        attempts=0,
                        created=now,
                        next_try=now,
                    )
                )
            if covered_until:
                _cover(connection, document["name"], covered_until)

    def due(self, now: datetime) -> list[tuple[Delivery, DigestDocument]]:
        """Return deliveries whose next try has come, oldest first, each with what it carries."""
        query = (
            select(deliveries, digests.c.document)
            .join(digests, digests.c.id == deliveries.c.digest)
            .where(deliveries.c.state == PENDING, deliveries.c.next_try <= now)
            .order_by(deliveries.c.id)
        )
        with self._engine.connect() as connection:
            return [
                (_delivery(row), cast("DigestDocument", row.document))
                for row in connection.execute(query)
            ]

    def delivery(self, number: int) -> Delivery | None:
        """Return a delivery by its number, or None."""
        with self._engine.connect() as connection:
            row = connection.execute(select(deliveries).where(deliveries.c.id == number)).first()
        return _delivery(row) if row else None

    def deliveries(self, *, sent_at_most: int | None) -> list[Delivery]:
        """Return what waits and what failed, and of what was sent at most so many, None for all; the newest first."""
        sent = select(deliveries.c.id).where(deliveries.c.state == SENT)
        latest = sent.order_by(deliveries.c.id.desc()).limit(sent_at_most)
        query = select(deliveries).where(
            or_(deliveries.c.state != SENT, deliveries.c.id.in_(latest))
        )
        with self._engine.connect() as connection:
            return [
                _delivery(row) for row in connection.execute(query.order_by(deliveries.c.id.desc()))
            ]

    def save(self, delivery: Delivery, sent_at: datetime | None = None) -> None:
        """Keep how an attempt ended."""
        with self._engine.begin() as connection:
            connection.execute(
                update(deliveries)
                .where(deliveries.c.id == delivery.id)
                .values(
                    state=delivery.state,
                    attempts=delivery.attempts,
                    created=delivery.created,
                    error=delivery.error,
                    next_try=delivery.next_try,
                    sent_at=sent_at,
                )
            )

    def counts(self) -> dict[str, int]:
        """Return how many deliveries are in each state."""
        query = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        with self._engine.connect() as connection:
            return dict(connection.execute(query).all())

    def last_error(self) -> str | None:
        """Return why the newest delivery that waits or failed did not arrive, or None."""
        query = select(deliveries.c.error).where(
            deliveries.c.error.is_not(None), deliveries.c.sent_at.is_(None)
        )
        with self._engine.connect() as connection:
            return connection.scalar(query.order_by(deliveries.c.id.desc()).limit(1))


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        digest=row.digest,
        channel=row.channel,
        state=row.state,
        attempts=row.attempts,
        created=row.created,
        next_try=row.next_try,
        error=row.error,
    )


def _cover(connection: Connection, digest: str, until: datetime) -> None:
    """Remember that a digest has had its chance at every match that is active now, whatever its topics are."""
    connection.execute(update(ledger).where(ledger.c.digest == digest).values(covered_until=until))
    known = exists().where(
        covered_matches.c.digest == digest, covered_matches.c.match == matches.c.id
    )
    active = select(literal(digest), matches.c.id).where(matches.c.active, ~known)
    connection.execute(insert(covered_matches).from_select(["digest", "match"], active))
