"""Finds where watched names stand in a text, and why other places do not count."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from ahocorasick_rs import AhoCorasick

from monitor.core.boundaries import WordEdges
from monitor.core.fold import FoldedText, fold_joined, fold_with_map, is_japanese, is_katakana
from monitor.core.japanese import Tokenize
from monitor.core.query import Leaf, Regex, leaves
from monitor.core.regex import compiled
from monitor.core.terms import NotMeant, Term, exclusions_of, plural_ends, terms_of
from monitor.core.watchlist import Watchlist
from monitor.core.words import Words

_LONG_VOWELS = "ーｰ"
_BLANKS = " \n\u3000"
_MOST_PLACES = 10_000  # of one regular expression in one text

Spans = Mapping[str, Set[tuple[int, int]]]
"""Where each pattern stands in a folded text."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a leaf of a query stands: code points of the shown text. `term` is None for a regular expression."""

    leaf: Leaf
    term: Term | None
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


class PreparedText:
    """A text folded once, and cut into words at most once."""

    def __init__(self, shown: str, tokenize: Tokenize) -> None:
        """Fold it; nothing is cut yet."""
        self.shown = shown
        self.joined = fold_joined(shown)
        self.words = Words(shown, tokenize)

    @cached_property
    def folded(self) -> FoldedText:
        """The folded text with its map, which is made where something was found."""
        return fold_with_map(self.shown).joined()


class Candidates:
    """Looks for all terms of a watchlist at once, in one pass of an Aho-Corasick automaton."""

    def __init__(self, watchlist: Watchlist) -> None:
        """Build the automaton; it is then used for every text."""
        self._terms: dict[str, list[Term]] = {}
        for term in terms_of(watchlist):
            self._terms.setdefault(term.pattern, []).append(term)
        self._excluded = exclusions_of(watchlist)
        self._names = {
            text
            for names in self._excluded.values()
            for pattern, name in names.items()
            for text in (pattern, *name.unless)
        }
        self._regexes = dict.fromkeys(
            leaf
            for topic in watchlist.topics
            for leaf in leaves(topic.query)
            if isinstance(leaf, Regex)
        )
        self._patterns = sorted((self._terms.keys() | self._names) - {""})
        self._is_term = [pattern in self._terms for pattern in self._patterns]
        self._automaton = AhoCorasick(self._patterns) if self._patterns else None

    def search(self, folded: str) -> list[tuple[int, int, int]]:
        """Return (pattern, start, end) for every place of a folded text where a pattern stands, whatever is around it."""
        if self._automaton is None:
            return []
        return self._automaton.find_matches_as_indexes(folded, overlapping=True)

    def find(self, text: PreparedText) -> Found:
        """Return the places of all leaves in a text; of places inside one another the longest of a leaf counts."""
        places = list(self._regex_places(text.shown))
        misses: list[NearMiss] = []
        found = self.search(text.joined)
        if any(self._is_term[index] for index, _, _ in found):
            terms, names = self._sorted(found, text.folded)
            edges = WordEdges(text.folded, text.words)
            for term, start, end in self._occurrences(terms, text.folded):
                verdict = self._judge(term, text.folded, edges, names, start, end)
                if isinstance(verdict, Place):
                    places.append(verdict)
                else:
                    misses.append(verdict)
        return Found(tuple(_longest(places)), tuple(_unique(misses, places)))

    def _sorted(self, found: list[tuple[int, int, int]], text: FoldedText) -> tuple[Spans, Spans]:
        """Return where terms stand, and where names stand that are something else."""
        terms: dict[str, set[tuple[int, int]]] = {}
        names: dict[str, set[tuple[int, int]]] = {}
        for index, start, end in found:
            pattern = self._patterns[index]
            if self._is_term[index]:
                terms.setdefault(pattern, set()).add((start, end))
            # 中国 電力不足 is no 中国電力: a blank parts the two
            if pattern in self._names and _same_blanks(pattern, text, start, end):
                names.setdefault(pattern, set()).add((start, end))
        return terms, names

    def _occurrences(self, spans: Spans, text: FoldedText) -> Iterator[tuple[Term, int, int]]:
        for pattern, own in spans.items():
            for term in self._terms[pattern]:
                for start, end in own:
                    if not term.compound or term.allows_spelling(text.shown_at(start, end)):
                        yield term, start, end

    def _regex_places(self, shown: str) -> Iterator[Place]:
        for regex in self._regexes:
            matches = compiled(regex).finditer(shown)
            for _, match in zip(range(_MOST_PLACES), matches, strict=False):
                if match.end() > match.start():
                    yield Place(regex, None, match.start(), match.end())

    def _judge(
        self,
        term: Term,
        text: FoldedText,
        edges: WordEdges,
        names: Spans,
        start: int,
        end: int,
    ) -> Place | NearMiss:
        """Decide on one candidate: edges, then case, then the names that are something else."""
        reason = None
        base = end
        for possible in _ends(term, text, end):
            against = edges.reason_against(start, possible, prefix=term.prefix, titled=term.titled)
            if against is None:
                reason, end = None, edges.word_end(possible) if term.prefix else possible
                break
            reason = reason or against
        shown = text.span(start, end)
        if reason is None:
            written = text.shown_at(start, base)
            reason = _against_case(term, written, text.shown[text.end_of(base - 1) : shown[1]])
        if reason is None and (name := self._name_around(term, edges, names, start, end)):
            reason = f"not-list: {name}"
        return NearMiss(term, *shown, reason) if reason else Place(term.leaf, term, *shown)

    def _name_around(
        self, term: Term, edges: WordEdges, names: Spans, start: int, end: int
    ) -> str | None:
        """Return the name on the term's not-list that a place is part of, as it is shown."""
        excluded = self._excluded.get((term.concept, term.pattern))
        if not excluded or not names:
            return None
        for pattern in sorted(names.keys() & excluded.keys(), key=len, reverse=True):
            name = excluded[pattern]
            around = _around(names, pattern, start, end)
            if (
                around
                and _stands(name, edges, *around)
                and not any(_around(names, kept, start, end) for kept in name.unless)
            ):
                return edges.text.shown_at(*around)
        return None


def _stands(name: NotMeant, edges: WordEdges, start: int, end: int) -> bool:
    """Tell whether a name that is something else stands at a place, and not a part of a longer word."""
    written = edges.text.shown_at(start, end)
    if name.shipped:
        return edges.cuts_exactly(start, end) and name.allows_case(written)
    if is_japanese(written[-1]):
        return True
    ends = (end, *plural_ends(edges.text.folded, start, end))
    return any(edges.cuts_exactly(start, possible) for possible in ends)


def _against_case(term: Term, written: str, ending: str) -> str | None:
    if not term.allows_case(written):
        return f"case: {written}{ending}"
    # of an acronym only a small s makes a plural: JAXAs, not JAXAS
    if term.strict_case and term.plural and ending.isalpha() and ending != ending.lower():
        return None if term.titled and written == written.upper() else f"case: {written}{ending}"
    return None


def _ends(term: Term, text: FoldedText, end: int) -> Iterator[int]:
    """Yield where a candidate may end: with the ー that follows a katakana word, without it, behind a plural's s."""
    folded = text.folded
    follows = end < len(folded) and folded[end] == "ー" and is_katakana(folded[end - 1])
    # and no dash that only looks like one
    if follows and text.shown[text.start_of(end)] in _LONG_VOWELS:
        yield end + 1
    yield end
    if term.plural:
        yield from plural_ends(folded, end - len(term.pattern), end)


def _same_blanks(name: str, text: FoldedText, start: int, end: int) -> bool:
    shown = text.shown_at(start, end)
    return name.count(" ") == sum(shown.count(blank) for blank in _BLANKS)


def _around(spans: Spans, pattern: str, start: int, end: int) -> tuple[int, int] | None:
    """Return an occurrence of a pattern that holds a span."""
    found, size = spans.get(pattern, frozenset()), len(pattern)
    possible = ((first, first + size) for first in range(max(0, end - size), start + 1))
    return next((span for span in possible if span in found), None)


def _longest(places: list[Place]) -> list[Place]:
    """Drop a place that lies inside a longer one of the same leaf, and sort by where they stand."""
    kept: list[Place] = []
    reached: dict[Leaf, int] = {}
    for place in sorted(places, key=lambda p: (p.start, -p.end, p.term.text if p.term else "")):
        if place.end > reached.get(place.leaf, 0):
            reached[place.leaf] = place.end
            kept.append(place)
    return kept


def _unique(misses: list[NearMiss], places: list[Place]) -> list[NearMiss]:
    """Return each near miss once, in order; one spelling's failure is none where another counts."""
    counted = {(p.leaf, p.start) for p in places}
    unique = {
        (m.term.leaf, m.term.text, m.start, m.end): m
        for m in misses
        if (m.term.leaf, m.start) not in counted
    }
    return sorted(unique.values(), key=lambda m: (m.start, m.end, m.term.text))
