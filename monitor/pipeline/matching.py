"""Matches what was not yet matched, and tells at once of what cannot wait."""

from monitor.core.model import Priority
from monitor.pipeline.ports import World

_BATCH = 500


def match_new(world: World) -> int:
    """Match every article with a wording that the watchlist in force has not seen, and return the new hits.

    Originals are matched before anything is translated; a translation is one more wording when it comes.
    """
    revision = world.matcher.revision
    total = world.matches.count_unmatched(revision)
    done = new_hits = 0
    while batch := world.matches.unmatched(revision, _BATCH):
        now = world.now()
        found = [
            (article, world.matcher.match(article, now=now, late=late)) for article, late in batch
        ]
        new_hits += world.matches.save_matches(found, revision)
        done += len(batch)
        world.progress("Matching", done, total)
    world.progress("Matching", 0, 0)
    return new_hits


def alert_new(world: World) -> int:
    """Tell of each new match of a high topic once, and return how many there were."""
    topics = [
        topic.name for topic in world.matcher.watchlist.topics if topic.priority is Priority.HIGH
    ]
    told = world.matches.unalerted(topics)
    for match, article in told:
        world.alert(match, article)
        world.matches.save_alerted([match], world.now())
    return len(told)
