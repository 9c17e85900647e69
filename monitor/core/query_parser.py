"""Reads a watchlist query into its tree, and points at the character where it cannot be read."""

import re
from collections.abc import Sequence
from functools import cache
from typing import cast

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, VisitError

from monitor.core.errors import QueryError
from monitor.core.language import language_mistake
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
from monitor.core.query_errors import explained, why_no_word
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
_QUOTED = re.compile('"[^"]*"')


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
        number = operator[len("NEAR/") :]
        distance = int(number[-9:]) if len(number.lstrip("0")) < 9 else _FARTHEST + 1
        if not (_can_be_near(left) and _can_be_near(right)):
            raise QueryError(
                "NEAR stands between two words, phrases or concepts, or several of them as (a OR b)",
                _column(operator),
            )
        if distance > _FARTHEST:
            raise QueryError(
                f"{number[:20]} words apart is not near; write at most {_FARTHEST}, or AND",
                _column(operator),
            )
        fields = {
            node.field for side in (left, right) for node in nodes(side) if isinstance(node, Scoped)
        }
        if len(fields) > 1:
            raise QueryError(
                "NEAR asks for one text, and these stand in two: write AND", _column(operator)
            )
        return Near(left, right, distance)

    def scope(self, children: Sequence[object]) -> Query:
        field, part = cast("tuple[Token, Query]", tuple(children))
        if any(isinstance(leaf, Everything | Attribute) for leaf in leaves(part)):
            raise QueryError(
                f"behind {field} stands what is looked for in a text, and no * or {ARTICLE_FIELDS[0]}:",
                _column(field),
            )
        scoped = Scoped(field[:-1], part)
        if any(isinstance(n, Scoped) and n.field != scoped.field for n in nodes(part)):
            raise QueryError(
                "a text is either the title or the body; nothing stands in both", _column(field)
            )
        return scoped

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
        if field == "lang" and (mistake := language_mistake(value)):
            raise QueryError(mistake, _column(tokens[0]))
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
        raise explained(error, text) from None
    if _depth(tree) > _DEEPEST:
        raise QueryError(f"nested more than {_DEEPEST} deep; split it into several topics", 1)
    return tree


def column_of(query: str, written: str) -> int:
    """Return the column, from 1, in which something that was read stands in the text of a query."""
    unquoted = _QUOTED.sub(lambda phrase: " " * len(phrase[0]), query)
    found = re.search(rf"{re.escape(written)}(?!{BARE})", unquoted)
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
    """Return a bare word.

    Raises:
        QueryError: it would be taken for something else by a reader.
    """
    if needs_quotes(text):
        raise QueryError(why_no_word(text), _column(token))
    return text


def _depth(query: Query) -> int:
    """Return how deep the tree is, without recursion."""
    deepest, stack = 0, [(query, 1)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((part, depth + 1) for part in parts_of(node))
    return deepest
