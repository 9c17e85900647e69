"""Decides which further names of a thing to suggest, in both languages, best first, and what speaks against each."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from monitor.core.fold import is_japanese
from monitor.core.terms import pattern_of

_PERSON = re.compile(r"([A-Z][\w-]+?)(?: person| people)?(?<!man)(?<!men)")
_LANGUAGE = re.compile(r"[A-Z][\w'-]+")
_COUNTRY = re.compile(r"(?:[A-Z]\w+ )*[A-Z]\w+[ie]a")  # Syria, North Korea
_HIRAGANA = re.compile("[\u3041-\u309f]+")
_SHORT = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """What a source says: another form of a name, whether it is a proper name there, and which source it is."""

    text: str
    is_name: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A further name; `warnings` say why it may find other things than the one that is meant."""

    text: str
    language: str
    source: str
    warnings: tuple[str, ...] = ()


class Thesaurus(Protocol):
    """What the suggestions are taken from; names are looked for whatever their width and case."""

    def synonyms(self, name: str) -> Sequence[Entry]:
        """Return the other forms in the synonym groups that hold a name."""
        ...

    def english(self, form: str) -> Sequence[Entry]:
        """Return the English of a Japanese form."""
        ...

    def japanese(self, english: str) -> Sequence[Entry]:
        """Return the Japanese forms whose English is this."""
        ...


def suggest(name: str, thesaurus: Thesaurus, also: Iterable[Entry] = ()) -> tuple[Suggestion, ...]:
    """Return further names of a thing: proper names first, those with warnings last; never the name itself.

    `also` are entries of a source that the user pointed at.
    """
    direct = [*also, *_direct(name, thesaurus)]
    found: dict[str, Entry] = {}
    for entry in [*direct, *_further(name, direct, thesaurus)]:
        known = found.setdefault(pattern_of(entry.text), entry)
        if _rank(entry) < _rank(known):
            found[pattern_of(entry.text)] = entry
    found.pop(pattern_of(name), None)
    suggestions = [_suggestion(entry, thesaurus) for entry in found.values()]
    names = {entry.text for entry in found.values() if entry.is_name}
    return tuple(
        sorted(
            suggestions,
            key=lambda s: (
                bool(s.warnings),
                s.text not in names,
                _HIRAGANA.fullmatch(s.text) is not None,
            ),
        )
    )


def _rank(entry: Entry) -> tuple[bool, bool]:
    """Return an order of spellings of one name: proper names first, and north korea after North Korea."""
    return not entry.is_name, entry.text.islower() or (len(entry.text) > 5 and entry.text.isupper())


def _direct(name: str, thesaurus: Thesaurus) -> list[Entry]:
    other = thesaurus.english(name) if _is_japanese(name) else thesaurus.japanese(name)
    return [*thesaurus.synonyms(name), *other]


def _further(name: str, direct: Sequence[Entry], thesaurus: Thesaurus) -> Iterator[Entry]:
    """Yield what the proper names that were found lead to, one step further, and what their people are called."""
    japanese = [name] if _is_japanese(name) else []
    japanese += [entry.text for entry in direct if _is_japanese(entry.text)]
    for entry in direct:
        if entry.is_name:
            yield from (found for found in _direct(entry.text, thesaurus) if found.is_name)
    for form in japanese:
        yield from _demonyms(form, thesaurus)
    for country in dict.fromkeys([name, *(entry.text for entry in direct if entry.is_name)]):
        if _COUNTRY.fullmatch(country):
            yield Entry(f"{country}n", is_name=True, source=f"English: {country} and -n")


def _demonyms(form: str, thesaurus: Thesaurus) -> Iterator[Entry]:
    """Yield the English adjective of a country: French, from フランス人 and フランス語."""
    for suffix, pattern in (("人", _PERSON), ("語", _LANGUAGE)):
        for entry in thesaurus.english(form + suffix):
            if adjective := pattern.fullmatch(entry.text):
                word = adjective[1] if pattern is _PERSON else adjective[0]
                yield Entry(word, is_name=True, source=f"{entry.source}: {form}{suffix}")


def _suggestion(entry: Entry, thesaurus: Thesaurus) -> Suggestion:
    japanese = _is_japanese(entry.text)
    warnings = []
    if len(entry.text) <= _SHORT:
        warnings.append("one or two characters")
    if word := _ordinary(entry.text, japanese, thesaurus):
        warnings.append(f"also an ordinary word: {word}")
    return Suggestion(
        text=entry.text,
        language="ja" if japanese else "en",
        source=entry.source,
        warnings=tuple(warnings),
    )


def _ordinary(text: str, japanese: bool, thesaurus: Thesaurus) -> str | None:
    """Return what else a text means: Tick is ダニ, 誰 is who. Its English in lower case shows a common noun."""
    if japanese:
        meanings = thesaurus.english(text)
        return next((e.text for e in meanings if e.text == e.text.lower() and not e.is_name), None)
    words = thesaurus.japanese(text.lower())
    return next((entry.text for entry in words if not entry.is_name), None)


def _is_japanese(text: str) -> bool:
    return any(map(is_japanese, text))
