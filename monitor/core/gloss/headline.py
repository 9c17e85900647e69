"""Puts the phrases of a headline into English order where the grammar is plain, and lists them in theirs where not."""

import re
import unicodedata

from monitor.core.gloss.english import plural
from monitor.core.gloss.lexicon import Lexeme, Lookup
from monitor.core.gloss.phrases import Phrase, group_phrases
from monitor.core.gloss.units import Role, Unit, cut_units
from monitor.core.japanese import Tokenize, sentence_spans

_QUOTE = re.compile(r"[「『]([^「」『』]*)[」』]")
_LABEL = re.compile(r"【([^【】]*)】")
_CIRCLED = re.compile("[①-⑳㊤㊦㊥]")  # they number headlines, and would become numbers of things
_PLACEHOLDER = "QUOTE{}Q"
_PLACEHOLDERS = re.compile(r"QUOTE(\d+)Q")
_SPEAKER = re.compile(r"(?<=[^\s、のとをにはがもや・])(?=QUOTE\d+Q$)")
_LABELS = {
    "独自": "Exclusive",
    "速報": "Breaking",
    "主張": "Opinion",
    "社説": "Editorial",
    "解説": "Analysis",
    "動画": "Video",
    "写真": "Photos",
    "続報": "Update",
    "更新": "Updated",
    "訂正": "Correction",
    "産経抄": "Column",
    "詳報": "In detail",
}
# a word whose usual sense in the news is another one beside these
_MARKET = re.compile("株|日経平均|東証|相場|終値|為替")
_MARKET_SENSES = {"反発": (Lexeme("verb", "rebound", "rebound"),)}
_SUBJECTS = ("は", "が", "も")
_PREPOSITIONS = {
    "に": "to",
    "へ": "to",
    "から": "from",
    "まで": "until",
    "より": "from",
    "と": "with",
    "で": "over",
}
_LINKS = {"や": "and", "・": "and", "と": "and", "及び": "and", "か": "or"}
_BETWEEN = " · "


def gloss(text: str, tokenize: Tokenize, lookup: Lookup) -> str:
    """Return a dictionary translation of a Japanese text; total: any text gives a result.

    Sentences are glossed one by one. One with a single verb at its end comes in English order; the others are their
    phrases in the Japanese order with " · " between, because any other order would be a guess at who did what.
    """
    normal = unicodedata.normalize("NFKC", _CIRCLED.sub("", text))
    if _MARKET.search(normal):
        lookup = _with_market_senses(lookup)
    sentences = (normal[start:end].strip() for start, end in sentence_spans(normal))
    return " ".join(filter(None, (_sentence(s, tokenize, lookup) for s in sentences)))


def _with_market_senses(lookup: Lookup) -> Lookup:
    return lambda form: _MARKET_SENSES.get(form) or lookup(form)


def _sentence(text: str, tokenize: Tokenize, lookup: Lookup) -> str:
    if not any(c.isalnum() for c in text):
        return text
    quotes: list[str] = []

    def keep(match: re.Match[str]) -> str:
        quotes.append(match[1])
        return _PLACEHOLDER.format(len(quotes) - 1)

    labels = [
        _LABELS.get(label) or gloss(label, tokenize, lookup) for label in _LABEL.findall(text)
    ]
    outside = _SPEAKER.sub(": ", _QUOTE.sub(keep, _LABEL.sub(" ", text)).strip())
    clauses = []
    for part in re.split(r"\s*[:：]\s*(?=\S)|\s+(?![A-Za-z0-9])(?<![A-Za-z0-9]\s)", outside):
        clauses += [
            _clause(group) for group in _clauses(group_phrases(cut_units(part, tokenize, lookup)))
        ]
    english = re.sub(r"; (?=QUOTE\d+Q$)", ": ", "; ".join(filter(None, clauses)))

    def restore(match: re.Match[str]) -> str:
        return (
            f'"{gloss(quotes[int(match[1])], tokenize, lookup)}"'
            if int(match[1]) < len(quotes)
            else match[0]
        )

    return " ".join(
        [*(f"[{label}]" for label in labels), _capitalized(_PLACEHOLDERS.sub(restore, english))]
    ).strip()


def _clauses(phrases: list[Phrase]) -> list[list[Phrase]]:
    """Cut where a sentence ends, or a verb is followed by a comma."""
    clauses: list[list[Phrase]] = [[]]
    for phrase in phrases:
        clauses[-1].append(phrase)
        # a bare noun before a comma is the topic, but when others depend on it already it ends its clause
        complete = (
            phrase.comma
            and not phrase.particle
            and any(_depends(other) for other in clauses[-1][:-1])
        )
        if phrase.stop or (phrase.comma and phrase.predicate) or complete:
            clauses.append([])
    return [clause for clause in clauses if clause]


def _depends(phrase: Phrase) -> bool:
    return (
        phrase.comma
        or phrase.particle in (*_SUBJECTS, "を", *_PREPOSITIONS)
        or phrase.particle.startswith(">")
    )


def _clause(phrases: list[Phrase]) -> str:
    phrases = _joined(phrases)
    last = phrases[-1]
    perhaps = "possibly " if last.perhaps else ""
    if any(phrase.predicate for phrase in phrases[:-1]):
        return perhaps + _in_japanese_order(phrases)
    if last.predicate or _is_headline_clause(phrases):
        return _verbal_clause(phrases, perhaps)
    if len(phrases) == 1:
        return perhaps + _closing(last) + (" not" if last.negated else "")
    if any(phrase.negated for phrase in phrases):
        return perhaps + _in_japanese_order(phrases)
    subjects = [p for p in phrases[:-1] if p.particle in _SUBJECTS or (p.comma and not p.particle)]
    others = [p for p in phrases[:-1] if p not in subjects]
    text = " ".join([perhaps + _closing(last), *map(_prepositional, others)])
    if len(subjects) > 1:
        return perhaps + _in_japanese_order(phrases)
    return ": ".join([*map(_noun, subjects), text])


def _verbal_clause(phrases: list[Phrase], perhaps: str) -> str:
    """Return subject, verb, object, the rest; with two subjects who did it would be a guess."""
    *others, last = phrases
    subjects = [p for p in others if p.particle in _SUBJECTS or (p.comma and not p.particle)]
    objects = [p for p in others if p.particle == "を"]
    bare = [p for p in others if not p.particle and p not in subjects]
    rest = [p for p in others if p not in subjects and p not in objects and p not in bare]
    agent = last.passive and (objects or any(p.particle == "に" for p in rest))
    if len(subjects) > 1 or len(objects) > 1 or len(bare) > 1 or agent:
        return perhaps + _in_japanese_order(phrases)
    verb, inner = last.verb()
    if last.particle == "へ" and not last.predicate:
        verb = f"to {last.units[-1].english or last.units[-1].noun}"
    object_ = " ".join(filter(None, [*map(_noun, objects), inner if objects else ""])) or inner
    if "%" in verb:
        verb = verb.replace("%", object_ or "").replace("  ", " ").strip()
    elif object_:
        verb = f"{verb} {object_}"
    subject = " ".join(map(_noun, subjects))
    return " ".join(
        filter(None, [subject, perhaps + verb, *map(_noun, bare), *map(_prepositional, rest)])
    )


def _in_japanese_order(phrases: list[Phrase]) -> str:
    """List phrases as they stand; negation is written out, for it turns the meaning round."""
    shown = []
    for phrase in phrases:
        if phrase.predicate:
            verb, inner = phrase.verb()
            shown.append(" ".join(filter(None, [verb.replace("%", "…"), inner])))
        else:
            shown.append(("not " if phrase.negated else "") + _noun(phrase))
    return _BETWEEN.join(filter(None, shown))


def _joined(phrases: list[Phrase]) -> list[Phrase]:
    """Join phrases that の, や or a word like に関する bind to the noun behind them."""
    result: list[Phrase] = []
    for phrase in phrases:
        while result and not phrase.predicate and _binds(result[-1], phrase):
            before = result.pop()
            phrase = _bound(before, phrase)
        result.append(phrase)
    return result


def _binds(before: Phrase, after: Phrase) -> bool:
    return before.particle in (
        "の",
        "や",
        "・",
        "など",
        "な",
        "への",
        "での",
        "との",
        "からの",
    ) or (
        before.particle.startswith(":")
        or (before.particle == "と" and after.particle in ("が", "を", "の", "は"))
    )


def _bound(before: Phrase, after: Phrase) -> Phrase:
    left, right = before.nominal(), _noun(after)
    particle = before.particle
    if particle.startswith(":"):
        english = f"{right} {particle[1:]} {left}"
    elif particle in _LINKS:
        english = f"{left} {_LINKS[particle]} {right}"
    elif particle == "など":
        english = f"{left} and other {right}"
    elif particle in ("への", "との", "からの", "での"):
        english = (
            f"{right} {_PREPOSITIONS[particle[:-1]]} {left}"
            if particle != "での"
            else f"{right} in {left}"
        )
    elif before.units[-1].role is Role.NUMBER:
        english = f"{left} {plural(right)}"
    elif before.units[-1].role is Role.ADJECTIVE:
        english = f"{left} {right}"
    elif before.units[-1].name:
        english = f"{left}'s {right}"
    else:
        english = f"{right} of {left}"
    unit = after.units[-1]
    whole = Unit(
        before.units[0].surface + unit.surface,
        Role.WORD,
        english,
    )
    return Phrase(
        units=[whole],
        particle=after.particle,
        negated=before.negated or after.negated,
        perhaps=after.perhaps,
        comma=after.comma,
        stop=after.stop,
    )


def _is_headline_clause(phrases: list[Phrase]) -> bool:
    """Tell whether a closing noun is the verb of a clause; without anybody who does it, it stays a noun."""
    *others, last = phrases
    acted = any(p.particle in (*_SUBJECTS, "を") or (p.comma and not p.particle) for p in others)
    return _is_headline_verb(last) and (last.particle == "へ" or (last.particle == "" and acted))


def _is_headline_verb(phrase: Phrase) -> bool:
    """Tell whether a phrase ends in a noun that a headline uses as its verb: ... を逮捕."""
    last = phrase.units[-1]
    return last.role is Role.VERBAL and not phrase.predicate and bool(last.english)


def _noun(phrase: Phrase) -> str:
    text = phrase.nominal()
    if phrase.particle == "など":
        return f"{text} and others"
    return f"{text} also" if phrase.particle == "も" and text else text


def _closing(phrase: Phrase) -> str:
    """Return the last phrase of a clause without a verb; a headline may end in から or まで."""
    return _prepositional(phrase) if phrase.particle in ("から", "まで", "へ") else _noun(phrase)


def _prepositional(phrase: Phrase) -> str:
    text = phrase.nominal()
    last = phrase.units[-1]
    if phrase.particle.startswith(">"):
        return f"{phrase.particle[1:]} {text}"
    if last.role is Role.ADVERB:
        return text
    if phrase.particle == "で" and last.name:
        return f"in {text}"
    if phrase.particle == "に" and last.role is Role.NUMBER:
        return f"for {text}" if text.startswith("the first") else f"in {text}"
    preposition = _PREPOSITIONS.get(phrase.particle)
    return f"{preposition} {text}" if preposition else text


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]
