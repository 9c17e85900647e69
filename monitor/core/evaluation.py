"""Decides whether a query holds over what was found in a text, by which hits, and why it does not."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from monitor.core.model import Hit, WordingId
from monitor.core.query import (
    And,
    Attribute,
    Everything,
    Leaf,
    Near,
    Not,
    Or,
    Query,
    Scoped,
    parts_of,
)
from monitor.core.words import Words

TextId = tuple[WordingId, str]
"""A wording and its field, "title" or "body"."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where each leaf was found, the words of those texts, and what is known of the article beside its text."""

    hits: Mapping[Leaf, Sequence[Hit]] = field(default_factory=dict)
    words: Mapping[TextId, Words] = field(default_factory=dict)
    has: Callable[[Attribute], bool] = lambda _: False


def merged(several: Sequence[Evidence]) -> Evidence:
    """Return the evidence of several wordings as that of one article."""
    hits: dict[Leaf, list[Hit]] = {}
    words: dict[TextId, Words] = {}
    for evidence in several:
        words |= evidence.words
        for leaf, found in evidence.hits.items():
            hits.setdefault(leaf, []).extend(found)
    return Evidence(hits, words, several[0].has)


def holds(query: Query, evidence: Evidence, scope: str | None = None) -> bool:
    """Tell whether a query holds; with a `scope` only hits of that field count."""
    match query:
        case And(parts):
            return all(holds(part, evidence, scope) for part in parts)
        case Or(parts):
            return any(holds(part, evidence, scope) for part in parts)
        case Not(part):
            return not holds(part, evidence, scope)
        case Scoped(inner, part):
            # title:body:x asks for both at once, which no text is
            return scope in (None, inner) and holds(part, evidence, inner)
        case Near():
            return bool(_near(query, evidence, scope))
        case Everything():
            return True
        case Attribute():
            return evidence.has(query)
        case _:
            return bool(_found(query, evidence, scope))


def hits_of(query: Query, evidence: Evidence, scope: str | None = None) -> list[Hit]:
    """Return the hits that make a query hold: those of the branches that do; none of one that does not hold."""
    if not holds(query, evidence, scope):
        return []
    match query:
        case And(parts) | Or(parts):
            return [hit for part in parts for hit in hits_of(part, evidence, scope)]
        case Scoped(inner, part):
            return hits_of(part, evidence, inner)
        case Near():
            return _near(query, evidence, scope)
        case Not() | Everything() | Attribute():
            return []
        case _:
            return _found(query, evidence, scope)


def supporting(query: Query, others: Iterable[Evidence]) -> list[Hit]:
    """Return hits of further wordings: a topic that fired already is not asked again whether it holds."""
    return [
        hit for evidence in others for hit in hits_of(query, evidence) or _positive(query, evidence)
    ]


def tree(query: Query, evidence: Evidence, scope: str | None = None) -> dict[str, Any]:
    """Return a query as nested mappings that say of every part whether it held."""
    held = holds(query, evidence, scope)
    inner = query.field if isinstance(query, Scoped) else scope
    parts = [tree(part, evidence, inner) for part in parts_of(query)]
    match query:
        case Scoped(name):
            return {"op": f"{name}:", "held": held, "parts": parts}
        case Near(_, _, distance):
            return {"op": f"near/{distance}", "held": held, "parts": parts}
        case And() | Or() | Not():
            return {"op": type(query).__name__.lower(), "held": held, "parts": parts}
        case _:
            return {"term": str(query), "held": held}


def why_not(query: Query, evidence: Evidence, scope: str | None = None) -> list[str]:
    """Return what a query that does not hold lacks, in the fewest words: every part of an AND that failed."""
    match query:
        case And(parts):
            failed = [part for part in parts if not holds(part, evidence, scope)]
            return [reason for part in failed for reason in why_not(part, evidence, scope)]
        case Not(part):
            hits = hits_of(part, evidence, scope)
            places = ", ".join(dict.fromkeys(hit.text for hit in hits)) or str(part)
            return [f"NOT matched {places}"]
        case Scoped(inner, part) if scope in (None, inner):
            return [f"in the {inner} {reason}" for reason in why_not(part, evidence, inner)]
        case Near(left, right, distance):
            if holds(left, evidence, scope) and holds(right, evidence, scope):
                if not _share_a_text(query, evidence, scope):
                    return [f"{left} and {right} stand in different texts"]
                return [f"more than {distance} words between {left} and {right}"]
            return [f"no {query}"]
        case Or(parts):
            several = (f"({part})" if isinstance(part, And) else str(part) for part in parts)
            return [f"none of {', '.join(several)}"]
        case _:
            return [f"no {query}"]


def _found(leaf: Leaf, evidence: Evidence, scope: str | None) -> list[Hit]:
    return [hit for hit in evidence.hits.get(leaf, ()) if scope in (None, hit.field)]


def _near(query: Near, evidence: Evidence, scope: str | None) -> list[Hit]:
    """Return the hits of both sides that have one of the other side near, in the order of the text."""
    right: dict[TextId, list[Hit]] = {}
    for hit in hits_of(query.right, evidence, scope):
        right.setdefault((hit.wording, hit.field), []).append(hit)
    sides = {text: _Side(hits) for text, hits in right.items()}
    near: dict[Hit, None] = {}
    for hit in hits_of(query.left, evidence, scope):
        text = (hit.wording, hit.field)
        for other in sides[text].beside(hit) if text in sides else ():
            first, second = sorted((hit, other), key=lambda h: h.start)
            if evidence.words[text].are_near(first.end, second.start, query.distance):
                near |= {hit: None, other: None}
    return list(near)


def _share_a_text(query: Near, evidence: Evidence, scope: str | None) -> bool:
    texts = [
        {(hit.wording, hit.field) for hit in hits_of(side, evidence, scope)}
        for side in (query.left, query.right)
    ]
    return bool(texts[0] & texts[1])


class _Side:
    """The hits of one side of a NEAR in one text, in the order of their starts and of their ends."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._by_start = sorted(hits, key=lambda hit: (hit.start, hit.end))
        self._by_end = sorted(hits, key=lambda hit: (hit.end, hit.start))

    def beside(self, hit: Hit) -> list[Hit]:
        """Return the nearest hit that ends before a place, and the nearest that begins after it."""
        before = bisect_right(self._by_end, hit.start, key=lambda other: other.end)
        after = bisect_left(self._by_start, hit.end, key=lambda other: other.start)
        return [*self._by_end[max(before - 1, 0) : before], *self._by_start[after : after + 1]]


def _positive(query: Query, evidence: Evidence, scope: str | None = None) -> list[Hit]:
    """Return the hits of the leaves of a query that do not stand under a NOT."""
    match query:
        case Not() | Everything() | Attribute():
            return []
        case Scoped(inner, part):
            return _positive(part, evidence, inner) if scope in (None, inner) else []
        case And() | Or() | Near():
            return [hit for part in parts_of(query) for hit in _positive(part, evidence, scope)]
        case _:
            return _found(query, evidence, scope)
