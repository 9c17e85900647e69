"""Writes proper names in Latin letters: surnames by their usual readings, places and katakana as they sound."""

import re
from collections.abc import Sequence

from monitor.core.gloss.lexicon import Lookup
from monitor.core.gloss.romaji import romanized
from monitor.core.gloss.unit import Role, Unit
from monitor.core.japanese import Morpheme

_KANJI = re.compile(r"[\u3400-\u9fff々]+")
# behind these a full name ends
_AFTER_NAMES = frozenset({"氏", "さん", "容疑者", "被告", "選手", "監督", "議員", "受刑者", "死刑囚", "社長", "会長", "教授", "(", "君", "ちゃん"})  # fmt: skip
_IN_NAMES = ("名詞", "形容詞", "接尾辞", "形状詞")
_LONGEST_GIVEN = 2  # tokens
_SHORTEST = 3
_LONGEST_KATAKANA = 8  # what is longer is words rather than a name
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]{2,}")


def is_place(token: Morpheme) -> bool:
    """Tell whether the tokenizer takes a word for the name of a place."""
    return token.pos[:3] == ("名詞", "固有名詞", "地名")


def is_person(token: Morpheme) -> bool:
    """Tell whether the tokenizer takes a word for a person's name, or a part of it."""
    return token.pos[:3] == ("名詞", "固有名詞", "人名")


def name_unit(token: Morpheme, lookup: Lookup) -> Unit | None:
    """Return a proper name as newspapers write it, None for what is none.

    A surname that is usually read in several ways keeps its kanji with its readings: a guess would name somebody else.
    """
    if is_person(token) and (english := _surname(token, lookup)):
        return Unit(token.surface, Role.WORD, english, name=True)
    katakana = _KATAKANA.fullmatch(token.surface)
    if not (is_person(token) or is_place(token) or katakana):
        return None
    english = romanized(token.surface if katakana else token.reading) or token.surface
    if token.pos[2:4] == ("人名", "名") and not katakana and _KANJI.search(token.surface):
        english = f"{token.surface} ({english}?)"  # parents choose the reading: 結生 is Yui or Yuki
    return Unit(token.surface, Role.WORD, english, name=True, place=is_place(token))


def _surname(token: Morpheme, lookup: Lookup) -> str | None:
    for lexeme in lookup(token.surface):
        if lexeme.kind == "surname":
            several = "|" in lexeme.english
            readings = lexeme.english.replace("|", "/")
            return f"{token.surface} ({readings})" if several else readings
    return None


def unknown_name(tokens: Sequence[Morpheme], index: int, lookup: Lookup) -> tuple[Unit, int] | None:
    """Return three or more words of one kanji each in a row as a name in its kanji: 安青錦 is no cheap blue brocade."""
    end = index
    # a wrestler's or an artist's name may begin like a given name: 豊昇龍
    kinds = _IN_NAMES + (("接頭辞",) if tokens[index].pos[2:4] == ("人名", "名") else ())
    while (
        end < len(tokens)
        and _KANJI.fullmatch(tokens[end].surface)
        and len(tokens[end].surface) == 1
    ):
        if tokens[end].pos[0] not in kinds or tokens[end].pos[1] == "数詞":
            break
        end += 1
    written = "".join(token.surface for token in tokens[index:end])
    if end - index < _SHORTEST or any(
        lookup(written[:size]) for size in range(2, len(written) + 1)
    ):
        return None
    return Unit(written, Role.WORD, written, name=True, unknown=True), end


def katakana_name(
    tokens: Sequence[Morpheme], index: int, lookup: Lookup
) -> tuple[Unit, int] | None:
    """Return words in katakana in a row as one name as it sounds, where the lexicon lacks one of them: クシュ|タール is no tar."""
    end = index
    while end < len(tokens) and _KATAKANA.fullmatch(tokens[end].surface):
        end += 1
    run = tokens[index:end]
    written = "".join(token.surface for token in run)
    if (
        len(run) <= 1
        or len(written) > _LONGEST_KATAKANA
        or all(lookup(token.surface) for token in run)
    ):
        return None
    if any(is_place(token) or is_person(token) for token in run):
        return None
    return Unit(written, Role.WORD, romanized(written), name=True), end


def given_name(tokens: Sequence[Morpheme], index: int) -> tuple[Unit, int] | None:
    """Return what stands between a surname and 氏 as a name in its kanji: the tokenizer took it for common words."""
    if not index or not is_person(tokens[index - 1]) or tokens[index - 1].pos[3:4] != ("姓",):
        return None
    for end in range(index + 1, min(index + 1 + _LONGEST_GIVEN, len(tokens))):
        written = "".join(token.surface for token in tokens[index:end])
        run = tokens[index:end]
        common = any(not is_person(token) for token in run)
        title = any(token.surface in _AFTER_NAMES for token in run)
        ends = tokens[end].surface in _AFTER_NAMES and _KANJI.fullmatch(written)
        if ends and common and not title:
            return Unit(written, Role.WORD, written, name=True, unknown=True), end
    return None
