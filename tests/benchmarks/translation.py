"""Measures batches against argostranslate, one text at a time: as it comes, and at its best setting; on a model of full size.

python -m tests.benchmarks.translation [--headlines 1000]

The model is built here, and costs what a real one does (see tests.full_size_package). Argos's sentence splitter, which
downloads a model at its first use, is replaced by ours on both sides. Both use a beam of 4.
"""

import argparse
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("ARGOS_PACKAGES_DIR", tempfile.mkdtemp(prefix="argos-packages-"))

from monitor.core.japanese import split_sentences
from monitor.core.translation import Sentence
from monitor.edges.argos.engine import Argos, Drive, open_model
from monitor.edges.argos.packages import install_file
from monitor.edges.lexicon import unpacked_words
from monitor.settings.locate import cache_folder
from tests.benchmarks.history import make_history
from tests.full_size_package import WORDS, build_full_size_package


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the model, translate the same headlines in each way, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--headlines", type=int, default=1000)
    parser.add_argument("--words", type=int, default=WORDS, help="of the model")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        package = build_full_size_package(
            Path(name) / "full.argosmodel", dict(_words(options.words))
        )
        print(f"model: {package.stat().st_size >> 20} MB, {options.words} words")
        install_file(package, open_model)
    headlines = _headlines(options.headlines)
    print(
        f"{len(headlines)} headlines, {sum(map(len, headlines)) / len(headlines):.0f} characters on average"
    )
    ways: dict[str, Callable[[list[str]], list[str]]] = {
        "ours, beam 4": _ours(Drive()),
        "argostranslate, intra_threads 1": _argos(1),
        "argostranslate as it comes": _argos(0),
        "ours, beam 1": _ours(Drive(beam=1)),
    }
    results, speeds = {}, {}
    for label, translate in ways.items():
        translate(headlines[:2])  # loads the model
        started, used = time.perf_counter(), time.process_time()
        results[label] = translate(headlines)
        speeds[label] = len(headlines) / (time.perf_counter() - started)
        print(
            f"{label}: {speeds[label]:.1f} headlines/s, {(time.process_time() - used) / len(headlines):.3f} CPU seconds each"
        )
    ours, best, plain, _ = speeds.values()
    print(
        f"ours is {ours / plain:.1f} times argostranslate as it comes, and {ours / best:.1f} times its best setting"
    )
    pairs = list(
        zip(
            headlines,
            results["ours, beam 4"],
            results["argostranslate, intra_threads 1"],
            strict=True,
        )
    )
    other = [pair for pair in pairs if pair[1] != pair[2]]
    print(f"the same output for {len(pairs) - len(other)} of {len(pairs)}")
    for text, one, two in other:
        print(f"  {text}\n    ours:  {one}\n    argos: {two}")


def _ours(drive: Drive) -> Callable[[list[str]], list[str]]:
    engine = Argos(drive)

    def translate(texts: list[str]) -> list[str]:
        cut = [split_sentences(text) for text in texts]
        done = iter(engine.translate([Sentence(s) for group in cut for s in group], "ja", "en"))
        return [" ".join(next(done) for _ in group) for group in cut]

    return translate


def _argos(intra_threads: int) -> Callable[[list[str]], list[str]]:
    from argostranslate import package, settings
    from argostranslate.translate import PackageTranslation

    class Splitter:
        def split_sentences(self, text: str) -> list[str]:
            return split_sentences(text)

    (installed,) = package.get_installed_packages()
    translation: Any = None

    def translate(texts: list[str]) -> list[str]:
        nonlocal translation
        settings.intra_threads = intra_threads
        if translation is None:
            translation = PackageTranslation(None, None, installed)
            translation.sentencizer = Splitter()
        return [translation.translate(text).strip() for text in texts]

    return translate


def _words(size: int) -> Iterator[tuple[str, str]]:
    """Yield short Japanese words with an English: as long as the pieces that a real model knows."""
    with sqlite3.connect(unpacked_words(cache_folder())) as database:
        rows = database.execute(
            "SELECT form, english FROM words WHERE length(form) <= 2 AND form GLOB '[ぁ-龥]*' LIMIT ?",
            (size,),
        ).fetchall()
    for form, english in rows:
        yield form, english.split("|")[0]


def _headlines(size: int) -> list[str]:
    titles = (
        str(a.original.title) for a in make_history(12 * size, 0) if a.original.language == "ja"
    )
    return list(dict.fromkeys(title for title in titles if title.isprintable()))[:size]


if __name__ == "__main__":
    main()
