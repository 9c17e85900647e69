"""Says what to write instead of a query that cannot be read."""

import difflib
import re
from typing import cast

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from monitor.core.errors import QueryError
from monitor.core.query import ARTICLE_FIELDS, TEXT_FIELDS

_EXPECTED = 'a word, a "phrase", @concept, NOT or ('
_STARTS_OPERAND = frozenset(
    {"WORD", "PREFIX", "PHRASE", "CONCEPT", "REGEX", "ATTRIBUTE", "FIELD", "STAR", "LPAR", "_NOT"}
)
_HALF_WIDTH = str.maketrans("（）“”＠＊", '()""@*')
# what other query languages, or a hasty hand, write otherwise
_SIGNS = (
    (re.compile(r"(?:and|or|not|near(?:/\d+)?)$"), "write {upper} in capitals"),
    (re.compile(r"NEAR(?:/|$)"), "NEAR wants a number of words, as in a NEAR/5 b"),
    (re.compile(r"[-!]"), "write NOT {rest}"),
    (re.compile(r"&"), "write AND for &"),
    (re.compile(r"\+"), "write {rest}, with AND before it"),
    (re.compile(r"'"), "write \" for '"),
    (re.compile(r"「.*」$", re.DOTALL), "write {inside}: brackets around a name do not matter"),
    (re.compile(r".*\|", re.DOTALL), "write OR for |"),
    (re.compile(r".*,$", re.DOTALL), "write OR, or AND, for the comma"),
    (
        re.compile(r".*[^\x00-\x7f](?:AND|OR|NOT)(?![A-Za-z])", re.DOTALL),
        "write blanks around AND, OR and NOT",
    ),
    (re.compile(r"/"), "a regular expression ends with /, as in /CVE-[0-9]+/"),
)


def why_no_word(text: str) -> str:
    """Return what to write for a bare word that would be read as something else."""
    if (half := text.translate(_HALF_WIDTH)) != text:
        return f"write {half!r} in half width, or put it into quotes"
    if hint := _hint(text):
        return f'{hint}; for the text itself write "{text}"'
    field, known = text.partition(":")[0], (*TEXT_FIELDS, *ARTICLE_FIELDS)
    if field in known:
        return f"{text} wants a value right behind it"
    close = difflib.get_close_matches(field.lower(), known, n=1)
    hint = f"did you mean {close[0]}:?" if close else f"known are {': '.join(known)}:"
    return f'{field}: is no field; {hint} For the text itself write "{text}"'


def explained(error: UnexpectedInput, text: str) -> QueryError:
    """Turn lark's error on a query into one that says what to write instead."""
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        return _unexpected(error, text)
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


def _unexpected(error: UnexpectedToken, text: str) -> QueryError:
    token, start = error.token, error.token.start_pos or 0
    if token.type in _STARTS_OPERAND and "_AND" in error.accepts:
        return QueryError(_side_by_side(token, text[:start]), start + 1)
    if token.type == "NEAR" and "_AND" in error.accepts:
        return QueryError(
            "NEAR stands between two; write a NEAR/5 b AND b NEAR/5 c for three", start + 1
        )
    if token.type == "RPAR":
        return QueryError("a ) without its (, or nothing before it", start + 1)
    return QueryError(f"{str(token)!r} cannot stand here; expected is {_EXPECTED}", start + 1)


def _side_by_side(token: Token, before: str) -> str:
    if token.type == "_NOT":
        return "write AND NOT, or OR NOT"
    if token.type == "STAR" or before.endswith("*"):
        return "a * stands alone, or at the end of a word; a concept has none"
    if token.type == "WORD" and (hint := _hint(str(token))):
        return hint
    return (
        f"two words side by side; write AND or OR before {str(token)!r}, "
        'or put both into "quotes" for a phrase'
    )


def _hint(text: str) -> str | None:
    for sign, hint in _SIGNS:
        if sign.match(text):
            return hint.format(upper=text.upper(), rest=text[1:], inside=text[1:-1])
    return None
