"""Offers the gloss as a translation engine."""

from collections.abc import Mapping, Sequence

from monitor.core.gloss.headline import gloss
from monitor.core.gloss.lexicon import Lookup, with_names
from monitor.core.japanese import Tokenize
from monitor.core.translation import Sentence

RULES = "3"
"""Raise it when rules or data of the gloss change: what is recent is then glossed anew."""


class Gloss:
    """An engine that needs no model: from Japanese into English, by dictionary."""

    name = "gloss"
    renders_names = True
    portion = 20_000

    def __init__(self, tokenize: Tokenize, lookup: Lookup) -> None:
        """Use a tokenizer and a lexicon, which open themselves when they are first asked."""
        self._tokenize = tokenize
        self._lookup = lookup

    def versions(self, into: str) -> Mapping[str, str]:
        """Return the languages from which it translates into a language, and the version of its rules."""
        return {"ja": RULES} if into == "en" else {}

    def translate(self, sentences: Sequence[Sentence], source: str, into: str) -> list[str]:
        """Return the gloss of each sentence."""
        return [self._gloss(sentence) for sentence in sentences]

    def _gloss(self, sentence: Sentence) -> str:
        told = {name.written: name.rendering for name in sentence.names}
        return gloss(sentence.text, self._tokenize, with_names(self._lookup, told))
