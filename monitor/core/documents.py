"""Defines the JSON documents that scripts depend on, and makes them from values."""

from datetime import UTC, datetime
from typing import Any, NotRequired, TypedDict

from monitor.core.matching import Explanation
from monitor.core.model import Article, Hit, Wording


class HitDocument(TypedDict):
    """One place where a wording satisfied a topic."""

    concept: str | None
    alias: str | None
    query: str | None
    language: str
    field: str
    start: int
    end: int
    text: str
    via: str


class TranslationDocument(TypedDict):
    """A wording made by an engine; `suspect` names what makes it doubtful, `notes` what a reader should only know.

    Digests that were stored before 0.2 hold no notes.
    """

    language: str
    title: str
    body: str
    engine: str | None
    suspect: list[str]
    notes: NotRequired[list[str]]


class ArticleDocument(TypedDict):
    """An article with its translation into the reader's language and the hits of one topic.

    `found_late` stands where only a change of the watchlist made the topic find it. Digests that were stored before 0.2 say
    neither where `published` is from nor when an article was first seen.
    """

    id: str
    feed: str
    url: str
    published: str | None
    published_from: NotRequired[str]
    first_seen: NotRequired[str]
    language: str
    title: str
    body: str
    translation: TranslationDocument | None
    hits: list[HitDocument]
    found_late: NotRequired[bool]


class StoryDocument(TypedDict):
    """The articles that report one event, the earliest first."""

    id: str
    articles: list[ArticleDocument]


class TopicDocument(TypedDict):
    """The stories that fired a topic, the newest first."""

    name: str
    priority: str
    stories: list[StoryDocument]


class BlindDocument(TypedDict):
    """A feed that could not be seen, since when, and why."""

    feed: str
    state: str
    since: str | None
    reason: str | None


class CoverageDocument(TypedDict):
    """How many feeds there are, how many were seen in the period, and which are blind.

    `silent` are those of the seen that said nothing: quiet or empty ones; `problems` say why an edited watchlist is not in force.
    """

    feeds: int
    seen: int
    blind: list[BlindDocument]
    silent: NotRequired[list[BlindDocument]]
    problems: NotRequired[list[str]]


class DigestDocument(TypedDict):
    """A digest as it is stored, printed with `--to json`, and rendered from."""

    id: str
    name: str
    since: str
    until: str
    coverage: CoverageDocument
    topics: list[TopicDocument]


def timestamp(moment: datetime) -> str:
    """Return a time as ISO 8601 in UTC with `Z`, to the second."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def optional_timestamp(moment: datetime | None) -> str | None:
    """Return a time like `timestamp`, or None where there is none."""
    return timestamp(moment) if moment else None


def read_timestamp(text: str) -> datetime:
    """Return the aware time that `timestamp` wrote."""
    return datetime.fromisoformat(text)


def hit_document(hit: Hit) -> HitDocument:
    """Return a hit as scripts see it."""
    return HitDocument(
        concept=hit.concept,
        alias=hit.alias,
        query=hit.query,
        language=hit.language,
        field=hit.field,
        start=hit.start,
        end=hit.end,
        text=hit.text,
        via=hit.via.value,
    )


def article_document(
    article: Article, hits: tuple[Hit, ...], language: str, *, late: bool = False
) -> ArticleDocument:
    """Return an article with its translation into a language and the given hits."""
    translation = article.translation(language)
    document = ArticleDocument(
        id=str(article.id),
        feed=article.feed,
        url=article.url,
        published=optional_timestamp(article.published),
        published_from=article.published_from,
        first_seen=timestamp(article.first_seen),
        language=article.original.language,
        title=article.original.title,
        body=article.original.body,
        translation=_translation_document(translation) if translation else None,
        hits=[hit_document(hit) for hit in hits],
    )
    if late:
        document["found_late"] = True
    return document


def _translation_document(wording: Wording) -> TranslationDocument:
    return TranslationDocument(
        language=wording.language,
        title=wording.title,
        body=wording.body,
        engine=wording.engine,
        suspect=list(wording.suspect),
        notes=list(wording.notes),
    )


def explanation_document(explanation: Explanation) -> dict[str, Any]:
    """Return what an article does to every topic: the hits of those that fire, why the others do not, the near misses."""
    return {
        "topics": [
            {
                "name": topic.topic.name,
                "via": topic.via.value,
                "hits": [hit_document(hit) for hit in topic.hits],
                "tree": topic.tree,
            }
            for topic in explanation.topics
            if topic.via
        ],
        "near_misses": [
            {
                "concept": miss.term.concept,
                "alias": miss.term.text,
                "language": wording.language,
                "field": field,
                "start": miss.start,
                "end": miss.end,
                "reason": miss.reason,
                "via": wording.via.value,
            }
            for wording, field, miss in explanation.near_misses
        ],
        "others": [
            {"name": topic.topic.name, "reasons": list(topic.reasons), "tree": topic.tree}
            for topic in explanation.topics
            if not topic.via
        ],
    }
