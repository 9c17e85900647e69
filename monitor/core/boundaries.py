"""Decides whether a name that was found stands alone, or is part of a longer word."""

from bisect import bisect_right

from monitor.core.fold import FoldedText, is_japanese, is_katakana
from monitor.core.japanese import Morpheme, Tokenize, sentence_spans

# one character that may follow a name inside a dictionary word: 共産党|員, 警察庁|長
_SUFFIXES = frozenset("員側系内外長局省庁軍人製産版発流化的性者法相")
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
        "language",
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


class WordEdges:
    """Judges the edges of places in one text; asks the tokenizer only for sentences that hold a candidate."""

    def __init__(self, text: FoldedText, tokenize: Tokenize) -> None:
        """Look at nothing yet: most texts hold no candidate."""
        self._text = text
        self._tokenize = tokenize
        self._spans: list[tuple[int, int]] | None = None
        self._words: dict[int, list[Morpheme]] = {}

    def reason_against(self, start: int, end: int, *, prefix: bool, titled: bool) -> str | None:
        """Return why a span of the folded text is no word of its own, or None when it is.

        With `prefix` anything may follow; `titled` names (Tick, not PLA) refuse most hyphenated words.
        """
        if not self._starts_word(start) or not (prefix or self._ends_word(end)):
            return f"inside {self._around(start, end)}"
        if titled and not prefix and not self._keeps_meaning(end):
            return f"inside {self._around(start, end, hyphens=True)}"
        return None

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
        return _is_relation(following)

    def _starts_word(self, start: int) -> bool:
        folded = self._text.folded
        if not is_japanese(folded[start]):
            return start == 0 or not (_is_letter(folded[start]) and _is_letter(folded[start - 1]))
        return self._is_boundary(self._text.starts[start])

    def _ends_word(self, end: int) -> bool:
        folded = self._text.folded
        if not is_japanese(folded[end - 1]):
            return end == len(folded) or not (
                _is_letter(folded[end - 1]) and _is_letter(folded[end])
            )
        shown_end = self._text.ends[end - 1]
        if self._is_boundary(shown_end):
            return True
        # a kana name may be cut short only by the tokenizer; a kanji one may have a suffix in its last word
        word = self._word_at(shown_end)
        remainder = self._text.shown[shown_end : word.end] if word else ""
        return remainder in _SUFFIXES and not is_katakana(folded[end - 1])

    def _is_boundary(self, shown: int) -> bool:
        word = self._word_at(shown)
        return word is None or word.start == shown

    def _word_at(self, shown: int) -> Morpheme | None:
        """Return the word that holds a code point of the shown text, or None at its end."""
        spans = self._sentences()
        index = bisect_right(spans, (shown, len(self._text.shown) + 1)) - 1
        if index < 0:
            return None
        if index not in self._words:
            start, end = spans[index]
            self._words[index] = list(self._tokenize(self._text.shown[start:end], True))
        inside = shown - spans[index][0]
        for word in self._words[index]:
            if word.start <= inside < word.end:
                offset = spans[index][0]
                return Morpheme(
                    word.surface,
                    word.start + offset,
                    word.end + offset,
                    word.pos,
                    word.base,
                    word.reading,
                    word.known,
                )
        return None

    def _sentences(self) -> list[tuple[int, int]]:
        if self._spans is None:
            self._spans = sentence_spans(self._text.shown)
        return self._spans

    def _around(self, start: int, end: int, *, hyphens: bool = False) -> str:
        """Return the whole word, as shown, that holds a rejected place."""
        folded, shown = self._text.folded, self._text.shown
        if is_japanese(folded[start]) or is_japanese(folded[end - 1]):
            first = self._word_at(self._text.starts[start])
            last = self._word_at(self._text.ends[end - 1] - 1)
            return shown[
                first.start if first else self._text.starts[start] : last.end if last else None
            ]
        while start > 0 and _is_letter(folded[start - 1]):
            start -= 1
        while end < len(folded) and (_is_letter(folded[end]) or (hyphens and folded[end] == "-")):
            end += 1
        shown_start, shown_end = self._text.span(start, end)
        return shown[shown_start:shown_end]


def _is_letter(character: str) -> bool:
    """Tell whether a character lengthens a Latin word: kana and kanji do not, as in JAXAへ."""
    return (character.isalnum() or character == "_") and not is_japanese(character)


def _is_relation(following: str) -> bool:
    """Tell whether what follows a name leaves it that name: nothing, or a hyphen and a relation."""
    if (
        len(following) < 2
        or following[0] != "-"
        or not following[1].isalpha()
        or is_japanese(following[1])
    ):
        return True
    word = ""
    for character in following[1:]:
        if not character.isalpha():
            break
        word += character
    return word in _RELATIONS
