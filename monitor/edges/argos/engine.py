"""Drives installed Argos packages: all sentences together in batches of tokens, over other languages where there is no direct way."""

import os
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.core.errors import MonitorError
from monitor.core.translation import Sentence
from monitor.edges.argos.packages import Model, installed_models

# the parameters of argostranslate.translate.apply_packaged_translation
_LENGTH_PENALTY = 0.2
# CTranslate2 sorts what it is given by length and cuts it into batches of so many tokens, one for each worker at a time
_BATCH_TOKENS = 1024
_MOST_WORKERS = 8  # beyond that memory is the limit, not the processor


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """How models are run: width of the beam, workers (None: one for each processor), and number format."""

    beam: int = 4
    threads: int | None = None
    compute_type: str = "default"


@dataclass(frozen=True, slots=True)
class _Loaded:
    translator: Any
    tokenizer: Any
    target_prefix: str


class Argos:
    """An engine over the installed packages; models are loaded at their first use, and stay loaded."""

    name = "argos"
    renders_names = False
    portion = 6000  # some seconds

    def __init__(self, drive: Drive | None = None, *, needed: bool = False) -> None:
        """Load nothing yet; where it is `needed` it is an error that no package is installed."""
        self._drive = drive or Drive()
        self._needed = needed
        self._loaded: dict[tuple[str, str], _Loaded] = {}

    def versions(self, into: str) -> Mapping[str, str]:
        """Return the languages from which packages lead into a language, and the versions on the way.

        Packages that were installed or removed meanwhile count.

        Raises:
            MonitorError: none does, and the engine is needed.
        """
        models = installed_models()
        sources = sorted({model.source for model in models} - {into})
        ways = {source: _way(models, source, into) for source in sources}
        versions = {
            source: ">".join(model.version for model in way) for source, way in ways.items() if way
        }
        if not versions and self._needed:
            raise MonitorError(
                f"no Argos package into {into} is installed; run `monitor models install "
                f"{'ja' if into != 'ja' else 'en'}-{into}`, or one from the language of your feeds"
            )
        return versions

    def translate(self, sentences: Sequence[Sentence], source: str, into: str) -> Sequence[str]:
        """Return a translation for each sentence.

        Raises:
            MonitorError: there is no package, or it is damaged.
        """
        way = _way(installed_models(), source, into)
        if not way:
            pair = f"{source}-{into}"
            raise MonitorError(
                f"no Argos package {pair} is installed; run `monitor models install {pair}`"
            )
        texts = [sentence.text for sentence in sentences]
        for model in way:
            texts = self._through(model, texts)
        return texts

    def _through(self, model: Model, texts: Sequence[str]) -> list[str]:
        key = (model.pair, model.version)
        if key not in self._loaded:
            # an earlier version of it is not needed any more
            self._loaded = {k: own for k, own in self._loaded.items() if k[0] != model.pair}
            self._loaded[key] = open_model(model, self._drive)
        loaded = self._loaded[key]
        prefix = loaded.target_prefix
        try:
            results = loaded.translator.translate_batch(
                [loaded.tokenizer.encode(text) for text in texts],
                target_prefix=[[prefix]] * len(texts) if prefix else None,
                replace_unknowns=True,
                max_batch_size=_BATCH_TOKENS,
                batch_type="tokens",
                beam_size=self._drive.beam,
                num_hypotheses=1,
                length_penalty=_LENGTH_PENALTY,
            )
        except (RuntimeError, ValueError) as error:
            raise MonitorError(
                f"the model {model.pair} cannot translate: {error}; install it again"
            ) from None
        decoded = (loaded.tokenizer.decode(result.hypotheses[0]) for result in results)
        return [text.strip().removeprefix(prefix).strip() for text in decoded]


def open_model(model: Model, drive: Drive | None = None) -> _Loaded:
    """Open a model and its tokenizer without argostranslate.translate, which loads a second inference engine.

    Raises:
        MonitorError: the package is damaged.
    """
    import ctranslate2
    from argostranslate.tokenizer import BPETokenizer, SentencePieceTokenizer

    drive = drive or Drive()
    try:
        piece, bpe = model.folder / "sentencepiece.model", model.folder / "bpe.model"
        tokenizer = (
            SentencePieceTokenizer(piece)
            if piece.exists()
            else BPETokenizer(bpe, model.source, model.target)
        )
        tokenizer.encode("a")
        translator = ctranslate2.Translator(
            str(model.folder / "model"),
            device="cpu",
            compute_type=drive.compute_type,
            inter_threads=drive.threads or min(_processors(), _MOST_WORKERS),
            intra_threads=1,  # more fight each other: a fifth of the speed on two processors
        )
    except (RuntimeError, OSError, ValueError) as error:
        raise MonitorError(
            f"the Argos package {model.pair} is damaged: {error}; "
            f"run `monitor models remove {model.pair}` and install it again"
        ) from None
    return _Loaded(translator, tokenizer, model.target_prefix)


def _processors() -> int:
    """Return how many processors this process may use; a container often has fewer than its machine."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _way(models: Sequence[Model], source: str, into: str) -> list[Model]:
    """Return the models that lead from one language into another, the fewest there are; [] when none do."""
    ways: dict[str, list[Model]] = {source: []}
    waiting = deque([source])
    while waiting and into not in ways:
        at = waiting.popleft()
        for model in models:
            if model.source == at and model.target not in ways:
                ways[model.target] = [*ways[at], model]
                waiting.append(model.target)
    return ways.get(into, [])
