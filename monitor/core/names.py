"""Decides which watched names a translation must hold, in which form, and adds those that an engine lost."""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.core.candidates import Candidates, PreparedText
from monitor.core.japanese import Tokenize
from monitor.core.query import ConceptRef
from monitor.core.watchlist import Alias, Concept, Topic, Watchlist

_TERM = "[glossary] "
_LONGEST_ORGANISATION = 3  # words behind the name


@dataclass(frozen=True, slots=True)
class LockedName:
    """A name as a text writes it at `start`, and the forms that its translation may have, the one to use first."""

    key: str
    written: str
    start: int
    forms: tuple[str, ...]

    @property
    def rendering(self) -> str:
        """Return the form to use."""
        return self.forms[0]

    @property
    def end(self) -> int:
        """Return where it ends in the text."""
        return self.start + len(self.written)


class NameLocks:
    """Finds the locked names of a watchlist in texts, and in their translations into one language.

    A concept locks its names when it has one in that language, the first of which is the form to use; its others there
    count as well. One whose first name is all lower case is a word and no name: such are locked by the glossary only; one
    that holds several things (`locked` is False) is not.
    """

    def __init__(
        self,
        watchlist: Watchlist,
        into: str,
        tokenize: Tokenize,
        is_organisation: Callable[[str], bool] = lambda _text: False,
    ) -> None:
        """Compile the names once for all texts; what begins the name of an organisation, as 日本 does 日本製鉄, is no name there."""
        self._tokenize = tokenize
        self._is_organisation = is_organisation
        named = {
            name: _names(concept, into)
            for name, concept in watchlist.concepts.items()
            if concept.locked
        }
        self._forms = {
            key: forms for key, forms in named.items() if forms and not forms[0].islower()
        }
        sources = {key: watchlist.concepts[key] for key in self._forms}
        for term, rendering in watchlist.glossary.items():
            key = f"{_TERM}{term}"
            sources[key], self._forms[key] = _concept(key, [term]), (rendering,)
        targets = {key: _concept(key, forms) for key, forms in self._forms.items()}
        self._sources = Candidates(_watching(sources, watchlist))
        self._targets = Candidates(_watching(targets))
        self.revision = _hash([*map(repr, sources.values()), repr(self._forms)])

    def names_in(self, text: str) -> tuple[LockedName, ...]:
        """Return the locked names of a text, each once, in their order; one inside a longer one does not count."""
        places = self._sources.find(PreparedText(text, self._tokenize)).places
        found = [(p.start, p.end, str(p.leaf).removeprefix("@")) for p in places]
        if found:
            found = self._without_organisations(text, found)
        chosen: list[tuple[int, int, str]] = []
        # of names that lie inside or across one another the longest counts, of the same place the glossary's
        for start, end, key in sorted(found, key=lambda f: (f[0], -f[1], not _is_term(f[2]))):
            if chosen and start < chosen[-1][1]:
                if end - start <= chosen[-1][1] - chosen[-1][0]:
                    continue
                chosen.pop()
            chosen.append((start, end, key))
        names: dict[str, LockedName] = {}
        for start, end, key in chosen:
            names.setdefault(key, LockedName(key, text[start:end], start, self._forms[key]))
        return tuple(names.values())

    def _without_organisations(
        self, text: str, found: Sequence[tuple[int, int, str]]
    ) -> list[tuple[int, int, str]]:
        """Return the places without those that are, with the words behind them, the name of an organisation."""
        words = self._tokenize(text, False)
        starts, ends = [word.start for word in words], [word.end for word in words]
        kept = []
        for start, end, key in found:
            behind = bisect_left(starts, end)
            longer = ends[behind : behind + _LONGEST_ORGANISATION]
            if _is_term(key) or not any(self._is_organisation(text[start:to]) for to in longer):
                kept.append((start, end, key))
        return kept

    def missing(self, names: Sequence[LockedName], translation: str) -> tuple[LockedName, ...]:
        """Return those of the names that a translation holds in none of their forms."""
        if not names:
            return ()
        places = self._targets.find(PreparedText(translation, self._tokenize)).places
        found = {str(place.leaf).removeprefix("@") for place in places}
        return tuple(n for n in names if n.key not in found and not _stands_in(n, translation))


def _is_term(key: str) -> bool:
    return key.startswith(_TERM)


def _stands_in(name: LockedName, translation: str) -> bool:
    """Tell whether a name stands in a text with a small ending of another kind: North Korean, Russians."""
    text = " ".join(translation.split()).casefold()
    forms = "|".join(re.escape(" ".join(form.split()).casefold()) for form in name.forms)
    return re.search(rf"(?<!\w)(?:{forms})(?:n|an|ian|ese|s|es)?(?!\w)", text) is not None


def fingerprint(names: Iterable[LockedName]) -> str:
    """Return what names lock, as a short text that changes when one of their forms does; "" for none."""
    locked = sorted({repr((name.written, name.forms)) for name in names})
    return _hash(locked) if locked else ""


def with_names(translation: str, missing: Sequence[LockedName]) -> str:
    """Return a translation with the names that it lacks in brackets behind it."""
    if not missing:
        return translation
    return f"{translation} [{', '.join(name.rendering for name in missing)}]".strip()


def _names(concept: Concept, language: str) -> tuple[str, ...]:
    return tuple(alias.text for alias in concept.aliases if alias.language == language)


def _concept(name: str, texts: Sequence[str]) -> Concept:
    return Concept(name=name, aliases=tuple(Alias(text, "") for text in texts))


def _watching(concepts: Mapping[str, Concept], watchlist: Watchlist | None = None) -> Watchlist:
    """Return a watchlist that asks for each concept by itself."""
    return Watchlist(
        concepts=concepts,
        topics=tuple(Topic(name=name, query=ConceptRef(name)) for name in concepts),
        homographs=watchlist.homographs if watchlist else (),
    )


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
