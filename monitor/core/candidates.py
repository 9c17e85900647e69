"""Finds where watched names stand in a text, and why other places do not count."""

import unicodedata
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from monitor.core.boundaries import WordEdges
from monitor.core.fold import FoldedText, fold, fold_with_map, is_katakana
from monitor.core.japanese import Tokenize
from monitor.core.query import ConceptRef, Leaf, Word, leaves
from monitor.core.watchlist import Concept, Homograph, Watchlist

_LONG_VOWEL = "ー"
_LONG_VOWELS = "ーｰ"
_SHORTENED_FROM = 4  # katakana words of four signs and more are written with and without their last ー (JIS Z 8301)


Spans = Mapping[str, Set[tuple[int, int]]]
"""Where each pattern stands in a folded text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing to look for: an alias of a concept, or a word of a query."""

    leaf: Leaf
    text: str
    pattern: str
    concept: str | None = None
    prefix: bool = False

    @property
    def letters(self) -> str:
        """Return the Latin letters that must stand as they are written, or "" when case does not matter."""
        letters = _letters(self.text)
        return letters if letters != letters.lower() else ""

    def allows_case(self, written: str) -> bool:
        """Tell whether a name may be written so: as it is, all in capitals, or several words each with a capital."""
        allowed = {self.letters, self.letters.upper()}
        if " " in self.text and self.letters == self.letters.upper():
            allowed.add(
                _letters(self.text.title())
            )  # BRONZE BUTLER is written Bronze Butler by many
        return not self.letters or _letters(written)[: len(self.letters)] in allowed

    @property
    def titled(self) -> bool:
        """Tell a name such as Tick from an acronym such as PLA."""
        return bool(self.letters) and self.letters != self.letters.upper()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a term stands: code points of the shown text."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Where a term would have stood, and why it does not count there."""

    term: Term
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """All places and near misses of one text, in its order."""

    places: tuple[Place, ...]
    near_misses: tuple[NearMiss, ...]


class Candidates:
    """Looks for all terms of a watchlist at once, in one pass of an Aho-Corasick automaton."""

    def __init__(self, watchlist: Watchlist, tokenize: Tokenize) -> None:
        """Build the automaton; it is then used for every text."""
        self._tokenize = tokenize
        self._terms: dict[str, list[Term]] = {}
        for term in _terms(watchlist):
            self._terms.setdefault(term.pattern, []).append(term)
        self._excluded = _exclusions(watchlist)
        names = {
            n
            for names in self._excluded.values()
            for name, unless in names.items()
            for n in (name, *unless)
        }
        self._patterns = sorted(self._terms.keys() | names)
        self._automaton = AhoCorasick(self._patterns) if self._patterns else None

    def find(self, shown: str) -> Found:
        """Return the places of all terms in a text; of places inside one another the longest of a leaf counts."""
        if self._automaton is None or not shown:
            return Found((), ())
        text = fold_with_map(shown)
        spans: dict[str, set[tuple[int, int]]] = {}
        for index, start, end in self._automaton.find_matches_as_indexes(
            text.folded, overlapping=True
        ):
            spans.setdefault(self._patterns[index], set()).add((start, end))
        edges = WordEdges(text, self._tokenize)
        places: list[Place] = []
        misses: list[NearMiss] = []
        for pattern in spans.keys() & self._terms.keys():
            for term in self._terms[pattern]:
                for start, end in spans[pattern]:
                    verdict = self._judge(term, text, edges, spans, start, end)
                    if isinstance(verdict, Place):
                        places.append(verdict)
                    else:
                        misses.append(verdict)
        return Found(
            tuple(_longest(places)),
            tuple(sorted(misses, key=lambda m: (m.start, m.end, m.term.text))),
        )

    def _judge(
        self,
        term: Term,
        text: FoldedText,
        edges: WordEdges,
        spans: Spans,
        start: int,
        end: int,
    ) -> Place | NearMiss:
        """Decide on one candidate: edges, then case, then the names that are something else."""
        reason = None
        for possible_end in _ends(text, end):
            reason = edges.reason_against(
                start, possible_end, prefix=term.prefix, titled=term.titled
            )
            if reason is None:
                end = edges.word_end(possible_end) if term.prefix else possible_end
                break
        shown = text.span(start, end)
        written = text.shown[shown[0] : shown[1]]
        if reason is None and not term.allows_case(written):
            reason = f"case: {written}"
        if reason is None and (name := self._name_around(term, spans, start, end)):
            reason = f"not-list: {name}"
        return NearMiss(term, *shown, reason) if reason else Place(term, *shown)

    def _name_around(self, term: Term, spans: Spans, start: int, end: int) -> str | None:
        """Return the name on the term's not-list that a place is part of."""
        for name, unless in self._excluded.get(_key(term), {}).items():
            if _covers(spans, name, start, end) and not any(
                _covers(spans, kept, start, end) for kept in unless
            ):
                return name
        return None


def _covers(spans: Spans, pattern: str, start: int, end: int) -> bool:
    """Tell whether an occurrence of a pattern holds a span."""
    found, size = spans.get(pattern), len(pattern)
    return found is not None and any(
        (first, first + size) in found for first in range(max(0, end - size), start + 1)
    )


def _terms(watchlist: Watchlist) -> Iterator[Term]:
    """Yield what the topics ask for, each leaf once."""
    asked = {leaf: None for topic in watchlist.topics for leaf in leaves(topic.query)}
    for leaf in asked:
        if isinstance(leaf, Word):
            for pattern in _patterns(leaf.text):
                yield Term(leaf=leaf, text=leaf.text, pattern=pattern, prefix=leaf.prefix)
        elif isinstance(leaf, ConceptRef):
            for alias in watchlist.concepts[leaf.name].aliases:
                for pattern in _patterns(alias.text):
                    yield Term(leaf=leaf, text=alias.text, pattern=pattern, concept=leaf.name)


def _patterns(text: str) -> set[str]:
    """Return what to look for: a name of several words may also be written with hyphens (cyber-attack)."""
    pattern = _pattern(text)
    return {pattern, pattern.replace(" ", "-")}


def _pattern(text: str) -> str:
    """Return what to look for: folded, and without a final ー that many writers leave out."""
    folded = fold(" ".join(text.split()))
    run = 0
    while run < len(folded) and is_katakana(folded[-1 - run]):
        run += 1
    return folded[:-1] if run >= _SHORTENED_FROM and folded.endswith(_LONG_VOWEL) else folded


def _ends(text: FoldedText, end: int) -> Iterator[int]:
    """Yield where a candidate may end: with the ー that follows a katakana word, and without it."""
    folded = text.folded
    follows = end < len(folded) and folded[end] == _LONG_VOWEL and is_katakana(folded[end - 1])
    if follows and text.shown[text.starts[end]] in _LONG_VOWELS:  # no dash that only looks like one
        yield end + 1
    yield end


def _key(term: Term) -> tuple[str | None, str]:
    return term.concept, term.pattern


def _exclusions(watchlist: Watchlist) -> dict[tuple[str | None, str], dict[str, tuple[str, ...]]]:
    """Return, by concept and pattern, the folded names that are not meant, each with the texts that are."""
    shipped: dict[str, list[Homograph]] = {}
    for homograph in watchlist.homographs:
        shipped.setdefault(_pattern(homograph.alias), []).append(homograph)
    excluded: dict[tuple[str | None, str], dict[str, tuple[str, ...]]] = {}
    for term in _terms(watchlist):
        concept = watchlist.concepts.get(term.concept or "") or Concept(name="", aliases=())
        kept = {fold(name) for name in concept.keep}
        names = {
            fold(h.name): tuple(map(fold, h.unless))
            for h in shipped.get(term.pattern, ())
            if fold(h.name) not in kept
        }
        names |= {fold(name): () for name in concept.exclude}
        if names:
            excluded[_key(term)] = names
    return excluded


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isascii() and c.isalpha())


def _longest(places: list[Place]) -> list[Place]:
    """Drop a place that lies inside a longer one of the same leaf, and sort by where they stand."""
    kept: list[Place] = []
    reached: dict[Leaf, int] = {}
    for place in sorted(places, key=lambda p: (p.start, -p.end, p.term.text)):
        if place.end > reached.get(place.term.leaf, 0):
            reached[place.term.leaf] = place.end
            kept.append(place)
    return kept
