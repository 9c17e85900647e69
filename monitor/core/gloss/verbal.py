"""Puts a clause that ends in a verb into English order: who does what to whom, and what is done where nobody is named."""

import re
from dataclasses import dataclass, field, replace

from monitor.core.gloss.english import participle
from monitor.core.gloss.phrase import Phrase
from monitor.core.gloss.relatives import beside, relative_english
from monitor.core.gloss.roles import (
    BY_PEOPLE,
    DEMANDS,
    VOTES,
    WITH_NI,
    is_agent,
    is_body,
    is_done_to,
    is_person,
    is_when,
    noun,
    prepositional,
)
from monitor.core.gloss.unit import Role

SUBJECTS = ("は", "が", "も")
_BETWEEN = " · "
_LONG = 5  # signs of a word that is a clause: 内閣総辞職
# a verb whose に is its object: protest to %, succeed in %
_TO_ITS_OBJECT = re.compile(r" (?:to|in|at|on|with|into|for|against|from) %")


@dataclass(slots=True)
class _Parts:
    """The phrases of a clause by what they are to its verb."""

    last: Phrase
    subjects: list[Phrase] = field(default_factory=list)
    objects: list[Phrase] = field(default_factory=list)
    bare: list[Phrase] = field(default_factory=list)
    rest: list[Phrase] = field(default_factory=list)
    done: bool = False

    def __init__(self, phrases: list[Phrase]) -> None:
        *others, self.last = phrases
        self.subjects = [phrase for phrase in others if is_subject(phrase)]
        self.objects = [phrase for phrase in others if phrase.particle == "を"]
        known = self.subjects + self.objects
        self.bare = [p for p in others if not p.particle and p not in known and not is_when(p)]
        self.rest = [p for p in others if p not in known and p not in self.bare]
        self.rest.sort(key=goals_first)
        self.done = False

    def settle(self) -> None:
        """Decide to what a verb is done, and who is meant where a headline leaves out が or を."""
        last, verb = self.last, self.last.units[-1].surface
        if self.bare and not self.subjects and does_it(self.bare[0], last, self.objects):
            self.subjects, self.bare = self.bare, []
        if not _is_active(last):
            return
        if self.bare and not self.objects and not is_person(self.bare[0]):
            self.objects, self.bare = self.bare, []  # 対応求める
        whom = self.objects or last.inner_is_object
        if whom and not self.subjects and not self.bare:
            # of what a headline does not say who does it, it is said that it is done
            self.done = True
        elif not whom and not last.inner:
            goals = [phrase for phrase in self.rest if phrase.particle == "に"]
            if len(goals) == 1 and _takes(last.pattern, verb):
                self.objects, self.rest = goals, [p for p in self.rest if p not in goals]
            elif self.subjects and not self.bare:
                # 団体が見直しに抗議: whose に is its object does it
                to_it = self.subjects[-1].particle == "が" and _TO_ITS_OBJECT.search(last.pattern)
                self.done = not to_it and is_done_to(self.subjects[-1], verb)


def _is_active(last: Phrase) -> bool:
    """Tell whether a verb has an object, and says neither that it is done nor that it must be."""
    other = last.passive or last.must or last.should or last.wish or last.causative
    return "%" in last.pattern and not other and not last.pattern.startswith("be ")


def _takes(pattern: str, verb: str) -> bool:
    """Tell whether に marks what a verb is done to: protest to %, not of whom something is demanded."""
    to_it = _TO_ITS_OBJECT.search(pattern) is not None
    return (to_it and verb not in DEMANDS) or verb in WITH_NI


def verbal_clause(phrases: list[Phrase], perhaps: str) -> str:
    """Return subject, verb, object, the rest; where who did it would be a guess, phrase by phrase."""
    parts = _Parts(phrases)
    last = parts.last
    if last.passive and parts.objects:
        return perhaps + in_japanese_order(phrases)
    acts = (
        parts.objects
        or parts.bare
        or ("%" in last.pattern and last.inner_is_object)
        or last.units[-1].surface in BY_PEOPLE
    )
    if _is_event(parts) or (acts and _is_bare_topic(parts.subjects)):
        # a bare noun that nothing can do is what all is about: KADOKAWAへの攻撃、流出を確認
        others = [phrase for phrase in phrases if phrase not in parts.subjects]
        return f"{noun(parts.subjects[0])}; {verbal_clause(others, perhaps)}"
    parts.settle()
    if last.inner_is_noun and not parts.objects and "%" not in last.pattern:
        # 無罪確定: what is in the same word is what it is said of
        return _with_inner_subject(parts.subjects, last, [*parts.bare, *parts.rest], perhaps)
    return _finite(parts, perhaps)


def _finite(parts: _Parts, perhaps: str) -> str:
    """Return who does what to whom, or what is done."""
    last, bare = parts.last, [*map(noun, parts.bare)]
    subjects = [*map(noun, parts.subjects)]
    rest = [beside(phrase, last) for phrase in parts.rest]
    if parts.done:
        whom = [*subjects, *map(noun, parts.objects), last.inner]
        verb = perhaps + bent_english(replace(last, passive=True))
        return " ".join(filter(None, [*whom, verb, *bare, *rest]))
    verb = perhaps + _with_object(bent_english(last), parts)
    if subjects and bare and last.predicate and "%" not in last.pattern:
        # 自民は溝埋まらず: the bare noun does it
        return f"{' '.join(subjects)}: {' '.join([*bare, verb, *rest])}"
    return " ".join(filter(None, [*subjects, verb, *bare, *rest]))


def does_it(bare: Phrase, last: Phrase, objects: list[Phrase]) -> bool:
    """Tell whether a headline leaves out が: カルテ使えず, 住民ら提訴, 局長をトランプ氏解任, 男ら逮捕."""
    if not last.is_verbal and ("%" not in last.pattern or last.passive):
        return True
    known = "%" not in last.pattern or objects or is_done_to(bare, last.units[-1].surface)
    return is_person(bare) and bool(known)


def _with_object(verb: str, parts: _Parts) -> str:
    inner = parts.last.inner
    object_ = " ".join(filter(None, [*map(noun, parts.objects), inner if parts.objects else ""]))
    object_ = object_ or inner
    if "%" in verb:
        return " ".join(verb.replace("%", object_).split())
    return f"{verb} {object_}" if object_ else verb


def _is_event(parts: _Parts) -> bool:
    """Tell whether what stands before a comma is a clause itself, or what is voted on: 内閣総辞職、敗北; 知事、不信任決議可決."""
    if len(parts.subjects) != 1 or parts.subjects[0].particle:
        return False
    subject = parts.subjects[0]
    long = len(subject.units) > 1 or len(subject.units[-1].surface) >= _LONG
    happens = long and subject.units[-1].role is Role.VERBAL
    return happens or (parts.last.units[-1].surface in VOTES and not is_body(subject))


def _is_bare_topic(subjects: list[Phrase]) -> bool:
    return bool(subjects) and not subjects[0].particle and not is_agent(subjects[0])


def _with_inner_subject(
    subjects: list[Phrase], last: Phrase, rest: list[Phrase], perhaps: str
) -> str:
    clause = " ".join([last.inner, perhaps + bent_english(last), *map(prepositional, rest)])
    return ": ".join([*map(noun, subjects), clause])


def bent_english(last: Phrase) -> str:
    """Return the verb of a clause, % where its object goes; へ at its end says what is to come."""
    if last.particle == "へ" and not last.predicate:
        denied = "not " if last.negated != last.negated_by_prefix else ""
        done = " ".join(participle(last.pattern).replace("%", "").split())
        return f"{denied}to be {done}" if last.passive else f"{denied}to {last.pattern}"
    return last.bent(last.pattern)


def goals_first(phrase: Phrase) -> bool:
    """Put a goal beside its verb: レーダー照射で中国に抗議 is no radar irradiation to China."""
    return phrase.particle not in ("に", "へ")


def is_subject(phrase: Phrase) -> bool:
    """Tell whether a phrase is who or what a clause is about, by its particle or its comma."""
    return phrase.particle in SUBJECTS or (
        phrase.comma and not phrase.particle and not is_when(phrase)
    )


def in_japanese_order(phrases: list[Phrase]) -> str:
    """List phrases as they stand; negation is written out, for it turns the meaning round.

    An object that を marks stays with the verb behind it: that is no guess.
    """
    shown = []
    objects: list[Phrase] = []
    for phrase, following in zip(phrases, [*phrases[1:], None], strict=True):
        if phrase.particle == "を" and following is not None and following.predicate:
            objects = [phrase]
        elif objects or (phrase.predicate and phrase is not phrases[-1]):
            # an -ing form, because a finite one would be read as what the noun before it does
            shown.append(relative_english(objects, phrase))
            objects = []
        elif phrase.predicate or (phrase.negated and phrase.is_verbal):
            verb = phrase.bent(phrase.pattern).replace("%", " ")
            shown.append(" ".join(f"{phrase.inner} {verb}".split()))
        else:
            plain = phrase.particle == "に"  # by, to, in, for: whose に it is would be a guess
            shown.append(noun(phrase) if plain else prepositional(phrase))
    return _BETWEEN.join(filter(None, shown))
