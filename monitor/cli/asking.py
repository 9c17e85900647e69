"""Asks one address for `feeds add` and `feeds test`, and says what it gave; nothing is kept."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.core.discovery import FoundFeed
    from monitor.core.model import Feed, Parsed
    from monitor.core.outcomes import FetchOutcome
    from monitor.settings.loading import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address gave: `parsed` is None if no document came, `found` are the feeds that a page names.

    `address` is where the feed is to be asked from now on.
    """

    outcome: "FetchOutcome"
    address: str
    state: str
    reason: str | None
    parsed: "Parsed | None" = None
    found: "tuple[FoundFeed, ...]" = ()


def ask(settings: "Settings", url: str, *, found_on: "Feed | None" = None) -> Answer:
    """Fetch an address, or a feed of feeds.toml by its id or address, with all that the settings say of it.

    An address that was `found_on` a page is asked as that page's: a public one may not name a private one.

    Raises:
        SettingsError: it is neither.
    """
    from monitor.core.charset import decode
    from monitor.core.discovery import discover_feeds
    from monitor.core.feeds import parse_feed
    from monitor.core.outcomes import Fetched, FetchFailed
    from monitor.core.polling import permanent_target
    from monitor.edges.langid import LanguageGuess
    from monitor.wiring.fetching import fetch_one

    feed = found_on or _feed(settings, url)
    outcome = fetch_one(settings, feed, url if found_on else None)
    address = permanent_target(outcome.hops) or outcome.request.address
    if isinstance(outcome, FetchFailed):
        return Answer(outcome=outcome, address=address, state=outcome.state, reason=outcome.reason)
    if not isinstance(outcome, Fetched):
        return Answer(outcome=outcome, address=address, state="not-modified", reason=None)
    parsed = parse_feed(outcome, guess=LanguageGuess())
    state, reason = parsed.failure or ("ok" if parsed.entries else "empty", None)
    found: tuple[FoundFeed, ...] = ()
    if state == "not-a-feed":
        page = decode(outcome.body, content_type=outcome.headers.get("content-type")).text
        found = discover_feeds(page, outcome.url)
    return Answer(
        outcome=outcome, address=address, state=state, reason=reason, parsed=parsed, found=found
    )


def _feed(settings: "Settings", url: str) -> "Feed":
    from monitor.core.errors import SettingsError
    from monitor.core.links import holds_login, is_web_address
    from monitor.core.model import Feed, FeedId

    for feed in settings.feeds:
        if url in (feed.id, feed.url):
            return feed
    if holds_login(url):
        raise SettingsError(
            [
                "an address with a password is not asked: put user:password into an environment variable, and write "
                "the feed into feeds.toml with basic_env and the name of that variable"
            ]
        )
    if not is_web_address(url):
        raise SettingsError(
            [
                f"{url!r} is no address, and no feed is called so; write for example https://example.org/feed.xml"
            ]
        )
    return Feed(id=FeedId("test"), url=url, name=url)
