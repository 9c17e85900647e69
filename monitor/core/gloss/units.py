"""Cuts a Japanese text into units that have an English: words as long as the lexicon knows them, numbers, particles."""

import re
from collections.abc import Sequence

from monitor.core import negation
from monitor.core.gloss.choosing import choose_word, form_of, is_light
from monitor.core.gloss.lexicon import Lookup
from monitor.core.gloss.numbers import read_number
from monitor.core.gloss.proper import given_name, katakana_name, name_unit, unknown_name
from monitor.core.gloss.unit import MUST, MUST_NOT, NEGATION, Role, Unit
from monitor.core.japanese import Morpheme, Tokenize
from monitor.core.negation import negates, negations

_LATIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9.+#_/'&-]| (?=[A-Za-z0-9]))*")
_STOPS = frozenset("。．！？!?…；;")
# what stands for a preposition; the sign before it says how it binds: > to the verb, : to the noun that follows
_COMPOUNDS = {
    "に関する": ":on",
    "に対する": ":toward",
    "による": ":by",
    "における": ":in",
    "をめぐる": ":over",
    "を巡る": ":over",
    "めぐる": ":over",
    "に向けた": ":toward",
    "を含む": ":including",
    "含む": ":including",
    "という": ":called",
    "とみられる": ":believed to be",
    "と見られる": ":believed to be",
    "とされる": ":said to be",
    "などで": ">over",
    "と呼ばれる": ":called",
    "に対して": ">against",
    "に対し": ">against",
    "によって": ">by",
    "により": ">by",
    "によると": ">according to",
    "として": ">as",
    "をめぐって": ">over",
    "をめぐり": ">over",
    "を巡り": ">over",
    "めぐり": ">over",
    "について": ">about",
    "に向けて": ">toward",
    "に向け": ">toward",
    "を受けて": ">following",
    "を受け": ">following",
    "に伴い": ">with",
    "に伴う": ":with",
    "にて": ">in",
    "とともに": ">with",
    "に基づき": ">based on",
    "に基づく": ":based on",
    "のため": ">because of",
    "ため": ">because of",
    "にわたり": ">for",
    "にわたって": ">for",
    "に次ぐ": ":after",
    "に加え": ">besides",
    "以来": ">since",
    "など含め": ">including",
    "含め": ">including",
    "を通じ": ">through",
    "を通じて": ">through",
    "をもとに": ">based on",
    "に応じ": ">according to",
    "に関し": ">on",
    "に関して": ">on",
    "へ向け": ">toward",
    "しか": ">only",
    "を控え": ">ahead of",
    "を前に": ">ahead of",
    "を理由に": ">citing",
    "を背景に": ">against the backdrop of",
    "を条件に": ">on condition of",
    "をきっかけに": ">after",
    "を機に": ">on the occasion of",
    "を中心に": ">mainly",
    "を軸に": ">centering on",
    "を対象に": ">for",
    "を目的に": ">for",
    "を基に": ">based on",
    "を根拠に": ">based on",
    "を相手に": ">against",
    "を口実に": ">on the pretext of",
    "を皮切りに": ">starting with",
    "を筆頭に": ">led by",
    "を目指し": ">aiming for",
    "を目指して": ">aiming for",
    "だけでなく": ":as well as",
    "のみならず": ":as well as",
}
_LONGEST_COMPOUND = 4
_FIXED_UNITS = (
    (negation.MUST, Unit(MUST, Role.AUXILIARY)),
    (negation.MAYBE, Unit("か", Role.PARTICLE)),
    (negation.MUST_NOT, Unit(MUST_NOT, Role.AUXILIARY)),
)


def cut_units(text: str, tokenize: Tokenize, lookup: Lookup) -> list[Unit]:
    """Return the units of a text in NFKC, in its order; what nothing is known of keeps its Japanese form."""
    tokens = list(tokenize(text, False))
    at = {token.start: index for index, token in enumerate(tokens)} | {len(text): len(tokens)}
    negating = set(negations(text, tokens))
    units: list[Unit] = []
    index = 0
    while index < len(tokens):
        found = (
            _fixed(text, tokens[index], at)
            or given_name(tokens, index)
            or unknown_name(tokens, index, lookup)
            or katakana_name(tokens, index, lookup)
            or _number(text, tokens[index], at)
            or _compound(text, tokens, index, at)
            or _negation(tokens, index, negating)
            or choose_word(tokens, index, lookup)
            or _latin(text, tokens[index], at)
        )
        unit, index = found or (_single(tokens, index, lookup), index + 1)
        units.append(unit)
    return units


def _fixed(text: str, token: Morpheme, at: dict[int, int]) -> tuple[Unit, int] | None:
    """Return what なければならない and かもしれない say: they negate nothing."""
    for pattern, unit in _FIXED_UNITS:
        found = pattern.match(text, token.start)
        if found:
            end = next(place for place in range(found.end(), len(text) + 1) if place in at)
            return unit, at[end]
    return None


def _negation(
    tokens: Sequence[Morpheme], index: int, negating: set[int]
) -> tuple[Unit, int] | None:
    """Return what negates; of a fixed pattern such as に過ぎない nothing is said."""
    token = tokens[index]
    if token.pos[0] == "接頭辞" or not negates(tokens, index):
        return None
    shown = NEGATION if index in negating else ""
    return Unit(shown, Role.AUXILIARY, form=form_of(token)), index + 1


def _number(text: str, token: Morpheme, at: dict[int, int]) -> tuple[Unit, int] | None:
    """Return the longest number that ends where a token does: 3万人 of 3万人|分入り, none of 3D."""
    read = read_number(text, token.start)
    if not read:
        return None
    ends = sorted((end for end in at if token.start < end <= read[1]), reverse=True)
    for end in ends:
        shorter = read if end == read[1] else read_number(text[:end], token.start)
        if shorter and shorter[1] == end:
            return Unit(text[token.start : end], Role.NUMBER, shorter[0]), at[end]
    return None


def _compound(
    text: str, tokens: Sequence[Morpheme], index: int, at: dict[int, int]
) -> tuple[Unit, int] | None:
    """Return what stands for a preposition; behind a verb (逃げるため) it is another word."""
    first = tokens[index].surface
    if tokens[index].pos[0] != "助詞" and not any(
        map(first.startswith, ("ため", "めぐ", "含", "以来"))
    ):
        return None
    for end in range(min(len(tokens), index + _LONGEST_COMPOUND), index, -1):
        surface = text[tokens[index].start : tokens[end - 1].end]
        bent = (
            tokens[end - 1].pos[0] == "動詞"
            and end < len(tokens)
            and tokens[end].pos[0] == "助動詞"
        )
        if surface in _COMPOUNDS and not bent:  # 捜査に応じない is a verb
            return Unit(surface, Role.PARTICLE, _COMPOUNDS[surface]), end
    return None


def _latin(text: str, token: Morpheme, at: dict[int, int]) -> tuple[Unit, int] | None:
    match = _LATIN.match(text, token.start)
    if not match:
        return None
    end = match.end()
    while end not in at and end > token.start:
        end -= 1
    surface = text[token.start : end].rstrip()
    return (Unit(surface, Role.WORD, surface, name=True), at[end]) if surface else None


def _single(tokens: Sequence[Morpheme], index: int, lookup: Lookup) -> Unit:
    """Return a unit for a token that the lexicon does not hold."""
    token = tokens[index]
    surface, pos = token.surface, token.pos
    if not surface.strip() or surface in _STOPS:
        return Unit(surface, Role.STOP)
    if pos[0] in ("補助記号", "記号", "空白") and pos[:2] != ("記号", "文字"):
        roles = {"括弧開": Role.OPEN, "括弧閉": Role.CLOSE, "読点": Role.COMMA}
        other = Role.PARTICLE if surface == "・" else Role.STOP
        return Unit(surface, roles.get(pos[1] if len(pos) > 1 else "", other))
    if pos[:2] == ("助詞", "準体助詞"):
        return Unit(
            "こと", Role.WORD, "matter"
        )  # 認めないのは: it makes a noun of what stands before it
    if pos[0] == "助詞":
        return Unit(surface, Role.PARTICLE)
    if pos[0] == "助動詞" or is_light(tokens, index):
        return Unit(token.base, Role.AUXILIARY, form=form_of(token))
    return name_unit(token, lookup) or _unknown(token)


def _unknown(token: Morpheme) -> Unit:
    """Return a word that nothing is known of, in its own script."""
    roles = {"動詞": Role.VERB, "形容詞": Role.ADJECTIVE, "副詞": Role.ADVERB}
    shown = token.base if token.pos[0] in roles else token.surface
    role = roles.get(token.pos[0], Role.WORD)
    return Unit(token.surface, role, shown, unknown=True, form=form_of(token))
