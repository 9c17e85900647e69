"""Polls what is due and stores what is new: fetch, parse, keep, one transaction a feed."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.core.dates import AHEAD
from monitor.core.errors import MonitorError
from monitor.core.model import Arrival, Entry, FeedId, FeedStatus, PollRecord
from monitor.core.outcomes import FetchFailed, FetchOutcome
from monitor.core.polling import after_poll, due_requests, known_status
from monitor.core.reading import read_outcome
from monitor.core.stories import assign_stories
from monitor.pipeline.ports import Plan, World

log = logging.getLogger(__name__)
_BATCH = 2000
_OFTEN = 3


@dataclass(slots=True, kw_only=True)
class Collected:
    """What one round of polls brought."""

    due: int = 0
    ok: int = 0
    not_modified: int = 0
    new: int = 0
    updated: int = 0
    failures: list[PollRecord] = field(default_factory=list)


def collect(
    plan: Plan, world: World, *, everything: bool = False, only: Sequence[FeedId] = ()
) -> Collected:
    """Poll the feeds that are due, or all, or only some; what each one gave is stored as soon as it is there."""
    statuses, counts = world.feeds.statuses(), world.feeds.article_counts()
    feeds = [feed for feed in plan.feeds if not only or feed.id in only]
    requests = due_requests(feeds, statuses, world.now(), everything=everything or bool(only))
    collected = Collected(due=len(requests))
    world.progress("Polling feeds", 0, len(requests))
    for done, outcome in enumerate(world.fetch(requests), start=1):
        status = known_status(outcome.request.feed, statuses)
        has_articles = bool(counts.get(outcome.request.feed.id))
        try:
            _keep(outcome, status, plan, world, collected, has_articles=has_articles)
        except MonitorError:
            raise
        except Exception as error:  # one feed may not stop the others, whatever it makes of us
            log.exception("feed %s could not be kept", outcome.request.feed.id)
            reason = f"the monitor itself failed on it: {type(error).__name__}; please report this"
            failed = FetchFailed(request=outcome.request, state="failed", reason=reason)
            _keep(failed, status, plan, world, collected, has_articles=has_articles)
        world.progress("Polling feeds", done, len(requests))
    world.progress("Polling feeds", 0, 0)
    return collected


def _keep(
    outcome: FetchOutcome,
    status: FeedStatus,
    plan: Plan,
    world: World,
    collected: Collected,
    *,
    has_articles: bool,
) -> None:
    feed, now = outcome.request.feed, world.now()
    reading = read_outcome(outcome, status, now, world.guess_language)
    record = PollRecord(feed=feed.id, at=now, state=reading.state, reason=reading.reason)
    entries = [
        (entry, _arrival(entry, status, now, plan.first_poll, has_articles=has_articles))
        for entry in reading.entries
    ]
    saved = world.feeds.save_poll(
        feed, record, after_poll(status, outcome, reading, now), entries, reading.provenance
    )
    collected.new += saved.new
    collected.updated += saved.updated
    if not record.good:
        collected.failures.append(record)
    elif not reading.parsed:
        collected.not_modified += 1
    else:
        collected.ok += 1


def _arrival(
    entry: Entry, status: FeedStatus, now: datetime, first_poll: timedelta, *, has_articles: bool
) -> Arrival:
    """Decide whether an entry is news.

    Of a feed that was never read whole only what came out lately is, and a date is the only proof. Of one that was
    empty until now, or never comes whole, only a date proves that an entry is old.
    """
    age = now - entry.published if entry.published else None
    never_read = status.body_hash is None
    never_whole = has_articles and status.state == "truncated" and status.failures >= _OFTEN
    if never_read and not never_whole:
        recent = age is not None and -AHEAD <= age <= first_poll
        return Arrival.FIRST_POLL if recent else Arrival.BACKLOG
    if (never_read or not has_articles) and age is not None and age > first_poll:
        return Arrival.BACKLOG
    return Arrival.LIVE


def group(world: World) -> None:
    """Give each new article its story."""
    while True:
        new, known = world.articles.ungrouped(_BATCH)
        if not new:
            return
        world.articles.save_stories(assign_stories(new, known))
