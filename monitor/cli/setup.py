"""The commands to begin with: `demo`, `init`, `check`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.app import app, err, load, out, remark

if TYPE_CHECKING:
    from monitor.settings.loading import Settings


@app.command()
def demo() -> None:
    """Run the whole pipeline on sample feeds, and print the digest.

    It works in a temporary folder, and needs no network.
    """
    from monitor.demo.tour import run_demo

    run_demo(out(), err())


@app.command()
def init(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Otherwise the user's settings folder.")
    ] = None,
) -> None:
    """Write the settings files; never overwrites one."""
    from monitor.settings.loading import FILES
    from monitor.settings.locate import user_config, write_config

    target = folder or user_config()
    written = write_config(target)
    for path in written:
        remark(f"wrote {path}")
    if len(written) < len(FILES):
        remark(
            f"left as they are: {', '.join(name for name in FILES if target / name not in written)}"
        )
    elsewhere = folder and target.resolve() != Path("config").resolve()
    place = f" --config {target}" if elsewhere else ""
    remark(f"next: edit watchlist.toml, then `monitor{place} check` and `monitor{place} poll`")


@app.command()
def check(
    context: typer.Context,
    online: Annotated[
        bool, typer.Option("--online", help="Also ask every feed, model and mail server.")
    ] = False,
) -> None:
    """Read all settings and report every mistake in them."""
    from rich.text import Text

    settings = load(context)
    watchlist = settings.watchlist
    out().print(
        Text(
            f"{settings.directory}: fine: {len(settings.feeds)} feeds, {len(watchlist.concepts)} concepts, "
            f"{len(watchlist.topics)} topics, {len(settings.digests)} digests, {len(settings.mail)} mail channels"
        ),
        soft_wrap=True,
    )
    if online and not _check_online(settings):
        raise typer.Exit(1)


def _check_online(settings: "Settings") -> bool:
    """Ask what the settings name; return whether all of it answered."""
    from rich.text import Text

    from monitor.core.errors import MonitorError
    from monitor.edges.mail import try_server
    from monitor.edges.sudachi import Sudachi
    from monitor.wiring.engines import engine_trouble, open_engines
    from monitor.wiring.fetching import try_feeds
    from monitor.wiring.opening import mail_server

    console, fine = out(), True
    for feed, trouble in try_feeds(settings):
        fine &= trouble is None
        console.print(
            Text(f"feed {feed.id}: {trouble or 'fine'}", style="red" if trouble else ""),
            soft_wrap=True,
        )
    try:
        model = engine_trouble(open_engines(settings.translation, Sudachi()), settings.language)
    except MonitorError as error:
        model = str(error)
    fine &= model is None
    console.print(
        Text(
            f"translation {settings.translation.engine}: {model or 'fine'}",
            style="red" if model else "",
        ),
        soft_wrap=True,
    )
    for name, channel in settings.mail.items():
        try:
            mail = try_server(mail_server(channel))
        except MonitorError as error:
            mail = str(error)
        fine &= mail is None
        console.print(
            Text(f"mail:{name}: {mail or 'fine'}", style="red" if mail else ""), soft_wrap=True
        )
    return fine
