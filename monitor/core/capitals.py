"""Decides whether a name in Latin letters may be written as it was found: Tick and TICK, never tick."""

import re
import unicodedata

from monitor.core.fold import without_diacritics

_WORD = re.compile("[A-Za-z]+")


def latin_words(text: str) -> list[str]:
    """Return the words of a text in Latin letters, without their diacritics."""
    return _WORD.findall(without_diacritics(unicodedata.normalize("NFKC", text)))


def wants_capitals(name: str) -> bool:
    """Tell whether a name is case-sensitive: one capital makes it so."""
    return any(word != word.lower() for word in latin_words(name))


def is_titled(name: str) -> bool:
    """Tell a name such as Tick from an acronym such as PLA."""
    letters = "".join(latin_words(name))
    return letters != letters.lower() and letters != letters.upper()


def allows_case(name: str, written: str) -> bool:
    """Tell whether a name may be written so.

    All lower case ignores case. Otherwise each word stands as it is or in capitals; of several words, those in capitals may have one
    capital (Bronze Butler), those in lower case any (Chinese Military Says), and later ones none (Foreign ministry). Of
    `written` only as much is looked at as the name is long: a prefix goes on.
    """
    words = latin_words(name)
    if all(word == word.lower() for word in words):
        return True
    found = latin_words(written)
    if "".join(found).startswith(("".join(words), "".join(words).upper())):
        return True  # however it is divided: U.S. and US
    several = len(words) > 1 or any(character.isdigit() for character in name)
    return len(found) >= len(words) and all(
        _allows(word, other[: len(word)], several=several, later=place > 0)
        for place, (word, other) in enumerate(zip(words, found, strict=False))
    )


def _allows(word: str, written: str, *, several: bool, later: bool) -> bool:
    if word == word.lower() or written in (word, word.upper()):
        return True
    if word == word.upper():
        return several and written == word.title()
    return later and written == word.lower()
