"""Cuts a Japanese text into units that have an English: words as long as the lexicon knows them, numbers, particles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitor.core.gloss.english import romanized
from monitor.core.gloss.lexicon import NAME_KINDS, Lexeme, Lookup
from monitor.core.gloss.numbers import read_number
from monitor.core.japanese import Morpheme, Tokenize

_LONGEST_WORD = 9  # tokens
_LATIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9.+#_/'&-]| (?=[A-Za-z0-9]))*")
_STOPS = frozenset("。．！？!?…；;")
# surnames that are read in more than one way: a guess would name somebody else
_AMBIGUOUS = frozenset(
    [
        "菅",
        "河野",
        "東",
        "角田",
        "新谷",
        "中谷",
        "菅野",
        "神谷",
        "熊谷",
        "水谷",
        "古谷",
        "上村",
        "錦織",
        "羽生",
        "小山",
        "安斎",
        "長田",
        "金城",
        "神戸",
    ]
)
# what stands for a preposition; the sign before it says how it binds: > to the verb, : to the noun that follows
_COMPOUNDS = {
    "に関する": ":on",
    "に対する": ":against",
    "による": ":by",
    "における": ":in",
    "をめぐる": ":over",
    "に向けた": ":toward",
    "を含む": ":including",
    "に対して": ">against",
    "に対し": ">against",
    "によって": ">by",
    "により": ">by",
    "によると": ">according to",
    "として": ">as",
    "をめぐって": ">over",
    "をめぐり": ">over",
    "について": ">about",
    "に向けて": ">toward",
    "に向け": ">toward",
    "を受けて": ">following",
    "を受け": ">following",
    "に伴い": ">with",
    "にて": ">in",
    "とともに": ">with",
    "に基づき": ">based on",
    "のため": ">because of",
    "ため": ">because of",
}
_LONGEST_COMPOUND = 4


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
    """A word with its English; `noun` is a verb's nominal form, `name` marks proper names."""

    surface: str
    role: Role
    english: str = ""
    noun: str = ""
    name: bool = False


_ROLES = {
    "noun": Role.WORD,
    "counter": Role.WORD,
    "expression": Role.WORD,
    "other": Role.WORD,
    "verb": Role.VERB,
    "verbal-noun": Role.VERBAL,
    "adjective": Role.ADJECTIVE,
    "adverb": Role.ADVERB,
    "prefix": Role.PREFIX,
    "suffix": Role.SUFFIX,
}


def cut_units(text: str, tokenize: Tokenize, lookup: Lookup) -> list[Unit]:
    """Return the units of a text in NFKC, in its order; what nothing is known of keeps its Japanese form."""
    tokens = list(tokenize(text, False))
    at = {token.start: index for index, token in enumerate(tokens)} | {len(text): len(tokens)}
    units: list[Unit] = []
    index = 0
    while index < len(tokens):
        found = (
            _number(text, tokens[index], at)
            or _compound(text, tokens, index, at)
            or _word(tokens, index, lookup)
            or _latin(text, tokens[index], at)
        )
        unit, index = found or (_single(tokens[index]), index + 1)
        units.append(unit)
    return units


def _number(text: str, token: Morpheme, at: dict[int, int]) -> tuple[Unit, int] | None:
    read = read_number(text, token.start)
    # a number that ends inside a token is part of a name such as 7インチ or 3D
    if not read or read[1] not in at:
        return None
    return Unit(text[token.start : read[1]], Role.NUMBER, read[0]), at[read[1]]


def _compound(
    text: str, tokens: Sequence[Morpheme], index: int, at: dict[int, int]
) -> tuple[Unit, int] | None:
    if tokens[index].pos[0] != "助詞" and tokens[index].surface != "ため":
        return None
    for end in range(min(len(tokens), index + _LONGEST_COMPOUND), index, -1):
        surface = text[tokens[index].start : tokens[end - 1].end]
        if surface in _COMPOUNDS:
            return Unit(surface, Role.PARTICLE, _COMPOUNDS[surface]), end
    return None


def _word(tokens: Sequence[Morpheme], index: int, lookup: Lookup) -> tuple[Unit, int] | None:
    """Return the longest run of tokens that the lexicon holds; it neither begins nor ends with a particle."""
    if not _is_content(tokens[index]):
        return None
    previous = tokens[index - 1] if index else None
    for end in range(min(len(tokens), index + _LONGEST_WORD), index, -1):
        run = tokens[index:end]
        if not _is_content(run[-1]) or any(not token.surface.strip() for token in run):
            continue
        before = "".join(token.surface for token in run[:-1])
        for form in dict.fromkeys((before + run[-1].surface, before + run[-1].base)):
            lexeme = next((found for found in lookup(form) if _fits(found, run, previous)), None)
            if lexeme:
                return _unit(form, lexeme, run), end
    return None


def _is_content(token: Morpheme) -> bool:
    return token.pos[0] not in ("助詞", "助動詞", "補助記号", "空白", "記号") and not _is_light(
        token
    )


def _is_light(token: Morpheme) -> bool:
    """Tell whether a token is a verb that only carries grammar: する, いる, ある ..."""
    return (
        token.pos[0] == "動詞"
        and token.pos[1] == "非自立可能"
        and token.base in ("する", "いる", "ある", "おる")
    )


def _fits(lexeme: Lexeme, run: Sequence[Morpheme], previous: Morpheme | None) -> bool:
    """Refuse a reading that its place in the sentence rules out."""
    last = run[-1].pos[0]
    if len(run) == 1 and run[0].pos[2:3] == ("人名",) and lexeme.kind not in NAME_KINDS:
        return False  # 菅 is no sedge here
    if lexeme.kind == "suffix":
        # a title such as "Prime Minister %" wants a person's name before it, any suffix a noun
        person = previous is not None and previous.pos[2:3] == ("人名",)
        noun = previous is not None and previous.pos[0] in ("名詞", "接尾辞", "形状詞")
        return person if lexeme.english.endswith(" %") else noun
    if lexeme.kind == "prefix":
        return run[-1].pos[0] in ("接頭辞", "名詞")
    if last in ("動詞", "形容詞") and len(run) == 1:
        return lexeme.kind in ("verb", "adjective", "expression", "adverb")
    return True


def _unit(form: str, lexeme: Lexeme, run: Sequence[Morpheme]) -> Unit:
    if lexeme.kind in NAME_KINDS:
        return Unit(form, Role.WORD, lexeme.english, name=True)
    role = _ROLES.get(lexeme.kind, Role.WORD)
    english = lexeme.english.split("|")[0]
    if role is Role.VERB:
        english = english.removeprefix("to ")
        if run[-1].pos[0] != "動詞":
            role = Role.VERBAL
    elif role is Role.VERBAL:
        return Unit(form, role, "", noun=english)
    if role is Role.SUFFIX and "%" not in english:
        english = f"% {english}"
    if run[-1].pos[0] == "接尾辞" and role is Role.WORD and len(run) == 1:
        role, english = Role.SUFFIX, f"% {english}"
    return Unit(form, role, english, noun=lexeme.noun)


def _latin(text: str, token: Morpheme, at: dict[int, int]) -> tuple[Unit, int] | None:
    match = _LATIN.match(text, token.start)
    if not match:
        return None
    end = match.end()
    while end not in at and end > token.start:
        end -= 1
    surface = text[token.start : end].rstrip()
    return (Unit(surface, Role.WORD, surface, name=True), at[end]) if surface else None


def _single(token: Morpheme) -> Unit:
    """Return a unit for a token that the lexicon does not hold."""
    surface, pos = token.surface, token.pos
    if not surface.strip() or surface in _STOPS:
        return Unit(surface, Role.STOP)
    if pos[0] in ("補助記号", "記号", "空白"):
        roles = {"括弧開": Role.OPEN, "括弧閉": Role.CLOSE, "読点": Role.COMMA}
        return Unit(
            surface,
            roles.get(
                pos[1] if len(pos) > 1 else "", Role.PARTICLE if surface == "・" else Role.STOP
            ),
        )
    if pos[0] == "助詞":
        return Unit(surface, Role.PARTICLE)
    if pos[0] == "助動詞" or _is_light(token):
        return Unit(token.base, Role.AUXILIARY)
    if pos[:3] in (("名詞", "固有名詞", "人名"), ("名詞", "固有名詞", "地名")) or _is_katakana(
        surface
    ):
        reading = romanized(token.reading or surface)
        if surface in _AMBIGUOUS:
            return Unit(surface, Role.WORD, f"{surface} ({reading}?)", name=True)
        return Unit(surface, Role.WORD, reading or surface, name=True)
    roles = {"動詞": Role.VERB, "形容詞": Role.ADJECTIVE, "副詞": Role.ADVERB}
    return Unit(
        surface,
        roles.get(pos[0], Role.WORD),
        token.base if pos[0] in roles else surface,
    )


def _is_katakana(surface: str) -> bool:
    return re.fullmatch(r"[\u30a1-\u30fa\u30fc]{2,}", surface) is not None
