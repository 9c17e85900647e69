"""Adds names to watchlist.toml as a person would: comments and order stay, and a mistake changes nothing."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from monitor.core.errors import MonitorError, SettingsError
from monitor.settings.files import BOM, editing, read_exactly, replace_checked
from monitor.settings.loading import load_settings
from monitor.settings.problems import WATCHLIST

_TOPIC = re.compile(r"^\s*\[\[\s*topic\s*\]\]")
_CONCEPT_NAME = re.compile(r"[A-Za-z0-9_-]+")
Name = tuple[str, str]
"""(language, text)"""


def add_aliases(directory: Path, concept: str, names: Sequence[Name]) -> list[Name]:
    """Write names into a concept of watchlist.toml, a new one if there is none; return those it did not have.

    Raises:
        SettingsError: the file would not be right then; it is as it was.
        MonitorError: the file cannot be edited here, or not be written.
    """
    if not _CONCEPT_NAME.fullmatch(concept):
        raise SettingsError(
            [f"{concept!r} cannot be a concept's name; write for example chinese-hackers"]
        )
    path = directory / WATCHLIST
    with editing(path):
        return _add(path, concept, names)


def _add(path: Path, concept: str, names: Sequence[Name]) -> list[Name]:
    old = read_exactly(path)
    mark, text = (BOM, old.removeprefix(BOM)) if old.startswith(BOM) else ("", old)
    before = tomllib.loads(text)
    known = before.get("concepts", {}).get(concept)
    new_names = [n for n in dict.fromkeys(names) if n[1] not in (known or {}).get(n[0], [])]
    if not new_names:
        return []
    edited = (_extended if known else _with_concept)(text, concept, new_names)
    if _parsed(edited) != _expected(before, concept, new_names):
        raise MonitorError(
            f"{path} is written in a way that cannot be edited here; add {concept} by hand"
        )
    replace_checked(path, old, mark + edited, lambda: load_settings(path.parent, watchlist=edited))
    return new_names


def _extended(text: str, concept: str, names: Sequence[Name]) -> str:
    """Return the file with names behind those that a concept has in their language."""
    fresh: dict[str, list[str]] = {}
    try:
        document: Any = tomlkit.parse(text)
        table = document["concepts"][concept]
        for language, name in names:
            if language in table:
                table[language].append(name)
            else:
                fresh.setdefault(language, []).append(name)
        new = tomlkit.dumps(document)
    except (TOMLKitError, TypeError, AttributeError):
        return text  # what is written is compared with what should be
    # tomlkit would put a new key below the comments that belong to what follows the table
    header = re.search(
        rf"(?m)^\s*\[\s*concepts\s*\.\s*[\"']?{re.escape(concept)}[\"']?\s*\].*$", new
    )
    lines = "".join(f"\n{line}" for line in tomlkit.dumps(fresh).splitlines())
    line_end = "\r\n" if "\r\n" in text else "\n"
    place = len(new[: header.end()].rstrip("\r")) if header else len(new)
    return new[:place] + lines.replace("\n", line_end) + new[place:]


def _with_concept(text: str, concept: str, names: Sequence[Name]) -> str:
    """Return the file with a new concept before the first topic and the comments above it."""
    table: dict[str, list[str]] = {}
    for language, name in names:
        table.setdefault(language, []).append(name)
    block = tomlkit.dumps({"concepts": {concept: table}}).strip().removeprefix("[concepts]").strip()
    line_end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    place = next((n for n, line in enumerate(lines) if _TOPIC.match(line)), len(lines))
    while place and lines[place - 1].lstrip().startswith("#"):
        place -= 1
    before = "".join(lines[:place])
    gap = "" if not before or before.endswith(("\n\n", "\r\n\r\n")) else line_end
    if before and not before.endswith("\n"):
        gap += line_end
    return before + gap + block.replace("\n", line_end) + line_end * 2 + "".join(lines[place:])


def _expected(before: dict[str, Any], concept: str, names: Sequence[Name]) -> dict[str, Any]:
    concepts = {**before.get("concepts", {})}
    table = {**concepts.get(concept, {})}
    for language, name in names:
        table[language] = [*table.get(language, []), name]
    return {**before, "concepts": {**concepts, concept: table}}


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
