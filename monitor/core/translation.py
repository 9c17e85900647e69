"""Decides which part of an article is translated."""

from monitor.core.japanese import sentence_spans

_LEAD = 400


def lead(body: str) -> str:
    """Return the first sentences of a body, up to about 400 characters: what a reader skims."""
    end = 0
    for start, stop in sentence_spans(body):
        if start and stop > _LEAD:
            break
        end = stop
    return body[: min(end, 2 * _LEAD)].strip()
