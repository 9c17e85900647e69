"""Joins phrases that の, や or a word like に関する bind to the noun behind them."""

from monitor.core.gloss.english import plural
from monitor.core.gloss.phrases import COUNTING, Phrase
from monitor.core.gloss.roles import LED
from monitor.core.gloss.unit import Role, Unit

_BINDING = frozenset(
    {"の", "や", "・", "など", "な", "への", "での", "との", "からの", "までの", "か"}
)
_BEHIND_AND = ("が", "を", "の", "は", "も")
# 国と県に, but not 習氏と釜山で
_BEHIND_ALIKE = ("に", "へ", "で", "から")
_LINKS = {"や": "and", "・": "and", "と": "and", "及び": "and", "か": "or"}
_BETWEEN = {"への": "to", "との": "with", "からの": "from", "での": "in", "までの": "until"}


def joined(phrases: list[Phrase]) -> list[Phrase]:
    """Return the phrases with those joined that belong together; a verb joins nothing."""
    result: list[Phrase] = []
    for phrase in phrases:
        while result and not phrase.predicate and _binds(result[-1], phrase):
            phrase = _bound(result.pop(), phrase)
        result.append(phrase)
    return result


def _binds(before: Phrase, after: Phrase) -> bool:
    if before.predicate:
        return False
    return (
        before.particle in _BINDING
        or before.particle.startswith(":")
        or (before.particle == "と" and _is_pair(before.units[-1], after))
    )


def _is_pair(one: Unit, after: Phrase) -> bool:
    other = after.units[-1]
    alike = (one.place, one.name) == (other.place, other.name)
    return after.particle in _BEHIND_AND or (alike and after.particle in _BEHIND_ALIKE)


def _bound(before: Phrase, after: Phrase) -> Phrase:
    left, right = _negated(before), _negated(after)
    unit = after.units[-1]
    whole = Unit(
        before.units[0].surface + unit.surface,
        Role.WORD,
        _english(before, left, right, after),
        name=unit.name and before.particle == "・",
        place=unit.place,
        unknown=before.has_unknown or after.has_unknown,
    )
    return Phrase(
        units=[whole],
        particle=after.particle,
        perhaps=after.perhaps,
        comma=after.comma,
        stop=after.stop,
    )


def _negated(phrase: Phrase) -> str:
    text = phrase.nominal()
    if phrase.particle == "など":
        return text
    return f"no {text}" if phrase.negated and text else text


def _english(before: Phrase, left: str, right: str, after: Phrase) -> str:
    particle, last = before.particle, before.units[-1]
    if particle.startswith(":"):
        return f"{right} {particle[1:]} {left}"
    if particle == "・" and last.place and after.units[-1].place:
        return f"{right}, {left}"  # the greater place stands first in Japanese
    if particle == "・" and last.name and after.units[-1].name:
        return f"{left}-{right}"  # one name or two: エステル・ラウダー, 日産・ホンダ
    if particle in _LINKS:
        return f"{left} {_LINKS[particle]} {right}"
    if particle == "など":
        return f"{left} and other {right}"
    if particle in _BETWEEN:
        return f"{right} {_BETWEEN[particle]} {left}"
    return _of(last, left, right, adjectival=particle == "な")


def _of(owner: Unit, left: str, right: str, *, adjectival: bool) -> str:
    """Return what の makes of two nouns."""
    if led := LED.match(right):  # 日本のEEZ外: outside of what
        return f"{led[0]}{_of(owner, left, right[led.end() :], adjectival=adjectival)}"
    if owner.role is Role.NUMBER:
        several = owner.surface.endswith(COUNTING) and not any(c.isdigit() for c in right)
        return f"{left} {plural(right)}" if several else f"{left} {right}"
    if owner.role is Role.ADJECTIVE or adjectival:
        return f"{left} {right}"
    if owner.name:
        return f"{left}' {right}" if left.endswith("s") else f"{left}'s {right}"
    return f"{right} of {left}"
