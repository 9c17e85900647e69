"""Reads articles with their wordings, and keeps stories."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)

from monitor.core.model import (
    Arrival,
    Article,
    ArticleId,
    FeedId,
    PlainText,
    StoryId,
    Via,
    Wording,
    WordingId,
)
from monitor.core.stories import WINDOW, StoryCandidate
from monitor.edges.store.notes import note, save_note
from monitor.edges.store.tables import articles, wordings

_CHUNK = 500


class ArticleStore:
    """Articles and what stages still have to do with them; each save is one transaction."""

    def __init__(self, engine: Engine) -> None:
        """Use an engine on a migrated database."""
        self._engine = engine

    def load(self, ids: Sequence[ArticleId]) -> list[Article]:
        """Return articles in the order of their ids given; those that do not exist are left out."""
        with self._engine.connect() as connection:
            found = load_articles(connection, ids)
        return [found[number] for number in ids if number in found]

    def after(self, number: ArticleId, limit: int) -> list[Article]:
        """Return the articles that were stored next after one, in their order."""
        query = select(articles.c.id).where(articles.c.id > number).order_by(articles.c.id)
        with self._engine.connect() as connection:
            ids = [ArticleId(own) for own in connection.scalars(query.limit(limit))]
            found = load_articles(connection, ids)
        return [found[own] for own in ids]

    def count(self) -> int:
        """Return how many articles are stored."""
        with self._engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(articles)) or 0

    def earlier_wordings(self, number: ArticleId) -> list[Wording]:
        """Return what an article's feed wrote before it changed it, the first one first."""
        query = (
            select(wordings)
            .join(articles, wordings.c.article == articles.c.id)
            .where(
                articles.c.id == number,
                wordings.c.via == Via.ORIGINAL.value,
                wordings.c.revision < articles.c.revision,
            )
            .order_by(wordings.c.revision)
        )
        with self._engine.connect() as connection:
            return [_wording(row) for row in connection.execute(query)]

    def ungrouped(self, limit: int) -> tuple[list[StoryCandidate], list[StoryCandidate]]:
        """Return articles without a story, oldest first, and those with one that they could repeat."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(articles)
                .where(articles.c.story.is_(None))
                .order_by(articles.c.id)
                .limit(limit)
            ).all()
            new = [_candidate(row) for row in rows]
            known: dict[int, StoryCandidate] = {}
            for start in range(0, len(new), _CHUNK):
                for row in connection.execute(_could_be_repeated(new[start : start + _CHUNK])):
                    known[row.id] = _candidate(row)
        return new, list(known.values())

    def save_stories(self, stories: Mapping[ArticleId, StoryId]) -> None:
        """Keep the story of each article."""
        rows = [{"number": article, "of": story} for article, story in stories.items()]
        with self._engine.begin() as connection:
            if rows:
                statement = update(articles).where(articles.c.id == bindparam("number"))
                connection.execute(statement.values(story=bindparam("of")), rows)

    def note(self, name: str) -> str | None:
        """Return a small fact that an earlier run left, or None."""
        return note(self._engine, name)

    def save_note(self, name: str, value: str) -> None:
        """Leave a small fact for later runs."""
        save_note(self._engine, name, value)


def load_articles(connection: Connection, ids: Sequence[ArticleId]) -> dict[ArticleId, Article]:
    """Return articles by id with the wordings of their present revision, the original first."""
    found: dict[ArticleId, tuple[Row[Any], list[Wording]]] = {}
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        for row in connection.execute(select(articles).where(articles.c.id.in_(chunk))):
            found[ArticleId(row.id)] = (row, [])
        query = (
            select(wordings)
            .join(
                articles,
                and_(
                    wordings.c.article == articles.c.id, wordings.c.revision == articles.c.revision
                ),
            )
            .where(wordings.c.article.in_(chunk))
            .order_by(wordings.c.via, wordings.c.id)  # "original" sorts before "translation"
        )
        for row in connection.execute(query):
            found[ArticleId(row.article)][1].append(_wording(row))
    return {number: _article(row, texts) for number, (row, texts) in found.items()}


def _article(row: Row[Any], texts: list[Wording]) -> Article:
    return Article(
        id=ArticleId(row.id),
        feed=FeedId(row.feed),
        story=StoryId(row.story) if row.story is not None else None,
        url=row.url,
        published=row.published,
        published_from=row.published_from,
        first_seen=row.first_seen,
        arrival=Arrival(row.arrival),
        wordings=tuple(texts),
    )


def _wording(row: Row[Any]) -> Wording:
    return Wording(
        id=WordingId(row.id),
        via=Via(row.via),
        language=row.language,
        title=PlainText(row.title),
        body=PlainText(row.body),
        engine=row.engine,
        engine_version=row.engine_version,
        names=row.names,
        scope=row.scope,
        suspect=tuple(row.suspect),
        notes=tuple(row.notes),
        provenance=row.provenance,
        made_at=row.made_at,
    )


def _candidate(row: Row[Any]) -> StoryCandidate:
    return StoryCandidate(
        article=ArticleId(row.id),
        feed=FeedId(row.feed),
        canonical_url=row.canonical_url,
        title_key=row.title_key,
        moment=min(row.published or row.first_seen, row.first_seen),
        story=StoryId(row.story) if row.story is not None else None,
    )


def _could_be_repeated(new: list[StoryCandidate]) -> Any:
    """Select grouped articles with the link or, in the window of 48 hours, the headline of a new one."""
    links = {candidate.canonical_url for candidate in new} - {""}
    keys = {candidate.title_key for candidate in new} - {""}
    oldest = min(candidate.moment for candidate in new) - WINDOW
    same_title = and_(articles.c.title_key.in_(keys), articles.c.first_seen >= oldest)
    return select(articles).where(
        articles.c.story.is_not(None), or_(articles.c.canonical_url.in_(links), same_title)
    )
