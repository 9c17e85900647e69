"""Checks a translation beside its original, and says what makes it doubtful."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from monitor.core.japanese import Tokenize
from monitor.core.negation import denies, denies_out_of_nothing, must_be_denied
from monitor.core.trust.numbers import digits_in_english, numbers_in, values_in_english
from monitor.core.trust.words import has_run_of_symbols, is_page_furniture, repeats_itself

_OTHER_SCRIPTS = frozenset(
    ("ja zh zt ko ru uk bg sr mk el ar fa ur he hi bn ta te mr th ka hy am my km lo ").split()
)
_LETTERS = re.compile(r"[^\W\d_]")
# kana, Chinese characters, Hangul, Cyrillic, Hebrew, Arabic, the scripts of India, Thai; a β or Ω stands in English texts too
_NOT_LATIN = re.compile(
    r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0400-\u04ff\u0590-\u06ff\u0900-\u0e7f]+"
)
# 菅 (Suga/Kan): a name with its reading is no rest
_WITH_READING = re.compile(r"[^\s()]{1,20} \([^()]{0,40}[A-Za-z][^()]{0,40}\)")
_SHORT = 12
# English characters for one Japanese: beyond these lie less than one in 500 good pairs
_FEWEST, _MOST, _FREE = 1.0, 4.5, 25
_FURNITURE = re.compile(
    r"ホーム|トップ|問い?合わ?せ|ログ|検索|メニュー|ニュース|次へ|前へ|ページ|規約|ポリシー|方針|会社|続き|詳|サイト|クリック|ダウンロード|登録|シェア|フォロー|コメント|関連|英語|日本語|著作|アーカイブ|更新|採用|商品|製品|サービス|ヘルプ|質問|はい|いいえ"
)
_KATAKANA = re.compile(r"[\u30a0-\u30ff\s]+")
_ROUNDED, _HALF = Decimal("0.02"), Decimal("0.5")
_LONG = 10_000
_FEW_WORDS = 4
UNUSABLE = frozenset({"empty", "not translated"})
"""Findings of which nothing can be shown."""
_TWO_FIGURES = 10


@dataclass(frozen=True, slots=True)
class Findings:
    """What makes a translation doubtful, and what a reader should only know; in words, each once."""

    suspect: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def severity(self) -> int:
        """Return how bad it is: nothing to show, then a broken text, then a doubtful one."""
        weights = (100 if r in UNUSABLE else 1 if "number" in r else 10 for r in self.suspect)
        return sum(weights)


def together(found: Iterable[Findings]) -> Findings:
    """Return the findings of several sentences as those of their text."""
    every = list(found)
    return Findings(
        tuple(dict.fromkeys(reason for one in every for reason in one.suspect)),
        tuple(dict.fromkeys(note for one in every for note in one.notes)),
    )


def check(source: str, target: str, *, language: str, into: str, tokenize: Tokenize) -> Findings:
    """Return what is wrong with the translation of a sentence.

    `suspect` are findings of checks that are wrong of at most 2 % of good translations, all of them together; `notes`
    those of checks that are wrong more often: negations, single digits.
    """
    if not _LETTERS.search(source) and not any(c.isdigit() for c in source):
        return Findings()
    if not any(c.isalnum() for c in target):
        return Findings(("empty",))
    broken = list(_broken(source, target, language, into))
    if broken:
        return Findings(tuple(broken))
    if (language, into) != ("ja", "en"):
        return Findings()
    suspect, notes = _numbers(source, target)
    if must_be_denied(source, tokenize) and not denies(target):
        notes.append("negation not seen in the translation")
    if denies_out_of_nothing(target, source):
        notes.append("negation not seen in the original")
    return Findings(tuple(suspect), tuple(notes))


def _broken(source: str, target: str, language: str, into: str) -> Iterable[str]:
    """Yield what shows that an engine failed altogether."""
    if left := _left_over(source, target, into):
        known = set(unicodedata.normalize("NFKC", source))
        strange = not any(known & set(run) for run in left)
        what = "in another script" if strange else "left untranslated"
        yield "not translated" if _same(source, target) else f"{what}: {', '.join(left)}"
    elif _same(source, target) and len(source.split()) >= _FEW_WORDS:
        yield "not translated"
    if repeats_itself(target) and not repeats_itself(source) and not _repeats_signs(source):
        yield "repeats itself"
    if has_run_of_symbols(target) and not has_run_of_symbols(source):
        yield "run of symbols"
    if is_page_furniture(target) and not _FURNITURE.search(source):
        yield "says only what stands around articles"
    if (language, into) == ("ja", "en"):
        yield from _length(source, target)


def _same(source: str, target: str) -> bool:
    one, other = ("".join(unicodedata.normalize("NFKC", t).split()) for t in (source, target))
    return one == other


def _left_over(source: str, target: str, into: str) -> list[str]:
    """Return what stands in another script in a translation into a language that is written in Latin letters."""
    if into in _OTHER_SCRIPTS:
        return []
    rest = _WITH_READING.sub(" ", unicodedata.normalize("NFKC", target))
    return list(dict.fromkeys(_NOT_LATIN.findall(rest)))


def _repeats_signs(text: str) -> bool:
    return re.search(r"(.{1,12}?)\1{2,}", text) is not None


def _length(source: str, target: str) -> Iterable[str]:
    size = sum(2 if c > "\u00ff" else 1 for c in source) / 2
    kanji_and_kana = not _KATAKANA.fullmatch(source)
    if kanji_and_kana and size >= _SHORT and len(target) < _FEWEST * size:
        yield "too short"
    if len(target) > _MOST * size + _FREE:
        yield "too long"


def _numbers(source: str, target: str) -> tuple[list[str], list[str]]:
    """Return what is to be said of numbers: of those with two figures surely, of one figure and vague ones as a note."""
    numbers = numbers_in(source)
    known = {value for number in numbers for value in number.values}
    found = values_in_english(target)
    gone = [n for n in numbers if not any(_is_near(v, found) for v in n.values)]
    normal = unicodedata.normalize("NFKC", source)
    new = [
        (written, values)
        for written, values in digits_in_english(target)
        if not any(_is_near(value, known) or str(value) in normal for value in values)
    ]
    suspect = [f"number lost: {n.written}" for n in gone if n.sure and _is_telling(n.values)]
    suspect += [f"number not in the original: {w}" for w, values in new if _is_telling(values)]
    notes = [f"number lost: {n.written}" for n in gone if not n.sure or not _is_telling(n.values)]
    notes += [f"number not in the original: {w}" for w, values in new if not _is_telling(values)]
    return suspect, notes


def _is_telling(values: Iterable[Decimal]) -> bool:
    """Tell whether a number has two figures: one is written as a word, or not at all, in many good translations."""
    return all(value >= _TWO_FIGURES or not _is_whole(value) for value in values)


def _is_near(value: Decimal, others: Iterable[Decimal]) -> bool:
    """Tell whether a number is among others, perhaps rounded; what may be a year is exact."""
    if _is_whole(value) and value < _LONG:
        return value in others
    return any(
        abs(value - other) <= max(abs(value) * _ROUNDED, _HALF * (not _is_whole(value)))
        for other in others
    )


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()
