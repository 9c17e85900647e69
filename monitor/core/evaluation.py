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


def hold(query: Query, evidence: Evidence, scope: str | None = None) -> tuple[bool, list[Hit]]:
    """Tell whether a query holds, and by which hits: those of the branches that made it hold.

    With a `scope` only hits of that field count.
    """
    match query:
        case And(parts):
            results = [hold(part, evidence, scope) for part in parts]
            held = all(result for result, _ in results)
            return held, [hit for _, hits in results for hit in hits] if held else []
        case Or(parts):
            results = [hold(part, evidence, scope) for part in parts]
            return any(result for result, _ in results), [
                h for held, hits in results if held for h in hits
            ]
        case Not(part):
            return not hold(part, evidence, scope)[0], []
        case Scoped(inner, part):
            # title:body:x asks for both at once, which no text is
            return (False, []) if scope not in (None, inner) else hold(part, evidence, inner)
        case Near():
            hits = _near(query, evidence, scope)
            return bool(hits), hits
        case _:
            return _leaf(query, evidence, scope)


def supporting(query: Query, others: Iterable[Evidence]) -> list[Hit]:
    """Return hits of further wordings: a topic that fired already is not asked again whether it holds."""
    hits: list[Hit] = []
    for evidence in others:
        held, found = hold(query, evidence)
        hits += found if held else _positive(query, evidence)
    return hits


def tree(query: Query, evidence: Evidence, scope: str | None = None) -> dict[str, Any]:
    """Return a query as nested mappings that say of every part whether it held."""
    held = hold(query, evidence, scope)[0]
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
            failed = [part for part in parts if not hold(part, evidence, scope)[0]]
            return [reason for part in failed for reason in why_not(part, evidence, scope)]
        case Not(part):
            hits = hold(part, evidence, scope)[1]
            places = ", ".join(dict.fromkeys(hit.text for hit in hits)) or str(part)
            return [f"NOT matched {places}"]
        case Scoped(inner, part) if scope in (None, inner):
            return [f"in the {inner} {reason}" for reason in why_not(part, evidence, inner)]
        case Near(left, right, distance):
            if hold(left, evidence, scope)[0] and hold(right, evidence, scope)[0]:
                return [f"more than {distance} words between {left} and {right}"]
            return [f"no {query}"]
        case Or(parts):
            several = (f"({part})" if isinstance(part, And) else str(part) for part in parts)
            return [f"none of {', '.join(several)}"]
        case _:
            return [f"no {query}"]


def _leaf(query: Query, evidence: Evidence, scope: str | None) -> tuple[bool, list[Hit]]:
    if isinstance(query, Everything):
        return True, []
    if isinstance(query, Attribute):
        return evidence.has(query), []
    found = evidence.hits.get(query, ()) if isinstance(query, Leaf) else ()
    hits = [hit for hit in found if scope in (None, hit.field)]
    return bool(hits), hits


def _near(query: Near, evidence: Evidence, scope: str | None) -> list[Hit]:
    """Return the hits of both sides that have one of the other side near, in the order of the text."""
    right: dict[TextId, list[Hit]] = {}
    for hit in hold(query.right, evidence, scope)[1]:
        right.setdefault((hit.wording, hit.field), []).append(hit)
    for hits in right.values():
        hits.sort(key=lambda hit: hit.start)
    near: dict[Hit, None] = {}
    for hit in hold(query.left, evidence, scope)[1]:
        text = (hit.wording, hit.field)
        for other in _neighbours(hit, right.get(text, [])):
            first, second = sorted((hit, other), key=lambda h: h.start)
            if evidence.words[text].are_near(first.end, second.start, query.distance):
                near |= {hit: None, other: None}
    return list(near)


def _neighbours(hit: Hit, others: Sequence[Hit]) -> list[Hit]:
    """Return the last of the others that ends before a hit, and the first that begins after it."""
    after = bisect_left(others, hit.end, key=lambda other: other.start)
    before = bisect_right(others, hit.start, key=lambda other: other.start) - 1
    while before >= 0 and others[before].end > hit.start:
        before -= 1
    return [*others[max(before, 0) : before + 1], *others[after : after + 1]]


def _positive(query: Query, evidence: Evidence, scope: str | None = None) -> list[Hit]:
    """Return the hits of the leaves of a query that do not stand under a NOT."""
    match query:
        case Not():
            return []
        case Scoped(inner, part):
            return _positive(part, evidence, inner) if scope in (None, inner) else []
        case And() | Or() | Near():
            return [hit for part in parts_of(query) for hit in _positive(part, evidence, scope)]
        case _:
            return _leaf(query, evidence, scope)[1]
