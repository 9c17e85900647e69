"""Condenses the synonym groups of SudachiDict, as the pip package `sudachidict-core` ships them, into monitor/data/synonyms.tsv.xz.

    pip install sudachipy sudachidict-core==20261015 && python .ci/synonyms.py      # builds the file
    python .ci/synonyms.py --check                                        # says whether the file in the checkout is that

Each line is `kind<TAB>form<TAB>form...`: the nouns of one group, "name" where one of them is a proper noun, else "word".
The result is the same bytes for the same package.
"""

import argparse
import lzma
import unicodedata
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).parent.parent / "monitor" / "data" / "synonyms.tsv.xz"
LONGEST = 60


def main() -> int:
    """Build the file, or compare it with the one that is there."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--check", action="store_true", help="compare instead of writing")
    options = arguments.parse_args()
    lines = sorted(groups())
    text = "".join(f"{line}\n" for line in lines)
    if options.check:
        same = lzma.decompress(TARGET.read_bytes()) == text.encode()
        print(
            f"{TARGET.name}: {len(lines)} groups, {'as built' if same else 'NOT what this script builds'}"
        )
        return 0 if same else 1
    TARGET.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{TARGET.name}: {len(lines)} groups, {TARGET.stat().st_size} bytes")
    return 0


def groups() -> list[str]:
    """Return a line for each group that has several nouns; spellings that differ only in width or case are one."""
    from sudachipy import Dictionary

    forms: dict[int, dict[str, str]] = defaultdict(dict)
    names = set()
    for entry in Dictionary(dict="core").entries():
        pos, surface = entry.part_of_speech(), entry.surface()
        if pos[0] != "名詞" or not 2 <= len(surface) <= LONGEST or "\t" in surface:
            continue
        for group in entry.synonym_group_ids():
            key = unicodedata.normalize("NFKC", surface).casefold()
            forms[group][key] = min(surface, forms[group].get(key, surface), key=by_capitals)
            if pos[1] == "固有名詞":
                names.add(group)
    return [
        "\t".join(["name" if group in names else "word", *sorted(own.values())])
        for group, own in forms.items()
        if len(own) > 1
    ]


def by_capitals(form: str) -> tuple[bool, bool, str]:
    """Return an order in which America comes before america, and both before AMERICA."""
    return form.isupper(), form.islower(), form


if __name__ == "__main__":
    raise SystemExit(main())
