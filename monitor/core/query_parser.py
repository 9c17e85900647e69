"""Reads a watchlist query into its tree, and points at the character where it cannot be read."""

import difflib
import re
from collections.abc import Sequence
from functools import cache
from typing import cast

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

from monitor.core.errors import QueryError
from monitor.core.query import (
    ARTICLE_FIELDS,
    BARE,
    TEXT_FIELDS,
    And,
    Attribute,
    ConceptRef,
    Everything,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Regex,
    Scoped,
    Word,
    leaves,
    needs_quotes,
    nodes,
    parts_of,
)
from monitor.core.regex import compiled

_DEEPEST = 100  # a tree is walked by recursion; nobody means more than this
_LONGEST = 20_000
_FARTHEST = 1000
# the basic lexer makes AND a keyword wherever it stands; a longer word such as ANDROID is none
_GRAMMAR = rf"""
    ?start: either
    ?either: both | both (_OR both)+ -> any_of
    ?both: part | part (_AND part)+ -> all_of
    ?part: _NOT part -> negation
         | near
    ?near: scoped | scoped NEAR scoped -> near
    ?scoped: FIELD scoped -> scope
         | atom
    ?atom: "(" either ")"
         | CONCEPT -> concept
         | PHRASE -> phrase
         | PREFIX -> prefix
         | REGEX -> regex
         | ATTRIBUTE -> attribute
         | WORD -> word
         | "*" -> everything
    _AND.3: /AND(?!{BARE})/
    _OR.3: /OR(?!{BARE})/
    _NOT.3: /NOT(?!{BARE})/
    NEAR.3: /NEAR\/\d+(?!{BARE})/
    FIELD.3: /({"|".join(TEXT_FIELDS)}):/
    ATTRIBUTE.3: /({"|".join(ARTICLE_FIELDS)}):{BARE}/
    REGEX.3: /\/(\\.|[^\/\\\n])+\/(i(?!{BARE}))?/
    CONCEPT: /@{BARE}/
    PHRASE: /"[^"]*"/
    PREFIX.2: /{BARE}\*/
    WORD: /{BARE}/
    %ignore /\s+/
"""
_EXPECTED = 'a word, a "phrase", @concept, NOT or ('
_STARTS_OPERAND = frozenset(
    {"WORD", "PREFIX", "PHRASE", "CONCEPT", "REGEX", "ATTRIBUTE", "FIELD", "STAR", "LPAR", "_NOT"}
)
_HALF_WIDTH = str.maketrans("（）“”＠＊", '()""@*')


class _Tree(Transformer[Token, Query]):
    """Builds our tree from lark's."""

    def any_of(self, parts: list[Query]) -> Query:
        return Or(tuple(parts))

    def all_of(self, parts: list[Query]) -> Query:
        return And(tuple(parts))

    def negation(self, parts: list[Query]) -> Query:
        return Not(parts[0])

    def near(self, children: Sequence[object]) -> Query:
        left, operator, right = cast("tuple[Query, Token, Query]", tuple(children))
        distance = int(operator[len("NEAR/") :][:9])
        if not (_can_be_near(left) and _can_be_near(right)):
            raise QueryError(
                "NEAR stands between two words, phrases or concepts, or several of them as (a OR b)",
                _column(operator),
            )
        if distance > _FARTHEST:
            raise QueryError(
                f"{distance} words apart is not near; write at most {_FARTHEST}, or AND",
                _column(operator),
            )
        return Near(left, right, distance)

    def scope(self, children: Sequence[object]) -> Query:
        field, part = cast("tuple[Token, Query]", tuple(children))
        if any(isinstance(leaf, Everything | Attribute) for leaf in leaves(part)):
            raise QueryError(
                f"behind {field} stands what is looked for in a text, and no * or {ARTICLE_FIELDS[0]}:",
                _column(field),
            )
        return Scoped(field[:-1], part)

    def concept(self, tokens: list[Token]) -> Query:
        return ConceptRef(str(tokens[0])[1:])

    def phrase(self, tokens: list[Token]) -> Query:
        text = " ".join(str(tokens[0])[1:-1].split())
        if not text:
            raise QueryError(
                'an empty phrase "" would match nothing; write a word in it', _column(tokens[0])
            )
        return Phrase(text)

    def prefix(self, tokens: list[Token]) -> Query:
        return Word(_bare(tokens[0], str(tokens[0])[:-1]), prefix=True)

    def regex(self, tokens: list[Token]) -> Query:
        _, _, rest = tokens[0].partition("/")
        pattern, _, flag = rest.rpartition("/")
        regex = Regex(pattern, ignore_case=flag == "i")
        try:
            compiled(regex)
        except ValueError as error:
            raise QueryError(f"/{pattern}/ {error}", _column(tokens[0])) from None
        return regex

    def attribute(self, tokens: list[Token]) -> Query:
        field, _, value = tokens[0].partition(":")
        return Attribute(field, value)

    def word(self, tokens: list[Token]) -> Query:
        return Word(_bare(tokens[0], str(tokens[0])))

    def everything(self, _tokens: list[Token]) -> Query:
        return Everything()


def parse_query(text: str) -> Query:
    """Return the tree of a query: NEAR/n binds tightest, then NOT, AND, OR; `title:` belongs to what follows it.

    Raises:
        QueryError: it cannot be read; the message says what would be right, `column` where.
    """
    if len(text) > _LONGEST:
        raise QueryError(
            f"longer than {_LONGEST} characters; split it into several topics, or names into concepts",
            1,
        )
    try:
        tree = cast("Query", _parser().parse(text))
    except VisitError as error:
        raise cast("QueryError", error.orig_exc) from None
    except UnexpectedInput as error:
        raise _explained(error, text) from None
    if _depth(tree) > _DEEPEST:
        raise QueryError(f"nested more than {_DEEPEST} deep; split it into several topics", 1)
    return tree


def column_of(query: str, written: str) -> int:
    """Return the column, from 1, in which something that was read stands in the text of a query."""
    found = re.search(rf"{re.escape(written)}(?!{BARE})", query)
    return found.start() + 1 if found else 1


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="basic", transformer=_Tree())


def _column(token: Token) -> int:
    return (token.start_pos or 0) + 1


def _can_be_near(query: Query) -> bool:
    """Tell whether places can be near: a NOT has none, and an AND more than one."""
    return not any(
        isinstance(node, And | Not | Near | Everything | Attribute) for node in nodes(query)
    )


def _bare(token: Token, text: str) -> str:
    """Return a bare word, or explain what it looks like.

    Raises:
        QueryError: it would be taken for something else by a reader.
    """
    if not needs_quotes(text):
        return text
    column = _column(token)
    if text.startswith("NEAR"):
        raise QueryError("NEAR wants a number of words, as in a NEAR/5 b", column)
    if text.startswith("/"):
        raise QueryError(
            f'a regular expression ends with /, as in /CVE-[0-9]+/; a text that begins with / needs quotes: "{text}"',
            column,
        )
    if (half := text.translate(_HALF_WIDTH)) != text:
        raise QueryError(f"write {half!r} in half width, or put it into quotes", column)
    known = (*TEXT_FIELDS, *ARTICLE_FIELDS)
    if text.partition(":")[0] in known:
        raise QueryError(f"{text} wants a value right behind it", column)
    close = difflib.get_close_matches(text.partition(":")[0].lower(), known, n=1)
    hint = f"did you mean {close[0]}:?" if close else f"known are {': '.join(known)}:"
    raise QueryError(
        f'{text.partition(":")[0]}: is no field; {hint} For the text itself write "{text}"', column
    )


def _explained(error: UnexpectedInput, text: str) -> QueryError:
    """Turn lark's error into one that says what to write instead."""
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        return _unexpected(error)
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


def _unexpected(error: UnexpectedToken) -> QueryError:
    token, column = error.token, _column(error.token)
    if token.type == "WORD" and token.partition("/")[0] == "NEAR":
        return QueryError("NEAR wants a number of words, as in a NEAR/5 b", column)
    if token.type in _STARTS_OPERAND and "_AND" in error.accepts:
        if token.upper() in ("AND", "OR", "NOT"):
            return QueryError(f"write {token.upper()} in capitals", column)
        return QueryError(
            f"two words side by side; write AND or OR before {str(token)!r}, "
            'or put both into "quotes" for a phrase',
            column,
        )
    if token.type == "NEAR" and "_AND" in error.accepts:
        return QueryError(
            "NEAR stands between two; write a NEAR/5 b AND b NEAR/5 c for three", column
        )
    if token.type == "RPAR":
        return QueryError("a ) without its (, or nothing before it", column)
    return QueryError(f"{str(token)!r} cannot stand here; expected is {_EXPECTED}", column)


def _depth(query: Query) -> int:
    """Return how deep the tree is, without recursion."""
    deepest, stack = 0, [(query, 1)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((part, depth + 1) for part in parts_of(node))
    return deepest
