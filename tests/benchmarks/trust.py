"""Measures the checks of translations: false alarms on good pairs, and what they catch of broken ones.

python -m tests.benchmarks.trust
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence

from monitor.core.japanese import Tokenize
from monitor.core.trust.checks import check
from monitor.edges.sudachi import Sudachi
from tests.benchmarks.ntrex import lines
from tests.core.cases import cases

_HALVES = (("tuned on", 1, 61), ("not tuned on", 62, 123))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the rate of each check on both halves, and the share of each class of defects that is caught."""
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    tokenize = Sudachi()
    for label, first, last in _HALVES:
        english, japanese = lines(first, last)
        print(f"documents {first}-{last} ({label}), {len(english)} good pairs")
        _print_rates(zip(japanese, english, strict=True), len(english), tokenize)
    print("defects of each class: suspect, note only, missed")
    by_class: dict[str, Counter[str]] = {}
    for case in cases("defects"):
        found = check(case["source"], case["target"], language="ja", into="en", tokenize=tokenize)
        verdict = "suspect" if found.suspect else "note" if found.notes else "clean"
        by_class.setdefault(case["class"], Counter())[verdict] += 1
    for name, verdicts in by_class.items():
        print(f"  {name}: {verdicts['suspect']}, {verdicts['note']}, {verdicts['clean']}")


def _print_rates(pairs: Iterable[tuple[str, str]], size: int, tokenize: Tokenize) -> None:
    rates: Counter[str] = Counter()
    for source, target in pairs:
        found = check(source, target, language="ja", into="en", tokenize=tokenize)
        rates["any that marks suspect"] += bool(found.suspect)
        rates.update({f"suspect: {reason.split(':')[0]}" for reason in found.suspect})
        rates.update({f"note: {note.split(':')[0]}" for note in found.notes})
    for name, number in sorted(rates.items()):
        print(f"  {name}: {number} ({number / size:.1%})")


if __name__ == "__main__":
    main()
