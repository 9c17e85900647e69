"""The commands about the watchlist: `topics list`, `topics test`."""

import io
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.app import JsonOption, app, load, out, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from monitor.core.matching import Explanation, Matcher

topics_app = typer.Typer(help="What is watched for.", no_args_is_help=True)
app.add_typer(topics_app, name="topics")


@topics_app.command("list")
def list_topics(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the topics of watchlist.toml with their queries, as they were understood."""
    from monitor.edges.terminal import print_table

    watchlist = load(context).watchlist
    rows = [
        (t.name, t.priority.name.lower(), str(t.query), list(t.feeds)) for t in watchlist.topics
    ]
    if as_json:
        keys = ("name", "priority", "query", "feeds")
        print_json({"topics": [dict(zip(keys, row, strict=True)) for row in rows]})
    else:
        print_table(
            out(),
            ["topic", "priority", "query", "feeds"],
            [
                [name, priority, query, " ".join(feeds) or "all"]
                for name, priority, query, feeds in rows
            ],
        )


@topics_app.command("test")
def try_topics(
    context: typer.Context,
    text: Annotated[
        str | None, typer.Argument(help="A headline; limits of topics to feeds are left aside.")
    ] = None,
    lang: Annotated[
        str | None, typer.Option(help="Its language, ja or en; otherwise it is recognised.")
    ] = None,
    lines: Annotated[
        bool,
        typer.Option(
            "--lines", help="Read one text a line on stdin, write one JSON document a line."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Say which topics a text fires, and why a name in it does not count."""
    from monitor.core.matching import Matcher
    from monitor.edges.sudachi import Sudachi

    if lang not in (None, "ja", "en"):
        raise typer.BadParameter(f"--lang {lang}: write ja or en")
    if (text is None) != lines:
        raise typer.BadParameter("give a text, or --lines and the texts on stdin")
    settings = load(context, or_shipped=True)
    matcher = Matcher(settings.watchlist, settings.feeds, Sudachi())
    if lines:
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        for line in sys.stdin:
            print_json(_tested(matcher, line.rstrip("\r\n"), lang)[1], lines=True)
        return
    explanation, document = _tested(matcher, text or "", lang)
    if as_json:
        print_json(document)
    else:
        _print_explanation(out(), explanation, document)


def _tested(
    matcher: "Matcher", text: str, language: str | None
) -> tuple["Explanation", dict[str, Any]]:
    from monitor.core.documents import explanation_document
    from monitor.core.language import detect_language
    from monitor.core.model import PlainText, Via, Wording, WordingId

    # the text is matched as it is given, so that the spans fit what the caller has; bytes that were no UTF-8 are "?"
    text = text.encode("utf-8", "replace").decode("utf-8")
    wording = Wording(
        id=WordingId(0),
        via=Via.ORIGINAL,
        title=PlainText(text),
        body=PlainText(""),
        language=language or detect_language(text, configured=None, declared=None),
    )
    explanation = matcher.explain(wording)
    return explanation, explanation_document(explanation)


def _print_explanation(
    console: "Console", explanation: "Explanation", document: dict[str, Any]
) -> None:
    from rich.text import Text

    from monitor.core.text import one_line

    for topic, hits in explanation.fired:
        console.print(
            Text(f"fires: {topic.name} ({topic.priority.name.lower()})", style="bold green")
        )
        for hit in hits:
            what = (
                f"concept {hit.concept}, alias {hit.alias}" if hit.concept else f"word {hit.query}"
            )
            console.print(
                Text(f"  {one_line(hit.text)!r} at {hit.start}-{hit.end}: {what}", overflow="fold")
            )
    if not explanation.fired:
        console.print(Text("fires nothing", style="bold"))
    for miss in document["near_misses"]:
        line = f"  {miss['alias']} at {miss['start']}-{miss['end']} does not count: {one_line(miss['reason'])}"
        console.print(Text(line, style="yellow", overflow="fold"))
    for topic, tree in explanation.quiet:
        console.print(Text(f"quiet: {topic.name}: {_missing(tree)}", style="dim", overflow="fold"))


def _missing(tree: dict[str, Any]) -> str:
    """Return a tree on one line: what held is in capitals' place marked +, what did not -."""
    sign = "+" if tree["held"] else "-"
    if "term" in tree:
        return f"{sign}{tree['term']}"
    inside = f" {tree['op']} ".join(map(_missing, tree["parts"]))
    return f"not {inside}" if tree["op"] == "not" else f"({inside})"
