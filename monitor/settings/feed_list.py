"""Turns the tables of feeds.toml into feeds."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from monitor.core.model import Feed, FeedId, Secrets
from monitor.core.query import Attribute, leaves
from monitor.core.text import one_line
from monitor.core.watchlist import Topic
from monitor.settings.problems import FEEDS, MONITOR, WATCHLIST, repeated
from monitor.settings.schema import FeedsFile, FeedTable, PollingTable

_FASTEST, _SLOWEST = timedelta(minutes=5), timedelta(hours=1)


def make_feeds(file: FeedsFile, polling: PollingTable, problems: list[str]) -> tuple[Feed, ...]:
    """Return the feeds of a file in its order; what is wrong with several together is added to the problems."""
    fastest, slowest = _bounds(polling, problems)
    feeds = [_feed(table, polling.every, fastest, slowest) for table in file.feed]
    for key, values in (("id", [f.id for f in feeds]), ("url", [f.url for f in feeds])):
        for value in repeated(values):
            places = [f"feed[{n}]" for n, v in enumerate(values, start=1) if v == value]
            advice = "give each an id of its own" if key == "id" else "remove one of them"
            problems.append(
                f"{FEEDS}: {places[-1]}.{key}: {value!r} is also that of {places[0]}; {advice}"
            )
    problems += [
        f"{FEEDS}: feed[{n}]: basic_env and bearer_env both say how to log in; leave one out"
        for n, table in enumerate(file.feed, start=1)
        if table.basic_env and table.bearer_env
    ]
    return tuple(feeds)


def default_id(url: str) -> str:
    """Return how a feed without an id is called: by its host."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _feed(table: FeedTable, every: timedelta, fastest: timedelta, slowest: timedelta) -> Feed:
    host = default_id(table.url)
    return Feed(
        id=FeedId(table.id or host),
        url=table.url,
        name=one_line(table.name or "") or table.id or host,
        language=table.language,
        timezone=table.timezone,
        every=table.every or every,
        fastest=None if table.every else fastest,
        slowest=None if table.every else slowest,
        encoding=table.encoding,
        tags=frozenset(table.tags),
        secrets=Secrets(
            basic=table.basic_env,
            bearer=table.bearer_env,
            headers=tuple(table.headers_env.items()),
        ),
    )


def _bounds(polling: PollingTable, problems: list[str]) -> tuple[timedelta, timedelta]:
    """Return between which intervals a feed's own rhythm counts; the usual one always lies between them."""
    fastest = polling.fastest or min(_FASTEST, polling.every)
    slowest = polling.slowest or max(_SLOWEST, polling.every)
    if not fastest <= polling.every <= slowest:
        problems.append(
            f"{MONITOR}: polling: every ({polling.every}) must lie between fastest ({fastest}) and slowest ({slowest}); "
            "change one of them"
        )
    return fastest, slowest


def check_topic_feeds(topics: Iterable[Topic], feeds: Iterable[Feed], problems: list[str]) -> None:
    """Add a problem for each feed or tag that a topic or its query asks for and that no feed has."""
    known = {str(feed.id) for feed in feeds} | {f"tag:{tag}" for feed in feeds for tag in feed.tags}
    for topic in topics:
        problems.extend(
            f"{WATCHLIST}: topic {topic.name!r}.feeds: no feed has the id or tag {wanted!r}; see `monitor feeds list`"
            for wanted in topic.feeds
            if wanted not in known
        )
        attributes = [leaf for leaf in leaves(topic.query) if isinstance(leaf, Attribute)]
        problems.extend(
            f"{WATCHLIST}: topic {topic.name!r}.query: no feed fits {leaf}; see `monitor feeds list`"
            for leaf in attributes
            if leaf.field != "lang" and str(leaf).removeprefix("feed:") not in known
        )
