"""Puts signs in the place of names before an engine sees a text, and the names back afterwards, if it kept the signs."""

import re
from collections.abc import Sequence

from monitor.core.names import LockedName

_SIGN = "X{}Y"
_SIGNS = re.compile(r"(?<![A-Za-z0-9])X\s?(\d+)\s?Y(?![A-Za-z0-9])", re.IGNORECASE)
_LATIN = re.compile("[A-Za-z0-9]")


def masked(text: str, names: Sequence[LockedName]) -> str:
    """Return a text with a numbered sign in the place of each name."""
    for number, name in sorted(enumerate(names), key=lambda pair: -pair[1].start):
        before, behind = text[: name.start], text[name.end :]
        left = " " if _LATIN.fullmatch(before[-1:]) else ""
        right = " " if _LATIN.fullmatch(behind[:1]) else ""
        text = before + left + _SIGN.format(number) + right + behind
    return text


def unmasked(translation: str, names: Sequence[LockedName]) -> str | None:
    """Return a translation with the names in the place of their signs; None unless each sign stands there once."""
    found = [int(number) for number in _SIGNS.findall(translation)]
    if sorted(found) != list(range(len(names))):
        return None
    return _SIGNS.sub(lambda sign: names[int(sign[1])].rendering, translation)
