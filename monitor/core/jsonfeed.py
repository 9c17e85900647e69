"""Reads JSON Feed 1.0 and 1.1 (jsonfeed.org), as tolerantly as its writers write it."""

import json
from typing import Any

from monitor.core.entries import Declared, RawEntry
from monitor.core.model import PlainText
from monitor.core.text import from_markup, one_line, plain, unescaped


def read_json_feed(text: str) -> tuple[list[RawEntry], Declared, PlainText] | str:
    """Return the entries of a JSON Feed, what it declares, and its title; or why it is none."""
    try:
        # numbers are identities here, and one of a million digits is none
        document = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as error:
        return f"its JSON is broken: {one_line(str(error))}"
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return "the document is JSON, but no JSON Feed"
    entries = [_entry(item) for item in document["items"] if isinstance(item, dict)]
    declared = Declared(language=_text(document, "language") or None)
    return entries, declared, one_line(_text(document, "title"))


def _entry(item: dict[str, Any]) -> RawEntry:
    return RawEntry(
        identity=_text(item, "id"),
        link=_text(item, "url") or _text(item, "external_url"),
        title=one_line(unescaped(_text(item, "title"))),
        body=_body(item),
        dates=tuple(
            (source, _text(item, key))
            for source, key in (("published", "date_published"), ("updated", "date_modified"))
            if _text(item, key)
        ),
        language=_text(item, "language") or None,
    )


def _body(item: dict[str, Any]) -> PlainText:
    texts = [
        from_markup(_text(item, "content_html")),
        plain(_text(item, "content_text")),
        plain(_text(item, "summary")),
    ]
    return max(texts, key=len)


def _text(table: dict[str, Any], key: str) -> str:
    value = table.get(key)
    return value if isinstance(value, str) else ""
