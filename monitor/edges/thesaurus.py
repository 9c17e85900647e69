"""Reads what names are suggested from: the shipped synonym groups and lexicon, and a MISP file that the user has."""

import json
import lzma
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from monitor.core.errors import MonitorError
from monitor.core.gloss.lexicon import NAME_KINDS, Lookup
from monitor.core.suggestions import Entry
from monitor.core.terms import pattern_of
from monitor.core.text import one_line

Reverse = Callable[[str], Sequence[tuple[str, str, str]]]
"""English -> (form, kind, English as it stands there) of each word whose English it is."""
_DATA = Path(__file__).parent.parent / "data"
_SYNONYMS = _DATA / "synonyms.tsv.xz"
_NAMES = _DATA / "names.tsv.xz"


class Thesaurus:
    """The shipped dictionaries, asked for the names of a thing; `lookup` gives a form's English, `reverse` the opposite."""

    def __init__(self, lookup: Lookup, reverse: Reverse) -> None:
        """Read nothing yet."""
        self._lookup = lookup
        self._reverse = reverse

    def synonyms(self, name: str) -> list[Entry]:
        """Return the other forms in the synonym groups that hold a name."""
        return [
            Entry(form, kind == "name", "Sudachi synonyms")
            for kind, *forms in self._groups.get(pattern_of(name), ())
            for form in forms
        ]

    def english(self, form: str) -> list[Entry]:
        """Return the English of a Japanese form; capitals tell a proper name."""
        words = [
            _entry(text, text, lexeme.kind)
            for lexeme in self._lookup(form)
            for text in lexeme.english.split("|")
            if "%" not in text
        ]
        return words + [_entry(name, name, "noun") for name in self._names.get(form, ())]

    def japanese(self, english: str) -> list[Entry]:
        """Return the Japanese forms whose English is this, in this case or with other capitals."""
        words = [_entry(form, text, kind) for form, kind, text in self._reverse(english)]
        names = self._forms_by_name.get(english.casefold(), ())
        return words + [_entry(form, english.title(), "noun") for form in names]

    @cached_property
    def _groups(self) -> dict[str, list[list[str]]]:
        groups: dict[str, list[list[str]]] = {}
        for group in _rows(_SYNONYMS):
            for key in {pattern_of(form) for form in group[1:]}:
                groups.setdefault(key, []).append(group)
        return groups

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        return {form: names for form, *names in _rows(_NAMES)}

    @cached_property
    def _forms_by_name(self) -> dict[str, list[str]]:
        forms: dict[str, list[str]] = {}
        for form, names in self._names.items():
            for name in names:
                forms.setdefault(name.casefold(), []).append(form)
        return forms


def misp_actors(path: Path, name: str) -> list[Entry]:
    """Return the other names of a threat actor in a galaxy cluster of MISP (threat-actor.json).

    Raises:
        MonitorError: the file cannot be read as one.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"))["values"]
        clusters = [[value["value"], *_synonyms(value)] for value in values]
    except OSError as error:
        raise MonitorError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise MonitorError(
            f"{path} is no galaxy cluster of MISP; it wants the form of clusters/threat-actor.json"
        ) from None
    wanted = pattern_of(name)
    known = [[clean for own in names if (clean := _name(own))] for names in clusters]
    return [
        Entry(other, is_name=True, source=f"MISP {path.name}")
        for names in known
        if wanted in map(pattern_of, names)
        for other in names
    ]


def _rows(path: Path) -> Iterator[list[str]]:
    return (line.split("\t") for line in lzma.decompress(path.read_bytes()).decode().splitlines())


def _synonyms(value: Any) -> list[Any]:
    synonyms = (value.get("meta") or {}).get("synonyms") or []
    return synonyms if isinstance(synonyms, list) else [synonyms]


def _name(value: Any) -> str:
    """Return a name of the file as one line of safe text, "" for what is none."""
    return one_line(value) if isinstance(value, str) else ""


def _entry(text: str, english: str, kind: str) -> Entry:
    named = kind in NAME_KINDS
    return Entry(text, named or english != english.lower(), "JMnedict" if named else "JMdict")
