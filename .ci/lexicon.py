"""Condenses JMdict and JMnedict, as the pip package `jamdict-data` ships them, into lexicon.tsv.xz and names.tsv.xz of monitor/data.

    pip install jamdict-data && python .ci/lexicon.py            # builds the file
    python .ci/lexicon.py --check                                # says whether the files in the checkout are that

A line of lexicon.tsv is `word<TAB>kind<TAB>english`: the best entry for a written form, its first one or two senses. The kinds are
those of monitor/core/gloss/lexicon.py. A line of names.tsv is `word<TAB>name<TAB>name...`: the further English names of a thing,
which lexicon.tsv has no place for (経済産業省: METI). The result is the same bytes for the same package.
"""

import argparse
import lzma
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent.parent / "monitor" / "data"
SKIPPED_SENSES = {
    "archaism",
    "obsolete term",
    "obscure term",
    "slang",
    "vulgar expression or word",
    "Internet slang",
    "manga slang",
    "derogatory",
    "dated term",
    "rare",
    "children's language",
    "male term or language",
    "female term or language",
    "historical term",
    "colloquialism",
}
USUALLY_KANA = "word usually written using kana alone"
# the first that fits decides, so the narrower ones stand first
KINDS = (
    ("noun or participle which takes the aux. verb suru", "verbal-noun"),
    ("suru verb", "verb"),
    ("Ichidan verb", "verb"),
    ("Godan verb", "verb"),
    ("Kuru verb", "verb"),
    ("adjectival noun", "adjective"),
    ("adjective", "adjective"),
    ("pre-noun adjectival", "adjective"),
    ("noun or verb acting prenominally", "adjective"),
    ("adverb", "adverb"),
    ("expressions", "expression"),
    ("suffix", "suffix"),
    ("noun, used as a suffix", "suffix"),
    ("prefix", "prefix"),
    ("noun, used as a prefix", "prefix"),
    ("counter", "counter"),
    ("noun", "noun"),
    ("pronoun", "noun"),
)
NAME_KINDS = {"organization": "name", "company": "name", "product": "name", "person": "person"}
KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc・]{3,}")
JAPANESE = re.compile(r"[\u3041-\u30fa\u3400-\u9fff]")
# of two letters it is a remark on the country, and so is USA
SHORT_FORM = re.compile(r"\((?!USA\))([A-Z][A-Za-z&]+[A-Z])\)")
PROPER = re.compile(r"[A-Z][\w&.,' -]+$")
LONGEST_NAME = 60
PARENTHESES = re.compile(r"\s*\([^()]*\)")


def main() -> int:
    """Build the file, or compare it with the one that is there."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--check", action="store_true", help="compare instead of writing")
    arguments.add_argument(
        "--database", type=Path, help="a jamdict.db, for a newer JMdict than the package's"
    )
    options = arguments.parse_args()
    with sqlite3.connect(options.database or packaged_database()) as database:
        words = dict(sorted({**names(database), **dictionary(database)}.items()))
        further = further_names(database, words)
    files = {
        "lexicon.tsv.xz": [f"{word}\t{kind}\t{english}" for word, (kind, english) in words.items()],
        "names.tsv.xz": ["\t".join([word, *own]) for word, own in sorted(further.items())],
    }
    same = True
    for name, lines in files.items():
        content, path = "".join(f"{line}\n" for line in lines).encode(), DATA / name
        if options.check:
            own = lzma.decompress(path.read_bytes()) == content
            same &= own
            print(
                f"{name}: {len(lines)} words, {'as built' if own else 'NOT what this script builds'}"
            )
        else:
            path.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
            print(f"{name}: {len(lines)} words, {path.stat().st_size} bytes")
    return 0 if same else 1


def packaged_database() -> Path:
    """Return where the pip package put its database."""
    import jamdict_data

    return Path(jamdict_data.__file__).parent / "jamdict.db"


def dictionary(database: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Return the best JMdict entry of each written form: the one marked as most frequent, then the oldest."""
    senses = read_senses(database)
    best: dict[str, tuple[tuple[int, int], tuple[str, str]]] = {}
    for word, entry, rank in written_forms(database, senses):
        glosses = senses[entry]
        candidate = ((rank, entry), (glosses[0][0], "|".join(gloss for _, gloss, _ in glosses[:2])))
        if word not in best or candidate[0] < best[word][0]:
            best[word] = candidate
    return {word: value for word, (_, value) in best.items()}


def read_senses(database: sqlite3.Connection) -> dict[int, list[tuple[str, str, bool]]]:
    """Return for each entry the (kind, first gloss, usually kana) of its living senses, in their order."""
    marks = texts_by_id(database, "select sid, text from misc order by rowid")
    classes = texts_by_id(database, "select sid, text from pos order by rowid")
    glosses = texts_by_id(
        database,
        "select sid, text from SenseGloss where lang in ('', 'eng') or lang is null order by rowid",
    )
    senses: dict[int, list[tuple[str, str, bool]]] = defaultdict(list)
    last_classes: dict[int, list[str]] = {}
    for sense, entry in database.execute("select ID, idseq from Sense order by ID"):
        # a sense without a word class has that of the one before it
        own = classes.get(sense) or last_classes.get(entry, [])
        last_classes[entry] = own
        if SKIPPED_SENSES & set(marks.get(sense, ())):
            continue
        gloss = next(filter(None, map(cleaned, glosses.get(sense, ()))), "")
        if gloss:
            senses[entry].append((kind_of(own), gloss, USUALLY_KANA in marks.get(sense, ())))
    return {entry: found for entry, found in senses.items() if found}


def written_forms(
    database: sqlite3.Connection, senses: dict[int, list[tuple[str, str, bool]]]
) -> Iterator[tuple[str, int, int]]:
    """Yield (written form, entry, rank); kana only where a word is written so."""
    kanji_entries = set()
    kanji_ranks = texts_by_id(database, "select kid, text from KJP")
    for number, entry, word in database.execute("select ID, idseq, text from Kanji order by ID"):
        kanji_entries.add(entry)
        if entry in senses:
            yield word, entry, rank_of(kanji_ranks.get(number, []))
    kana_ranks = texts_by_id(database, "select kid, text from KNP")
    for number, entry, word in database.execute("select ID, idseq, text from Kana order by ID"):
        if entry not in senses:
            continue
        own = entry not in kanji_entries or any(kana for _, _, kana in senses[entry])
        if own and len(word) > 1:
            yield word, entry, rank_of(kana_ranks.get(number, []))


def names(database: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Return organisations, companies, products, full names of people, and foreign places written in katakana."""
    kinds = texts_by_id(database, "select tid, text from NETransType order by rowid")
    glosses = texts_by_id(database, "select tid, text from NETransGloss order by rowid")
    translations: dict[int, tuple[str, str]] = {}
    for number, entry in database.execute("select ID, idseq from NETranslation order by ID"):
        own = kinds.get(number, [])
        kind = next(
            (NAME_KINDS[name] for name in own if name in NAME_KINDS),
            "place" if "place" in own else "",
        )
        gloss = cleaned((glosses.get(number) or [""])[0])
        if kind and gloss:
            translations.setdefault(entry, (kind, gloss))
    found: dict[str, tuple[str, str]] = {}
    query = "select idseq, text from NEKanji union all select idseq, text from NEKana where idseq not in (select idseq from NEKanji)"
    for entry, word in database.execute(query):
        value = translations.get(entry)
        if (
            value
            and len(word) > 1
            and JAPANESE.search(word)
            and (value[0] != "place" or KATAKANA.fullmatch(word))
        ):
            found.setdefault(word, value)
    return found


def further_names(
    database: sqlite3.Connection, words: dict[str, tuple[str, str]]
) -> dict[str, list[str]]:
    """Return for written forms the English proper names that `words` does not have: further glosses, and short forms."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for word, gloss in [*dictionary_glosses(database), *name_glosses(database)]:
        known = words.get(word, ("", ""))[1].split("|")
        for name in proper_names(gloss):
            if name not in known:
                found[word][name] = None
    return {word: list(names) for word, names in found.items()}


def dictionary_glosses(database: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield (written form, gloss) of each JMdict entry, its living senses only."""
    marks = texts_by_id(database, "select sid, text from misc order by rowid")
    forms: dict[int, list[str]] = defaultdict(list)
    for entry, word in database.execute("select idseq, text from Kanji order by ID"):
        if len(word) > 1:
            forms[entry].append(word)
    for entry, word in database.execute("select idseq, text from Kana order by ID"):
        if len(word) > 1 and (entry not in forms or KATAKANA.fullmatch(word)):
            forms[entry].append(word)
    query = (
        "select Sense.ID, idseq, text from SenseGloss join Sense on Sense.ID = sid "
        "where lang in ('', 'eng') or lang is null order by SenseGloss.rowid"
    )
    for sense, entry, gloss in database.execute(query):
        if not SKIPPED_SENSES & set(marks.get(sense, ())):
            yield from ((word, gloss) for word in forms[entry])


def name_glosses(database: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield (written form, gloss) of organisations, companies, products and foreign places of JMnedict."""
    kinds = texts_by_id(database, "select tid, text from NETransType order by rowid")
    forms = texts_by_id(
        database,
        "select idseq, text from NEKanji union all select idseq, text from NEKana where idseq not in (select idseq from NEKanji)",
    )
    query = "select tid, idseq, text from NETransGloss join NETranslation on NETranslation.ID = tid order by NETransGloss.rowid"
    for translation, entry, gloss in database.execute(query):
        own = kinds.get(translation, [])
        named = any(NAME_KINDS.get(kind) == "name" for kind in own)
        for word in forms[entry]:
            if JAPANESE.search(word) and (named or ("place" in own and KATAKANA.fullmatch(word))):
                yield word, gloss


def proper_names(gloss: str) -> list[str]:
    """Return the proper names of a gloss: itself when it begins with a capital, and a short form in parentheses."""
    name = cleaned(gloss)
    short = SHORT_FORM.findall(gloss)
    return [text for text in (name, *short) if PROPER.match(text) and len(text) <= LONGEST_NAME]


def texts_by_id(database: sqlite3.Connection, query: str) -> dict[int, list[str]]:
    """Return the texts of a two-column query, grouped by its first column."""
    found: dict[int, list[str]] = defaultdict(list)
    for number, text in database.execute(query):
        found[number].append(text)
    return found


def kind_of(classes: list[str]) -> str:
    """Return our kind for JMdict's word classes; a verb that always takes an object is "transitive"."""
    kind = next(
        (kind for start, kind in KINDS if any(text.startswith(start) for text in classes)), "other"
    )
    transitive = "transitive verb" in classes and "intransitive verb" not in classes
    return "transitive" if kind == "verb" and transitive else kind


def rank_of(marks: list[str]) -> int:
    """Return how frequent a written form is, 0 most: JMdict's nf bands, then its other marks."""
    bands = [int(mark[2:]) for mark in marks if mark.startswith("nf")]
    if bands:
        return min(bands)
    return 50 if {"news1", "ichi1", "spec1", "gai1"} & set(marks) else 60 if marks else 99


def cleaned(gloss: str) -> str:
    """Return a gloss without its explanations; "" when nothing but an explanation is there."""
    text = PARENTHESES.sub("", gloss).replace("\t", " ").replace("|", "/").strip(" ;,")
    return text if "(" not in text else ""


if __name__ == "__main__":
    sys.exit(main())
