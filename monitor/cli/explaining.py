"""Prints what an article does to every topic: for `topics test`, `topics explain`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from monitor.core.matching import Explained, Explanation
    from monitor.core.model import Article, Hit


def print_explanation(
    console: "Console", explanation: "Explanation", article: "Article | None" = None
) -> None:
    """Print the topics that fire with their evidence, the near misses, and why the other topics do not fire."""
    from rich.text import Text

    from monitor.edges.terminal import print_remarks

    for wording in article.wordings if article else ():
        console.print(Text(f"{wording.language}: {wording.title}", style="dim", overflow="fold"))
    fired = [topic for topic in explanation.topics if topic.via]
    if not fired:
        console.print(Text("fires nothing", style="bold"))
    for topic in fired:
        print_fired(console, topic)
    if explanation.near_misses:
        console.print(Text("does not count:"))
        print_remarks(console, list(_near_misses(explanation)))
    for topic in explanation.topics:
        if not topic.via:
            why = "; ".join(topic.reasons)
            console.print(Text(f"quiet: {topic.topic.name}: {why}", overflow="fold"))
            print_remarks(console, [_tree(topic)])


def print_fired(console: "Console", topic: "Explained") -> None:
    """Print a topic that fires, with the places that made it fire."""
    from rich.text import Text

    from monitor.edges.terminal import print_remarks

    priority = topic.topic.priority.name.lower()
    by = f", by the {topic.via.value}" if topic.via else ""
    console.print(
        Text(f"fires: {topic.topic.name} ({priority}){by}", style="bold green", overflow="fold")
    )
    print_remarks(console, [Text(_place(hit)) for hit in topic.hits])
    print_remarks(console, [_tree(topic)])


def _tree(topic: "Explained") -> "Text":
    from rich.text import Text

    line = query_line(topic.tree)
    return Text(line[1:-1] if line.startswith("(") else line, style="dim")


def query_line(tree: dict[str, Any]) -> str:
    """Return a query on one line: + stands before what held, - before what did not."""
    sign = "+" if tree["held"] else "-"
    if "term" in tree:
        return f"{sign}{tree['term']}"
    operator, parts = tree["op"], list(map(query_line, tree["parts"]))
    if operator == "not":
        return f"NOT {parts[0]}"
    if operator.endswith(":"):
        return f"{operator}{parts[0]}"
    return f"({f' {operator.upper()} '.join(parts)})"


def _place(hit: "Hit") -> str:
    from monitor.core.text import one_line

    what = f"{hit.concept}: {hit.alias}" if hit.concept else str(hit.query)
    return f"{what} is {one_line(hit.text)!r} at {hit.start}-{hit.end} of the {hit.language} {hit.field}"


def _near_misses(explanation: "Explanation") -> "Iterator[Text]":
    from rich.text import Text

    from monitor.core.text import one_line

    for wording, field, miss in explanation.near_misses:
        what = f"{miss.term.concept}: {miss.term.text}" if miss.term.concept else miss.term.text
        yield Text(
            f"{what} at {miss.start}-{miss.end} of the {wording.language} {field}: {one_line(miss.reason)}",
            style="yellow",
        )
