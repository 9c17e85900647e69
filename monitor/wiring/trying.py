"""Translates texts that are not stored, for whoever asks what the monitor would make of them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.errors import MonitorError
from monitor.core.japanese import Tokenize
from monitor.core.names import LockedName
from monitor.core.sentences import paragraphs_of, put_together
from monitor.core.text import plain
from monitor.core.trust.checks import Findings, together
from monitor.edges.sudachi import Sudachi
from monitor.pipeline.ports import Engine
from monitor.pipeline.sentences import EngineStoppedError, Rendering, SentenceTranslator
from monitor.pipeline.translating import translators
from monitor.settings.loading import Settings
from monitor.wiring.engines import names_of, open_engines


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What became of a text: by which engine, sentence by sentence, and how long the engine and the checks took.

    `seconds` are those of all texts that were given together; the first one loads the model.
    """

    text: str
    language: str
    engine: str
    version: str
    translation: str
    findings: Findings
    names: tuple[LockedName, ...]
    sentences: tuple[tuple[str, Rendering], ...]
    seconds: float


class Trial:
    """An open engine for each language, with the names of the watchlist locked; nothing is kept."""

    def __init__(self, settings: Settings, tokenize: Tokenize | None = None) -> None:
        """Load nothing yet."""
        self._settings = settings
        self._into = settings.language
        self._tokenize = tokenize or Sudachi()
        self._names = names_of(settings, self._tokenize)
        self._engines = open_engines(settings.translation, self._tokenize)

    def translate(self, texts: Sequence[str], language: str) -> list[Tried]:
        """Return what becomes of texts in one language.

        Raises:
            MonitorError: nothing translates from it, or the engine cannot work now.
        """
        started = time.perf_counter()
        engine, version = self._engine(language)
        translator = SentenceTranslator(
            engine=engine,
            language=language,
            into=self._into,
            names=self._names,
            tokenize=self._tokenize,
            placeholders=self._settings.translation.placeholders,
        )
        cut = [paragraphs_of(plain(text), language) for text in texts]
        try:
            made = translator.translate(s for text in cut for line in text for s in line)
        except EngineStoppedError as stopped:
            raise MonitorError(str(stopped)) from None
        seconds = time.perf_counter() - started
        return [
            Tried(
                text=text,
                language=language,
                engine=engine.name,
                version=version,
                translation=plain(put_together(lines, lambda s: made[s].text, self._into)),
                findings=together(made[s].findings for line in lines for s in line),
                names=self._names.names_in(text),
                sentences=tuple((s, made[s]) for line in lines for s in line),
                seconds=seconds,
            )
            for text, lines in zip(texts, cut, strict=True)
        ]

    def _engine(self, language: str) -> tuple[Engine, str]:
        for engine, versions in translators(self._engines, self._into):
            if language in versions:
                return engine, versions[language]
        raise MonitorError(
            f"nothing translates from {language} into {self._into}: translation.engine is "
            f'"{self._settings.translation.engine}"; `monitor models install {language}-{self._into}` would for Argos'
        )
