"""Runs the whole pipeline over the sample feeds, twice, and prints the digest."""

import json
import tempfile
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.text import Text

from monitor.core.digest import DigestPeriod
from monitor.demo.server import SampleFeed, sample_feeds, serve
from monitor.edges.terminal import ProgressBars, print_digest
from monitor.pipeline.rounds import Round, run_round
from monitor.pipeline.telling import make_digest
from monitor.settings.loading import load_settings
from monitor.settings.locate import shipped_config
from monitor.settings.problems import FEEDS, MONITOR, WATCHLIST
from monitor.wiring.clock import utc_now
from monitor.wiring.opening import Monitor, Shows, open_monitor

_DAY = timedelta(hours=24)


def run_demo(out: Console, err: Console) -> None:
    """Print what the monitor makes of the sample feeds; nothing of it is kept."""
    out.print(
        Text("Sample feeds in a temporary folder; nothing leaves this machine.", style="bold")
    )
    feeds = sample_feeds(utc_now())
    with (
        tempfile.TemporaryDirectory(prefix="news-monitor-demo-") as folder,
        serve(feeds) as address,
    ):
        _write_settings(Path(folder), feeds, address)
        settings = load_settings(Path(folder))
        database = f"sqlite:///{folder}/demo.db"
        with (
            ProgressBars(err) as bars,
            open_monitor(settings, database, shows=Shows(progress=bars)) as monitor,
        ):
            _say(out, "First poll", run_round(monitor.plan, monitor.world))
            _say(out, "Second poll", run_round(monitor.plan, monitor.world, everything=True))
            _print_digest(out, monitor)
    out.print()
    out.print(
        Text(
            "Yours: `monitor init` writes settings, `monitor poll` reads your feeds, `monitor digest` prints this."
        )
    )


def _write_settings(folder: Path, feeds: list[SampleFeed], address: str) -> None:
    """Write settings with the sample feeds and the shipped watchlist."""
    tables = [
        f"[[feed]]\nid = {json.dumps(feed.id)}\nname = {json.dumps(feed.name, ensure_ascii=False)}\n"
        f'url = "{address}/{feed.id}"\nlanguage = "{feed.language}"\ntags = {json.dumps(feed.tags)}\n'
        for feed in feeds
    ]
    (folder / FEEDS).write_text("\n".join(tables), encoding="utf-8")
    (folder / MONITOR).write_text(
        '[reader]\nlanguage = "en"\ntimezone = "Asia/Tokyo"\n', encoding="utf-8"
    )
    (folder / WATCHLIST).write_bytes((shipped_config() / WATCHLIST).read_bytes())


def _say(out: Console, name: str, done: Round) -> None:
    collected = done.collected
    out.print(
        Text(
            f"{name}: {collected.due} feeds, {collected.ok} read, {collected.not_modified} not modified (304), "
            f"{len(collected.failures)} failed; {collected.new} new articles, {done.translated} translated, {done.hits} hits"
        )
    )


def _print_digest(out: Console, monitor: Monitor) -> None:
    now = monitor.world.now()
    period = DigestPeriod(name="demo", since=now - _DAY, until=now)
    out.print()
    print_digest(out, monitor.view(make_digest(monitor.plan, monitor.world, period)))
