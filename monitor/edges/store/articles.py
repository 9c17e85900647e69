"""Reads articles with their wordings, and keeps stories and translations."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
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
    Translated,
    Via,
    Wording,
    WordingId,
)
from monitor.core.stories import WINDOW, StoryCandidate
from monitor.edges.store.tables import articles, notes, wordings

_CHUNK = 500
_MAX_ATTEMPTS = 3


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

    def untranslated(self, into: str, languages: Iterable[str]) -> list[ArticleId]:
        """Return articles that wait for a translation, news before history and the newest first.

        Left out are those that failed three times.
        """
        news_first = case((articles.c.arrival == Arrival.BACKLOG.value, 1), else_=0)
        query = _waiting(into, languages).order_by(
            news_first, articles.c.first_seen.desc(), articles.c.id
        )
        with self._engine.connect() as connection:
            return [ArticleId(number) for number in connection.scalars(query)]

    def count_given_up(self) -> int:
        """Return how many articles' translation failed three times."""
        query = select(func.count()).where(articles.c.translation_attempts >= _MAX_ATTEMPTS)
        with self._engine.connect() as connection:
            return connection.scalar(query) or 0

    def save_translations(
        self,
        made: Sequence[tuple[Article, Translated, Translated]],
        *,
        into: str,
        engine: str,
        now: datetime,
    ) -> None:
        """Keep titles and bodies as further wordings, which are then to be matched."""
        if not made:
            return
        ids = [article.id for article, _, _ in made]
        with self._engine.begin() as connection:
            query = select(articles.c.id, articles.c.revision).where(articles.c.id.in_(ids))
            revisions = {row.id: row.revision for row in connection.execute(query)}
            connection.execute(
                insert(wordings),
                [
                    {
                        "article": article.id,
                        "revision": revisions[article.id],
                        "via": Via.TRANSLATION.value,
                        "language": into,
                        "title": title.text,
                        "body": body.text,
                        "engine": engine,
                        "suspect": sorted({*title.suspect, *body.suspect}),
                        "made_at": now,
                    }
                    for article, title, body in made
                ],
            )
            connection.execute(
                update(articles)
                .where(articles.c.id.in_(ids))
                .values(matched_with=None, translation_error=None)
            )

    def save_failed_translation(self, article: ArticleId, error: str) -> None:
        """Count an attempt that failed."""
        with self._engine.begin() as connection:
            connection.execute(
                update(articles)
                .where(articles.c.id == article)
                .values(
                    translation_attempts=articles.c.translation_attempts + 1,
                    translation_error=error,
                )
            )

    def note(self, name: str) -> str | None:
        """Return a small fact that an earlier run left, or None."""
        with self._engine.connect() as connection:
            return connection.scalar(select(notes.c.value).where(notes.c.name == name))

    def save_note(self, name: str, value: str) -> None:
        """Leave a small fact for later runs."""
        with self._engine.begin() as connection:
            if not connection.execute(
                update(notes).where(notes.c.name == name).values(value=value)
            ).rowcount:
                connection.execute(insert(notes).values(name=name, value=value))


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
        suspect=tuple(row.suspect),
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


def _waiting(into: str, languages: Iterable[str]) -> Select[Any]:
    """Select articles whose present original can be translated and is not."""
    original, translation = wordings.alias("original"), wordings.alias("translation")
    done = exists().where(
        translation.c.article == articles.c.id,
        translation.c.revision == articles.c.revision,
        translation.c.via == Via.TRANSLATION.value,
        translation.c.language == into,
    )
    present = and_(
        original.c.article == articles.c.id,
        original.c.revision == articles.c.revision,
        original.c.via == Via.ORIGINAL.value,
    )
    return (
        select(articles.c.id)
        .join(original, present)
        .where(
            original.c.language.in_(list(languages)),
            original.c.language != into,
            articles.c.translation_attempts < _MAX_ATTEMPTS,
            ~done,
        )
    )
