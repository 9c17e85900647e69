"""Defines a word with its English, and what it does in a sentence."""

from dataclasses import dataclass
from enum import StrEnum

NEGATION, MUST, MUST_NOT = "ない", "must", "must not"
"""What an auxiliary unit says that negates the word before it, makes a duty of it, or forbids it."""


class Role(StrEnum):
    """What a unit does in a sentence."""

    WORD = "word"
    VERBAL = "verbal"  # a noun that する makes a verb: 攻撃
    VERB = "verb"
    ADJECTIVE = "adjective"
    ADVERB = "adverb"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    NUMBER = "number"
    PARTICLE = "particle"
    AUXILIARY = "auxiliary"
    COMMA = "comma"
    STOP = "stop"
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Unit:
    """A word with its English.

    `noun` is a verb's nominal form, `form` the one in which a verb or auxiliary stands (連体形 before a noun); `name` marks proper names, `place` those of places, `unknown` what kept its Japanese form.
    """

    surface: str
    role: Role
    english: str = ""
    noun: str = ""
    name: bool = False
    place: bool = False
    unknown: bool = False
    form: str = ""
