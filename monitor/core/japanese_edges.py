"""Decides where Japanese words begin and end: the tokenizer's cuts, and the places where a reader cuts otherwise."""

import re

from monitor.core.country_initials import stands_for_country
from monitor.core.fold import FoldedText, is_japanese, is_katakana
from monitor.core.japanese import Morpheme
from monitor.core.words import Words

# one character that may follow a name inside a dictionary word: 共産党|員, 警察庁|長
_SUFFIXES = frozenset("員側系内外長局軍人製産版発流化的性者法相権圏派")
_SUFFIXES_OF_KANJI = frozenset("氏案勢下ら")  # 習近平|氏, 財務省|案
# before a name, what is no part of it: 元|日銀, 訪|台湾
_PREFIXES = frozenset("元前旧現新全両対反訪駐在故離親抗来各同")
_COUNTRIES = frozenset("米英日中韓露仏独")
_INSTITUTIONS = frozenset("省庁局院党会署軍府県市町村区")
_KANJI_DIGITS = frozenset("〇一二三四五六七八九十百千")
_DAY = re.compile(r"(?<!\d)\d{1,2}$")
_NEVER_FIRST = frozenset("ーンァィゥェォッャュョ")
_SIZES = frozenset("大小新")  # before a noun: 大|津波
# what ends names of places and people rather than beginning another word: ハリス|バーグ
_NAME_PARTS = frozenset(
    ["バーグ", "ウッド", "ランド", "タウン", "フィールド", "シティー", "シティ", "ブルク", "スタン", "ビル", "フォード", "ストン", "ウェル"]
)  # fmt: skip
# and what may begin another word though it is short: トルコ|リラ
_SHORT_RESTS = frozenset(
    [
        "デモ",
        "ビザ",
        "ガス",
        "デマ",
        "リラ",
        "ドル",
        "ペソ",
        "ドン",
        "ペイ",
        "テロ",
        "ウォン",
        "バーツ",
        "ルピー",
        "ポンド",
        "ユーロ",
    ]
)
_SHORTEST_REST = 3
_LONG_NAME = 4
_CLASSES = {
    "動詞": "verb",
    "副詞": "adverb",
    "助詞": "particle",
    "助動詞": "auxiliary",
    "連体詞": "determiner",
    "接続詞": "conjunction",
    "感動詞": "interjection",
}


class JapaneseEdges:
    """Judges places of one text that begin or end with a Japanese character; all places count characters of the folded text."""

    def __init__(self, text: FoldedText, words: Words) -> None:
        """Look at nothing yet."""
        self._text = text
        self._words = words

    def begins_word(self, start: int, end: int) -> bool:
        """Tell whether a word, or a name behind a prefix of one character, begins at a Japanese character."""
        if start and self._splits_number(start):
            return False
        shown = self._text.start_of(start)
        return self._words.begins_at(shown) or self._is_behind_prefix(start, end)

    def ends_word(self, start: int, end: int) -> bool:
        """Tell whether a word, or a name with one character of suffix, ends behind a Japanese character."""
        if end < len(self._text.folded) and self._splits_number(end):
            return False
        shown_end = self._text.end_of(end - 1)
        word = self._words.at(shown_end)
        if word is None or word.start == shown_end:
            return True
        rest = self._text.shown[shown_end : word.end]
        if rest in _SUFFIXES or (
            rest in _SUFFIXES_OF_KANJI and _is_kanji(self._text.folded[end - 1])
        ):
            return True
        after = self._words.at(word.end)
        if rest in ("元", "前") and after and after.pos[0] == "名詞":
            return True  # 村山|元|首相 as 村山元|首相
        return self._is_institution(shown_end, word) or self._shares_country(start, end)

    def is_country(self, start: int) -> bool:
        """Tell whether one kanji stands for a country."""
        place = self._text.start_of(start)
        word = self._words.at(place)
        return word is not None and stands_for_country(place, word, self._words.at(word.end))

    def is_in_compound(self, start: int, end: int, *, begins: bool) -> bool:
        """Tell whether a name is one part of a katakana word that no dictionary has: エヌビディア|ショック, トルコ|リラ.

        `begins` tells whether a word begins where the name does.
        """
        if not is_katakana(self._text.folded[end - 1]):
            return False
        first, last = self._text.span(start, end)
        word = self._words.at(last - 1)
        if word is None:
            return False
        own = word.start >= first  # what stands before the name is no part of this word
        rest = self._text.shown[last : word.end]
        if own and begins and (rest in _SHORT_RESTS or self._is_cut_late(last, word)):
            return True
        if word.known:
            return False
        long = last - first >= _LONG_NAME and (own or last == word.end)
        before = begins if own else self._is_rest(word.start, first)
        before |= not own and long and self._words.one_word(first, last) is not None
        after = last == word.end or self._is_rest(last, word.end)
        after |= long and self._could_begin_word(rest)
        return before and after

    def _is_cut_late(self, end: int, crossing: Morpheme) -> bool:
        """Tell whether a name was cut one character late: イラン|ドローン as イランド|ローン."""
        after = self._words.at(crossing.end)
        if after is None or after.end - end < _SHORTEST_REST or crossing.end == end:
            return False
        return self._words.one_word(end, after.end) is not None

    def other_reading(self, start: int, end: int) -> str | None:
        """Return what the characters around a place are to a reader, None when they are the name.

        Party heads one after the other, 党首|相次ぎ, are cut 党|首相|次ぎ by the tokenizer; a tsunami, 大|津波, 大津|波.
        """
        if not all(is_japanese(self._text.folded[place]) for place in range(start, end)):
            return None
        return (
            self._fewer_words(start, end)
            or self._sized_noun(start, end)
            or self._after_a_date(start, end)
            or self._no_noun(start, end)
        )

    def _splits_number(self, place: int) -> bool:
        """Tell whether a number in kanji goes on: 六一四一九 is not in 六一四一九〇."""
        adjoining = self._text.end_of(place - 1) == self._text.start_of(place)
        return adjoining and _KANJI_DIGITS.issuperset(self._text.folded[place - 1 : place + 1])

    def _is_institution(self, end: int, crossing: Morpheme) -> bool:
        """Tell whether a ministry's or a party's name ends here, though it was cut otherwise: 防衛省|庁舎 as 防衛|省庁|舎."""
        if self._text.shown[end - 1] not in _INSTITUTIONS:
            return False
        after = self._words.at(crossing.end)
        return after is not None and self._words.one_word(end, after.end) is not None

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

    def _is_rest(self, start: int, end: int) -> bool:
        rest = self._text.shown[start:end]
        known = end - start >= _SHORTEST_REST and self._words.one_word(start, end) is not None
        return known and rest not in _NAME_PARTS

    def _could_begin_word(self, rest: str) -> bool:
        return len(rest) > 1 and rest[0] not in _NEVER_FIRST and rest not in _NAME_PARTS

    def _is_behind_prefix(self, start: int, end: int) -> bool:
        """Tell whether a name was cut in two because of what stands before it: 元|日銀 as 元日|銀, 訪|台湾 as 訪台|湾."""
        first, last = self._text.span(start, end)
        crossing = self._words.at(first)
        if crossing is None or crossing.start != first - 1 or not crossing.end < last:
            return False
        shown = self._text.shown
        if shown[first - 1] not in _PREFIXES | _SIZES or _COUNTRIES.issuperset(shown[first:last]):
            return False
        # what is left of the name is one character, of which the tokenizer made a word
        return last - crossing.end == 1 and self._words.one_word(first, last) is not None

    def _fewer_words(self, start: int, end: int) -> str | None:
        """Return two words that a reader sees where the tokenizer saw three, the name in their middle.

        Of two ways to cut the same characters the one with fewer words is meant.
        """
        folded = self._text.folded
        # a particle beside the name leaves no doubt, and saves the question
        if not (start and end < len(folded) and end - start > 1):
            return None
        if not (_is_content(folded[start - 1]) and _is_content(folded[end])):
            return None
        if folded[start - 1] in _PREFIXES | _COUNTRIES:
            return None
        first, last = self._text.span(start, end)
        before, after = self._words.at(first - 1), self._words.at(last)
        if before is None or after is None or after.start != last or before.end != first:
            return None
        for middle in range(first + 1, last):
            one = self._words.one_word(before.start, middle)
            if one and self._words.one_word(middle, after.end):
                shown = self._text.shown
                return f"{shown[before.start : middle]}|{shown[middle : after.end]}"
        return None

    def _sized_noun(self, start: int, end: int) -> str | None:
        """Return a common noun with 大, 小 or 新 before it that was cut as a name and a suffix."""
        if self._text.folded[start] not in _SIZES:
            return None
        first, last = self._text.span(start, end)
        name, after = self._words.at(first), self._words.at(last)
        if name is None or after is None or name.end != last or after.pos[0] != "接尾辞":
            return None
        noun = self._words.one_word(first + 1, after.end)
        if noun is None or noun.pos[1] != "普通名詞":
            return None
        return self._text.shown[first : after.end]

    def _after_a_date(self, start: int, end: int) -> str | None:
        """Return the noun behind a day of the month: 30日|本会議 is cut 30|日本|会議."""
        folded = self._text.folded
        day = _DAY.search(folded, max(0, start - 3), start)
        if folded[start] != "日" or day is None or not 1 <= int(day[0]) <= 31:
            return None
        first, last = self._text.span(start, end)
        after = self._words.at(last)
        if after is None:
            return None
        noun = self._text.shown[first + 1 : after.end]
        known = noun == "本会議" or self._words.one_word(first + 1, after.end)
        return f"日{noun}" if known else None

    def _no_noun(self, start: int, end: int) -> str | None:
        """Return what a noun's characters are where they are none: 大分 is a prefecture, and an adverb."""
        first, last = self._text.span(start, end)
        word = self._words.at(first)
        if word is None or word.start != first or word.pos[0] not in _CLASSES:
            return None
        after = self._words.at(word.end)
        if word.pos[0] == "副詞" and after and after.pos[0] in ("名詞", "接尾辞"):
            return None  # 大分|1区
        if self._words.alone(first, last)[0].pos[0] in _CLASSES:
            return None
        return f"{_CLASSES[word.pos[0]]} {word.surface}"


def _is_kanji(character: str) -> bool:
    return is_japanese(character) and not "\u3041" <= character <= "\u30fc"


def _is_content(character: str) -> bool:
    """Tell whether a character is kanji or katakana, of which nouns are made."""
    return is_japanese(character) and not "\u3041" <= character <= "\u309f"
