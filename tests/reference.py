"""A slow way to find names, of the same meaning as the automaton's: name by name, place by place, tokenising each time."""

from collections.abc import Iterator, Mapping

from monitor.core.boundaries import WordEdges
from monitor.core.candidates import PreparedText
from monitor.core.fold import FoldedText, is_japanese
from monitor.core.japanese import Tokenize
from monitor.core.query import Leaf
from monitor.core.terms import NotMeant, Term, exclusions_of, plural_ends, terms_of
from monitor.core.watchlist import Watchlist

Occurrence = tuple[Leaf, int, int]


def find_slowly(watchlist: Watchlist, shown: str, tokenize: Tokenize) -> list[Occurrence]:
    """Return (leaf, start, end) of every place, in the order of the text."""
    excluded = exclusions_of(watchlist)
    found: dict[Occurrence, Term] = {}
    for term in terms_of(watchlist):
        text = PreparedText(shown, tokenize).folded
        names = excluded.get((term.concept, term.pattern), {})
        for start in _occurrences(term.pattern, text.folded):
            first, last = text.span(start, start + len(term.pattern))
            if not term.allows_spelling(shown[first:last]):
                continue
            end = _accepted_end(term, text, start, tokenize)
            if end is None or _is_something_else(names, text, start, end, tokenize):
                continue
            found[term.leaf, *text.span(start, end)] = term
    return [place for place in sorted(found, key=_order) if not _inside_another(place, list(found))]


def _accepted_end(term: Term, text: FoldedText, start: int, tokenize: Tokenize) -> int | None:
    """Return where a term ends that stands at a place as a word of its own, None when it does not."""
    base = start + len(term.pattern)
    folded, shown = text.folded, text.shown
    ends = [base, *(plural_ends(folded, start, base) if term.plural else ())]
    if base < len(folded) and folded[base] == "ー" and "\u30a1" <= folded[base - 1] <= "\u30fc":
        ends = [base + 1, *ends] if shown[text.start_of(base)] in "ーｰ" else ends
    for end in ends:
        edges = WordEdges(text, PreparedText(shown, tokenize).words)
        if edges.reason_against(start, end, prefix=term.prefix, titled=term.titled):
            continue
        first, last = text.span(start, base)
        ending = shown[last : text.span(start, end)[1]]
        written = shown[first:last]
        capital = term.strict_case and ending.isalpha() and ending != ending.lower()
        small_only = capital and not (term.titled and written == written.upper())
        if not term.allows_case(written) or (small_only and term.plural):
            return None
        return edges.word_end(end) if term.prefix else end
    return None


def _is_something_else(
    names: Mapping[str, NotMeant], text: FoldedText, start: int, end: int, tokenize: Tokenize
) -> bool:
    for pattern, name in names.items():
        spans = _spans_around(pattern, text, start, end)
        if not spans or any(_spans_around(kept, text, start, end) for kept in name.unless):
            continue
        first, last = spans[0]
        edges = WordEdges(text, PreparedText(text.shown, tokenize).words)
        if name.shipped:
            stands = edges.cuts_exactly(first, last) and name.allows_case(
                text.shown_at(first, last)
            )
        else:
            ends = [last, *plural_ends(text.folded, first, last)]
            japanese = is_japanese(text.shown_at(first, last)[-1])
            stands = japanese or any(edges.cuts_exactly(first, e) for e in ends)
        if stands:
            return True
    return False


def _spans_around(pattern: str, text: FoldedText, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    for first in _occurrences(pattern, text.folded):
        last = first + len(pattern)
        shown = text.shown_at(first, last)
        same_blanks = sum(shown.count(blank) for blank in " \n\u3000") == pattern.count(" ")
        if first <= start and end <= last and same_blanks:
            spans.append((first, last))
    return spans


def _occurrences(pattern: str, text: str) -> Iterator[int]:
    start = text.find(pattern) if pattern else -1
    while start >= 0:
        yield start
        start = text.find(pattern, start + 1)


def _order(place: Occurrence) -> tuple[int, int, str]:
    return place[1], -place[2], str(place[0])


def _inside_another(place: Occurrence, places: list[Occurrence]) -> bool:
    leaf, start, end = place
    return any(
        other != place and other[0] == leaf and other[1] <= start and end <= other[2]
        for other in places
    )
