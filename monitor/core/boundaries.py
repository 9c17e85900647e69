"""Decides whether a name that was found stands alone, or is part of a longer word."""

import re

from monitor.core.fold import FoldedText, is_japanese, is_katakana
from monitor.core.words import Words

# one character that may follow a name inside a dictionary word: 共産党|員, 警察庁|長
_SUFFIXES = frozenset("員側系内外長局軍人製産版発流化的性者法相権圏派")
_KANJI_DIGITS = frozenset("〇一二三四五六七八九十百千")
# what may follow a name and a hyphen without making another thing of it: China-linked, but not Tick-borne
_RELATIONS = frozenset(
    [
        "affiliated",
        "aligned",
        "backed",
        "based",
        "born",
        "bound",
        "built",
        "controlled",
        "designed",
        "developed",
        "directed",
        "driven",
        "focused",
        "friendly",
        "funded",
        "hosted",
        "language",
        "led",
        "linked",
        "made",
        "manufactured",
        "nexus",
        "operated",
        "origin",
        "owned",
        "produced",
        "registered",
        "related",
        "run",
        "sourced",
        "speaking",
        "specific",
        "sponsored",
        "style",
        "supplied",
        "supported",
        "tied",
        "type",
        "wide",
    ]
)
# what makes another thing of a name also in a Headline With Capitals: Tick-Borne
_OTHER_THINGS = (
    "borne",
    "bite",
    "free",
    "infested",
    "like",
    "proof",
    "repellent",
    "shaped",
    "sized",
    "tock",
)
# what ends names of places and people rather than beginning another word: ハリス|バーグ
_NAME_PARTS = frozenset(
    [
        "バーグ",
        "ウッド",
        "ランド",
        "タウン",
        "フィールド",
        "シティー",
        "シティ",
        "ブルク",
        "スタン",
        "ビル",
        "ソン",
        "マン",
        "トン",
        "フォード",
        "ストン",
        "ウェル",
    ]
)
_SHORTEST_REST = 3
_CLASSES = {
    "動詞": "verb",
    "副詞": "adverb",
    "助詞": "particle",
    "助動詞": "auxiliary",
    "連体詞": "determiner",
    "接続詞": "conjunction",
    "感動詞": "interjection",
}
_LETTERS = re.compile("[A-Za-z]+")
# 1,737 and 0.737 are other numbers than 737; in a list (61398,61419) more than three digits follow
_NUMBER_GOES_ON = re.compile(r"\.\d|,\d{3}(?!\d)")
_NUMBER_BEFORE = re.compile(r"(?:\d\.|(?<!\d)\d{1,3},)$")


class WordEdges:
    """Judges the edges of places in one text; asks for its words only where a candidate stands."""

    def __init__(self, text: FoldedText, words: Words) -> None:
        """Look at nothing yet: most texts hold no candidate."""
        self._text = text
        self._words = words

    def reason_against(self, start: int, end: int, *, prefix: bool, titled: bool) -> str | None:
        """Return why a span of the folded text is no word of its own, or None when it is.

        With `prefix` anything may follow; `titled` names (Tick, not PLA) refuse most hyphenated words.
        """
        stands = self._starts_word(start) and (prefix or self._ends_word(start, end))
        if not stands and not self._is_in_unknown_compound(start, end):
            return f"inside {self._around(start, end)}"
        if titled and not prefix and not self._keeps_meaning(end):
            return f"inside {self._around(start, end, hyphens=True)}"
        if not prefix and (other := self._other_cut(start, end)):
            return f"inside {other}"
        return self._other_class(start, end)

    def word_end(self, end: int) -> int:
        """Return where the Latin word ends that a prefix began."""
        folded = self._text.folded
        while end < len(folded) and _is_letter(folded[end]):
            end += 1
        return end

    def _keeps_meaning(self, end: int) -> bool:
        """Tell whether what follows a name leaves it that name: China-Japan, China-linked, but not Tick-borne."""
        following = self._text.folded[end : end + 24]
        if len(following) < 2 or following[0] != "-":
            return True
        if self._text.shown[self._text.starts[end + 1]].isupper():
            # another name beside it, or a Headline With Capitals
            return not following[1:].startswith(_OTHER_THINGS)
        word = _LETTERS.match(following, 1)
        return word is None or word[0] in _RELATIONS

    def _starts_word(self, start: int) -> bool:
        folded = self._text.folded
        before = folded[start - 1] if start else ""
        if is_japanese(folded[start]):
            shown = self._text.starts[start]
            return self._words.begins_at(shown) and not self._splits_number(before, folded[start])
        if not _is_letter(folded[start]) or not before:
            return True
        if folded[start].isdigit() and _NUMBER_BEFORE.search(folded, max(0, start - 4), start):
            return False
        return not _is_letter(before)

    def _ends_word(self, start: int, end: int) -> bool:
        folded = self._text.folded
        after = folded[end] if end < len(folded) else ""
        if is_japanese(folded[end - 1]):
            return self._ends_japanese(start, end) and not self._splits_number(
                folded[end - 1], after
            )
        if not _is_letter(folded[end - 1]) or not after:
            return True
        if folded[end - 1].isdigit() and _NUMBER_GOES_ON.match(folded, end):
            return False
        return not _is_letter(after)

    def _ends_japanese(self, start: int, end: int) -> bool:
        shown_end = self._text.ends[end - 1]
        word = self._words.at(shown_end)
        if word is None or word.start == shown_end:
            return True
        if self._text.shown[shown_end : word.end] in _SUFFIXES:
            return True
        # 防衛省|庁舎 was cut 防衛|省庁|舎
        after = self._words.at(word.end)
        if after and self._words.one_word(shown_end, after.end):
            return True
        return self._shares_country(start, end)

    def _shares_country(self, start: int, end: int) -> bool:
        """Tell whether a country lends its 国 to the next word: 米国防長官 is 米国 and 国防長官."""
        if end - start != 2 or self._text.folded[end - 1] != "国":
            return False
        first, last = self._text.span(start, end)
        initial, following = self._words.at(first), self._words.at(last - 1)
        return (
            initial is not None
            and following is not None
            and (initial.start, initial.end) == (first, last - 1)
            and initial.pos[0] != "接尾辞"
            and following.start == last - 1
        )

    def _is_in_unknown_compound(self, start: int, end: int) -> bool:
        """Tell whether a name and known words make a katakana word that no dictionary has: エヌビディア|ショック."""
        if not is_katakana(self._text.folded[start]):
            return False
        first, last = self._text.span(start, end)
        word = self._words.at(first)
        if word is None or word.known or not word.start <= first < last <= word.end:
            return False
        rests = ((word.start, first), (last, word.end))
        return all(self._is_rest(start, end) for start, end in rests if start < end)

    def _is_rest(self, start: int, end: int) -> bool:
        rest = self._text.shown[start:end]
        known = end - start >= _SHORTEST_REST and self._words.one_word(start, end) is not None
        return known and rest not in _NAME_PARTS

    def _splits_number(self, before: str, after: str) -> bool:
        """Tell whether a number in kanji goes on: 六一四一九 is not in 六一四一九〇."""
        return before in _KANJI_DIGITS and after in _KANJI_DIGITS

    def _other_cut(self, start: int, end: int) -> str | None:
        """Return two words that a reader sees where the tokenizer saw three, the name in their middle.

        党首|相次ぎ was cut 党|首相|次ぎ: of two ways to cut the same characters the one with fewer words is meant.
        """
        folded = self._text.folded
        if not (start and end < len(folded) and end - start > 1):
            return None
        # a particle beside the name leaves no doubt, and saves the question
        if not all(is_japanese(c) for c in folded[start:end]) or not (
            _is_content(folded[start - 1]) and _is_content(folded[end])
        ):
            return None
        first, last = self._text.span(start, end)
        before, after = self._words.at(first - 1), self._words.at(last)
        if before is None or after is None or after.start != last or before.end != first:
            return None
        for middle in range(first + 1, last):
            if self._words.one_word(before.start, middle) and self._words.one_word(
                middle, after.end
            ):
                shown = self._text.shown
                return f"{shown[before.start : middle]}|{shown[middle : after.end]}"
        return None

    def _other_class(self, start: int, end: int) -> str | None:
        """Return what a noun's characters are where they are no noun: 大分 is a prefecture, and an adverb."""
        if not is_japanese(self._text.folded[start]):
            return None
        first, last = self._text.span(start, end)
        word = self._words.at(first)
        if word is None or word.start != first or word.pos[0] not in _CLASSES:
            return None
        if self._words.class_alone(first, last) in _CLASSES:
            return None
        return f"{_CLASSES[word.pos[0]]} {word.surface}"

    def _around(self, start: int, end: int, *, hyphens: bool = False) -> str:
        """Return the whole word, as shown, that holds a rejected place."""
        folded, shown = self._text.folded, self._text.shown
        if is_japanese(folded[start]) or is_japanese(folded[end - 1]):
            first = self._words.at(self._text.starts[start])
            last = self._words.at(self._text.ends[end - 1] - 1)
            return shown[
                first.start if first else self._text.starts[start] : last.end if last else None
            ]
        while start > 0 and _goes_on(folded[start - 1], folded[start]):
            start -= 1
        while end < len(folded) and (
            _goes_on(folded[end], folded[end - 1]) or (hyphens and folded[end] == "-")
        ):
            end += 1
        shown_start, shown_end = self._text.span(start, end)
        return shown[shown_start:shown_end]


def _is_letter(character: str) -> bool:
    """Tell whether a character lengthens a Latin word: kana and kanji do not, as in JAXAへ."""
    return (character.isalnum() or character == "_") and not is_japanese(character)


def _is_content(character: str) -> bool:
    """Tell whether a character is kanji or katakana, of which nouns are made."""
    return is_japanese(character) and not "\u3041" <= character <= "\u309f"


def _goes_on(character: str, beside: str) -> bool:
    return _is_letter(character) or (character in ",." and beside.isdigit())
