"""Offers the gloss as a translation engine."""

from collections.abc import Sequence

from monitor.core.gloss.headline import gloss
from monitor.core.gloss.lexicon import Lookup
from monitor.core.japanese import Tokenize


class Gloss:
    """An engine that needs no model: from Japanese into English, by dictionary."""

    name = "gloss"

    def __init__(self, tokenize: Tokenize, lookup: Lookup) -> None:
        """Use a tokenizer and a lexicon, which open themselves when they are first asked."""
        self._tokenize = tokenize
        self._lookup = lookup

    def languages(self, into: str) -> tuple[str, ...]:
        """Return the languages from which it translates into a language."""
        return ("ja",) if into == "en" else ()

    def translate(self, texts: Sequence[str], source: str, into: str) -> list[str]:
        """Return the gloss of each text."""
        return [gloss(text, self._tokenize, self._lookup) for text in texts]
