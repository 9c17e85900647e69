"""Says what the core needs to know of Japanese text: its words, given by a tokenizer, and its sentences."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Morpheme:
    """A word as the dictionary cuts it; `start` and `end` count code points of the text given.

    `pos` is the part of speech from general to special, as UniDic names it; `base` the dictionary form,
    `normalized` its usual spelling (挨拶 of あいさつ), `reading` in katakana. `known` is False for a word that no dictionary holds.
    """

    surface: str
    start: int
    end: int
    pos: tuple[str, ...]
    base: str
    reading: str
    known: bool = True
    normalized: str = ""

    def moved(self, by: int) -> "Morpheme":
        """Return the word with its place counted from elsewhere."""
        return replace(self, start=self.start + by, end=self.end + by) if by else self


Tokenize = Callable[[str, bool], Sequence[Morpheme]]
"""(text, fine) -> its words: the smallest ones when `fine` (Sudachi's mode A), else named entities whole (C)."""

# the longest text that Sudachi takes is 49,149 bytes
_LONGEST = 8000
_SENTENCE = re.compile(
    r"[^\n。！？!?]*(?:[。！？]+[」』）)】]*|[!?]+(?=[\s\u3000-\u9fff]|$)|[!?]+|\n|$)"
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return where each sentence begins and ends; together they cover the text, none is longer than 8,000."""
    spans: list[tuple[int, int]] = []
    for found in _SENTENCE.finditer(text):
        start, end = found.span()
        spans += [(cut, min(cut + _LONGEST, end)) for cut in range(start, end, _LONGEST)]
    return spans


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text, without the blanks around them; the splitter that is never downloaded.

    A sentence ends at 。！？ (with the closing brackets behind them) or at a line end.
    """
    pieces = (text[start:end].strip() for start, end in sentence_spans(text))
    return [piece for piece in pieces if piece]
