"""Decides in which spellings each thing that a watchlist asks for is looked for, and which longer names are not it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from monitor.core.capitals import allows_case, is_titled, latin_words, wants_capitals
from monitor.core.fold import fold_joined, is_japanese, is_katakana
from monitor.core.numerals import spellings
from monitor.core.query import ConceptRef, Leaf, Phrase, Word, leaves
from monitor.core.watchlist import Concept, Watchlist

# F-35, F35 and F 35 are one name; but of a single letter and a blank nobody can say: vitamin A 10, A 10-year-old
_DESIGNATION = re.compile(r"(?<![a-z0-9])([a-z]+)[- ]?(?=\d)")
_HYPHEN = re.compile(r"(?<!(?<![a-z0-9])[a-z])-|-(?!\d)")  # any but that of F-35
# U.S. and US are one name; of longer ones nobody writes the dots
_ACRONYM = re.compile(r"(?<![\w.])[A-Z]{2,4}(?![\w.])")
_DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,4}")
_FINAL_Y = re.compile(r"[b-df-hj-np-tv-xz]y$")
_SHORT = 2
_NO_PLURAL = frozenset({"new", "good", "custom", "mean"})  # news is no plural of new
_SIBILANTS = ("s", "x", "z", "ch", "sh", "o")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing to look for in one spelling: an alias of a concept, or a word of a query.

    `pattern` is its folded spelling. With `prefix` anything may follow; `plural` names may have a plural's ending. A
    `cased` is how its capitals stand. A `compound` pattern is that of a name behind other katakana, where folding leaves out a ー that it keeps in a short name.
    """

    leaf: Leaf
    text: str
    pattern: str
    concept: str | None = None
    prefix: bool = False
    plural: bool = False
    titled: bool = False
    strict_case: bool = False
    cased: str = ""
    compound: bool = False

    def allows_spelling(self, written: str) -> bool:
        """Tell whether what stands there is the name: タワー is in スカイタワー, and カー not in every カ."""
        return not self.compound or pattern_of(written) == pattern_of(self.text)

    def allows_case(self, written: str) -> bool:
        """Tell whether it may be written so."""
        return not self.strict_case or allows_case(self.cased, written)


@dataclass(frozen=True, slots=True)
class NotMeant:
    """A name inside which a term does not count, but inside one of the `unless` patterns.

    One that is `shipped` has exact edges and capitals: 台湾リス is not in 台湾リスク, nor the Washington Post where Washington posts
    a record. Of the user's own only Latin ones have edges, and no capitals.
    """

    text: str
    unless: tuple[str, ...] = ()
    shipped: bool = False

    def allows_case(self, written: str) -> bool:
        """Tell whether it may be written so: with all its capitals."""
        own, found = latin_words(self.text), latin_words(written)
        return own == found or [word.upper() for word in own] == found


Exclusions = Mapping[tuple[str | None, str], Mapping[str, NotMeant]]
"""(concept, pattern) -> pattern of a name that is not meant -> that name."""


def terms_of(watchlist: Watchlist) -> Iterator[Term]:
    """Yield what the topics ask for, each leaf once, in every spelling."""
    asked = {leaf: None for topic in watchlist.topics for leaf in leaves(topic.query)}
    for leaf in asked:
        match leaf:
            case Word(text, prefix):
                yield from _spellings(leaf, text, prefix=prefix, plural=not prefix)
            case Phrase(text):
                yield from _spellings(leaf, text)
            case ConceptRef(name):
                concept = watchlist.concepts[name]
                for alias in concept.aliases:
                    yield from _spellings(leaf, alias.text, concept=concept, plural=True)
            case _:  # a regular expression or an attribute is no name
                pass


def exclusions_of(watchlist: Watchlist) -> Exclusions:
    """Return the names inside which a term does not count: the shipped homographs, and each concept's own list."""
    # Turkey and turkey are two things: what is no country may well be a bird
    shipped: dict[tuple[str, bool], dict[str, NotMeant]] = {}
    for homograph in watchlist.homographs:
        alias = pattern_of(homograph.alias), wants_capitals(homograph.alias)
        names = shipped.setdefault(alias, {})
        unless = tuple(map(pattern_of, homograph.unless))
        names[pattern_of(homograph.name)] = NotMeant(homograph.name, unless, shipped=True)
    excluded: dict[tuple[str | None, str], dict[str, NotMeant]] = {}
    for term in terms_of(watchlist):
        concept = watchlist.concepts.get(term.concept or "") or Concept(name="", aliases=())
        kept = {pattern_of(name) for name in concept.keep}
        alike = shipped.get((pattern_of(term.text), term.strict_case), {})
        names = {pattern: name for pattern, name in alike.items() if pattern not in kept}
        names |= {pattern_of(name): NotMeant(name) for name in concept.exclude}
        if names:
            excluded[term.concept, term.pattern] = names
    return excluded


def plural_ends(folded: str, start: int, end: int) -> Iterator[int]:
    """Yield where the plural of a Latin name would end, if the letters behind it are one: hackers, embargoes, F-35s."""
    if folded.startswith("s", end):
        yield end + 1
    if folded.startswith("es", end) and folded.endswith(_SIBILANTS, start, end):
        yield end + 2


def pattern_of(text: str) -> str:
    """Return what to look for in a joined folded text to find a name."""
    return fold_joined(" ".join(text.split()))


def _spellings(
    leaf: Leaf,
    text: str,
    *,
    concept: Concept | None = None,
    prefix: bool = False,
    plural: bool = False,
) -> Iterator[Term]:
    pattern = pattern_of(text)
    strict = wants_capitals(text)
    latin = plural and bool(pattern) and pattern[-1].isalnum() and not is_japanese(pattern[-1])
    latin = latin and (strict or (len(pattern) > _SHORT and pattern not in _NO_PLURAL))
    written = _variants(pattern, designations=not isinstance(leaf, Phrase)) | _dots(text)
    if concept and concept.kanji_numbers:
        written |= set(map(pattern_of, spellings(pattern)))
    ies = {f"{variant[:-1]}ies" for variant in written if latin and _FINAL_Y.search(variant)}
    compound = _behind_katakana(text)
    for variant in sorted(written | ies | {compound}):
        yield Term(
            leaf=leaf,
            text=text,
            pattern=variant,
            cased=f"{text[:-1]}{'IES' if text.isupper() else 'ies'}" if variant in ies else text,
            compound=variant not in written | ies,
            concept=concept.name if concept else None,
            prefix=prefix,
            plural=latin,
            titled=is_titled(text),
            strict_case=strict,
        )


def _behind_katakana(text: str) -> str:
    """Return what a name is folded to when it ends a longer katakana word."""
    before = "ン" * 3
    return pattern_of(before + text)[len(before) :] if is_katakana(text[:1]) else pattern_of(text)


def _dots(text: str) -> set[str]:
    """Return a name with dots in its acronyms, or without them: US Navy, U.S. Navy."""
    dotted = _ACRONYM.sub(lambda found: ".".join(found[0]) + ".", text)
    plain = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    return {pattern_of(other) for name in (dotted, plain) for other in (name, name.rstrip("."))}


def _variants(pattern: str, *, designations: bool) -> set[str]:
    """Return a pattern with blanks and with hyphens (cyber-attack), and the ways to write a letter before a number."""
    first, _, last = pattern.rpartition(" ")
    variants = {pattern, pattern.replace(" ", "-"), _HYPHEN.sub(" ", pattern)}
    variants.add(f"{first}-{last}" if first else pattern)  # Kim Jong-un
    if designations:
        for variant in tuple(variants):
            variants.add(_DESIGNATION.sub(r"\1-", variant))
            variants.add(_DESIGNATION.sub(r"\1", variant))
            variants.add(_DESIGNATION.sub(lambda m: f"{m[1]} " if len(m[1]) > 1 else m[0], variant))
    return variants
