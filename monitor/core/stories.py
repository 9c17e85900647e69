"""Decides which articles report the same event."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.fold import fold
from monitor.core.model import ArticleId, FeedId, StoryId

WINDOW = timedelta(hours=48)
_SHORTEST_TITLE = 8  # "お知らせ" or "Top news" says nothing of the event


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCandidate:
    """What of an article decides its story; `story` is None while it has none."""

    article: ArticleId
    feed: FeedId
    canonical_url: str
    title_key: str
    moment: datetime
    story: StoryId | None = None


def title_key(title: str) -> str:
    """Return the form in which equal headlines are equal: folded, without blanks and punctuation; "" if too short."""
    key = "".join(character for character in fold(title) if character.isalnum())
    return key if len(key) >= _SHORTEST_TITLE else ""


def assign_stories(
    new: Iterable[StoryCandidate], known: Iterable[StoryCandidate]
) -> dict[ArticleId, StoryId]:
    """Return the story of each new article: that of an article it repeats, else one of its own.

    It repeats one with the same headline within 48 hours, or, in another feed, with the same canonical link
    (some feeds link all their articles to one page). A story has the number of its first article.
    """
    by_link: dict[str, list[StoryCandidate]] = {}
    by_title: dict[str, list[StoryCandidate]] = {}
    stories: dict[ArticleId, StoryId] = {}

    def remember(article: StoryCandidate, story: StoryId) -> None:
        stories[article.article] = story
        by_link.setdefault(article.canonical_url, []).append(article)
        by_title.setdefault(article.title_key, []).append(article)

    for article in known:
        if article.story is not None:
            remember(article, article.story)
    before = set(stories)
    for article in sorted(new, key=lambda a: a.article):
        twin = _twin(article, by_link, by_title)
        remember(article, stories[twin.article] if twin else StoryId(article.article))
    return {article: story for article, story in stories.items() if article not in before}


def _twin(
    article: StoryCandidate,
    by_link: dict[str, list[StoryCandidate]],
    by_title: dict[str, list[StoryCandidate]],
) -> StoryCandidate | None:
    if article.canonical_url:
        for other in by_link.get(article.canonical_url, ()):
            if other.feed != article.feed:
                return other
    if article.title_key:
        for other in by_title.get(article.title_key, ()):
            if abs(other.moment - article.moment) <= WINDOW:
                return other
    return None
