"""The commands that work: `poll` for one round, `run` for rounds until it is told to stop."""

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.app import JsonOption, app, err, opened, out, print_json, remark

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from monitor.edges.terminal import ProgressBars
    from monitor.pipeline.rounds import Round
    from monitor.wiring.opening import Monitor, Shows

log = logging.getLogger(__name__)
# a longer queue goes on in the next round: feeds are polled each minute all the same
_TRANSLATING = timedelta(seconds=30)


@app.command()
def poll(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Poll every feed, due or not.")] = False,
    feed: Annotated[
        list[str] | None,
        typer.Option("--feed", metavar="ID", help="Poll this feed; may be repeated."),
    ] = None,
    no_send: Annotated[
        bool, typer.Option("--no-send", help="Send no alerts and no digests.")
    ] = False,
    retry_translations: Annotated[
        bool,
        typer.Option("--retry-translations", help="Try translations again that were given up."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Run one round of everything that is due."""
    from monitor.core.errors import SettingsError
    from monitor.core.model import FeedId
    from monitor.edges.terminal import ProgressBars
    from monitor.pipeline.rounds import run_round
    from monitor.wiring.watching import put_in_force

    with (
        ProgressBars(err()) as bars,
        opened(context, _shows(err() if as_json else out(), bars)) as monitor,
    ):
        known = {f.id for f in monitor.plan.feeds}
        if unknown := [name for name in feed or () if name not in known]:
            raise SettingsError(
                [f"no feed is called {', '.join(unknown)}; see `monitor feeds list`"]
            )
        with monitor.lock():
            if changed := _engine_change(monitor):
                remark(changed)
            put_in_force(monitor)
            if retry_translations:
                remark(f"{monitor.translations.retry()} translations are tried again")
            only = [FeedId(name) for name in feed or ()]
            done = run_round(
                monitor.plan, monitor.world, everything=everything, only=only, send=not no_send
            )
    if as_json:
        print_json(_document(done))
    else:
        _print_round(out(), done, monitor)
    collected = done.collected
    unreadable = collected.due > 0 and len(collected.failures) == collected.due
    if unreadable or done.problems or monitor.settings.problems:
        raise typer.Exit(1)


@app.command()
def run(context: typer.Context) -> None:
    """Poll, alert and send digests until Ctrl-C or SIGTERM."""
    from monitor.edges.terminal import ProgressBars
    from monitor.edges.timer import wake_each_minute

    with (
        ProgressBars(err()) as bars,
        opened(context, _shows(out(), bars)) as monitor,
        monitor.run_lock(),
    ):
        remark(f"watching {len(monitor.plan.feeds)} feeds; Ctrl-C stops")
        run_monitor(monitor, wake=wake_each_minute, say=remark)
    remark("stopped")


def run_monitor(
    monitor: "Monitor",
    *,
    wake: "Callable[[Callable[[], None]], None]",
    say: "Callable[[str], None]",
) -> None:
    """Run rounds whenever `wake` calls for one, and say what went wrong in each."""
    from monitor.pipeline.rounds import run_round
    from monitor.wiring.watching import put_in_force

    in_force = monitor

    def one_round() -> None:
        nonlocal in_force
        in_force = _edited(in_force, say)
        with monitor.lock():
            if changed := _engine_change(monitor):
                say(changed)
            put_in_force(in_force)
            done = run_round(in_force.plan, in_force.world, translate_for=_TRANSLATING)
        if done.collected.due:
            log.info(_summary(done))
        for problem in done.problems:
            say(problem)

    wake(one_round)


def _engine_change(monitor: "Monitor") -> str | None:
    from monitor.wiring.engines import told_engine_change

    return told_engine_change(monitor.articles, monitor.world.engines, monitor.plan.language)


def _edited(monitor: "Monitor", say: "Callable[[str], None]") -> "Monitor":
    """Return the monitor with watchlist.toml as it is now, and say what became of an edit."""
    from monitor.cli.app import say_watchlist_problems
    from monitor.wiring.watching import with_edited_watchlist

    edited = with_edited_watchlist(monitor)
    if edited.settings.problems != monitor.settings.problems:
        say_watchlist_problems(edited.settings.problems, say)
        if not edited.settings.problems:
            say("watchlist.toml is right again")
    if edited.settings.watchlist_text != monitor.settings.watchlist_text:
        say("watchlist.toml was edited: it is in force from now on")
    return edited


def _shows(console: "Console", bars: "ProgressBars") -> "Shows":
    from monitor.edges.terminal import print_alert, print_digest
    from monitor.wiring.opening import Shows

    return Shows(
        alert=lambda topic, story: print_alert(console, topic, story),
        digest=lambda view: print_digest(console, view),
        progress=bars,
    )


def _document(done: "Round") -> dict[str, Any]:
    collected = done.collected
    return {
        "feeds": {
            "due": collected.due,
            "ok": collected.ok,
            "not_modified": collected.not_modified,
            "failed": len(collected.failures),
        },
        "articles": {"new": collected.new, "updated": collected.updated},
        "translated": done.translated,
        "hits": done.hits,
        "failures": [
            {"feed": f.feed, "state": f.state, "reason": f.reason} for f in collected.failures
        ],
    }


def _print_round(console: "Console", done: "Round", monitor: "Monitor") -> None:
    from rich.text import Text

    from monitor.wiring.opening import feed_names

    collected = done.collected
    names = feed_names(monitor.settings)
    if not collected.due:
        console.print(Text("no feed is due; `monitor poll --all` polls them now"))
    console.print(Text(_summary(done)))
    for record in collected.failures:
        console.print(
            Text(f"  {names[record.feed]}: {record.state} ({record.reason})", style="red")
        )
    for problem in done.problems:
        console.print(Text(f"  {problem}", style="red"))


def _summary(done: "Round") -> str:
    collected = done.collected
    return (
        f"{collected.due} feeds polled: {collected.ok} ok, {collected.not_modified} not modified, "
        f"{len(collected.failures)} failed; {collected.new} new articles, {collected.updated} updated, "
        f"{done.translated} translated, {done.hits} hits"
    )
