"""The commands that ask the watchlist: `topics list`, `topics test`, `topics explain`."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.app import (
    ArticleArgument,
    JsonOption,
    LinesOption,
    app,
    article_number,
    load,
    opened,
    out,
    print_json,
    read_lines,
    stored_article,
    text_or_lines,
)

if TYPE_CHECKING:
    from monitor.core.matching import Explanation, Matcher

topics_app = typer.Typer(help="What is watched for, and why a text fires it.", no_args_is_help=True)
app.add_typer(topics_app, name="topics")


@topics_app.command("list")
def list_topics(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the topics of watchlist.toml with their queries, as they were understood."""
    from monitor.edges.terminal import print_table

    documents = [
        {
            "name": topic.name,
            "priority": topic.priority.name.lower(),
            "query": str(topic.query),
            "feeds": list(topic.feeds),
            "languages": list(topic.languages),
            "original_only": topic.original_only,
        }
        for topic in load(context).watchlist.topics
    ]
    if as_json:
        print_json({"topics": documents})
        return
    rows = [[str(d["name"]), str(d["priority"]), str(d["query"]), _limits(d)] for d in documents]
    print_table(out(), ["topic", "priority", "query", "limits"], rows)


def _limits(document: dict[str, Any]) -> str:
    limits = [*document["feeds"], *(f"lang:{language}" for language in document["languages"])]
    return " ".join(limits + (["original only"] if document["original_only"] else [])) or "none"


@topics_app.command("test")
def try_topics(
    context: typer.Context,
    text: Annotated[
        str | None,
        typer.Argument(
            help="A headline; without --feed, limits of topics to feeds are left aside."
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(help="Its language, such as ja or en; otherwise it is recognised."),
    ] = None,
    feed: Annotated[
        str | None, typer.Option(metavar="ID", help="As if it came in this feed of feeds.toml.")
    ] = None,
    lines: LinesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say which topics a text fires and why, why the others do not, and which names in it do not count."""
    from monitor.cli.explaining import print_explanation
    from monitor.core.language import language_mistake
    from monitor.core.matching import Matcher
    from monitor.edges.sudachi import Sudachi

    if lang is not None and (mistake := language_mistake(lang)):
        raise typer.BadParameter(f"--lang: {mistake}")
    given = text_or_lines(text, lines)
    settings = load(context, or_shipped=True)
    if feed is not None and feed not in {known.id for known in settings.feeds}:
        raise typer.BadParameter(f"--feed {feed}: no feed is called so; see `monitor feeds list`")
    matcher = Matcher(settings.watchlist, settings.feeds, Sudachi())
    if lines:
        for line in read_lines(sys.stdin):
            print_json(_tested(matcher, line, lang, feed)[1], lines=True)
        return
    explanation, document = _tested(matcher, given, lang, feed)
    if as_json:
        print_json(document)
    else:
        print_explanation(out(), explanation)


@topics_app.command("explain")
def explain(
    context: typer.Context,
    article: ArticleArgument,
    as_json: JsonOption = False,
) -> None:
    """Say what a stored article does to every topic, by the rules as they are now: its original and its translation."""
    from monitor.cli.explaining import print_explanation
    from monitor.core.documents import explanation_document

    number = article_number(article)
    with opened(context) as monitor:
        found = stored_article(monitor, number)
        explanation = monitor.world.matcher.explain(found)
    if as_json:
        print_json({"article": str(number), **explanation_document(explanation)})
    else:
        print_explanation(out(), explanation, found)


def _tested(
    matcher: "Matcher", text: str, language: str | None, feed: str | None
) -> "tuple[Explanation, dict[str, Any]]":
    from monitor.core.documents import explanation_document
    from monitor.core.language import detect_language
    from monitor.core.matching import sample
    from monitor.wiring.clock import utc_now

    language = language or detect_language(text, configured=None, declared=None)
    article = sample(text, "", language, feed=feed or "", now=utc_now())
    explanation = matcher.explain(article, anywhere=feed is None)
    return explanation, explanation_document(explanation)
