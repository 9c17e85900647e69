"""Puts the phrases of a clause into English order where the grammar is plain, and lists them in theirs where not."""

import re
from dataclasses import dataclass, field, replace

from monitor.core.gloss.binding import joined
from monitor.core.gloss.english import participle
from monitor.core.gloss.phrases import Phrase
from monitor.core.gloss.relatives import beside, relative_english, with_relatives
from monitor.core.gloss.roles import (
    ATTACKS,
    DEMANDS,
    PREPOSITIONS,
    REPORTS,
    SAYING,
    WITH_NI,
    is_agent,
    is_done_to,
    is_person,
    is_when,
    noun,
    prepositional,
)

_SUBJECTS = ("は", "が", "も")
_BETWEEN = " · "
_TWO = 2
# a verb whose に is its object: protest to %, succeed in %
_TO_ITS_OBJECT = re.compile(r" (?:to|in|at|on|with|into|for|against|from) %")


def split_clauses(phrases: list[Phrase]) -> list[list[Phrase]]:
    """Cut where a sentence ends, or a verb is followed by a comma."""
    clauses: list[list[Phrase]] = [[]]
    for phrase in phrases:
        clauses[-1].append(phrase)
        # a bare noun before a comma is the topic, but when others depend on it already it ends its clause
        complete = (
            phrase.comma
            and not phrase.particle
            and not is_when(phrase)
            and any(_depends(other) or is_person(other) for other in clauses[-1][:-1])
            and not _are_two(clauses[-1])
        )
        # 高校生が不登校に、: what it becomes
        complete |= (
            phrase.comma
            and phrase.particle == "に"
            and any(other.particle == "が" for other in clauses[-1])
        )
        said = phrase.predicate or phrase.perhaps
        if phrase.stop or (phrase.comma and said) or phrase.connects or complete:
            clauses.append([])
    return [clause for clause in clauses if clause]


def clause_english(phrases: list[Phrase]) -> str:
    """Return a clause in English order if all of it is sure, else phrase by phrase in its own order."""
    phrases = with_relatives(joined(phrases))
    last = phrases[-1]
    if (said := _reported(phrases)) is not None:
        return said
    perhaps = "possibly " if last.perhaps else ""
    if not _is_sure(phrases):
        return perhaps + _in_japanese_order(phrases)
    if last.predicate or _is_headline_clause(phrases):
        return _verbal_clause(phrases, perhaps)
    if len(phrases) == 1:
        return perhaps + _closing(last)
    subjects = [phrase for phrase in phrases[:-1] if _is_subject(phrase)]
    others = [phrase for phrase in phrases[:-1] if phrase not in subjects]
    attack = last.units[-1].surface.endswith(ATTACKS)
    whom = [phrase for phrase in others if attack and phrase.particle == "に"]
    objects = [f"of {noun(phrase)}" for phrase in others if phrase.particle == "を"]
    others = sorted((p for p in others if p.particle != "を"), key=_goals_first)
    where = [*objects, *(f"on {noun(p)}" if p in whom else prepositional(p) for p in others)]
    text = " ".join([perhaps + _closing(last), *where])
    return ": ".join([*map(noun, subjects), text])


def _are_two(phrases: list[Phrase]) -> bool:
    """Tell whether a clause so far is two names: ホンダと日産、"""
    *_, one, other = phrases
    return one.particle == "と" and one.units[-1].name and other.units[-1].name


def _depends(phrase: Phrase) -> bool:
    return (
        phrase.comma
        or phrase.particle in (*_SUBJECTS, "を", *PREPOSITIONS)
        or phrase.particle.startswith(">")
    )


def _is_subject(phrase: Phrase) -> bool:
    return phrase.particle in _SUBJECTS or (
        phrase.comma and not phrase.particle and not is_when(phrase)
    )


def _is_sure(phrases: list[Phrase]) -> bool:
    """Tell whether English order would be no guess: one verb at the end, each part once, no word unknown."""
    *others, last = phrases
    if any(phrase.predicate for phrase in others) or any(p.has_unknown for p in phrases):
        return False
    if any(phrase.negated for phrase in others) and last.predicate:
        return False
    subjects = [phrase for phrase in others if _is_subject(phrase)]
    objects = [phrase for phrase in others if phrase.particle == "を"]
    bare = [p for p in others if not p.particle and p not in subjects and not is_when(p)]
    if bare and is_person(bare[0]) and last.is_verbal and not _does(bare[0], last, objects):
        return False  # 小野田氏起用: does he, or is it done to him?
    return max(len(subjects), len(objects), len(bare)) <= 1


def _goals_first(phrase: Phrase) -> bool:
    """Put a goal beside its verb: レーダー照射で中国に抗議 is no radar irradiation to China."""
    return phrase.particle not in ("に", "へ")


def _reported(phrases: list[Phrase]) -> str | None:
    """Return who says what of a clause that ends in ... と発表 or と述べた, None for any other."""
    *others, last = phrases
    says = last.units[-1].surface in SAYING and (last.predicate or last.is_verbal)
    if not others or others[-1].particle != "と":
        return None
    if not (last.predicate or last.particle) and is_agent(last) and not is_agent(others[-1]):
        # 違憲と最高裁: who says it stands last
        return f"{clause_english([*others[:-1], replace(others[-1], particle='')])}: {noun(last)}"
    if not says or len(others) < _TWO:
        return None
    inside = others[0].particle == "が" and last.units[-1].surface in REPORTS
    told = _is_subject(others[0]) and not inside and is_agent(others[0])
    speaker = others[0] if told else None
    content = others[1:] if speaker else others
    if not (content[-1].predicate or content[-1].is_verbal or content[-1].copula):
        return None
    content[-1].particle = ""
    verb = _bent(last).replace("%", "").strip()
    who = f"{noun(speaker)} {verb}" if speaker else verb
    return f"{who}: {clause_english(content)}"


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
        self.subjects = [phrase for phrase in others if _is_subject(phrase)]
        self.objects = [phrase for phrase in others if phrase.particle == "を"]
        known = self.subjects + self.objects
        self.bare = [p for p in others if not p.particle and p not in known and not is_when(p)]
        self.rest = [p for p in others if p not in known and p not in self.bare]
        self.rest.sort(key=_goals_first)
        self.done = False

    def settle(self) -> None:
        """Decide to what a verb is done, and who is meant where a headline leaves out が or を."""
        last, verb = self.last, self.last.units[-1].surface
        if self.bare and not self.subjects and _does(self.bare[0], last, self.objects):
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
                self.done = is_done_to(self.subjects[-1], verb)


def _is_active(last: Phrase) -> bool:
    """Tell whether a verb has an object, and says neither that it is done nor that it must be."""
    other = last.passive or last.must or last.should or last.wish or last.causative
    return "%" in last.pattern and not other and not last.pattern.startswith("be ")


def _takes(pattern: str, verb: str) -> bool:
    """Tell whether に marks what a verb is done to: protest to %, not of whom something is demanded."""
    to_it = _TO_ITS_OBJECT.search(pattern) is not None
    return (to_it and verb not in DEMANDS) or verb in WITH_NI


def _verbal_clause(phrases: list[Phrase], perhaps: str) -> str:
    """Return subject, verb, object, the rest; where who did it would be a guess, phrase by phrase."""
    parts = _Parts(phrases)
    last = parts.last
    if last.passive and parts.objects:
        return perhaps + _in_japanese_order(phrases)
    acts = parts.objects or parts.bare or ("%" in last.pattern and last.inner_is_object)
    if acts and _is_bare_topic(parts.subjects):
        # a bare noun that nothing can do is what all is about: KADOKAWAへの攻撃、流出を確認
        others = [phrase for phrase in phrases if phrase not in parts.subjects]
        return f"{noun(parts.subjects[0])}; {_verbal_clause(others, perhaps)}"
    parts.settle()
    if last.inner_is_noun and not parts.objects and "%" not in last.pattern:
        # 無罪確定: what is in the same word is what it is said of
        return _with_inner_subject(parts.subjects, last, [*parts.bare, *parts.rest], perhaps)
    behind = [*map(noun, parts.bare), *(beside(phrase, last) for phrase in parts.rest)]
    if parts.done:
        whom = [*map(noun, parts.subjects), *map(noun, parts.objects), last.inner]
        verb = perhaps + _bent(replace(last, passive=True))
        return " ".join(filter(None, [*whom, verb, *behind]))
    verb = _with_object(_bent(last), parts)
    subject = " ".join(map(noun, parts.subjects))
    return " ".join(filter(None, [subject, perhaps + verb, *behind]))


def _does(bare: Phrase, last: Phrase, objects: list[Phrase]) -> bool:
    """Tell whether a headline leaves out が: カルテ使えず, 住民ら提訴, 局長をトランプ氏解任, 男ら逮捕."""
    if not last.is_verbal and "%" not in last.pattern:
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


def _is_bare_topic(subjects: list[Phrase]) -> bool:
    return bool(subjects) and not subjects[0].particle and not is_agent(subjects[0])


def _with_inner_subject(
    subjects: list[Phrase], last: Phrase, rest: list[Phrase], perhaps: str
) -> str:
    clause = " ".join([last.inner, perhaps + _bent(last), *map(prepositional, rest)])
    return ": ".join([*map(noun, subjects), clause])


def _bent(last: Phrase) -> str:
    if last.particle == "へ" and not last.predicate:
        if last.negated != last.negated_by_prefix:
            return f"not to {last.pattern}"
        return (
            f"to be {participle(last.pattern).replace('%', '').strip()}"
            if last.passive
            else f"to {last.pattern}"
        )
    return last.bent(last.pattern)


def _in_japanese_order(phrases: list[Phrase]) -> str:
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


def _is_headline_clause(phrases: list[Phrase]) -> bool:
    """Tell whether a closing noun is the verb of a clause; without anybody who does it, it stays a noun."""
    *others, last = phrases
    acted = any(_is_subject(p) or p.particle == "を" or is_person(p) for p in others)
    return last.is_verbal and (last.particle == "へ" or (last.particle == "" and acted))


def _closing(phrase: Phrase) -> str:
    """Return the last phrase of a clause without a verb; a headline may end in から or まで."""
    behind = phrase.particle in ("から", "まで", "へ") or phrase.particle.startswith(">")
    return prepositional(phrase) if behind else noun(phrase)
