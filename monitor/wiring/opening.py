"""Opens the real edges and hands them to the pipeline."""

import hashlib
import logging
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from monitor.core.delivery import Delivery
from monitor.core.documents import DigestDocument, article_document
from monitor.core.errors import MonitorError
from monitor.core.matching import Matcher
from monitor.core.model import Article, Match, Priority
from monitor.core.view import DigestView, StoryView, view_digest, view_story
from monitor.edges.langid import LanguageGuess
from monitor.edges.lock import round_lock, run_lock
from monitor.edges.mail import Mail, MailServer, send_mail
from monitor.edges.pages import render_html, render_text
from monitor.edges.store.articles import ArticleStore
from monitor.edges.store.database import open_database
from monitor.edges.store.feeds import FeedStore
from monitor.edges.store.matches import MatchStore
from monitor.edges.store.outbox import Outbox
from monitor.edges.store.translations import TranslationStore
from monitor.edges.sudachi import Sudachi
from monitor.pipeline.ports import Clock, Fetch, Plan, Progress, World
from monitor.settings.loading import MailChannel, Settings
from monitor.wiring.clock import utc_now
from monitor.wiring.engines import names_of, open_engines
from monitor.wiring.fetching import make_web

log = logging.getLogger(__name__)
_LOCK_SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Shows:
    """Where what is found at once, and digests for the terminal, are shown; and how far a stage is."""

    alert: Callable[[str, StoryView], None] = lambda _topic, _story: None
    digest: Callable[[DigestView], None] = lambda _digest: None
    progress: Progress = lambda _stage, _done, _total: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor:
    """An open monitor: what the user decided, who does it, and the stores behind it."""

    settings: Settings
    plan: Plan
    world: World
    feeds: FeedStore
    articles: ArticleStore
    translations: TranslationStore
    matches: MatchStore
    outbox: Outbox
    lock_path: Path

    def lock(self) -> AbstractContextManager[None]:
        """Return the lock that lets one process at a time run a round; it waits for another's round to end."""
        return round_lock(self.lock_path, wait_seconds=_LOCK_SECONDS)

    def run_lock(self) -> AbstractContextManager[None]:
        """Return the lock that lets one `run` at a time watch a database; it does not wait."""
        return run_lock(self.lock_path.with_suffix(".run-lock"))

    def view(self, document: DigestDocument) -> DigestView:
        """Return a digest as its reader sees it."""
        return view_digest(document, feed_names=feed_names(self.settings), zone=self.settings.zone)


@contextmanager
def open_monitor(
    settings: Settings,
    database: str,
    *,
    shows: Shows | None = None,
    now: Clock = utc_now,
    fetch: Fetch | None = None,
) -> Iterator[Monitor]:
    """Open the database and everything that the stages need, for the time of a block.

    Raises:
        MonitorError: the database cannot be used.
    """
    shows = shows or Shows()
    engine = open_database(database)
    try:
        articles, matches, outbox = ArticleStore(engine), MatchStore(engine), Outbox(engine)
        translations = TranslationStore(engine)
        tokenize = Sudachi()
        world = World(
            now=now,
            fetch=fetch or make_web(settings),
            guess_language=LanguageGuess(),
            feeds=FeedStore(engine),
            articles=articles,
            matches=matches,
            outbox=outbox,
            matcher=Matcher(settings.watchlist, settings.feeds, tokenize),
            translations=translations,
            names=names_of(settings, tokenize),
            tokenize=tokenize,
            engines=open_engines(settings.translation, tokenize),
            alert=lambda match, article: _alert(settings, shows, match, article),
            send=lambda delivery, document: _send(settings, shows, delivery, document, now()),
            progress=shows.progress,
        )
        yield Monitor(
            settings=settings,
            plan=plan_of(settings),
            world=world,
            feeds=FeedStore(engine),
            articles=articles,
            translations=translations,
            matches=matches,
            outbox=outbox,
            lock_path=_lock_path(database),
        )
    finally:
        engine.dispose()


def plan_of(settings: Settings) -> Plan:
    """Return what the stages need of the settings."""
    urgent = [t for t in settings.watchlist.topics if t.priority is Priority.HIGH and t.feeds]
    return Plan(
        feeds=settings.feeds,
        language=settings.language,
        first_poll=settings.first_poll,
        digests=settings.digests,
        problems=settings.problems,
        scope=settings.translation.scope,
        upgrade=settings.translation.upgrade,
        placeholders=settings.translation.placeholders,
        urgent_feeds=frozenset(
            feed.id
            for feed in settings.feeds
            if any(topic.covers(feed.id, feed) for topic in urgent)
        ),
    )


def feed_names(settings: Settings) -> dict[str, str]:
    """Return the display name of each feed by its id."""
    return {feed.id: feed.name for feed in settings.feeds}


def mail_server(channel: MailChannel) -> MailServer:
    """Return a channel's server with the password from the environment.

    Raises:
        MonitorError: the environment variable that should hold the password is not set.
    """
    password = os.environ.get(channel.password_env) if channel.password_env else None
    if channel.password_env and not password:
        raise MonitorError(
            f"mail:{channel.name}: the environment variable {channel.password_env} is not set; it holds the password"
        )
    return MailServer(
        host=channel.host,
        port=channel.port,
        security=channel.security,
        username=channel.username,
        password=password,
    )


def _alert(settings: Settings, shows: Shows, match: Match, article: Article) -> str | None:
    """Show a match; return why that could not be done, such as a terminal that was closed."""
    try:
        shows.alert(match.topic, _alert_view(settings, match, article))
    except OSError as error:
        return f"the terminal cannot be written to: {error.strerror}"
    return None


def _alert_view(settings: Settings, match: Match, article: Article) -> StoryView:
    document = article_document(article, match.hits, settings.language)
    return view_story(
        {"id": str(article.story), "articles": [document]}, feed_names(settings), settings.zone
    )


def _send(
    settings: Settings, shows: Shows, delivery: Delivery, document: DigestDocument, now: datetime
) -> str | None:
    """Send a digest to its channel; return why it could not be sent."""
    view = view_digest(document, feed_names=feed_names(settings), zone=settings.zone)
    if delivery.channel == "terminal":
        try:
            shows.digest(view)
        except OSError as error:
            return f"the terminal cannot be written to: {error.strerror}"
        return None
    channel = settings.mail.get(delivery.channel.partition(":")[2])
    if channel is None:
        return "there is no such channel in monitor.toml any more"
    try:
        server = mail_server(channel)
    except MonitorError as error:
        return str(error)
    mail = Mail(
        sender=channel.sender,
        to=channel.to,
        subject=f"{view.name}: {view.summary}",
        text=render_text(view),
        html=render_html(view),
        date=now,
        message_id=_message_id(delivery, channel.sender),
    )
    return send_mail(server, mail)


def _message_id(delivery: Delivery, sender: str) -> str:
    """Return an id that is the same at every attempt, so that a mail that comes twice is seen to be one (RFC 5322)."""
    local = re.sub(r"[^A-Za-z0-9.-]", "-", f"{delivery.digest}.{delivery.id}.{delivery.channel}")
    return f"<{local}@{sender.rpartition('@')[2]}>"


def _lock_path(database: str) -> Path:
    url = make_url(database)
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        return Path(f"{url.database}.lock")
    name = hashlib.sha256(database.encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"news-monitor-{name}.lock"
