"""Makes spellings equal that mean the same name, and maps every place back to the shown text."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_OLD_KANJI = dict(
    zip(
        "臺國澤廣齋學會應戰軍灣龍櫻濱邊德黨聯獨縣發對經濟",
        "台国沢広斎学会応戦軍湾竜桜浜辺徳党連独県発対経済",
        strict=True,
    )
)
_SMALL_KATAKANA = dict(
    zip("ァィゥェォャュョヮ", "アイウエオヤユヨワ", strict=True)
)  # ウェア = ウエア
# compatibility forms of the long vowel mark are written with every kind of dash after katakana
_DASHES = frozenset("-‐‑‒–—―−ｰ")
_LONG_VOWEL = "ー"
_LONGEST_CLUSTER = 32  # normalising combining marks takes quadratic time; no writing stacks so many
_PUNCTUATION = {
    "\n": " ",
    "’": "'",
    "‘": "'",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "〜": "~",
    "‧": "・",
    "･": "・",
}
_VARIANTS = str.maketrans(_OLD_KANJI | _SMALL_KATAKANA | _PUNCTUATION)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text for comparing, never for showing.

    `starts[i]` and `ends[i]` are the code points of the shown text that character `i` of `folded` came from.
    """

    shown: str
    folded: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the shown text for a non-empty span of the folded one."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> str:
    """Return a text with width, case, composition and Japanese spelling variants made equal."""
    return fold_with_map(text).folded


def fold_with_map(text: str) -> FoldedText:
    """Return the folded text with its offset map; one shown character may give several and several one."""
    if text.isascii():
        offsets = range(len(text))
        return FoldedText(
            text, text.lower().replace("\n", " "), tuple(offsets), tuple(range(1, len(text) + 1))
        )
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    start, size = 0, len(text)
    while start < size:
        end = start + 1
        while end < size and end - start < _LONGEST_CLUSTER and _joins(text[end]):
            end += 1
        for character in _fold_cluster(text[start:end]):
            folded.append(_long_vowel(character, folded))
            starts.append(start)
            ends.append(end)
        start = end
    return FoldedText(text, "".join(folded), tuple(starts), tuple(ends))


def _joins(character: str) -> bool:
    """Tell whether a character belongs to the one before it: combining marks, half-width voicing marks."""
    return character in "\uff9e\uff9f" or (
        character > "\u02ff" and unicodedata.combining(character) != 0
    )


@lru_cache(maxsize=16384)
def _fold_cluster(cluster: str) -> str:
    once = unicodedata.normalize("NFKC", cluster).translate(_VARIANTS).casefold()
    twice = unicodedata.normalize("NFKC", once).translate(_VARIANTS).casefold()
    return unicodedata.normalize("NFKC", twice)


def _long_vowel(character: str, before: list[str]) -> str:
    """Return ー for a dash that stands after katakana (サイバ－攻撃), else the character itself."""
    if character in _DASHES and before and is_katakana(before[-1]):
        return _LONG_VOWEL
    return character


def is_katakana(character: str) -> bool:
    """Tell whether a folded character is katakana or its long vowel mark."""
    return "\u30a1" <= character <= "\u30fa" or character == _LONG_VOWEL


def is_japanese(character: str) -> bool:
    """Tell whether a character is kana or a Chinese character, so that no blank marks its word's edge."""
    return (
        "\u3041" <= character <= "\u309f"
        or is_katakana(character)
        or "\u3400" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or character in "々〆〇"
        or character >= "\U00020000"
    )
