"""Keeps which topics articles fire, with the evidence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from monitor.core.model import Arrival, Article, ArticleId, Hit, Match, Via, WordingId
from monitor.edges.store.articles import load_articles
from monitor.edges.store.tables import articles, covered_matches, hits, ledger, matches

_CHUNK = 500
_HIT_FIELDS = ("concept", "alias", "query", "language", "field", "start", "end", "text")


class MatchStore:
    """Matches and what is still to be matched or told; each save is one transaction."""

    def __init__(self, engine: Engine) -> None:
        """Use an engine on a migrated database."""
        self._engine = engine

    def unmatched(self, revision: str, limit: int) -> list[tuple[Article, bool]]:
        """Return articles with a wording that this watchlist revision has not seen, oldest first.

        True stands beside those that an earlier revision was matched with: what is found now is found late.
        """
        query = select(articles.c.id, articles.c.matched_with).where(_unmatched(revision))
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(articles.c.id).limit(limit)).all()
            found = load_articles(connection, [ArticleId(row.id) for row in rows])
        return [(found[ArticleId(row.id)], row.matched_with is not None) for row in rows]

    def count_unmatched(self, revision: str) -> int:
        """Return how many articles wait to be matched with a watchlist revision."""
        with self._engine.connect() as connection:
            return (
                connection.scalar(
                    select(func.count()).select_from(articles).where(_unmatched(revision))
                )
                or 0
            )

    def save_matches(self, found: Iterable[tuple[Article, Sequence[Match]]], revision: str) -> int:
        """Keep the matches of articles in place of their earlier ones, and return how many hits belong to new matches.

        A topic that fired before keeps the time at which it was first hit; one that no longer fires rests.
        """
        with self._engine.begin() as connection:
            return sum(_replace(connection, chunk, revision) for chunk in _chunks(list(found)))

    def unalerted(self) -> list[tuple[Match, Article]]:
        """Return urgent matches that nobody was told of, oldest first; of one story and topic the first."""
        told, of_told = matches.alias("told"), articles.alias("of_told")
        repeated = (
            exists()
            .where(told.c.topic == matches.c.topic, told.c.alerted_at.is_not(None))
            .where(of_told.c.id == told.c.article, of_told.c.story == articles.c.story)
        )
        query = (
            select(matches)
            .join(articles, articles.c.id == matches.c.article)
            .where(matches.c.urgent, matches.c.active, matches.c.alerted_at.is_(None), ~repeated)
            .order_by(matches.c.id)
        )
        with self._engine.connect() as connection:
            found = _with_articles(connection, connection.execute(query).all())
        first = {
            (match.topic, article.story): (match, article) for match, article in reversed(found)
        }
        return [first[key] for key in reversed(first)]

    def save_alerted(self, told: Match, now: datetime) -> None:
        """Remember that somebody was told of a match."""
        with self._engine.begin() as connection:
            connection.execute(
                update(matches)
                .where(matches.c.article == told.article, matches.c.topic == told.topic)
                .values(alerted_at=now)
            )

    def rename_topics(self, renamed: Mapping[str, str]) -> None:
        """Let the matches of topics belong to their new names, where those have none of their own."""
        other = matches.alias("other")
        with self._engine.begin() as connection:
            for old, new in renamed.items():
                taken = exists().where(other.c.article == matches.c.article, other.c.topic == new)
                connection.execute(
                    update(matches).where(matches.c.topic == old, ~taken).values(topic=new)
                )

    def pairs(self) -> set[tuple[ArticleId, str]]:
        """Return (article, topic) of every match that holds."""
        query = select(matches.c.article, matches.c.topic).where(matches.c.active)
        with self._engine.connect() as connection:
            return {(ArticleId(article), topic) for article, topic in connection.execute(query)}

    def uncovered(self, digest: str, topics: Sequence[str]) -> list[tuple[Match, Article]]:
        """Return matches of topics that a scheduled digest has not covered, without a new feed's backlog."""
        covered = exists().where(
            covered_matches.c.digest == digest, covered_matches.c.match == matches.c.id
        )
        first = select(ledger.c.first_match).where(ledger.c.digest == digest).scalar_subquery()
        return self._found(and_(matches.c.id > first, ~covered), topics, history=False)

    def first_hit_between(
        self, since: datetime, until: datetime, topics: Sequence[str], *, history: bool
    ) -> list[tuple[Match, Article]]:
        """Return matches first hit at or after `since` and before `until`, with their articles.

        With `history` also those of a new feed's backlog, which enters no digest by itself.
        """
        return self._found(
            and_(matches.c.first_hit >= since, matches.c.first_hit < until), topics, history=history
        )

    def _found(
        self, condition: Any, topics: Sequence[str], *, history: bool
    ) -> list[tuple[Match, Article]]:
        query = (
            select(matches)
            .join(articles, articles.c.id == matches.c.article)
            .where(condition, matches.c.active, matches.c.topic.in_(topics))
            .order_by(matches.c.id)
        )
        if not history:
            query = query.where(articles.c.arrival != Arrival.BACKLOG.value)
        with self._engine.connect() as connection:
            return _with_articles(connection, connection.execute(query).all())

    def of_article(self, number: ArticleId) -> list[Match]:
        """Return the matches of one article."""
        with self._engine.connect() as connection:
            own = select(matches).where(matches.c.article == number, matches.c.active)
            rows = connection.execute(own).all()
            return [match for match, _ in _with_articles(connection, rows)]


def _unmatched(revision: str) -> Any:
    # written as ranges, because an index serves them and not "<>"
    column = articles.c.matched_with
    return or_(column.is_(None), column < revision, column > revision)


def _replace(
    connection: Connection, found: list[tuple[Article, Sequence[Match]]], revision: str
) -> int:
    """Replace the hits of some articles, in a few statements for all of them; a match is never forgotten.

    One that does not fire now rests, so that it is not news when it fires again.
    """
    ids = [article.id for article, _ in found]
    again = select(articles.c.id).where(articles.c.id.in_(ids), articles.c.matched_with == "")
    retranslated = set(connection.scalars(again))
    stored = select(matches).where(matches.c.article.in_(ids))
    before = {(row.article, row.topic): row for row in connection.execute(stored)}
    fired = {(match.article, match.topic): match for _, own in found for match in own}
    connection.execute(delete(hits).where(hits.c.match.in_([row.id for row in before.values()])))
    new = [match for key, match in fired.items() if key not in before]
    numbers = {key: row.id for key, row in before.items()}
    if new:
        statement = insert(matches).returning(matches.c.id, sort_by_parameter_order=True)
        made = connection.scalars(statement, [_match_values(match) for match in new]).all()
        numbers |= {
            (match.article, match.topic): number for match, number in zip(new, made, strict=True)
        }
    for key, row in before.items():
        match = fired.get(key)
        # what an earlier translation fired is owed to its reader, though a better one does not say it
        owed = row.active and row.via == Via.TRANSLATION.value and row.article in retranslated
        values = {
            "active": match is not None or owed,
            "via": match.via.value if match else row.via,
        }
        if values != {"active": row.active, "via": row.via}:
            connection.execute(update(matches).where(matches.c.id == row.id).values(values))
    rows = [_hit_values(numbers[key], hit) for key, match in fired.items() for hit in match.hits]
    if rows:
        connection.execute(insert(hits), rows)
    connection.execute(update(articles).where(articles.c.id.in_(ids)).values(matched_with=revision))
    return sum(len(match.hits) for match in new)


def _chunks(
    found: list[tuple[Article, Sequence[Match]]],
) -> Iterator[list[tuple[Article, Sequence[Match]]]]:
    return (found[start : start + _CHUNK] for start in range(0, len(found), _CHUNK))


def _match_values(match: Match) -> dict[str, Any]:
    return {
        "article": match.article,
        "topic": match.topic,
        "via": match.via.value,
        "first_hit": match.first_hit,
        "active": True,
        "urgent": match.urgent,
        "late": match.late,
    }


def _hit_values(match: int, hit: Hit) -> dict[str, Any]:
    values = {name: getattr(hit, name) for name in _HIT_FIELDS}
    return values | {"match": match, "wording": hit.wording, "via": hit.via.value}


def _with_articles(connection: Connection, rows: Sequence[Row[Any]]) -> list[tuple[Match, Article]]:
    by_match: dict[int, list[Hit]] = {}
    numbers = [row.id for row in rows]
    for start in range(0, len(numbers), _CHUNK):
        query = (
            select(hits)
            .where(hits.c.match.in_(numbers[start : start + _CHUNK]))
            .order_by(hits.c.id)
        )
        for row in connection.execute(query):
            by_match.setdefault(row.match, []).append(_hit(row))
    found = load_articles(connection, list({ArticleId(row.article) for row in rows}))
    return [(_match(row, by_match.get(row.id, [])), found[ArticleId(row.article)]) for row in rows]


def _match(row: Row[Any], evidence: list[Hit]) -> Match:
    return Match(
        article=ArticleId(row.article),
        topic=row.topic,
        via=Via(row.via),
        first_hit=row.first_hit,
        hits=tuple(evidence),
        urgent=row.urgent,
        late=row.late,
    )


def _hit(row: Row[Any]) -> Hit:
    values = {name: getattr(row, name) for name in _HIT_FIELDS}
    return Hit(wording=WordingId(row.wording), via=Via(row.via), **values)
