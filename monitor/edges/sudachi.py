"""Opens the Sudachi dictionary, late, and cuts Japanese text into words with one tokenizer per thread."""

import threading
from collections.abc import Sequence
from functools import cache
from typing import Any

from monitor.core.japanese import Morpheme


class Sudachi:
    """A `Tokenize`: callable from any thread; the dictionary is opened at the first call (60 ms)."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._local = threading.local()

    def __call__(self, text: str, fine: bool) -> Sequence[Morpheme]:
        """Return the words of a text; one that is too long for Sudachi once it is normalised is cut in halves."""
        from sudachipy.errors import SudachiError

        tokenizer, modes = self._tokenizer()
        try:
            words = tokenizer.tokenize(text, modes[fine])
        except SudachiError:
            if len(text) == 1:
                return [Morpheme(text, 0, 1, ("名詞", "普通名詞", "一般"), text, "", known=False)]
            middle = len(text) // 2
            return [
                *self(text[:middle], fine),
                *(word.moved(middle) for word in self(text[middle:], fine)),
            ]
        return [
            Morpheme(
                surface=word.surface(),
                start=word.begin(),
                end=word.end(),
                pos=word.part_of_speech(),
                base=word.dictionary_form(),
                reading=word.reading_form(),
                known=not word.is_oov(),
                normalized=word.normalized_form(),
            )
            for word in words
        ]

    def _tokenizer(self) -> Any:
        # a tokenizer used by two threads at once raises "Tokenizer is already in use"
        if not hasattr(self._local, "tokenizer"):
            from sudachipy import SplitMode

            self._local.tokenizer = _dictionary().tokenizer(), (SplitMode.C, SplitMode.A)
        return self._local.tokenizer


@cache
def _dictionary() -> Any:
    from sudachipy import Dictionary

    return Dictionary(dict="small")
