"""The commands that apply edited rules to history: `topics backtest` only looks, `topics rematch` does it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.app import JsonOption, err, in_force, opened, out, print_json, remark
from monitor.cli.topics import topics_app

if TYPE_CHECKING:
    from rich.console import Console

    from monitor.core.backtest import Backtest, Change
    from monitor.core.model import ArticleId
    from monitor.core.watchlist import Watchlist
    from monitor.edges.store.articles import ArticleStore
    from monitor.edges.terminal import ProgressBars
    from monitor.settings.loading import Settings

_PAGE = 1000
_STAGE = "Looking back"


@topics_app.command("backtest")
def backtest(
    context: typer.Context,
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Compare watchlist.toml with this edited copy of it; else the rules in force with watchlist.toml.",
        ),
    ] = None,
    show: Annotated[
        int, typer.Option(min=0, help="How many articles to print for each topic.")
    ] = 10,
    as_json: JsonOption = False,
) -> None:
    """Say which stored articles an edit would gain and lose, and why; nothing is changed."""
    from monitor.core.backtest import Backtest
    from monitor.edges.sudachi import Sudachi
    from monitor.edges.terminal import ProgressBars
    from monitor.settings.locate import database_url
    from monitor.wiring.watching import open_history

    settings = in_force(context)
    url = database_url(context.obj.database, settings.database)
    with ProgressBars(err()) as bars, open_history(url) as articles:
        before, after = _watchlists(settings, articles, against)
        compared = Backtest(before, after, settings.feeds, Sudachi())
        total = articles.count()
        changes = _changes(articles, compared, bars, total) if compared.topics else []
    if as_json:
        print_json(_document(compared.topics, total, changes))
    else:
        _print(out(), compared.topics, total, changes, show)


@topics_app.command("rematch")
def rematch(context: typer.Context) -> None:
    """Match all stored articles with watchlist.toml as it is now; what is found so is late and alerts nobody."""
    from monitor.edges.terminal import ProgressBars
    from monitor.pipeline.matching import match_new
    from monitor.wiring.opening import Shows
    from monitor.wiring.watching import put_in_force

    with ProgressBars(err()) as bars, opened(context, Shows(progress=bars)) as monitor:
        if monitor.settings.problems:
            raise typer.Exit(2)
        with monitor.lock():
            put_in_force(monitor)
            waiting = monitor.matches.count_unmatched(monitor.world.matcher.revision)
            before = monitor.matches.pairs()
            match_new(monitor.world)
            after = monitor.matches.pairs()
    if not waiting:
        remark("all articles are matched with this watchlist already")
        return
    for topic, found, gone in _counted(before, after):
        remark(f"{topic}: {found} articles found late, {gone} not any more")
    remark(
        f"{waiting} articles matched anew; what was found late alerts nobody, and the next digest marks it so"
    )


def _counted(
    before: "set[tuple[ArticleId, str]]", after: "set[tuple[ArticleId, str]]"
) -> list[tuple[str, int, int]]:
    """Return (topic, articles gained, articles lost) of every topic that changed."""
    found = Counter(topic for _, topic in after - before)
    gone = Counter(topic for _, topic in before - after)
    return [(topic, found[topic], gone[topic]) for topic in sorted(found.keys() | gone.keys())]


def _watchlists(
    settings: "Settings", articles: "ArticleStore", against: Path | None
) -> "tuple[Watchlist, Watchlist]":
    """Return the watchlists to compare, the one before the edit first.

    Raises:
        SettingsError: one of them is wrong.
        MonitorError: nothing was matched yet.
    """
    from monitor.core.errors import MonitorError, SettingsError
    from monitor.settings.loading import read_text
    from monitor.wiring.watching import watchlist_in_force

    if against:
        problems: list[str] = []
        text = read_text(against, problems)
        if text is None:
            raise SettingsError([f"{against}: {problems[0].partition(': ')[2]}"])
        return settings.watchlist, _loaded(settings.directory, text, str(against))
    if settings.problems:
        raise typer.Exit(2)
    before = watchlist_in_force(articles)
    if before is None:
        raise MonitorError(
            "no round has kept its watchlist yet, so there is nothing to compare with: run `monitor poll` before an edit, "
            "or give --against FILE"
        )
    return _loaded(settings.directory, before, "the last round's watchlist"), settings.watchlist


def _loaded(folder: Path, text: str, name: str) -> "Watchlist":
    from monitor.core.errors import SettingsError
    from monitor.settings.loading import load_settings
    from monitor.settings.problems import WATCHLIST

    try:
        return load_settings(folder, watchlist=text).watchlist
    except SettingsError as error:
        wrong = f"{folder}/{WATCHLIST}"
        raise SettingsError([p.replace(wrong, name, 1) for p in error.problems]) from None


def _changes(
    articles: "ArticleStore", compared: "Backtest", bars: "ProgressBars", total: int
) -> "list[Change]":
    from monitor.core.model import ArticleId

    changes: list[Change] = []
    last, done = ArticleId(0), 0
    while page := articles.after(last, _PAGE):
        for article in page:
            changes += compared.changes(article)
        last, done = page[-1].id, done + len(page)
        bars(_STAGE, done, total)
    bars(_STAGE, 0, 0)
    return changes


def _document(topics: Sequence[str], total: int, changes: "Sequence[Change]") -> dict[str, Any]:
    def listed(topic: str, *, gained: bool) -> list[dict[str, Any]]:
        return [
            {
                "id": str(change.article.id),
                "feed": change.article.feed,
                "title": change.article.original.title,
                "reasons": list(change.reasons),
            }
            for change in changes
            if change.topic == topic and change.gained is gained
        ]

    return {
        "articles": total,
        "topics": [
            {"name": name, "gained": listed(name, gained=True), "lost": listed(name, gained=False)}
            for name in topics
        ],
    }


def _print(
    console: "Console", topics: Sequence[str], total: int, changes: "Sequence[Change]", show: int
) -> None:
    from rich.text import Text

    from monitor.edges.terminal import print_remarks

    if not topics:
        console.print(Text("the rules are the same: no topic would change"))
        return
    console.print(Text(f"{total} articles, {len(topics)} changed topics"))
    for name in topics:
        gained = [c for c in changes if c.topic == name and c.gained]
        lost = [c for c in changes if c.topic == name and not c.gained]
        console.print(
            Text(f"{name}: {len(gained)} gained, {len(lost)} lost", style="bold", overflow="fold")
        )
        for own, sign, style in ((gained, "+", "green"), (lost, "-", "red")):
            print_remarks(console, [Text(_line(sign, c), style=style) for c in own[:show]])
            if len(own) > show:
                more = f"{sign} and {len(own) - show} more; --show {len(own)} prints all"
                print_remarks(console, [Text(more, style="dim")])


def _line(sign: str, change: "Change") -> str:
    from monitor.core.text import one_line

    article, reasons = change.article, "; ".join(map(one_line, change.reasons))
    return f"{sign} #{article.id} {article.original.title or '(no title)'} ({reasons or 'every article'})"
