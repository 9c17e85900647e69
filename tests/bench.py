"""A monitor with a real database, of which a test controls the web, the clock and the translator."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from monitor.core.digest import DigestPeriod
from monitor.core.model import Article, ArticleId, Match, Wording
from monitor.pipeline.ports import World
from monitor.pipeline.rounds import Round, run_round
from monitor.pipeline.telling import make_digest
from monitor.settings.loading import load_settings
from monitor.wiring.opening import Monitor, open_monitor
from tests.fakes import NOON, FakeClock, FakeEngine, FakeWeb, write_settings

URL = "https://example.org/a"
WATCHLIST = """
[concepts.tick]
en = ["Tick"]
ja = ["ティック"]
[[topic]]
name = "Tick"
query = "@tick AND NOT 訓練"
priority = "high"
[[topic]]
name = "breach"
query = "breach"
"""


@dataclass
class Bench:
    """A monitor whose surroundings a test controls."""

    folder: Path
    clock: FakeClock = field(default_factory=FakeClock)
    web: FakeWeb = field(default_factory=FakeWeb)
    engine: FakeEngine | None = field(default_factory=FakeEngine)
    alerts: list[tuple[str, str]] = field(default_factory=list)
    monitor_toml: str = ""
    watchlist: str = WATCHLIST
    feeds: str = ""

    @contextmanager
    def open(self) -> Iterator[tuple[Monitor, World]]:
        config = write_settings(
            self.folder / "c", watchlist=self.watchlist, monitor=self.monitor_toml, feeds=self.feeds
        )
        settings = load_settings(config)
        with open_monitor(
            settings, f"sqlite:///{self.folder}/m.db", now=self.clock, fetch=self.web
        ) as monitor:
            yield (
                monitor,
                replace(
                    monitor.world, engines=(self.engine,) if self.engine else (), alert=self._alert
                ),
            )

    def round(self, *, everything: bool = True) -> Round:
        with self.open() as (monitor, world):
            return run_round(monitor.plan, world, everything=everything)

    def digest(self, *, history: bool = False) -> list[tuple[str, list[str]]]:
        with self.open() as (monitor, world):
            period = DigestPeriod(
                name="x", since=NOON - timedelta(days=9), until=self.clock() + timedelta(seconds=1)
            )
            document = make_digest(monitor.plan, world, period, history=history)
        return [
            (t["name"], [a["title"] for s in t["stories"] for a in s["articles"]])
            for t in document["topics"]
        ]

    def translation(self, number: int = 1) -> Wording:
        translation = self.article(number).translation("en")
        assert translation is not None
        return translation

    def article(self, number: int = 1) -> Article:
        with self.open() as (monitor, _):
            (article,) = monitor.articles.load([ArticleId(number)])
            return article

    def _alert(self, match: Match, article: Article) -> str | None:
        self.alerts.append((match.topic, article.original.title))
        return None
