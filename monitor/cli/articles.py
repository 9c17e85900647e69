"""The command `show`: one article with everything that is known of it."""

from typing import TYPE_CHECKING, Any

import typer

from monitor.cli.app import (
    ArticleArgument,
    JsonOption,
    app,
    article_number,
    opened,
    out,
    print_json,
    stored_article,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from rich.text import Text

    from monitor.core.model import Article, Match
    from monitor.wiring.opening import Monitor


@app.command()
def show(
    context: typer.Context,
    article: ArticleArgument,
    as_json: JsonOption = False,
) -> None:
    """Show an article: both wordings, why it matched, where it is from."""
    number = article_number(article)
    with opened(context) as monitor:
        found = stored_article(monitor, number)
        matches = monitor.matches.of_article(number)
        if as_json:
            print_json(_document(monitor, found, matches))
        else:
            _print(monitor, found, matches)
            _print_earlier(monitor, found)


def _document(monitor: "Monitor", article: "Article", matches: list["Match"]) -> dict[str, Any]:
    from monitor.core.documents import (
        article_document,
        hit_document,
        optional_timestamp,
        timestamp,
    )

    hits = tuple(dict.fromkeys(hit for match in matches for hit in match.hits))
    return {
        **article_document(article, hits, monitor.plan.language),
        "story": str(article.story),
        "arrival": article.arrival.value,
        "read_as": article.original.provenance,
        "revisions": [
            {
                "at": optional_timestamp(wording.made_at),
                "title": wording.title,
                "body": wording.body,
                "read_as": wording.provenance,
            }
            for wording in monitor.articles.earlier_wordings(article.id)
        ],
        "topics": [
            {
                "name": match.topic,
                "via": match.via.value,
                "first_hit": timestamp(match.first_hit),
                "found_late": match.late,
                "hits": [hit_document(hit) for hit in match.hits],
            }
            for match in matches
        ],
    }


def _print(monitor: "Monitor", article: "Article", matches: list["Match"]) -> None:
    from monitor.core.view import show_published, show_time
    from monitor.edges.terminal import print_article
    from monitor.wiring.opening import feed_names

    zone = monitor.settings.zone
    published = show_published(
        article.published, article.published_from, first_seen=article.first_seen, zone=zone
    )
    pairs = [
        *_wording_pairs(article, matches),
        ("feed", feed_names(monitor.settings).get(article.feed, article.feed)),
        ("address", article.url),
        ("published", f"{published} ({article.published_from})"),
        ("read as", article.original.provenance or "(not kept)"),
        ("first seen", f"{show_time(article.first_seen, zone)} ({article.arrival.value})"),
        ("story", str(article.story)),
        *_match_pairs(matches, zone),
    ]
    print_article(out(), pairs)


def _wording_pairs(
    article: "Article", matches: list["Match"]
) -> "Iterator[tuple[str, Text | str]]":
    """Yield title and body of each wording with its hits marked, and what is to be said of a translation."""
    from monitor.core.view import Headline, highlight, translation_remark
    from monitor.edges.terminal import headline_text

    for wording in article.wordings:
        places = {
            (h.field, h.start, h.end) for m in matches for h in m.hits if h.wording == wording.id
        }
        for field, text in (("title", wording.title), ("body", wording.body)):
            spans = [(start, end) for name, start, end in places if name == field]
            line = headline_text(Headline(language=wording.language, pieces=highlight(text, spans)))
            yield f"{wording.language} {field}", line
        if wording.engine:
            remark = translation_remark(wording.engine, wording.suspect, wording.notes)
            yield "translation", remark


def _match_pairs(matches: list["Match"], zone: "ZoneInfo") -> "Iterator[tuple[str, Text | str]]":
    """Yield each topic that an article fired, and the hits that show why."""
    from monitor.core.view import show_time

    late = " (found late, when the watchlist or the translation changed)"
    for match in matches:
        found = f"{match.topic} by the {match.via.value}, {show_time(match.first_hit, zone)}"
        yield "topic", found + (late if match.late else "")
        for hit in match.hits:
            what = f"{hit.concept}: {hit.alias}" if hit.concept else str(hit.query)
            yield "", f"{hit.language} {hit.field} {hit.start}-{hit.end} {hit.text!r} ({what})"


def _print_earlier(monitor: "Monitor", article: "Article") -> None:
    """Print what the feed wrote before it changed its mind."""
    from monitor.core.view import show_time
    from monitor.edges.terminal import print_article

    for wording in monitor.articles.earlier_wordings(article.id):
        out().print()
        print_article(
            out(),
            [
                ("before", f"as it came {show_time(wording.made_at, monitor.settings.zone)}"),
                ("title", wording.title),
                ("body", wording.body),
            ],
        )
