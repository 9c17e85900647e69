"""Defines what the gloss is told of a word."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

NAME_KINDS = frozenset({"name", "person", "place", "organisation"})


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word's kind and its English.

    `english` of a verb is its base form with `%` where the object goes, that of a suffix has `%` for the word before
    it, that of a surname holds its usual readings, with | between; `noun` is the nominal form of a verb, "" where the word has none.
    """

    kind: str
    english: str
    noun: str = ""


Lookup = Callable[[str], tuple[Lexeme, ...]]
"""written form -> what it may be, the likeliest first; curated news terms go before the dictionary."""


def with_names(lookup: Lookup, names: Mapping[str, str]) -> Lookup:
    """Return a lookup in which some written forms are names with an English of their own."""
    if not names:
        return lookup
    told = {form: (Lexeme("name", english),) for form, english in names.items()}
    return lambda form: told.get(form) or lookup(form)
