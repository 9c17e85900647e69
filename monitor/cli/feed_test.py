"""The command `feeds test`: everything that one address gives, and why it is read as it is."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.app import JsonOption, err, load, out, print_json
from monitor.cli.asking import Answer, ask
from monitor.cli.feeds import feeds_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.settings.loading import Settings

_SHOWN = 5


@feeds_app.command("test")
def try_feed(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="An address, or the id of a feed in feeds.toml.")],
    as_json: JsonOption = False,
) -> None:
    """Fetch one address and tell the whole story; nothing is kept."""
    from rich.text import Text

    settings = load(context, or_shipped=True)
    with err().status(Text(f"asking {url}")):
        answer = ask(settings, url)
    document = _document(settings, answer)
    if as_json:
        print_json(document)
    else:
        _print(document)
    if document["state"] not in ("ok", "empty"):
        raise typer.Exit(1)


def _document(settings: "Settings", answer: Answer) -> dict[str, Any]:
    """Return the story of one fetch, as scripts see it."""
    from monitor.core.outcomes import Fetched

    outcome, parsed = answer.outcome, answer.parsed
    fetched = isinstance(outcome, Fetched)
    return {
        "url": outcome.request.feed.url,
        "state": answer.state,
        "reason": answer.reason,
        "hops": [{"url": hop.url, "status": hop.status, "to": hop.to} for hop in outcome.hops],
        "moved_to": answer.address if answer.address != outcome.request.feed.url else None,
        "headers": dict(outcome.headers),
        "bytes": len(outcome.body) if isinstance(outcome, Fetched) else None,
        "complete": outcome.complete if isinstance(outcome, Fetched) else None,
        "encoding": parsed.encoding if parsed else None,
        "encoding_why": parsed.why if parsed else None,
        "title": parsed.title if parsed else None,
        "asks_for_interval": int(parsed.pace.total_seconds()) if parsed and parsed.pace else None,
        "notes": list(parsed.notes) if parsed else [],
        "entries": len(parsed.entries) if parsed else 0,
        "articles": list(_articles(settings, answer)) if fetched else [],
        "page_names": [{"url": found.url, "title": found.title} for found in answer.found],
    }


def _articles(settings: "Settings", answer: Answer) -> "Iterator[dict[str, Any]]":
    from monitor.core.documents import optional_timestamp
    from monitor.core.matching import Matcher, sample
    from monitor.edges.sudachi import Sudachi
    from monitor.wiring.clock import utc_now

    matcher = Matcher(settings.watchlist, settings.feeds, Sudachi())
    feed = answer.outcome.request.feed
    for entry in answer.parsed.entries[:_SHOWN] if answer.parsed else ():
        article = sample(entry.title, entry.body, entry.language, feed=feed.id, now=utc_now())
        explanation = matcher.explain(article, anywhere=feed not in settings.feeds)
        yield {
            "id": entry.entry_id,
            "url": entry.url,
            "published": optional_timestamp(entry.published),
            "published_from": entry.published_from,
            "language": entry.language,
            "title": entry.title,
            "body": entry.body,
            "topics": [fired.topic.name for fired in explanation.topics if fired.via],
        }


def _print(document: dict[str, Any]) -> None:
    from monitor.edges.terminal import print_article

    print_article(out(), list(_lines(document)))
    for article in document["articles"]:
        out().print()
        print_article(
            out(),
            [
                ("title", article["title"]),
                ("text", article["body"][:200] or "(none)"),
                ("language", article["language"]),
                ("published", f"{article['published'] or 'no date'} ({article['published_from']})"),
                ("address", article["url"] or "(none)"),
                ("identity", article["id"]),
                ("fires", ", ".join(article["topics"]) or "nothing"),
            ],
        )


def _lines(document: dict[str, Any]) -> "Iterator[tuple[str, str]]":
    reason = f" ({document['reason']})" if document["reason"] else ""
    yield "state", document["state"] + reason
    for hop in document["hops"]:
        yield "asked", f"{hop['url']}: {hop['status']}" + (f" -> {hop['to']}" if hop["to"] else "")
    for name, value in document["headers"].items():
        yield "header", f"{name}: {value}"
    size = f"{document['bytes']} bytes, {document['entries']} entries"
    minutes = (document["asks_for_interval"] or 0) // 60
    optional = {
        "moved": f"for good to {document['moved_to']}" if document["moved_to"] else "",
        "document": size + ("" if document["complete"] else ", cut")
        if document["encoding"]
        else "",
        "encoding": f"{document['encoding']} ({document['encoding_why']})"
        if document["encoding"]
        else "",
        "feed title": document["title"],
        "asks for": f"a poll each {minutes} minutes" if minutes else "",
    }
    yield from ((label, text) for label, text in optional.items() if text)
    yield from (("note", note) for note in document["notes"])
    for found in document["page_names"]:
        yield "page names", f"{found['title'] or '(no title)'} {found['url']}"
