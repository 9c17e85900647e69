"""Polls what is due and stores what is new: fetch, parse, keep, one transaction a feed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from monitor.core.feeds import body_hash, parse_feed
from monitor.core.model import (
    Arrival,
    Entry,
    FeedId,
    FeedStatus,
    Fetched,
    FetchFailed,
    FetchOutcome,
    NotModified,
    PollRecord,
)
from monitor.core.schedule import after_poll, due_requests, known_status
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What an outcome means: a state with its reason, and the entries if the document was read."""

    state: str
    reason: str | None = None
    body_hash: str | None = None
    entries: tuple[Entry, ...] = ()


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
    seen = _read(outcome, status, now)
    record = PollRecord(feed=feed.id, at=now, state=seen.state, reason=seen.reason)
    after = after_poll(
        status, outcome, state=seen.state, reason=seen.reason, body_hash=seen.body_hash, now=now
    )
    entries = [
        (entry, _arrival(entry, now, plan.first_poll, first=first)) for entry in seen.entries
    ]
    saved = world.feeds.save_poll(feed, record, after, entries)
    collected.new += saved.new
    collected.updated += saved.updated
    if not record.good:
        collected.failures.append(record)
    elif record.state == "not-modified":
        collected.not_modified += 1
    else:
        collected.ok += 1


def _read(outcome: FetchOutcome, status: FeedStatus, now: datetime) -> _Seen:
    match outcome:
        case FetchFailed(state=state, reason=reason):
            return _Seen(state=state, reason=reason)
        case NotModified():
            return _Seen(state="not-modified")
        case Fetched(body=body):
            digest = body_hash(body)
            if (
                digest == status.body_hash
            ):  # servers without validators: parsing is nearly all of a poll's cost
                return _Seen(state="not-modified", body_hash=digest)
            parsed = parse_feed(outcome, now=now)
            if parsed.failure:
                return _Seen(state=parsed.failure[0], reason=parsed.failure[1])
            if not parsed.entries:
                return _Seen(state="empty", reason="the feed holds no entries", body_hash=digest)
            return _Seen(state="ok", body_hash=digest, entries=parsed.entries)
        case _:
            assert_never(outcome)


def _arrival(entry: Entry, now: datetime, first_poll: timedelta, *, first: bool) -> Arrival:
    """Decide whether an entry is news: of a new feed only what came out lately is, and a date is the only proof."""
    if not first:
        return Arrival.LIVE
    recent = entry.published is not None and now - entry.published <= first_poll
    return Arrival.FIRST_POLL if recent else Arrival.BACKLOG


def group(world: World) -> None:
    """Give each new article its story."""
    while True:
        new, known = world.articles.ungrouped(_BATCH)
        if not new:
            return
        world.articles.save_stories(assign_stories(new, known))
