"""Finds how surnames are usually read, in one way or in several, from SudachiDict and JMnedict, into monitor/data/surnames.tsv.

    pip install sudachipy sudachidict-core==20261015 jamdict-data && python .ci/surnames.py      # builds the file
    python .ci/surnames.py --check                                # says whether the file in the checkout is that

Each line is `kanji<TAB>reading/reading...`, the most usual first, in letters. JMnedict lists what a surname can be, obsolete readings
too, but it also names some 50,000 people: how many of them bear a reading says how usual it is. A reading counts when it is that of
one person in 16 who is called so and SudachiDict lists it, or that of one in 8, and of two at least. Old and new forms of a kanji
(﨑, 崎) are one name. One reading stands there alone when four people bear the name. The result is the same bytes for the same packages.
"""

import argparse
import re
import sqlite3
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from monitor.core.gloss.romaji import romanized  # noqa: E402 - the checkout's, which need not be installed

TARGET = ROOT / "monitor" / "data" / "surnames.tsv"
LISTED, UNLISTED = 1 / 16, 1 / 8
FEWEST = 4
MODERN = 1850  # who was born before it had no surname of today's kind
LONGEST = 4
FORMS = "﨑髙澤邉邊廣嶋濵濱眞齋櫻國瀧槙龍惠榮條德冨壽曾渕 崎高沢辺辺広島浜浜真斎桜国滝槇竜恵栄条徳富寿曽淵"
FOLDED = str.maketrans(*FORMS.split())
KATAKANA = {code: chr(code + 0x60) for code in range(0x3041, 0x3097)}
KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff々ヶケノ]+")
BIRTH = re.compile(r"\((?:c\. ?|ca\. ?|b\. ?)?(\d{3,4})")
NAMES = """
    select NEKanji.text, NEKana.text, (select text from NETransGloss where tid = one.ID order by rowid limit 1)
    from NETranslation one join NETransType on NETransType.tid = one.ID and NETransType.text = ?
    join NEKanji on NEKanji.idseq = one.idseq join NEKana on NEKana.idseq = one.idseq
"""


def main() -> int:
    """Build the file, or compare it with the one that is there."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--check", action="store_true", help="compare instead of writing")
    options = arguments.parse_args()
    content = "".join(f"{line}\n" for line in sorted(readings())).encode()
    if options.check:
        same = TARGET.read_bytes() == content
        print(f"{TARGET.name}: {'as built' if same else 'NOT what this script builds'}")
        return 0 if same else 1
    TARGET.write_bytes(content)
    print(f"{TARGET.name}: {content.count(bytes([10]))} surnames, {len(content)} bytes")
    return 0


def readings() -> Iterator[str]:
    """Yield a line for each written form of a surname of which enough is known."""
    from sudachipy import Dictionary

    forms, possible, listed = (defaultdict[str, set[str]](set) for _ in range(3))
    surnames = [(kanji, reading) for kanji, reading, _ in jmnedict("surname")]
    for entry in Dictionary(dict="core").entries():
        if entry.part_of_speech()[2:4] == ("人名", "姓"):
            surnames.append((entry.surface(), entry.reading_form()))
            listed[entry.surface().translate(FOLDED)].add(romanized(entry.reading_form()))
    for kanji, reading in surnames:
        if KANJI.fullmatch(kanji):
            forms[kanji.translate(FOLDED)].add(kanji)
            possible[kanji.translate(FOLDED)].add(reading)
    bearers = defaultdict[str, Counter[str]](Counter)
    for _, name, reading in set(people(possible)):
        bearers[name][reading] += 1
    for name, counts in bearers.items():
        by_use = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        total, known = counts.total(), listed[name]
        usual = [read for read, count in by_use if is_usual(name, read in known, count, total)]
        if len(usual) > 1 or (usual and total >= FEWEST):
            yield from (f"{form}\t{'/'.join(usual)}" for form in forms[name])


def is_usual(name: str, known: bool, count: int, total: int) -> bool:
    """Tell whether a reading counts; those of a single kanji that are not listed are Chinese or Korean."""
    return count >= LISTED * total if known else len(name) > 1 < count >= UNLISTED * total


def people(possible: dict[str, set[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield (full name, surname, its reading) of each person; the English name says where the surname ends."""
    for full, reading, english in jmnedict("person"):
        name = full.translate(FOLDED)
        if (birth := BIRTH.search(english)) and int(birth[1]) < MODERN:
            continue
        words = {letters(word) for word in english.split("(")[0].split()[:2]}
        for length in range(min(LONGEST, len(name) - 1), 0, -1):
            own = [read for read in possible.get(name[:length], ()) if reading.startswith(read)]
            if own := [read for read in own if letters(romanized(read)) in words]:
                yield name, name[:length], romanized(max(own, key=len))
                break


def jmnedict(kind: str) -> Iterator[tuple[str, str, str]]:
    """Yield (kanji, katakana, English) of the names of a kind."""
    import jamdict_data

    database = sqlite3.connect(Path(jamdict_data.__file__).with_name("jamdict.db"))
    for kanji, kana, english in database.execute(NAMES, (kind,)):
        yield kanji, kana.translate(KATAKANA), english or ""


def letters(name: str) -> str:
    """Return a name in small letters, its long vowels as short ones."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", name) if sign.isalpha())
    return re.sub(r"o[ou]", "o", bare.lower().replace("uu", "u"))


if __name__ == "__main__":
    raise SystemExit(main())
