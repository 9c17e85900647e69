"""The command `status`: the health of feeds, queues, models and deliveries."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from monitor.cli.app import JsonOption, app, opened, out, print_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.wiring.opening import Monitor

_LONGEST = 300


@app.command()
def status(context: typer.Context, as_json: JsonOption = False) -> None:
    """Say how every feed is; exit 1 when something needs you."""
    with opened(context) as monitor:
        document = status_document(monitor)
        if as_json:
            print_json(document)
        else:
            _print(monitor, document)
    if not document["healthy"]:
        raise typer.Exit(1)


def status_document(monitor: "Monitor") -> dict[str, Any]:
    """Return the health of everything, as scripts see it."""
    from monitor.edges.argos.packages import installed_models
    from monitor.pipeline.translating import translators
    from monitor.wiring.engines import engine_trouble

    feeds, troubled = _feed_documents(monitor)
    deliveries = {"pending": 0, "sent": 0, "failed": 0} | monitor.outbox.counts()
    given_up, last_error = monitor.translations.given_up()
    trouble = engine_trouble(monitor.world.engines, monitor.plan.language)
    engines = [] if trouble else translators(monitor.world.engines, monitor.plan.language)
    waiting = sum(
        len(monitor.translations.untranslated(monitor.plan.language, versions))
        for _, versions in engines
    )
    trouble = trouble or monitor.translations.trouble()
    return {
        "healthy": not (troubled or deliveries["failed"] or trouble or monitor.settings.problems),
        "watchlist_problems": list(monitor.settings.problems),
        "engine": " and ".join(engine.name for engine, _ in engines) or "off",
        "engine_trouble": trouble,
        "feeds": feeds,
        "queues": {
            "unmatched": monitor.matches.count_unmatched(monitor.world.matcher.revision),
            "untranslated": waiting,
            "translation_given_up": given_up,
            "translation_last_error": last_error,
            "translation_suspect": monitor.translations.count_suspect(monitor.plan.language),
        },
        "models": [{"pair": model.pair, "version": model.version} for model in installed_models()],
        "deliveries": deliveries | {"last_error": monitor.outbox.last_error()},
    }


def _feed_documents(monitor: "Monitor") -> tuple[list[dict[str, Any]], bool]:
    """Return the health of each feed, and whether one of them needs the user."""
    from monitor.core.documents import optional_timestamp
    from monitor.core.model import FeedStatus
    from monitor.core.polling import needs_attention

    statuses, counts = monitor.feeds.statuses(), monitor.feeds.article_counts()
    now = monitor.world.now()
    feeds, troubled = [], False
    for feed in monitor.plan.feeds:
        known = statuses.get(feed.id, FeedStatus())
        troubled |= needs_attention(known, now)
        feeds.append(
            {
                "id": feed.id,
                "state": known.state or "not-polled",
                "last_success": optional_timestamp(known.last_success),
                "failures": known.failures,
                "reason": known.reason,
                "moved_to": known.moved_to,
                "next_poll": optional_timestamp(known.next_poll),
                "hold_until": optional_timestamp(known.hold_until),
                "articles": counts.get(feed.id, 0),
            }
        )
    return feeds, troubled


def _print(monitor: "Monitor", document: dict[str, Any]) -> None:
    from rich.text import Text

    from monitor.core.view import show_time
    from monitor.edges.terminal import print_remarks, print_table

    console, zone = out(), monitor.settings.zone

    def shown(moment: str | None) -> str:
        return show_time(datetime.fromisoformat(moment), zone) if moment else "never"

    rows, remarks = [], []
    for feed in document["feeds"]:
        style = _style(feed)
        rows.append(
            [
                feed["id"],
                Text(feed["state"], style=style),
                str(feed["articles"]),
                shown(feed["last_success"]),
            ]
        )
        if remark := _remark(feed, shown):
            remarks.append(Text(f"{feed['id']}: {remark}", style=style))
    print_table(console, ["feed", "state", "articles", "last seen"], rows)
    print_remarks(console, remarks)
    queues, deliveries = document["queues"], document["deliveries"]
    models = ", ".join(f"{m['pair']} {m['version']}" for m in document["models"]) or "none"
    lines = [
        f"translation: {document['engine']} (Argos models: {models})",
        f"waiting: {queues['unmatched']} to match, {queues['untranslated']} to translate; "
        f"{queues['translation_given_up']} translations given up, {queues['translation_suspect']} doubtful",
        f"deliveries: {deliveries['sent']} sent, {deliveries['pending']} waiting, {deliveries['failed']} failed",
    ]
    lines += [
        f"  {text}"
        for text in (
            document["engine_trouble"],
            queues["translation_last_error"],
            deliveries["last_error"],
        )
        if text
    ]
    lines.append(
        "all is well"
        if document["healthy"]
        else "something needs you: see what is red or named above"
    )
    for line in lines:
        console.print(Text(line, overflow="fold"))


def _style(feed: dict[str, Any]) -> str:
    from monitor.core.model import GOOD_STATES, SILENT_STATES

    if feed["failures"]:
        return "red"
    return "green" if feed["state"] in GOOD_STATES - SILENT_STATES else "yellow"


def _remark(feed: dict[str, Any], shown: "Callable[[str | None], str]") -> str:
    """Return what a person should know of a feed, or ""."""
    waits = f"it wants to be asked again at {shown(feed['hold_until'])}"
    moved = f"moved for good to {(feed['moved_to'] or '')[:_LONGEST]}: write that into feeds.toml"
    parts = [
        feed["reason"],
        waits if feed["hold_until"] else None,
        moved if feed["moved_to"] else None,
    ]
    return "; ".join(part for part in parts if part)
