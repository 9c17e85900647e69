"""Measures how far a watched name finds the same news on both sides of parallel texts, without a translator.

python -m tests.benchmarks.parity [--documents 62-123] [--all]

Entities are chosen by program: whatever the shipped data or `topics suggest` gives names for in both languages, and that
stands in at least five lines on either side. The English side is taken for the truth.
"""

import argparse
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from monitor.core.candidates import Candidates, PreparedText
from monitor.core.japanese import Tokenize
from monitor.core.query import ConceptRef
from monitor.core.suggestions import suggest, warnings_about
from monitor.core.terms import pattern_of
from monitor.core.watchlist import Alias, Concept, Topic, Watchlist
from monitor.edges.lexicon import Lexicon
from monitor.edges.sudachi import Sudachi
from monitor.edges.thesaurus import Thesaurus
from monitor.settings.locate import cache_folder
from monitor.settings.watchlist_file import shipped_homographs
from tests.benchmarks.ntrex import lines

_FEWEST = 5
_SHORT = re.compile("[A-Z]{2}|[\u3400-\u9fff]{2}")


@dataclass
class Entity:
    """A thing with all its names, and the lines of each side in which it was found."""

    names: dict[str, None]
    english: set[int] = field(default_factory=set)
    japanese: set[int] = field(default_factory=set)

    @property
    def label(self) -> str:
        """Return its first names in both languages."""
        first = {name.isascii(): name for name in reversed(self.names)}
        return f"{first.get(True, '')} {first.get(False, '')}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Choose the entities, match, and print."""
    options = _options(arguments)
    first, last = map(int, options.documents.split("-"))
    english, japanese = lines(first, last)
    entities = choose_entities(english, japanese)
    find(entities, english, japanese, Sudachi())
    kept = [e for e in entities if max(len(e.english), len(e.japanese)) >= _FEWEST]
    _print(kept, english, japanese, everything=options.all)


def choose_entities(english: list[str], japanese: list[str]) -> list[Entity]:
    """Return what the shipped data has names for in both languages, of which one stands somewhere in the texts."""
    lexicon = Lexicon(cache_folder())
    thesaurus = Thesaurus(lexicon, lexicon.forms_of)
    side = "\n".join(japanese)
    found: list[Entity] = []
    by_name: dict[str, Entity] = {}
    for seed in _seeds("\n".join(english), thesaurus):
        if pattern_of(seed) in by_name or len(warnings_about(seed, thesaurus)) > (len(seed) <= 2):
            continue
        names = [seed, *_suggested(seed, thesaurus)]
        if not any(not name.isascii() and name in side for name in names):
            continue
        entity = next((by_name[p] for p in map(pattern_of, names) if p in by_name), None)
        if entity is None:
            entity = Entity({})
            found.append(entity)
        entity.names |= dict.fromkeys(names)
        for name in names:
            by_name.setdefault(pattern_of(name), entity)
    return found


def _seeds(english: str, thesaurus: Thesaurus) -> Iterator[str]:
    """Yield the capitalised runs of up to four words that the shipped data knows as proper names, longest first."""
    runs: dict[str, int] = {}
    for words in (4, 3, 2, 1):
        pattern = rf"(?=\b([A-Z][\w'-]*(?:[ ](?:of|the|and|[A-Z])[\w'-]*){{{words - 1}}})\b)"
        for run in re.findall(pattern, english):
            runs[run] = runs.get(run, 0) + 1
    known = {
        run
        for run in runs
        if len(run) > 1
        and any(
            entry.is_name and not entry.text.isascii()
            for entry in [*thesaurus.synonyms(run), *thesaurus.japanese(run)]
        )
    }
    yield from sorted(known, key=lambda run: (-runs[run], run))


def _suggested(name: str, thesaurus: Thesaurus) -> list[str]:
    """Return what a careful user would take of the suggestions.

    Nothing that is an ordinary word or another thing too; of one or two characters only kanji (米国) and acronyms (EU).
    """
    return [
        s.text
        for s in suggest(name, thesaurus)
        if not any("also" in warning or "else" in warning for warning in s.warnings)
        and (not s.warnings or _SHORT.fullmatch(s.text))
    ]


def find(
    entities: Iterable[Entity], english: list[str], japanese: list[str], tokenize: Tokenize
) -> None:
    """Watch every entity as a concept, and note the lines of each side that fire it."""
    by_concept = {f"e{number}": entity for number, entity in enumerate(entities)}
    watchlist = Watchlist(
        concepts={
            name: Concept(name=name, aliases=tuple(Alias(text, "en") for text in entity.names))
            for name, entity in by_concept.items()
        },
        topics=tuple(Topic(name=name, query=ConceptRef(name)) for name in by_concept),
        homographs=shipped_homographs(),
    )
    candidates = Candidates(watchlist)
    for number, (one, other) in enumerate(zip(english, japanese, strict=True)):
        for text, side in ((one, "english"), (other, "japanese")):
            for place in candidates.find(PreparedText(text, tokenize)).places:
                assert isinstance(place.leaf, ConceptRef)
                getattr(by_concept[place.leaf.name], side).add(number)


def _print(
    entities: list[Entity], english: list[str], japanese: list[str], *, everything: bool
) -> None:
    both = sum(len(e.english & e.japanese) for e in entities)
    in_english = sum(len(e.english) for e in entities)
    in_japanese = sum(len(e.japanese) for e in entities)
    print(
        f"{len(english)} lines, {len(entities)} entities: recall {both / in_english:.3f}, precision {both / in_japanese:.3f} ({both} of {in_english} English and {in_japanese} Japanese lines)"
    )
    print("entity  en  ja  both  missed  extra")
    for entity in sorted(entities, key=lambda e: -len(e.english ^ e.japanese)):
        missed, extra = (
            sorted(entity.english - entity.japanese),
            sorted(entity.japanese - entity.english),
        )
        print(
            f"{entity.label}  {len(entity.english)}  {len(entity.japanese)}  {len(entity.english & entity.japanese)}  {len(missed)}  {len(extra)}"
        )
        if everything:
            for sign, numbers in (("-", missed), ("+", extra)):
                for number in numbers:
                    print(f"    {sign} {english[number]}\n      {japanese[number]}")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", default="62-123", metavar="FROM-TO")
    parser.add_argument("--all", action="store_true", help="print every line that differs")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
