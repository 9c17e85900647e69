"""Builds the digests that are due, and sends what waits in the outbox."""

from collections.abc import Sequence

from monitor.core.delivery import after_attempt
from monitor.core.digest import DigestPeriod, build_coverage, build_digest
from monitor.core.documents import DigestDocument
from monitor.core.model import Article, Match
from monitor.core.schedule import digest_is_due
from monitor.core.watchlist import Topic
from monitor.pipeline.ports import Plan, World


def make_digest(
    plan: Plan,
    world: World,
    period: DigestPeriod,
    *,
    topics: tuple[str, ...] = ("*",),
    history: bool = False,
) -> DigestDocument:
    """Return the digest of any period from what is stored; nothing is changed.

    `topics` are names, or "*" for all; with `history` the backlog of new feeds is in it.
    """
    chosen = _chosen(world, topics)
    names = [topic.name for topic in chosen]
    found = world.matches.first_hit_between(period.since, period.until, names, history=history)
    return _document(plan, world, period, chosen, found)


def start_ledgers(plan: Plan, world: World) -> None:
    """Let each digest that is new in the settings cover what is found from now on: before anything is polled."""
    for schedule in plan.digests:
        if world.outbox.covered_until(schedule.name) is None:
            world.outbox.start_ledger(schedule.name, world.now())


def post_due_digests(plan: Plan, world: World) -> int:
    """Build each digest whose time has come and put it into the outbox; return how many.

    It covers all that was found since the one before, however long that is ago.
    """
    posted = 0
    for schedule in plan.digests:
        now, covered = world.now(), world.outbox.covered_until(schedule.name)
        if covered is None or not digest_is_due(schedule, covered, now):
            continue
        chosen = _chosen(world, schedule.topics)
        found = world.matches.uncovered(schedule.name, [topic.name for topic in chosen])
        period = DigestPeriod(name=schedule.name, since=min(covered, now), until=now)
        world.outbox.post(
            _document(plan, world, period, chosen, found), schedule.to, now, covered_until=now
        )
        posted += 1
    return posted


def deliver(world: World, *, to: str | None = None) -> list[tuple[str, str]]:
    """Try every delivery whose time has come; return (channel, reason) of those that did not arrive.

    With `to` only those to one channel: whoever shows no digest must not take one that waits for the terminal.
    One that fails waits longer each time, and never stops the others.
    """
    failures = []
    for delivery, document in world.outbox.due(world.now()):
        if to is not None and delivery.channel != to:
            continue
        error = world.send(delivery, document)
        now = world.now()
        world.outbox.save(after_attempt(delivery, error, now), sent_at=None if error else now)
        if error:
            failures.append((delivery.channel, error))
    return failures


def _document(
    plan: Plan,
    world: World,
    period: DigestPeriod,
    topics: Sequence[Topic],
    found: Sequence[tuple[Match, Article]],
) -> DigestDocument:
    sights = world.feeds.sights(period.until)
    coverage = build_coverage(plan.feeds, sights, period.since, period.until)
    if plan.problems:
        coverage["problems"] = list(plan.problems)
    return build_digest(
        period, matches=found, topics=topics, coverage=coverage, language=plan.language
    )


def _chosen(world: World, names: Sequence[str]) -> tuple[Topic, ...]:
    return tuple(t for t in world.matcher.watchlist.topics if "*" in names or t.name in names)
