"""Decides whether a translation is plausible at all."""

import re

from monitor.core.language import has_japanese

_LOOP = re.compile(r"(\w\S{1,39}(?: \S{1,40}){0,3}?)(?:[ ,]*\1){4,}", re.IGNORECASE)
_SYMBOLS = re.compile(r"([^\w\s])\1{7,}")


def doubts(source: str, target: str, *, into: str) -> tuple[str, ...]:
    """Return what is wrong with a translation, in words for the reader; nothing when it looks sound.

    Found here is what engines are known to do: return nothing, return the original, or repeat themselves.
    """
    found = []
    if source.strip() and not target.strip():
        found.append("empty")
    elif source.strip() == target.strip() and has_japanese(source) and into != "ja":
        found.append("not translated")
    if _LOOP.search(target) and not _LOOP.search(source):
        found.append("repeats itself")
    if _SYMBOLS.search(target) and not _SYMBOLS.search(source):
        found.append("run of symbols")
    return tuple(found)
