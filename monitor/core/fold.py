"""Makes spellings equal that mean the same name, and maps every place back to the shown text."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from monitor.core.offsets import OffsetMap
from monitor.core.spellings import LATIN, OLD_KANJI, PUNCTUATION, SMALL_KATAKANA

_LONGEST_CLUSTER = 32  # normalising combining marks takes quadratic time; no writing stacks so many
_VARIANTS = str.maketrans(OLD_KANJI | SMALL_KATAKANA | PUNCTUATION)
_JOINS = "\0"  # stands in the table for what belongs to the character before it

_MARKED_LETTER = re.compile("([A-Za-z])[\u0300-\u036f]+")
_LATIN_LETTERS = str.maketrans(LATIN | {old.upper(): new.upper() for old, new in LATIN.items()})
_KATAKANA = "\u30a1-\u30fa\u30fc"
_JAPANESE = "\u3041-\u309f\u30a1-\u30fa\u30fc\u3400-\u9fff\uf900-\ufaff々〆〇\U00020000-\U0003ffff"
# 葛󠄀 is 葛, drawn as a registry has it
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
JAPANESE = re.compile(f"[{_JAPANESE}]")
_V = re.compile("ヴ[アイエオ]?")
_B = {"ヴア": "バ", "ヴイ": "ビ", "ヴエ": "ベ", "ヴオ": "ボ", "ヴ": "ブ"}
# What stands before is asked for behind the first character: a pattern that begins with (?<=...) is tried at every place.
# The long vowel mark is written with every kind of dash after katakana: サイバ－攻撃
_DASHES = re.compile(f"[-‒–—―](?<=[{_KATAKANA}].)[-‒–—―]*")
# JIS Z 8301: a ー that stands for -er, -or, -ar or -y is left out by many in words of more than three signs
_OPTIONAL_LONG_VOWEL = re.compile(
    f"[アカガサザタダナハバパマヤラワイキギシジチニヒビピミリ](?<=[{_KATAKANA}]{{3}})ー+"
)
_JOINT = re.compile(f"[ ・=](?<=[{_JAPANESE}].)[ ・=]*(?=[{_JAPANESE}])")
_New = Callable[[re.Match[str]], tuple[str, int]]
"""found -> (what stands in its place, how many of its characters that stands for)."""


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text for comparing, never for showing; `origins` maps its characters to code points of the shown text."""

    shown: str
    folded: str
    origins: OffsetMap

    def start_of(self, place: int) -> int:
        """Return the first code point of the shown text that a character came from."""
        return self.origins.start(place)

    def end_of(self, place: int) -> int:
        """Return the place behind the last code point of the shown text that a character came from."""
        return self.origins.end(place)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the shown text for a non-empty span of the folded one."""
        return self.origins.start(start), self.origins.end(end - 1)

    def shown_at(self, start: int, end: int) -> str:
        """Return the shown text of a non-empty span of the folded one."""
        return self.shown[self.origins.start(start) : self.origins.end(end - 1)]

    def joined(self) -> "FoldedText":
        """Return it without what may stand or not stand inside a Japanese name: ジョー・バイデン, 小泉 進次郎, line ends."""
        return _rewritten(self, _JOINT, lambda _: ("", 0))


def fold(text: str) -> str:
    """Return a text with width, case, composition and spelling variants of both scripts made equal."""
    if text.isascii():
        return text.lower().replace("\n", " ")
    folded = text.translate(_TABLE)
    if _JOINS in folded:
        folded = _by_characters(text).folded
    if "ヴ" in folded:
        folded = _V.sub(lambda found: _B[found[0]], folded)
    folded = _DASHES.sub(lambda found: "ー" * len(found[0]), folded)
    return _OPTIONAL_LONG_VOWEL.sub(lambda found: found[0][0], folded) if "ー" in folded else folded


def fold_joined(text: str) -> str:
    """Return what `fold_with_map(text).joined()` holds, without the map: most texts are searched and hold nothing."""
    return _JOINT.sub("", fold(text))


def fold_with_map(text: str) -> FoldedText:
    """Return the folded text with its offset map; one shown character may give several and several one."""
    if text.isascii():
        return FoldedText(text, text.lower().replace("\n", " "), OffsetMap.identity(len(text)))
    folded = _by_characters(text)
    if "ヴ" in folded.folded:
        folded = _rewritten(folded, _V, lambda found: (_B[found[0]], len(found[0])))
    lengthened = _DASHES.sub(lambda found: "ー" * len(found[0]), folded.folded)
    if "ー" not in lengthened:
        return folded
    return _without_optional_long_vowels(FoldedText(text, lengthened, folded.origins))


def is_katakana(character: str) -> bool:
    """Tell whether a folded character is katakana or its long vowel mark."""
    return "\u30a1" <= character <= "\u30fa" or character == "ー"


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


def without_diacritics(text: str) -> str:
    """Return a text whose Latin letters have no marks: Zürich as English papers write it. The kana keep theirs."""
    if text.isascii():
        return text
    parts = _MARKED_LETTER.sub(r"\1", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", parts).translate(_LATIN_LETTERS)


class _Table(dict[int, str]):
    """Folds a character once, when it is first seen."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = folded = _JOINS if _joins(character) else _fold_cluster(character)
        return folded


_TABLE = _Table()


def _by_characters(text: str) -> FoldedText:
    """Fold each character, or group of a character and its marks, by itself."""
    odd = _odd_characters(text)
    if odd is None:
        return FoldedText(text, text.translate(_TABLE), OffsetMap.identity(len(text)))
    pieces: list[str] = []
    origins = OffsetMap()
    done = 0
    for found in odd.finditer(text):
        first, last = found.span()
        piece = _fold_cluster(found[0])
        pieces += (text[done:first].translate(_TABLE), piece)
        origins.copy(done, first - done)
        origins.stand_for(first, last - first, len(piece))
        done = last
    pieces.append(text[done:].translate(_TABLE))
    origins.copy(done, len(text) - done)
    return FoldedText(text, "".join(pieces), origins)


def _odd_characters(text: str) -> re.Pattern[str] | None:
    """Return what finds the characters that do not become one, and those with marks; None when a text has none."""
    folded = {character: _TABLE[ord(character)] for character in set(text)}
    joining = re.escape("".join(sorted(c for c, to in folded.items() if to == _JOINS)))
    several = re.escape("".join(sorted(c for c, to in folded.items() if len(to) != 1)))
    if joining:
        return re.compile(f"[\\s\\S][{joining}]{{1,{_LONGEST_CLUSTER - 1}}}|[{joining}{several}]")
    return re.compile(f"[{several}]") if several else None


def _joins(character: str) -> bool:
    """Tell whether a character belongs to the one before it: combining marks, half-width voicing marks, variation selectors."""
    return (
        character in "\0\uff9e\uff9f"
        or _SELECTORS.match(character) is not None
        or (character > "\u02ff" and unicodedata.combining(character) != 0)
    )


@lru_cache(maxsize=16384)
def _fold_cluster(cluster: str) -> str:
    once = _fold_once(cluster)
    return unicodedata.normalize("NFKC", _fold_once(once))


def _fold_once(cluster: str) -> str:
    lower = _SELECTORS.sub("", unicodedata.normalize("NFKC", cluster)).casefold()
    return without_diacritics(unicodedata.normalize("NFKC", lower)).translate(_VARIANTS)


def _rewritten(text: FoldedText, pattern: re.Pattern[str], new: _New) -> FoldedText:
    """Replace what a pattern finds by one character or none, and keep the map true."""
    pieces: list[str] = []
    origins = OffsetMap()
    done = 0
    for found in pattern.finditer(text.folded):
        first, last = found.span()
        piece, covered = new(found)
        pieces += (text.folded[done:first], piece)
        origins.extend(text.origins, done, first)
        start = text.start_of(first)
        origins.stand_for(
            start, text.end_of(first + covered - 1) - start if piece else 0, len(piece)
        )
        done = last
    if not done:
        return text
    pieces.append(text.folded[done:])
    origins.extend(text.origins, done, len(text.folded))
    return FoldedText(text.shown, "".join(pieces), origins)


def _without_optional_long_vowels(text: FoldedText) -> FoldedText:
    def shortened(found: re.Match[str]) -> tuple[str, int]:
        # a dash may as well part two clauses: it is no part of the word that is shown
        marks = text.shown[text.start_of(found.start()) + 1 :]
        return found[0][0], 1 + min(len(marks) - len(marks.lstrip("ーｰ")), len(found[0]) - 1)

    return _rewritten(text, _OPTIONAL_LONG_VOWEL, shortened)
