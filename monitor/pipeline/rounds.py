"""One round of all stages in their order; each leaves its work in the store, so a killed round is continued."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from monitor.core.errors import MonitorError
from monitor.core.model import FeedId
from monitor.pipeline.collecting import Collected, collect, group
from monitor.pipeline.matching import alert_new, match_new
from monitor.pipeline.ports import Plan, World
from monitor.pipeline.telling import deliver, post_due_digests, start_ledgers
from monitor.pipeline.translating import translate_new

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Round:
    """What one round did; `problems` are stages and deliveries that failed, for a person to read."""

    collected: Collected
    hits: int = 0
    translated: int = 0
    digests: int = 0
    problems: list[str] = field(default_factory=list)


def run_round(
    plan: Plan,
    world: World,
    *,
    everything: bool = False,
    only: Sequence[FeedId] = (),
    send: bool = True,
    translate_for: timedelta | None = None,
) -> Round:
    """Poll what is due, then run every later stage on whatever waits for it.

    Originals are matched and told of before anything is translated: no alert waits for a translator. With
    `translate_for` what is left of a long queue waits for the next round, so that feeds are polled meanwhile.
    """
    start_ledgers(plan, world)
    done = Round(collected=collect(plan, world, everything=everything, only=only))
    group(world)
    _match_and_alert(world, done, send=send)
    _translate(plan, world, done, translate_for)
    _match_and_alert(world, done, send=send)
    if send:
        done.digests = post_due_digests(plan, world)
        done.problems += [f"{channel}: {reason}" for channel, reason in deliver(world)]
    return done


def _translate(plan: Plan, world: World, done: Round, at_most: timedelta | None) -> None:
    try:
        translated = translate_new(plan, world, at_most=at_most)
        done.translated, troubles = len(translated.articles), translated.troubles
    except MonitorError as error:
        troubles = [str(error)]
    except (
        Exception
    ) as error:  # whatever a translator does, digests and deliveries do not wait for it
        log.exception("translating failed")
        troubles = [f"by a mistake of the monitor ({error!r}); please report it"]
    world.translations.save_trouble("; ".join(dict.fromkeys(troubles)) or None)
    done.problems += [f"translation stopped: {trouble}" for trouble in dict.fromkeys(troubles)]


def _match_and_alert(world: World, done: Round, *, send: bool) -> None:
    done.hits += match_new(world)
    if send:
        done.problems += alert_new(world)
