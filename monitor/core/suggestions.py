"""Decides which further names of a thing to suggest, in both languages, best first, and what speaks against each."""

import re
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from monitor.core.capitals import wants_capitals
from monitor.core.fold import is_japanese
from monitor.core.terms import pattern_of

_PERSON = re.compile(r"([A-Z][\w-]+?)(?: person| people)?(?<!man)(?<!men)")
_LANGUAGE = re.compile(r"[A-Z][\w'-]+")
_COUNTRY = re.compile(r"(?:[A-Z]\w+ )*[A-Z]\w+[ie]a")  # Syria, North Korea
_HIRAGANA = re.compile("[\u3041-\u309f]+")
_SHORT = 2
_SHORT_WARNING = "one or two characters"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a source says: another form of a name, whether it is a proper name there, and which source it is.

    A `derived` one was made of what a source says: French, of France.
    """

    text: str
    is_name: bool
    source: str
    derived: bool = False


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


def suggest(
    name: str,
    thesaurus: Thesaurus,
    also: Iterable[Entry] = (),
    not_meant: Container[str] = frozenset(),
) -> tuple[Suggestion, ...]:
    """Return further names of a thing: what a source says of it directly first, what needs care last; never the name itself.

    `also` are entries of a source that the user pointed at, `not_meant` names that are known to be something else.
    """
    name = name.replace("’", "'")
    direct = _direct(name, thesaurus)
    found: dict[str, Entry] = {}
    for entry in [*also, *direct, *_further(name, direct, thesaurus)]:
        known = found.setdefault(pattern_of(entry.text), entry)
        if _rank(entry) < _rank(known):
            found[pattern_of(entry.text)] = entry
    found.pop(pattern_of(name), None)
    at_once = {pattern_of(entry.text) for entry in direct}
    texts = {name, *(entry.text for entry in found.values())}
    ordered = sorted(
        found.items(),
        key=lambda item: (
            item[0] not in at_once,
            not item[1].is_name,
            _HIRAGANA.fullmatch(item[1].text) is not None,
        ),
    )
    suggestions = [
        Suggestion(
            text=entry.text,
            language="ja" if _is_japanese(entry.text) else "en",
            source=entry.source,
            warnings=tuple(_warnings(entry, name, texts, thesaurus, not_meant)),
        )
        for _, entry in ordered
    ]
    # that a name is short does not make it a worse one: 米国, EU
    return tuple(sorted(suggestions, key=lambda s: any(w != _SHORT_WARNING for w in s.warnings)))


def warnings_about(name: str, thesaurus: Thesaurus) -> tuple[str, ...]:
    """Return why a name that somebody watches for may find other things than it means."""
    short = (_SHORT_WARNING,) if len(name) <= _SHORT else ()
    # a word in lower case, or a Japanese one, is watched for as the word that it is
    word = _ordinary(name, "", thesaurus) if wants_capitals(name) else None
    return (*short, f"also an ordinary word: {word}") if word else short


def _warnings(
    entry: Entry,
    name: str,
    found: Collection[str],
    thesaurus: Thesaurus,
    not_meant: Container[str],
) -> Iterator[str]:
    text = entry.text
    if len(text) <= _SHORT:
        yield _SHORT_WARNING
    if word := _ordinary(text, name, thesaurus):
        yield f"also an ordinary word: {word}"
    if text in not_meant:
        yield "on the shipped list of names that are something else"
    elif not entry.derived and (other := _another_thing(text, found, thesaurus)):
        yield f"also {other}"


def _another_thing(text: str, found: Collection[str], thesaurus: Thesaurus) -> str | None:
    """Return another thing of this name: South Korea stands beside North Korea in a dictionary, and is 韓国."""
    own = [
        e.text
        for e in thesaurus.synonyms(text)
        if e.is_name and pattern_of(e.text) != pattern_of(text)
    ]
    return None if not own or any(other in found for other in own) else max(own, key=_is_plain)


def _is_plain(text: str) -> bool:
    return _is_japanese(text) and _HIRAGANA.fullmatch(text) is None


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
            source = f"English: {country} and -n"
            yield Entry(f"{country}n", is_name=True, source=source, derived=True)


def _demonyms(form: str, thesaurus: Thesaurus) -> Iterator[Entry]:
    """Yield the English adjective of a country: French, from フランス人 and フランス語."""
    for suffix, pattern in (("人", _PERSON), ("語", _LANGUAGE)):
        for entry in thesaurus.english(form + suffix):
            if adjective := pattern.fullmatch(entry.text):
                word = adjective[1] if pattern is _PERSON else adjective[0]
                source = f"{entry.source}: {form}{suffix}"
                yield Entry(word, is_name=True, source=source, derived=True)


def _ordinary(text: str, name: str, thesaurus: Thesaurus) -> str | None:
    """Return what else a text means: Tick is ダニ, 誰 is who. Its English in lower case shows a common noun.

    That ransomware is ランサムウェア is no second meaning, when that is the name that was asked for.
    """
    if _is_japanese(text):
        words = [
            e.text for e in thesaurus.english(text) if e.text == e.text.lower() and not e.is_name
        ]
    else:
        words = [e.text for e in thesaurus.japanese(text.lower()) if not e.is_name]
    # but tick is another word than the name Tick
    same = None if wants_capitals(name) else pattern_of(name)
    return next((word for word in words if pattern_of(word) != same), None)


def _is_japanese(text: str) -> bool:
    return any(map(is_japanese, text))
