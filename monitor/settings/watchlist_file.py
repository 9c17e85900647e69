"""Makes the watchlist from watchlist.toml and the shipped homographs."""

import difflib
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from monitor.core.errors import QueryError
from monitor.core.language import language_mistake
from monitor.core.model import Priority
from monitor.core.query import ConceptRef, Everything, Query, leaves
from monitor.core.query_parser import column_of, parse_query
from monitor.core.watchlist import Alias, Concept, Homograph, Topic, Watchlist
from monitor.settings.problems import WATCHLIST, query_problem, repeated
from monitor.settings.schema import ConceptTable, HomographsFile, TopicTable, WatchlistFile

_DATA = Path(__file__).parent.parent / "data"


def make_watchlist(file: WatchlistFile, problems: list[str]) -> Watchlist:
    """Return the watchlist of a file; what is wrong in it is added to the problems, and left out."""
    concepts = {name: _concept(name, table, problems) for name, table in file.concepts.items()}
    topics = tuple(
        _topic(n, table, concepts, problems) for n, table in enumerate(file.topic, start=1)
    )
    problems += [
        f"{WATCHLIST}: topic.name: two topics are called {name!r}; rename one"
        for name in repeated(table.name for table in file.topic)
    ]
    return Watchlist(
        concepts=concepts,
        topics=topics,
        homographs=shipped_homographs(),
        glossary={term.strip(): rendering for term, rendering in file.glossary.items()},
    )


@cache
def shipped_homographs() -> tuple[Homograph, ...]:
    """Return the shipped list of names that hold an alias and never mean it."""
    text = (_DATA / "homographs.toml").read_text(encoding="utf-8")
    return tuple(
        Homograph(alias=row.alias, name=row.name, means=row.means, unless=tuple(row.unless))
        for row in HomographsFile.model_validate(tomllib.loads(text)).homograph
    )


def _concept(name: str, table: ConceptTable, problems: list[str]) -> Concept:
    names = {language: tuple(aliases) for language, aliases in (table.model_extra or {}).items()}
    problems += [
        f"{WATCHLIST}: concepts.{name}.{key}: unknown key; known here are not, keep, kanji_numbers, locked and languages: {mistake}"
        for key in names
        if (mistake := language_mistake(key))
    ]
    if not any(names.values()):
        problems.append(
            f'{WATCHLIST}: concepts.{name}: has no names; write for example en = ["Unit 61419"]'
        )
    return Concept(
        name=name,
        aliases=tuple(Alias(text, language) for language, texts in names.items() for text in texts),
        exclude=tuple(table.exclude),
        keep=tuple(table.keep),
        kanji_numbers=table.kanji_numbers,
        locked=table.locked,
    )


def _topic(
    number: int, table: TopicTable, concepts: dict[str, Concept], problems: list[str]
) -> Topic:
    query: Query = (
        Everything()
    )  # in the place of one that cannot be read, so that the rest is checked as well
    errors = []
    try:
        query = parse_query(table.query)
    except QueryError as error:
        errors.append(error)
    asked = dict.fromkeys(leaf.name for leaf in leaves(query) if isinstance(leaf, ConceptRef))
    errors += [
        QueryError(_no_concept(name, concepts), column_of(table.query, f"@{name}"))
        for name in asked
        if name not in concepts
    ]
    problems += [
        query_problem(WATCHLIST, f"topic[{number}].query", table.query, error) for error in errors
    ]
    return Topic(
        name=table.name,
        query=query,
        priority=Priority[table.priority.upper()],
        feeds=tuple(table.feeds),
        languages=tuple(table.languages),
        original_only=table.original_only,
    )


def _no_concept(name: str, concepts: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, concepts, n=1)
    right = f"did you mean @{close[0]}?" if close else f"write [concepts.{name}]"
    return f"there is no concept {name!r}; {right}"
