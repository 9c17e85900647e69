"""Chooses what a run of words means: the longest one that the lexicon holds, in the reading that its place allows."""

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.core.gloss.lexicon import NAME_KINDS, Lexeme, Lookup
from monitor.core.gloss.proper import is_person, is_place
from monitor.core.gloss.unit import Role, Unit
from monitor.core.japanese import Morpheme

_LONGEST_WORD = 9  # tokens
_ROLES = {
    "noun": Role.WORD,
    "counter": Role.WORD,
    "expression": Role.WORD,
    "other": Role.WORD,
    "verb": Role.VERB,
    "transitive": Role.VERB,
    "verbal-noun": Role.VERBAL,
    "adjective": Role.ADJECTIVE,
    "adverb": Role.ADVERB,
    "prefix": Role.PREFIX,
    "suffix": Role.SUFFIX,
}
_TWO_VERBS = re.compile("[\u3400-\u9fff][\u3041-\u3096][\u3400-\u9fff][\u3041-\u3096]")
_HIRAGANA = re.compile("[\u3041-\u3096]+")
_GRAMMAR = frozenset({"助詞", "助動詞", "補助記号", "空白", "記号"})
# verbs that only carry grammar, the second kind behind て
_LIGHT = frozenset({"する", "いる", "ある", "おる", "為る", "居る", "有る"})
_LIGHT_BEHIND_TE = frozenset(
    {
        "いく",
        "くる",
        "しまう",
        "おく",
        "みる",
        "まいる",
        "いただく",
        "くださる",
        "もらう",
        "くれる",
        "ござる",
        "行く",
        "来る",
        "置く",
        "見る",
        "参る",
    }
)
_MACRONS = str.maketrans("āīūēōĀĪŪĒŌ", "aiueoAIUEO")
# what a dictionary writes for the user of the word, and not into a text
_APPARATUS = re.compile(
    r"^(?:to )?(?:be )?|\b(?:somebody|someone|something|one's|oneself|sth|sb)\b|\.{3}|\s*\(.*?\)"
)
_EXPLAINS = re.compile(r"^(?:counter for|suffix|prefix|indicates|honorific|emphatic|particle)\b")
# forms of verbs that headlines use as nouns
_NOUNS = frozenset({"遅れ", "乱れ", "伸び", "備え", "動き", "訴え", "狂い", "陰り", "開き", "ずれ"})
# titles that a company has too: フジ社長
_OF_COMPANIES = frozenset(
    {"社長", "会長", "副社長", "専務", "常務", "代表", "監督", "幹部", "役員"}
)
_FORM = 5
_LONG = 30


def choose_word(tokens: Sequence[Morpheme], index: int, lookup: Lookup) -> tuple[Unit, int] | None:
    """Return the longest run of words that the lexicon holds, and where it ends; it neither begins nor ends with a particle."""
    if not _is_content(tokens, index):
        return None
    previous = tokens[index - 1] if index else None
    for end in range(min(len(tokens), index + _LONGEST_WORD), index, -1):
        run = tokens[index:end]
        does = end - index > 1 and run[-1].base in ("する", "為る")  # 明らかにする
        if not (_is_content(tokens, end - 1) or does) or any(not t.surface.strip() for t in run):
            continue
        as_noun = len(run) == 1 and _is_noun(run[0], previous, tokens[end : end + 1])
        for form in _forms(run):
            fitting = (f for f in lookup(form) if _fits(f, run, previous, as_noun=as_noun))
            lexeme = next(fitting, None)
            if lexeme and (not does or lexeme.kind in ("verb", "transitive")):
                return replace(_unit(form, lexeme, run), form=form_of(run[-1])), end
    return None


def _is_noun(token: Morpheme, previous: Morpheme | None, following: Sequence[Morpheme]) -> bool:
    """Tell whether a form of a verb stands as a noun: 国際線に遅れ; 立ち入り|要請 is a request for entry, no entry."""
    if token.surface in _NOUNS and previous is not None and previous.surface in ("に", "の"):
        return True
    two_verbs = token.pos[0] == "動詞" and _TWO_VERBS.fullmatch(token.surface)
    return bool(two_verbs and following and following[0].pos[2:3] == ("サ変可能",))


def is_light(tokens: Sequence[Morpheme], index: int) -> bool:
    """Tell whether a word only carries grammar: する, いる, ある, みる in してみる, よう."""
    token = tokens[index]
    if token.pos[:2] == ("形状詞", "助動詞語幹") or (
        token.surface in ("お", "ご") and token.pos[0] == "接頭辞"
    ):
        return True
    if token.pos[0] != "動詞" or token.pos[1] != "非自立可能":
        return False
    behind_te = index > 0 and tokens[index - 1].surface in ("て", "で")
    return token.base in _LIGHT or (behind_te and token.base in _LIGHT_BEHIND_TE)


def form_of(token: Morpheme) -> str:
    """Return in which form a verb or auxiliary stands, "" for what has none."""
    return token.pos[5].partition("-")[0] if len(token.pos) > _FORM else ""


def _is_content(tokens: Sequence[Morpheme], index: int) -> bool:
    return tokens[index].pos[0] not in _GRAMMAR and not is_light(tokens, index)


def _forms(run: Sequence[Morpheme]) -> dict[str, None]:
    """Return how a run may stand in the lexicon: as written, in its dictionary form, in its usual spelling."""
    before = "".join(token.surface for token in run[:-1])
    forms = [before + run[-1].surface, before + run[-1].base]
    if len(run) == 1 and not is_person(run[0]) and run[0].normalized:
        forms.append(run[0].normalized)
    return dict.fromkeys(forms)


def _fits(
    lexeme: Lexeme, run: Sequence[Morpheme], previous: Morpheme | None, *, as_noun: bool
) -> bool:
    """Refuse a reading that its place in the sentence rules out."""
    last = run[-1].pos[0]
    if lexeme.kind in ("surname", "counter") or _EXPLAINS.match(lexeme.english):
        return False
    if len(run) == 1 and not _fits_name(lexeme, run[0]):
        return False
    if lexeme.kind == "suffix":
        # a title such as "Prime Minister %" wants a person's name before it, any suffix a noun
        title = lexeme.english.endswith(" %") and lexeme.english[:1].isupper()
        person = previous is not None and (is_person(previous) or _is_katakana(previous.surface))
        noun = previous is not None and previous.pos[0] in ("名詞", "接尾辞", "形状詞")
        company = (
            previous is not None and not is_person(previous) and run[-1].surface in _OF_COMPANIES
        )
        return (person and not company) if title else noun
    if lexeme.kind == "prefix":
        return run[-1].pos[0] in ("接頭辞", "名詞")
    if as_noun:
        return lexeme.kind in ("noun", "verbal-noun", "expression")
    if last in ("動詞", "形容詞") and len(run) == 1:
        return lexeme.kind in ("verb", "transitive", "adjective", "expression", "adverb")
    return True


def _fits_name(lexeme: Lexeme, token: Morpheme) -> bool:
    """Refuse common nouns and old provinces for what is a name here: 船橋 is no pontoon bridge, 上野 not Kōzuke."""
    if is_person(token):
        return lexeme.kind in NAME_KINDS
    if is_place(token):
        english = lexeme.english
        return lexeme.kind in NAME_KINDS or (
            english[:1].isupper() and english == english.translate(_MACRONS)
        )
    return True


def _is_katakana(text: str) -> bool:
    return all("\u30a1" <= sign <= "\u30fc" for sign in text)


def _unit(form: str, lexeme: Lexeme, run: Sequence[Morpheme]) -> Unit:
    place = lexeme.kind == "place" or is_place(run[-1])
    role = _ROLES.get(lexeme.kind, Role.WORD)
    english = _sense(form, lexeme, role)
    if lexeme.kind in NAME_KINDS:
        return Unit(form, Role.WORD, english, name=True, place=place)
    if role is Role.VERB:
        if run[-1].pos[0] != "動詞":
            role = Role.VERBAL
    elif role is Role.VERBAL:
        return Unit(form, role, "", noun=english)
    if role is Role.WORD and run[-1].pos[2:3] == ("サ変可能",) and lexeme.kind == "noun":
        return Unit(form, Role.VERBAL, "", noun=english)  # 増税: with する it is a verb too
    unit = Unit(
        form, role, english, noun=lexeme.noun, place=place, name=place and english[:1].isupper()
    )
    if role is Role.SUFFIX or (run[-1].pos[0] == "接尾辞" and role is Role.WORD and len(run) == 1):
        return replace(unit, role=Role.SUFFIX, english=_as_suffix(english))
    return unit


def _sense(form: str, lexeme: Lexeme, role: Role) -> str:
    """Return what a word says; a noun of which the dictionary has two unlike senses gets a "?", for the first is a guess."""
    first, *others = (sense.translate(_MACRONS) for sense in lexeme.english.split("|"))
    # what is that long explains the word and does not say it
    english = min([first, *others], key=len) if len(first) > _LONG else first
    if lexeme.kind in NAME_KINDS:
        return english
    english = _cleaned(english)
    if lexeme.kind == "transitive" and "%" not in english:
        return f"{english} %"
    noun = role in (Role.WORD, Role.VERBAL) and not _HIRAGANA.fullmatch(form)
    guess = (
        bool(others) and noun and english[:1].islower() and not _alike(english, _cleaned(others[0]))
    )
    return f"{english}?" if guess else english


def _alike(one: str, other: str) -> bool:
    """Tell whether two senses are nearly one: level and level, mountain forest and forest."""
    return one in other or other in one


def _cleaned(english: str) -> str:
    """Return a dictionary's English without what is there for the user of the dictionary; what has a slot is ours."""
    if "%" in english:
        return english
    bare = " ".join(_APPARATUS.sub(" ", english).split()).strip(" ,;")
    if english.removeprefix("to ").startswith("be "):
        bare = f"be {bare}"
    return bare or english


def _as_suffix(english: str) -> str:
    if "%" in english:
        return english
    return f"%{english}" if english.startswith("-") else f"% {english}"
