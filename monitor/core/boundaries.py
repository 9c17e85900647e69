"""Decides whether a name that was found stands alone, or is part of a longer word."""

import re

from monitor.core.country_initials import INITIALS
from monitor.core.fold import FoldedText, is_japanese, is_katakana
from monitor.core.japanese_edges import JapaneseEdges
from monitor.core.words import Words

# what makes another thing of a name and a hyphen: Tick-borne, Play-off, Meta-analysis; after any other word it is still that name
_OTHER_THINGS = frozenset(
    [
        "analyses",
        "analysis",
        "analytic",
        "bite",
        "bites",
        "bitten",
        "borne",
        "by",
        "core",
        "down",
        "downs",
        "in",
        "infested",
        "ins",
        "off",
        "offs",
        "on",
        "out",
        "outs",
        "over",
        "removal",
        "repellent",
        "shocked",
        "tock",
        "up",
        "ups",
    ]
)
_BRACKETS = frozenset({"「」", "『』", "()", "[]", "【】", "“”", '""', "〈〉", "《》"})
_HYPHENATED = re.compile("-([a-z]+)")
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)*(?![a-z0-9_])")
_LONG_NAME = 5  # letters; APT41 is another name than APT
_MOST_TOLD = 1000
_LONGEST_SHOWN = 40  # characters of a hostile word of a hundred thousand
# 1,737 and 0.737 are other numbers than 737; in a list (61398,61419) more than three digits follow
_NUMBER_GOES_ON = re.compile(r"\.\d|,\d{3}(?!\d)")
_NUMBER_BEFORE = re.compile(r"(?:\d\.|(?<!\d)\d{1,3},)$")


class WordEdges:
    """Judges the edges of places in one text; asks for its words only where a candidate stands."""

    def __init__(self, text: FoldedText, words: Words) -> None:
        """Look at nothing yet: most texts hold no candidate."""
        self.text = text
        self._words = words
        self._told = 0
        self._japanese = JapaneseEdges(text, words)

    def reason_against(self, start: int, end: int, *, prefix: bool, titled: bool) -> str | None:
        """Return why a span of the folded text is no word of its own, or None when it is.

        With `prefix` anything may follow; `titled` names (Tick, not PLA) refuse most hyphenated words.
        """
        if self._is_enclosed(start, end):
            return None
        if end - start == 1 and self.text.folded[start] in INITIALS:
            stands = self._japanese.is_country(start)
            return None if stands or prefix else f"inside {self._around(start, end)}"
        begins = self._starts_word(start, end)
        stands = begins and (prefix or self._ends_word(start, end))
        if not stands and not self._japanese.is_in_compound(start, end, begins=begins):
            return f"inside {self._around(start, end)}"
        if titled and not prefix and not self._keeps_meaning(end):
            return f"inside {self._around(start, end, hyphens=True)}"
        if not prefix and (other := self._japanese.other_reading(start, end)):
            return f"read as {other}"
        return None

    def cuts_exactly(self, start: int, end: int) -> bool:
        """Tell whether a span begins and ends where words do, whatever suffix may follow."""
        folded = self.text.folded
        if is_japanese(folded[start]):
            begins = self._words.begins_at(self.text.start_of(start))
        else:
            begins = not (start and _is_letter(folded[start]) and _is_letter(folded[start - 1]))
        if is_japanese(folded[end - 1]):
            return begins and self._words.begins_at(self.text.end_of(end - 1))
        after = folded[end] if end < len(folded) else " "
        return begins and not (_is_letter(folded[end - 1]) and _is_letter(after))

    def word_end(self, end: int) -> int:
        """Return where the Latin word ends that a prefix began."""
        folded = self.text.folded
        while end < len(folded) and _is_letter(folded[end]):
            end += 1
        return end

    def _is_enclosed(self, start: int, end: int) -> bool:
        """Tell whether brackets leave no doubt: 「だいち」 is a name, whatever the tokenizer makes of its kana."""
        folded = self.text.folded
        if not (start and end < len(folded) and folded[start - 1] + folded[end] in _BRACKETS):
            return False
        # poli(tick)s, ポリ(ティック)ス
        outside = folded[max(0, start - 2) : start - 1], folded[end + 1 : end + 2]
        return not all(side and (_is_letter(side) or is_katakana(side)) for side in outside)

    def _keeps_meaning(self, end: int) -> bool:
        """Tell whether what follows a name leaves it that name: China-Japan, China-linked, but not Tick-borne."""
        following = _HYPHENATED.match(self.text.folded, end)
        return following is None or following[1] not in _OTHER_THINGS

    def _starts_word(self, start: int, end: int) -> bool:
        folded = self.text.folded
        before = folded[start - 1] if start else ""
        if is_japanese(folded[start]):
            return self._japanese.begins_word(start, end)
        if not _is_letter(folded[start]) or not before:
            return True
        if folded[start].isdigit() and _NUMBER_BEFORE.search(folded, max(0, start - 4), start):
            return False
        return not _is_letter(before)

    def _ends_word(self, start: int, end: int) -> bool:
        folded = self.text.folded
        after = folded[end] if end < len(folded) else ""
        if is_japanese(folded[end - 1]):
            return self._japanese.ends_word(start, end)
        if not _is_letter(folded[end - 1]) or not after:
            return True
        if folded[end - 1].isdigit() and _NUMBER_GOES_ON.match(folded, end):
            return False
        if after.isdigit() and end - start >= _LONG_NAME and folded[end - 1].isalpha():
            return _VERSION.match(folded, end) is not None  # LockBit3.0, Windows11
        return not _is_letter(after)

    def _around(self, start: int, end: int, *, hyphens: bool = False) -> str:
        """Return the whole word, as shown, that holds a rejected place; of very many the place alone."""
        self._told += 1
        if self._told > _MOST_TOLD:
            return self.text.shown_at(start, end)
        folded, shown = self.text.folded, self.text.shown
        if is_japanese(folded[start]) or is_japanese(folded[end - 1]):
            first = self._words.at(self.text.start_of(start))
            last = self._words.at(self.text.end_of(end - 1) - 1)
            return shown[
                first.start if first else self.text.start_of(start) : last.end if last else None
            ]
        earliest, latest = start - _LONGEST_SHOWN, end + _LONGEST_SHOWN
        while start > max(0, earliest) and _goes_on(folded[start - 1], folded[start]):
            start -= 1
        while end < min(len(folded), latest) and (
            _goes_on(folded[end], folded[end - 1]) or (hyphens and folded[end] == "-")
        ):
            end += 1
        shown_start, shown_end = self.text.span(start, end)
        return shown[shown_start:shown_end]


def _is_letter(character: str) -> bool:
    """Tell whether a character lengthens a Latin word: kana and kanji do not, as in JAXAへ."""
    return (character.isalnum() or character == "_") and not is_japanese(character)


def _goes_on(character: str, beside: str) -> bool:
    return _is_letter(character) or (character in ",." and beside.isdigit())
