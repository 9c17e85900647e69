"""Words every mistake in a settings file as `file: key.path: what is wrong, what would be right`."""

import difflib
import types
import typing
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from monitor.core.errors import QueryError

FEEDS, WATCHLIST, MONITOR = "feeds.toml", "watchlist.toml", "monitor.toml"
_WIDE = ("W", "F")
_TABLES = ("feed", "topic")
_TYPE_NAMES = {
    "string_type": "text in quotes",
    "list_type": 'a list such as ["one", "two"]',
    "int_type": "a whole number",
    "dict_type": "a table",
    "model_type": "a table",
    "bool_type": "true or false",
}


def settings_problems(file: str, error: ValidationError, model: type[BaseModel]) -> list[str]:
    """Return one line per mistake that pydantic found in a file."""
    return [f"{file}: {_path(d['loc'])}: {_explained(d, model)}" for d in error.errors()]


def query_problem(file: str, path: str, query: str, error: QueryError) -> str:
    """Return a mistake in a query with its line and a caret below it, in the column that terminals show."""
    before = query[: error.column - 1]
    line = before.count("\n")
    start = before.rfind("\n") + 1
    column = len(before) - start
    blanks = "".join(map(_blank, before[start:]))
    where = (
        f"line {line + 1}, column {column + 1}"
        if "\n" in query.strip("\n")
        else f"column {column + 1}"
    )
    shown = query.split("\n")[line]
    return f"{file}: {path}: {where}: {error}\n    {shown}\n    {blanks}^"


def _blank(character: str) -> str:
    """Return what moves a caret as far as a character moves what follows it."""
    if character == "\t":
        return "\t"
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Cc"):
        return ""
    return "  " if unicodedata.east_asian_width(character) in _WIDE else " "


def _path(location: tuple[int | str, ...]) -> str:
    """Return ("feed", 2, "url") as `feed[3].url`: people count from one."""
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part + 1}]"
        else:
            path += f".{part}" if path else part
    return path or "(file)"


def _explained(error: ErrorDetails, model: type[BaseModel]) -> str:
    kind, given = error["type"], error["input"]
    if kind == "extra_forbidden":
        return _unknown_key(str(error["loc"][-1]), _known_keys(model, error["loc"][:-1]))
    if kind == "missing":
        key = error["loc"][-1]
        return (
            f"is missing; write at least one [[{key}]] table"
            if key in _TABLES
            else f"is missing; write {key} = ..."
        )
    if kind == "value_error":
        return str(error["ctx"]["error"])
    if kind in _TYPE_NAMES:
        return f"{given!r} cannot be used here; write {_TYPE_NAMES[kind]}"
    if kind == "literal_error":
        return f"{given!r} is not known; write {error['ctx']['expected']}"
    if kind in ("too_short", "string_too_short", "string_pattern_mismatch"):
        return "is empty; write at least one"
    return f"{given!r}: {error['msg'].removeprefix('Input ')}"


def _unknown_key(key: str, known: list[str]) -> str:
    close = difflib.get_close_matches(key, known, n=1)
    hint = f"did you mean {close[0]}?" if close else f"known here are {', '.join(known)}"
    return f"unknown key; {hint}"


def _known_keys(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """Return the keys of the table at a location, by following the models' annotations."""
    current: Any = model
    for part in location:
        if isinstance(part, int) or not _is_model(current):
            continue
        field = current.model_fields.get(part)
        current = _inner_model(field.annotation) if field else current
    return (
        sorted(f.alias or name for name, f in current.model_fields.items())
        if _is_model(current)
        else []
    )


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _inner_model(annotation: Any) -> Any:
    """Return the model inside `list[Model]`, `dict[str, Model]` or `Annotated[...]`, else the annotation."""
    if _is_model(annotation) or isinstance(annotation, types.UnionType):
        return annotation
    for argument in reversed(typing.get_args(annotation)):
        inner = _inner_model(argument)
        if _is_model(inner):
            return inner
    return annotation


def repeated(values: Iterable[str]) -> list[str]:
    """Return the values that come more than once, each once."""
    return [value for value, count in Counter(values).items() if count > 1]
