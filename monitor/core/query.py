"""Reads a watchlist query into a tree, and points at the character where it cannot be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

from monitor.core.errors import QueryError


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word or a quoted phrase; with `prefix` any continuation of the word counts too."""

    text: str
    prefix: bool = False

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        if self.prefix:
            return f"{self.text}*"
        return (
            self.text
            if _BARE.fullmatch(self.text) and self.text not in _KEYWORDS
            else f'"{self.text}"'
        )


@dataclass(frozen=True, slots=True)
class ConceptRef:
    """`@name`: any alias of the concept."""

    name: str

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        return f"@{self.name}"


@dataclass(frozen=True, slots=True)
class Everything:
    """`*`: every article of the topic's feeds."""

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        return "*"


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when its part does not."""

    part: "Query"

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        return f"NOT {_grouped(self.part)}"


@dataclass(frozen=True, slots=True)
class And:
    """Holds when all its parts do."""

    parts: tuple["Query", ...]

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        return " AND ".join(_grouped(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """Holds when one of its parts does."""

    parts: tuple["Query", ...]

    def __str__(self) -> str:
        """Show it as it is written in a query."""
        return " OR ".join(_grouped(part) for part in self.parts)


Leaf = Word | ConceptRef | Everything
Query = Leaf | Not | And | Or

_KEYWORDS = ("AND", "OR", "NOT")
_BARE = re.compile(r'[^\s()"@*]+')
_DEEPEST = 100  # a tree is walked by recursion; nobody means more than this
# the basic lexer makes AND a keyword wherever it stands; a longer word such as ANDROID is none
_GRAMMAR = r"""
    ?start: either
    ?either: both | both (_OR both)+ -> any_of
    ?both: part | part (_AND part)+ -> all_of
    ?part: _NOT part -> negation
         | "(" either ")"
         | CONCEPT -> concept
         | PHRASE -> phrase
         | PREFIX -> prefix
         | WORD -> word
         | "*" -> everything
    _AND.3: /AND(?![^\s()"@*])/
    _OR.3: /OR(?![^\s()"@*])/
    _NOT.3: /NOT(?![^\s()"@*])/
    CONCEPT: /@[^\s()"@*]+/
    PHRASE: /"[^"]*"/
    PREFIX.2: /[^\s()"@*]+\*/
    WORD: /[^\s()"@*]+/
    %ignore /\s+/
"""
_EXPECTED = 'a word, a "phrase", @concept, NOT or ('
_STARTS_OPERAND = frozenset({"WORD", "PREFIX", "PHRASE", "CONCEPT", "STAR", "LPAR", "_NOT"})


class _Tree(Transformer[Token, Query]):
    """Builds our tree from lark's."""

    def any_of(self, parts: list[Query]) -> Query:
        return Or(tuple(parts))

    def all_of(self, parts: list[Query]) -> Query:
        return And(tuple(parts))

    def negation(self, parts: list[Query]) -> Query:
        return Not(parts[0])

    def concept(self, tokens: list[Token]) -> Query:
        return ConceptRef(str(tokens[0])[1:])

    def phrase(self, tokens: list[Token]) -> Query:
        text = " ".join(str(tokens[0])[1:-1].split())
        if not text:
            raise QueryError(
                'an empty phrase "" would match nothing; write a word in it',
                (tokens[0].start_pos or 0) + 1,
            )
        return Word(text)

    def prefix(self, tokens: list[Token]) -> Query:
        return Word(str(tokens[0])[:-1], prefix=True)

    def word(self, tokens: list[Token]) -> Query:
        return Word(str(tokens[0]))

    def everything(self, _tokens: list[Token]) -> Query:
        return Everything()


def parse_query(text: str) -> Query:
    """Return the tree of a query; NOT binds tighter than AND, AND tighter than OR.

    Raises:
        QueryError: it cannot be read; the message says what would be right, `column` where.
    """
    try:
        tree = cast("Query", _parser().parse(text))
    except VisitError as error:
        raise cast("QueryError", error.orig_exc) from None
    except UnexpectedInput as error:
        raise _explained(error, text) from None
    if _depth(tree) > _DEEPEST:
        raise QueryError(f"nested more than {_DEEPEST} deep; split it into several topics", 1)
    return tree


def leaves(query: Query) -> Iterator[Leaf]:
    """Yield every word, concept and `*` of a query in the order in which they are written."""
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield query


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="basic", transformer=_Tree())


def _explained(error: UnexpectedInput, text: str) -> QueryError:
    """Turn lark's error into one that says what to write instead."""
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        column = (error.token.start_pos or 0) + 1
        if error.token.type in _STARTS_OPERAND and "_AND" in error.accepts:
            return QueryError(
                f"two words side by side; write AND or OR before {str(error.token)!r}, "
                'or put both into "quotes" for a phrase',
                column,
            )
        if error.token.type == "RPAR":
            return QueryError("a ) without its (, or nothing before it", column)
        return QueryError(
            f"{str(error.token)!r} cannot stand here; expected is {_EXPECTED}", column
        )
    if isinstance(error, UnexpectedCharacters):
        message = (
            'a " without its closing "'
            if error.char == '"'
            else f"{error.char!r} needs a name right behind it"
        )
        return QueryError(message, cast("int", error.pos_in_stream) + 1)
    if not text.strip():
        return QueryError(f"the query is empty; write {_EXPECTED}, or * for every article", 1)
    if text.count("(") > text.count(")"):
        return QueryError("a ( without its )", len(text) + 1)
    return QueryError(f"the query ends too early; expected is {_EXPECTED}", len(text) + 1)


def _depth(query: Query) -> int:
    """Return how deep the tree is, without recursion."""
    deepest, stack = 0, [(query, 1)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        if isinstance(node, And | Or):
            stack.extend((part, depth + 1) for part in node.parts)
        elif isinstance(node, Not):
            stack.append((node.part, depth + 1))
    return deepest


def _grouped(query: Query) -> str:
    return f"({query})" if isinstance(query, And | Or) else str(query)
