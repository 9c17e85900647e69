"""Hands the settings and the secrets of the environment to the client that fetches feeds."""

import os
import re
from base64 import b64encode
from collections.abc import Iterator
from importlib.metadata import version

from monitor.core.errors import MonitorError
from monitor.core.feeds import parse_feed
from monitor.core.model import Feed
from monitor.core.outcomes import Fetched, FetchFailed, FetchOutcome, FetchRequest
from monitor.edges.web.client import Limits, Web
from monitor.settings.loading import Settings


def make_web(settings: Settings) -> Web:
    """Return the client that fetches feeds as the settings say."""
    name = f"news-monitor/{version('news-monitor')}"
    return Web(
        limits=Limits(per_host=settings.per_host),
        user_agent=f"{name} (+{settings.contact})" if settings.contact else f"{name} (feed reader)",
        secret_headers=secret_headers,
    )


def secret_headers(feed: Feed) -> dict[str, str]:
    """Return the headers with which a feed's server lets us in, their values from the environment.

    Raises:
        MonitorError: a variable is not set, or holds what cannot stand in a header.
    """
    secrets = feed.secrets
    headers = {name: _secret(feed, variable, "headers_env") for name, variable in secrets.headers}
    if secrets.basic:
        login = b64encode(_secret(feed, secrets.basic, "basic_env").encode()).decode()
        headers["Authorization"] = f"Basic {login}"
    if secrets.bearer:
        headers["Authorization"] = f"Bearer {_secret(feed, secrets.bearer, 'bearer_env')}"
    return headers


def _secret(feed: Feed, variable: str, key: str) -> str:
    value = os.environ.get(variable, "").strip()
    if not value.isprintable() or not value:
        # who wrote the secret itself into feeds.toml should not read it here again
        shown = f" {variable}" if re.fullmatch("[A-Z][A-Z0-9_]{0,40}", variable) else ""
        raise MonitorError(
            f"feed {feed.id}: the environment variable{shown} is not set, or holds no single line; "
            f"{key} in feeds.toml names it"
        )
    return value


def fetch_one(settings: Settings, feed: Feed, url: str | None = None) -> FetchOutcome:
    """Return what one address gives now; nothing is kept.

    With `url` that is asked, as an address to which the feed's own led: it may not be a private one elsewhere.
    """
    return next(iter(make_web(settings)([FetchRequest(feed=feed, url=url)])))


def try_feeds(settings: Settings) -> Iterator[tuple[Feed, str | None]]:
    """Fetch every feed once without keeping anything; yield what is wrong with each, or None."""
    for outcome in make_web(settings)([FetchRequest(feed=feed) for feed in settings.feeds]):
        if isinstance(outcome, Fetched):
            failure = parse_feed(outcome).failure
            yield outcome.request.feed, f"{failure[0]} ({failure[1]})" if failure else None
        elif isinstance(outcome, FetchFailed):
            yield outcome.request.feed, f"{outcome.state} ({outcome.reason})"
        else:
            yield outcome.request.feed, "failed (it says 304 to whoever never asked before)"
