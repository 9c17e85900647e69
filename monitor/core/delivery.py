"""Decides when a delivery is tried again, and when it is given up."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

PENDING, SENT, FAILED = "pending", "sent", "failed"
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=1)
_GIVEN_UP_AFTER = timedelta(hours=48)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A digest on its way to one channel ("terminal", "mail:NAME")."""

    id: int
    digest: str
    channel: str
    state: str
    attempts: int
    created: datetime
    next_try: datetime | None
    error: str | None = None


def retried(delivery: Delivery, now: datetime) -> Delivery:
    """Return a delivery that somebody asks to try again: at once, and for 48 hours from now."""
    return replace(delivery, state=PENDING, created=now, next_try=now)


def after_attempt(delivery: Delivery, error: str | None, now: datetime) -> Delivery:
    """Return a delivery after an attempt; `error` is None when it arrived.

    The wait doubles from a minute to an hour; after 48 hours a delivery has failed for good.
    """
    attempts = delivery.attempts + 1
    if error is None:
        return replace(delivery, state=SENT, attempts=attempts, error=None, next_try=None)
    if now - delivery.created >= _GIVEN_UP_AFTER:
        return replace(delivery, state=FAILED, attempts=attempts, error=error, next_try=None)
    wait = min(_FIRST_WAIT * 2 ** min(delivery.attempts, 10), _LONGEST_WAIT)
    return replace(delivery, attempts=attempts, error=error, next_try=now + wait)
