"""Matches what was not yet matched, and tells at once of what cannot wait."""

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


def alert_new(world: World) -> list[str]:
    """Tell of each urgent story once, and return why that could not be done; what was not told waits."""
    for match, article in world.matches.unalerted():
        trouble = world.alert(match, article)
        if trouble:
            return [f"alerts wait: {trouble}"]
        world.matches.save_alerted(match, world.now())
    return []
