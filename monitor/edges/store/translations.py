"""Keeps translations, what they were made with, and which articles wait for one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Engine,
    Select,
    Text,
    and_,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from monitor.core.model import Arrival, ArticleId, FeedId, Translation, Via
from monitor.edges.store.notes import note, save_note
from monitor.edges.store.tables import articles, matches, sentences, wordings

_CHUNK = 500
_MAX_ATTEMPTS = 3
_KEPT = timedelta(days=30)
_STANDARD = "translation_standard"
# what a translation finds later than that in an article is no news any more
_NEWS = timedelta(days=1)
_TROUBLE = "translation_trouble"
_FOUND_LATE = ""  # no revision: it is matched again, and what is new then was found late


class TranslationStore:
    """Translations of articles and of single sentences; each save is one transaction."""

    def __init__(self, engine: Engine) -> None:
        """Use an engine on a migrated database."""
        self._engine = engine

    def untranslated(
        self, into: str, languages: Iterable[str], first: Collection[FeedId] = ()
    ) -> list[ArticleId]:
        """Return articles without a translation: what fired a topic, the `first` feeds, news before history, newest first.

        Left out are those that failed three times.
        """
        query = _ordered(_original_in(into, languages).where(~_translated(into)), first)
        with self._engine.connect() as connection:
            return [ArticleId(number) for number in connection.scalars(query)]

    def outdated(
        self,
        into: str,
        languages: Iterable[str],
        *,
        standard: str,
        since: datetime,
        first: Collection[FeedId] = (),
    ) -> list[ArticleId]:
        """Return articles whose translation is not whole, or is of another standard and the article new since a time.

        They come in the order of `untranslated`.
        """
        column = articles.c.translated_with
        other = and_(
            or_(column < standard, column > standard),
            articles.c.first_seen >= since,
        )
        query = _original_in(into, languages).where(_translated(into), or_(column.is_(None), other))
        with self._engine.connect() as connection:
            return [ArticleId(number) for number in connection.scalars(_ordered(query, first))]

    def save(
        self, made: Sequence[Translation], *, into: str, standard: str | None, now: datetime
    ) -> None:
        """Keep translations as further wordings, which are then to be matched, in the place of earlier ones.

        `standard` is None while they are not whole: something of the body is still to come.
        """
        if not made:
            return
        ids = [one.article for one in made]
        with self._engine.begin() as connection:
            query = select(articles.c.id, articles.c.revision).where(articles.c.id.in_(ids))
            revisions = {row.id: row.revision for row in connection.execute(query)}
            known = select(wordings.c.id, wordings.c.article, wordings.c.revision).where(
                wordings.c.article.in_(ids),
                wordings.c.via == Via.TRANSLATION.value,
                wordings.c.language == into,
            )
            # a wording keeps its number: the hits of digests that were sent point to it
            before = {(row.article, row.revision): row.id for row in connection.execute(known)}
            for one in made:
                values = _values(one, into, now)
                number = before.get((one.article, revisions[one.article]))
                if number is None:
                    own = {"article": one.article, "revision": revisions[one.article]}
                    connection.execute(insert(wordings).values(values | own))
                else:
                    connection.execute(
                        update(wordings).where(wordings.c.id == number).values(values)
                    )
            late = or_(articles.c.translated_with.is_not(None), articles.c.first_seen < now - _NEWS)
            connection.execute(
                update(articles)
                .where(articles.c.id.in_(ids))
                .values(
                    matched_with=case((late, _FOUND_LATE), else_=None),
                    translated_with=standard,
                    translation_attempts=0,
                    translation_error=None,
                )
            )

    def save_standard(self, current: Sequence[ArticleId], standard: str) -> None:
        """Remember that the translations of some articles are as good as ones made now."""
        with self._engine.begin() as connection:
            connection.execute(
                update(articles).where(articles.c.id.in_(current)).values(translated_with=standard)
            )

    def start_standard(self, revision: str) -> None:
        """Let what failed wait again when something else translates than in the last round."""
        if note(self._engine, _STANDARD) != revision:
            self.retry()
            save_note(self._engine, _STANDARD, revision)

    def save_failed(self, article: ArticleId, error: str) -> None:
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

    def retry(self) -> int:
        """Let every article that failed wait again, and return how many had been given up."""
        with self._engine.begin() as connection:
            given_up = connection.scalar(select(func.count()).where(_given_up())) or 0
            connection.execute(
                update(articles)
                .where(articles.c.translation_attempts > 0)
                .values(translation_attempts=0)
            )
        return given_up

    def given_up(self) -> tuple[int, str | None]:
        """Return how many articles' translation failed three times, and the last error of the newest."""
        query = select(articles.c.translation_error).where(_given_up())
        with self._engine.connect() as connection:
            count = connection.scalar(select(func.count()).where(_given_up())) or 0
            newest = query.order_by(articles.c.id.desc()).limit(1)
            return count, connection.scalar(newest)

    def count_suspect(self, into: str) -> int:
        """Return how many articles' present translation failed a check."""
        query = (
            select(func.count())
            .select_from(wordings)
            .join(articles, _present(wordings))
            .where(
                wordings.c.via == Via.TRANSLATION.value,
                wordings.c.language == into,
                cast(wordings.c.suspect, Text) != "[]",
            )
        )
        with self._engine.connect() as connection:
            return connection.scalar(query) or 0

    def save_trouble(self, trouble: str | None) -> None:
        """Remember why the engine stopped in the last round; None when it did not."""
        save_note(self._engine, _TROUBLE, trouble or "")

    def trouble(self) -> str | None:
        """Return why the engine stopped in the last round, or None."""
        return note(self._engine, _TROUBLE) or None

    def known_sentences(self, keys: Sequence[str]) -> dict[str, str]:
        """Return the translations that are kept under some keys."""
        found: dict[str, str] = {}
        with self._engine.connect() as connection:
            for start in range(0, len(keys), _CHUNK):
                query = select(sentences.c.key, sentences.c.translation).where(
                    sentences.c.key.in_(keys[start : start + _CHUNK])
                )
                found |= {row.key: row.translation for row in connection.execute(query)}
        return found

    def save_sentences(self, translations: Mapping[str, str], now: datetime) -> None:
        """Keep translations of sentences for 30 days in the place of what their keys held, and forget older ones."""
        keys = list(translations)
        with self._engine.begin() as connection:
            connection.execute(delete(sentences).where(sentences.c.made_at < now - _KEPT))
            for start in range(0, len(keys), _CHUNK):
                own = keys[start : start + _CHUNK]
                connection.execute(delete(sentences).where(sentences.c.key.in_(own)))
            if translations:
                connection.execute(
                    insert(sentences),
                    [
                        {"key": key, "translation": text, "made_at": now}
                        for key, text in translations.items()
                    ],
                )


def _values(one: Translation, into: str, now: datetime) -> dict[str, Any]:
    return {
        "via": Via.TRANSLATION.value,
        "language": into,
        "title": one.title,
        "body": one.body,
        "engine": one.engine,
        "engine_version": one.engine_version,
        "names": one.names,
        "scope": one.scope,
        "suspect": list(one.suspect),
        "notes": list(one.notes),
        "made_at": now,
    }


def _present(table: Any) -> Any:
    return and_(table.c.article == articles.c.id, table.c.revision == articles.c.revision)


def _given_up() -> Any:
    return articles.c.translation_attempts >= _MAX_ATTEMPTS


def _translated(into: str) -> Any:
    translation = wordings.alias("translation")
    return exists().where(
        _present(translation),
        translation.c.via == Via.TRANSLATION.value,
        translation.c.language == into,
    )


def _original_in(into: str, languages: Iterable[str]) -> Select[Any]:
    """Select articles whose present original is in one of some languages, but for those that were given up."""
    original = wordings.alias("original")
    return (
        select(articles.c.id)
        .join(original, and_(_present(original), original.c.via == Via.ORIGINAL.value))
        .where(original.c.language.in_(list(languages)), original.c.language != into, ~_given_up())
    )


def _ordered(query: Select[Any], first: Collection[FeedId]) -> Select[Any]:
    fired = exists().where(matches.c.article == articles.c.id, matches.c.active)
    return query.order_by(
        case((articles.c.arrival == Arrival.BACKLOG.value, 1), else_=0),
        case((fired, 0), else_=1),
        case((articles.c.feed.in_(list(first)), 0), else_=1),
        articles.c.first_seen.desc(),
        articles.c.id,
    )
