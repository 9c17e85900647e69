"""Puts what a verb says of the noun behind it into brackets there: who does it is not said, for it would be a guess."""

from monitor.core.gloss.english import gerund, participle
from monitor.core.gloss.phrase import Phrase
from monitor.core.gloss.roles import DEMANDS, NAMING, is_agent, is_creature, prepositional
from monitor.core.gloss.unit import Role, Unit

_ARGUMENTS = frozenset(
    {"を", "に", "で", "と", "へ", "から", "まで", "より", "でも", "には", "では"}
)
# nouns that are what the verb before them says: 漏らした疑い
_CONTENTS = (
    "疑い", "容疑", "可能性", "恐れ", "おそれ", "方針", "見通し", "考え", "計画", "意向", "予定", "姿勢", "罪", "方法", "事例", "ケース", "案", "狙い", "目的", "義務", "権利", "必要", "責任", "機会", "試み", "動き",
)  # fmt: skip
_WHEN = {"とき": "when", "時": "when", "際": "when", "後": "after", "前": "before", "場合": "in case of", "中": "while", "ころ": "when"}  # fmt: skip
_NOMINALISERS = frozenset({"こと", "の", "もの", "ところ"})


def with_relatives(phrases: list[Phrase]) -> list[Phrase]:
    """Return the phrases with each verb that modifies a noun, and what belongs to it, put into brackets behind that noun."""
    result: list[Phrase] = []
    for phrase in phrases:
        if (
            result
            and result[-1].modifies
            and not phrase.predicate
            and phrase.units[-1].role is not Role.ADVERB
        ):
            verb = result.pop()
            own = _arguments(result)
            result = result[: len(result) - len(own)]
            phrase = _modified(phrase, own, verb)
        result.append(phrase)
    return result


def _arguments(before: list[Phrase]) -> list[Phrase]:
    """Return the phrases before a verb that belong to it: each kind once, none beyond a comma or a topic."""
    taken: list[Phrase] = []
    seen: set[str] = set()
    for number in range(len(before) - 1, -1, -1):
        phrase = before[number]
        topic = any(p.particle in ("は", "が") or p.comma for p in before[:number])
        belongs = (
            phrase.particle in _ARGUMENTS
            or phrase.particle.startswith(">")
            or (phrase.particle == "が" and topic)
            or (not phrase.particle and phrase.units[-1].role in (Role.ADVERB, Role.NUMBER))
            or (not phrase.particle and not taken)  # 賠償命じた判決: a headline leaves out を
        )
        if (
            phrase.predicate
            or phrase.comma
            or phrase.stop
            or not belongs
            or phrase.particle in seen
        ):
            break
        seen.add(phrase.particle or "bare")
        taken.insert(0, phrase)
    return taken


def _modified(noun: Phrase, arguments: list[Phrase], verb: Phrase) -> Phrase:
    clause = relative_english(arguments, verb)
    surface, own = noun.units[-1].surface, noun.nominal()
    role = Role.WORD
    if surface in _NOMINALISERS:
        english = clause
    elif surface in _WHEN:
        english, role = f"{_WHEN[surface]} {clause}", Role.ADVERB
    elif surface.endswith(_CONTENTS):
        english = f"{own} of {clause}"
    else:
        english = f"{own} ({clause})"
    unit = Unit(
        surface,
        role,
        english,
        place=noun.units[-1].place,
        unknown=any(phrase.has_unknown for phrase in (noun, verb, *arguments)),
    )
    return Phrase(
        units=[unit],
        particle="" if role is Role.ADVERB else noun.particle,
        negated=noun.negated,
        copula=noun.copula,
        perhaps=noun.perhaps,
        comma=noun.comma,
        stop=noun.stop,
    )


def relative_english(arguments: list[Phrase], verb: Phrase) -> str:
    """Return a verb with what belongs to it, without who does it: "not recognizing separate surnames", "attacked by bear"."""
    objects = [phrase for phrase in arguments if phrase.particle == "を"]
    bare = [
        p
        for p in arguments
        if not p.particle and p.units[-1].role not in (Role.ADVERB, Role.NUMBER)
    ]
    transitive = "%" in verb.pattern
    objects += bare if transitive else []
    whose = [] if transitive else bare
    rest = [phrase for phrase in arguments if phrase not in objects and phrase not in whose]
    object_ = " ".join(filter(None, [*(p.nominal() for p in objects), verb.inner]))
    denied = "not " if verb.negated != verb.negated_by_prefix else ""
    if verb.passive and not verb.units[-1].english:
        text = f"{denied}{verb.nominal()}"  # 拿捕された船: who carried it out is somebody else
    elif verb.passive and not verb.pattern.startswith("be "):
        text = f"{denied}{' '.join(participle(verb.pattern).replace('%', '').split())} {object_}"
    else:
        form = gerund(verb.pattern)
        filled = form.replace("%", object_) if "%" in form else f"{form} {object_}"
        text = denied + " ".join(filled.split())
    others = [beside(phrase, verb) for phrase in rest]
    return " ".join(filter(None, [*(p.nominal() for p in whose), text.strip(), *others]))


def beside(phrase: Phrase, verb: Phrase) -> str:
    """Return a phrase beside a verb: に is who did it of a passive, and of whom something is demanded."""
    if phrase.particle == "に" and verb.units[-1].surface in NAMING:
        return f"as {phrase.nominal()}"
    if phrase.particle == "に" and verb.passive and (is_agent(phrase) or is_creature(phrase)):
        return f"by {phrase.nominal()}"
    if phrase.particle == "に" and verb.units[-1].surface in DEMANDS and not verb.passive:
        return f"from {phrase.nominal()}"
    return prepositional(phrase)
