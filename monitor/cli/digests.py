"""The command `digest`: what was found in a period, for the terminal, as JSON, or by mail."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.app import app, opened, out, print_json, remark

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from monitor.core.documents import DigestDocument
    from monitor.wiring.opening import Monitor

_DEFAULT_SINCE = "24h"


@app.command()
def digest(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(help="A digest of monitor.toml: its topics, since it was last sent."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(help="Begin: 24h, 7d, or a time such as 2026-11-02 or 2026-11-02T07:00."),
    ] = None,
    until: Annotated[str, typer.Option(help="End: now, 2h (ago), or a time.")] = "now",
    topic: Annotated[
        list[str] | None, typer.Option("--topic", help="Only this topic; may be repeated.")
    ] = None,
    to: Annotated[
        str, typer.Option(metavar="terminal|json|mail:NAME", help="Where it goes.")
    ] = "terminal",
    output: Annotated[
        Path | None, typer.Option(help="Write it to this file instead of the terminal.")
    ] = None,
) -> None:
    """Build a digest of any period; only --to mail:NAME sends something.

    With --since the history of newly added feeds is shown too.
    """
    with opened(context) as monitor:
        _check_destination(monitor, to)
        document = _build(monitor, name, since, until, topic)
        if to.startswith("mail:"):
            if output:
                raise typer.BadParameter(
                    "--output writes a file; leave it out, or leave out --to mail:..."
                )
            _mail(monitor, document, to)
        elif to == "json":
            _write_json(document, output)
        else:
            _print(monitor, document, output)


def parse_moment(text: str, now: datetime, zone: "ZoneInfo") -> datetime:
    """Return the time that "24h" (ago), "now" or an ISO time means; one without a zone is in the reader's.

    Raises:
        BadParameter: it is written otherwise, or lies outside the calendar.
    """
    from monitor.core.schedule import parse_duration

    if text == "now":
        return now
    try:
        if text[:1].isdigit() and text[-1:].isalpha() and "T" not in text[:-1]:
            return max(now - parse_duration(text), datetime(1, 1, 2, tzinfo=UTC))
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        return datetime(1, 1, 2, tzinfo=UTC)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r}: write a duration such as 24h or 7d, or a time such as 2026-11-02T07:00"
        ) from None


def _check_destination(monitor: "Monitor", to: str) -> None:
    if to in ("terminal", "json"):
        return
    kind, _, channel = to.partition(":")
    if kind != "mail" or channel not in monitor.settings.mail:
        known = ", ".join(["terminal", "json", *(f"mail:{name}" for name in monitor.settings.mail)])
        raise typer.BadParameter(f"--to {to}: there is no such channel; known are {known}")


def _build(
    monitor: "Monitor", name: str | None, since: str | None, until: str, topics: list[str] | None
) -> "DigestDocument":
    from monitor.core.digest import DigestPeriod
    from monitor.pipeline.telling import make_digest

    now, zone = monitor.world.now(), monitor.settings.zone
    schedule = next((s for s in monitor.plan.digests if s.name == name), None)
    if name and schedule is None:
        known = ", ".join(s.name for s in monitor.plan.digests) or "none"
        raise typer.BadParameter(f"monitor.toml has no digest {name!r}; it has {known}")
    for topic in topics or ():
        if monitor.settings.watchlist.topic(topic) is None:
            raise typer.BadParameter(f"there is no topic {topic!r}; see `monitor topics list`")
    covered = monitor.outbox.covered_until(name) if name and not since else None
    begin = covered or parse_moment(since or _DEFAULT_SINCE, now, zone)
    end = parse_moment(until, now, zone)
    if begin >= end:
        raise typer.BadParameter(
            "the period ends before it begins; --since must be earlier than --until"
        )
    chosen = tuple(topics) if topics else schedule.topics if schedule else ("*",)
    period = DigestPeriod(name=name or "digest", since=begin, until=end)
    return make_digest(
        monitor.plan, monitor.world, period, topics=chosen, history=since is not None
    )


def _mail(monitor: "Monitor", document: "DigestDocument", to: str) -> None:
    from monitor.core.errors import MonitorError
    from monitor.pipeline.telling import deliver

    now = monitor.world.now()
    # the same period may be sent again
    document = {**document, "id": f"{document['id']}-{now:%Y%m%dT%H%M%S%f}"}
    with monitor.lock():
        monitor.outbox.post(document, [to], monitor.world.now(), covered_until=None)
        failures = deliver(monitor.world, to=to)
    for channel, reason in failures:
        if channel == to:
            raise MonitorError(
                f"{to}: {reason}; it stays in the outbox, and the next poll tries again"
            )
    remark(f"sent to {to}")


def _write_json(document: "DigestDocument", output: Path | None) -> None:
    import json

    if output is None:
        print_json(document)
    else:
        _write(output, json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _print(monitor: "Monitor", document: "DigestDocument", output: Path | None) -> None:
    import io

    from rich.console import Console

    from monitor.edges.terminal import print_digest

    if output is None:
        print_digest(out(), monitor.view(document))
        return
    text = io.StringIO()
    print_digest(Console(file=text, width=100, highlight=False), monitor.view(document))
    _write(output, text.getvalue())


def _write(path: Path, text: str) -> None:
    from monitor.core.errors import MonitorError

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MonitorError(f"{path} cannot be written: {error.strerror}") from None
