"""Measures `topics backtest` over a stored history, as one process on one core.

python -m tests.benchmarks.backtest [--articles 10000] [--body 400]
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.core.translation import Sentence
from monitor.pipeline.rounds import run_round
from monitor.settings.loading import load_settings
from monitor.settings.locate import shipped_config
from monitor.wiring.opening import open_monitor
from monitor.wiring.watching import put_in_force
from tests.benchmarks.history import SUMMARY, make_history
from tests.fakes import NOON, FakeClock, FakeWeb, rss

_PER_FEED = 100


@dataclass
class BorrowingEngine:
    """Gives each Japanese text a real English headline, so that there is a second wording to match."""

    headlines: Sequence[str]
    name: str = "fake"
    renders_names: bool = False
    portion: int = 6000

    def versions(self, into: str) -> dict[str, str]:
        return {"ja": "1"}

    def translate(self, sentences: Sequence[Sentence], source: str, into: str) -> list[str]:
        places = (sum(map(ord, sentence.text)) for sentence in sentences)
        return [self.headlines[place % len(self.headlines)] for place in places]


def main(arguments: Sequence[str] | None = None) -> None:
    """Store the articles, edit the watchlist, and let the command look back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--body", type=int, default=SUMMARY, help="characters of each body")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stored, translated = store(folder, options.articles, options.body)
        watchlist = folder / "watchlist.toml"
        text = watchlist.read_text(encoding="utf-8")
        edited = text.replace('"MirrorFace"', '"Microsoft"').replace("NOT 訓練", "NOT 日")
        watchlist.write_text(edited, encoding="utf-8")
        for _ in range(3):
            print(f"{stored} articles, {translated} with a translation: {_run(folder)}")


def store(folder: Path, size: int, body: int) -> tuple[int, int]:
    """Poll as many real articles as wanted into a database of the folder, and match them with the shipped watchlist."""
    articles = make_history(size, body)
    english = [a.original.title for a in articles if a.original.title.isascii()]
    pages = {
        f"https://example.org/{number}": rss(
            *((str(a.id), a.original.title) for a in articles[number * _PER_FEED :][:_PER_FEED]),
            at=NOON,
            bodies=[a.original.body for a in articles[number * _PER_FEED :][:_PER_FEED]],
        )
        for number in range((size + _PER_FEED - 1) // _PER_FEED)
    }
    feeds = "".join(
        f'[[feed]]\nid = "f{n}"\nurl = "{url}"\ntags = ["security"]\n'
        for n, url in enumerate(pages)
    )
    (folder / "feeds.toml").write_text(feeds, encoding="utf-8")
    (folder / "monitor.toml").write_text("", encoding="utf-8")
    (folder / "watchlist.toml").write_bytes((shipped_config() / "watchlist.toml").read_bytes())
    settings = load_settings(folder)
    with open_monitor(
        settings, f"sqlite:///{folder}/m.db", now=FakeClock(), fetch=FakeWeb(pages)
    ) as monitor:
        put_in_force(monitor)
        done = run_round(
            monitor.plan, replace(monitor.world, engines=(BorrowingEngine(english),)), send=False
        )
        return monitor.articles.count(), done.translated


def _run(folder: Path) -> str:
    command = [
        sys.executable,
        "-m",
        "monitor",
        "--config",
        str(folder),
        "--database",
        f"{folder}/m.db",
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    answer = subprocess.run(
        [*command, "topics", "backtest", "--json"],
        capture_output=True,
        check=True,
        env={**os.environ, "MONITOR_CONFIG": ""},
    )
    wall = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    topics = json.loads(answer.stdout)["topics"]
    changed = sum(len(t["gained"]) + len(t["lost"]) for t in topics)
    return f"{cpu:.2f} s CPU, {wall:.2f} s wall, {len(topics)} topics changed, {changed} articles gained or lost"


if __name__ == "__main__":
    main()
