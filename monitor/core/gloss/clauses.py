"""Puts the phrases of a clause into English order where the grammar is plain, and lists them in theirs where not."""

import re
from dataclasses import replace

from monitor.core.gloss.binding import joined
from monitor.core.gloss.phrase import Phrase
from monitor.core.gloss.relatives import with_relatives
from monitor.core.gloss.roles import (
    FOUND,
    PREPOSITIONS,
    REPORTS,
    SAYING,
    STATES,
    TOWARD,
    is_agent,
    is_person,
    is_when,
    noun,
    prepositional,
)
from monitor.core.gloss.verbal import (
    SUBJECTS,
    bent_english,
    does_it,
    goals_first,
    in_japanese_order,
    is_subject,
    verbal_clause,
)

_TWO = 2


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


def clause_english(phrases: list[Phrase], *, before_quote: bool = False) -> str:
    """Return a clause in English order if all of it is sure, else phrase by phrase in its own order.

    A noun before a quote stays one: 利上げ「是非を判断」 is about a hike, and says of none.
    """
    phrases = with_relatives(joined(phrases))
    last = phrases[-1]
    if (said := _reported(phrases)) is not None:
        return said
    perhaps = "possibly " if last.perhaps else ""
    if not _is_sure(phrases):
        return perhaps + in_japanese_order(phrases)
    if last.predicate or (_is_headline_clause(phrases) and not before_quote):
        return verbal_clause(phrases, perhaps)
    if len(phrases) == 1:
        return perhaps + _closing(last)
    subjects = [phrase for phrase in phrases[:-1] if is_subject(phrase)]
    others = [phrase for phrase in phrases[:-1] if phrase not in subjects]
    surface = last.units[-1].surface
    toward = next((said for ending, said in TOWARD.items() if surface.endswith(ending)), None)
    whom = [phrase for phrase in others if toward and phrase.particle == "に"]
    objects = [f"of {noun(phrase)}" for phrase in others if phrase.particle == "を"]
    others = sorted((p for p in others if p.particle != "を"), key=goals_first)
    where = [*objects, *(f"{toward} {noun(p)}" if p in whom else prepositional(p) for p in others)]
    text = " ".join([perhaps + _closing(last), *where])
    return ": ".join([*map(noun, subjects), text])


def _are_two(phrases: list[Phrase]) -> bool:
    """Tell whether a clause so far is two names: ホンダと日産、"""
    *_, one, other = phrases
    return one.particle == "と" and one.units[-1].name and other.units[-1].name


def _depends(phrase: Phrase) -> bool:
    return (
        phrase.comma
        or phrase.particle in (*SUBJECTS, "を", *PREPOSITIONS)
        or phrase.particle.startswith(">")
    )


def _is_sure(phrases: list[Phrase]) -> bool:
    """Tell whether English order would be no guess: one verb at the end, each part once, no word unknown."""
    *others, last = phrases
    if any(phrase.predicate for phrase in others) or any(p.has_unknown for p in phrases):
        return False
    if any(phrase.negated for phrase in others) and last.predicate:
        return False
    subjects = [phrase for phrase in others if is_subject(phrase)]
    objects = [phrase for phrase in others if phrase.particle == "を"]
    bare = [p for p in others if not p.particle and p not in subjects and not is_when(p)]
    if bare and is_person(bare[0]) and last.is_verbal and not does_it(bare[0], last, objects):
        return False  # 小野田氏起用: does he, or is it done to him?
    return max(len(subjects), len(objects), len(bare)) <= 1


def _reported(phrases: list[Phrase]) -> str | None:
    """Return who says what of a clause that ends in ... と発表 or と述べた, None for any other."""
    *others, last = phrases
    says = last.units[-1].surface in SAYING and (last.predicate or last.is_verbal)
    if not others or others[-1].particle != "と":
        return None
    if not (last.predicate or last.particle) and is_agent(last) and not is_agent(others[-1]):
        # 違憲と最高裁: who says it stands last
        return f"{clause_english([*others[:-1], replace(others[-1], particle='')])}: {noun(last)}"
    if last.units[-1].surface in FOUND and len(others) == _TWO and is_subject(others[0]):
        found = clause_english([replace(others[1], particle="")])
        return f"{noun(others[0])}: found to be {found}"  # 女児、遺体と判明
    if not says or len(others) < _TWO:
        return None
    inside = others[0].particle == "が" and last.units[-1].surface in REPORTS
    told = is_subject(others[0]) and not inside and is_agent(others[0])
    speaker = others[0] if told else None
    content = others[1:] if speaker else others
    state = content[-1].copula or content[-1].units[-1].surface in STATES
    if not (content[-1].predicate or content[-1].is_verbal or state):
        return None
    content[-1].particle = ""
    if state and len(content) >= _TWO and content[-2].particle == "を":
        content[-2].particle = "は"  # 規定を違憲と判断
    verb = re.sub(r" (?:on|for|of|to) ?%?$", "", bent_english(last)).replace("%", "").strip()
    who = f"{noun(speaker)} {verb}" if speaker else verb
    return f"{who}: {clause_english(content)}"


def _is_headline_clause(phrases: list[Phrase]) -> bool:
    """Tell whether a closing noun is the verb of a clause; without anybody who does it, it stays a noun."""
    *others, last = phrases
    acted = any(is_subject(p) or p.particle == "を" or is_person(p) for p in others)
    return last.is_verbal and (last.particle == "へ" or (last.particle == "" and acted))


def _closing(phrase: Phrase) -> str:
    """Return the last phrase of a clause without a verb; a headline may end in から or まで."""
    behind = phrase.particle in ("から", "まで", "へ") or phrase.particle.startswith(">")
    return prepositional(phrase) if behind else noun(phrase)
