"""Cuts a shown text into words, late and once: most texts hold nothing that asks for it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from monitor.core.fold import JAPANESE
from monitor.core.japanese import Morpheme, Tokenize, sentence_spans

_NOBODY = object()
_LONGEST_WORD = 40  # characters; a hostile text is one word of a hundred thousand
_LATIN_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


class Words:
    """The words of one text; only sentences that are asked about are given to the tokenizer."""

    def __init__(self, shown: str, tokenize: Tokenize) -> None:
        """Cut nothing yet."""
        self._shown = shown
        self._tokenize = tokenize
        self._spans: list[tuple[int, int]] | None = None
        self._sentences: dict[int, list[Morpheme]] = {}
        self._pieces: dict[str, Sequence[Morpheme]] = {}

    def at(self, place: int) -> Morpheme | None:
        """Return the word that holds a code point of the text, or None at its end; it counts from the text's start."""
        index = self._sentence_at(place)
        if index is None:
            return None
        words = self._cut(index)
        number = bisect_right(words, place, key=_start) - 1
        return words[number] if number >= 0 and place < words[number].end else None

    def begins_at(self, place: int) -> bool:
        """Tell whether a word begins at a code point, or the text ends there."""
        word = self.at(place)
        return word is None or word.start == place

    def one_word(self, start: int, end: int) -> Morpheme | None:
        """Return a piece of the text as one word of the dictionary, wherever the text was cut; None if it is none.

        A prefix makes one word with the verb behind it: 相次ぐ.
        """
        if end - start > _LONGEST_WORD:
            return None
        words = self.alone(start, end)
        if len(words) == 2 and words[0].pos[0] == "接頭辞" and words[1].pos[0] == "動詞":
            words = words[1:]
        return words[0] if len(words) == 1 and words[0].known else None

    def alone(self, start: int, end: int) -> Sequence[Morpheme]:
        """Return the words of a piece of the text as if it stood alone; their places count from its start."""
        piece = self._shown[start:end]
        if piece not in self._pieces:
            self._pieces[piece] = self._tokenize(piece, True)
        return self._pieces[piece]

    def are_near(self, end: int, start: int, distance: int) -> bool:
        """Tell whether at most `distance` words stand between two places, the end of one and the start of the next."""
        beyond = islice(self._between(end, start), distance, None)
        return next(beyond, _NOBODY) is _NOBODY

    def _between(self, start: int, end: int) -> Iterator[None]:
        """Yield once for each word of a span: words between blanks, and of Japanese what the tokenizer cuts."""
        spans = self._sentence_spans()
        place = start
        while place < end:
            index = self._sentence_at(place)
            stop = min(end, spans[index][1]) if index is not None else end
            piece = self._shown[place:stop]
            if index is not None and JAPANESE.search(piece):
                words = self._cut(index)
                for word in islice(words, bisect_left(words, place, key=_start), None):
                    if word.start >= stop:
                        break
                    if any(map(str.isalnum, word.surface)):
                        yield None
            else:
                for _ in _LATIN_WORD.finditer(piece):
                    yield None
            place = stop

    def _sentence_at(self, place: int) -> int | None:
        index = bisect_right(self._sentence_spans(), (place, len(self._shown) + 1)) - 1
        return index if index >= 0 else None

    def _sentence_spans(self) -> list[tuple[int, int]]:
        if self._spans is None:
            self._spans = sentence_spans(self._shown)
        return self._spans

    def _cut(self, index: int) -> list[Morpheme]:
        if index not in self._sentences:
            start, end = self._sentence_spans()[index]
            words = self._tokenize(self._shown[start:end], True)
            self._sentences[index] = [word.moved(start) for word in words]
        return self._sentences[index]


def _start(word: Morpheme) -> int:
    return word.start
