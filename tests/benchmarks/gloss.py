"""Measures the gloss: chrF on parallel news beside its prototype's, and its speed.

python -m tests.benchmarks.gloss [--documents 62-123]
"""

import argparse
import time
from collections.abc import Sequence

from sacrebleu.metrics.chrf import CHRF

from monitor.core.gloss.engine import Gloss
from monitor.core.sentences import paragraphs_of, put_together
from monitor.core.translation import Sentence
from monitor.edges.lexicon import Lexicon
from monitor.edges.sudachi import Sudachi
from monitor.settings.locate import cache_folder
from tests.benchmarks.history import make_history
from tests.benchmarks.ntrex import lines

_PROTOTYPE = 37.6  # on the first 600 lines, where it was developed
_DEVELOPED_ON = 600


def main(arguments: Sequence[str] | None = None) -> None:
    """Gloss both halves, and headlines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", default="62-123", help="never read while developing")
    parser.add_argument("--headlines", type=int, default=2000)
    options = parser.parse_args(arguments)
    gloss = Gloss(Sudachi(), Lexicon(cache_folder()))
    english, japanese = (side[:_DEVELOPED_ON] for side in lines(1, 61))
    print(
        f"first {len(english)} lines: chrF {chrf(gloss, japanese, english):.1f} (the prototype: {_PROTOTYPE})"
    )
    english, japanese = lines(*map(int, options.documents.split("-")))
    print(
        f"documents {options.documents}, {len(english)} lines: chrF {chrf(gloss, japanese, english):.1f}"
    )
    texts = [
        a.original.title
        for a in make_history(6 * options.headlines, 0)
        if a.original.language == "ja"
    ]
    headlines = [Sentence(text) for text in dict.fromkeys(texts)][: options.headlines]
    for what in ("first time", "again"):
        started = time.process_time()
        gloss.translate(headlines, "ja", "en")
        seconds = time.process_time() - started
        print(
            f"{len(headlines)} different headlines, {what}: {len(headlines) / seconds:,.0f} a second of one core"
        )


def chrf(gloss: Gloss, japanese: Sequence[str], english: Sequence[str]) -> float:
    """Return how near glosses come to translations, character by character (0 to 100)."""
    return float(
        CHRF().corpus_score([glossed(gloss, text) for text in japanese], [list(english)]).score
    )


def glossed(gloss: Gloss, text: str) -> str:
    """Return the gloss of a text, sentence by sentence."""
    cut = paragraphs_of(text, "ja")
    return put_together(cut, lambda s: gloss.translate([Sentence(s)], "ja", "en")[0], "en")


if __name__ == "__main__":
    main()
