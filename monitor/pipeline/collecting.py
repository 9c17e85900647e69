"""Polls what is due and stores what is new: fetch, parse, keep, one transaction a feed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.core.dates import is_ahead
from monitor.core.model import Arrival, Entry, FeedId, FeedStatus, PollRecord
from monitor.core.outcomes import FetchOutcome
from monitor.core.polling import after_poll, due_requests, known_status
from monitor.core.reading import read_outcome
from monitor.core.stories import assign_stories
from monitor.pipeline.ports import Plan, World

_BATCH = 2000


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
        feed = outcome.request.feed
        _keep(
            outcome,
            known_status(feed, statuses),
            plan,
            world,
            collected,
            first=not counts.get(feed.id),
        )
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
    first: bool,
) -> None:
    feed, now = outcome.request.feed, world.now()
    reading = read_outcome(outcome, status, now, world.guess_language)
    record = PollRecord(feed=feed.id, at=now, state=reading.state, reason=reading.reason)
    entries = [
        (entry, _arrival(entry, now, plan.first_poll, first=first)) for entry in reading.entries
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


def _arrival(entry: Entry, now: datetime, first_poll: timedelta, *, first: bool) -> Arrival:
    """Decide whether an entry is news: of a new feed only what came out lately is, and a date is the only proof."""
    if not first:
        return Arrival.LIVE
    dated = entry.published is not None and not is_ahead(entry.published, now)
    recent = dated and entry.published is not None and now - entry.published <= first_poll
    return Arrival.FIRST_POLL if recent else Arrival.BACKLOG


def group(world: World) -> None:
    """Give each new article its story."""
    while True:
        new, known = world.articles.ungrouped(_BATCH)
        if not new:
            return
        world.articles.save_stories(assign_stories(new, known))
