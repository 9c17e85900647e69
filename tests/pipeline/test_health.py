"""Every state that a feed can be in, played by a server on loopback over days of a simulated clock."""

import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.status import status_document
from monitor.core.digest import DigestPeriod
from monitor.core.model import FeedId
from monitor.edges.web.addresses import is_private
from monitor.edges.web.client import Limits, Web
from monitor.pipeline.rounds import run_round
from monitor.pipeline.telling import make_digest
from monitor.settings.loading import load_settings
from monitor.wiring.opening import Monitor, open_monitor
from tests.fakes import NOON, FakeClock, http_server, reply, rss, write_settings

HOUR = timedelta(hours=1)
GARBLED = "防衛省がサイバー攻撃の被害を公表".encode().decode("cp932", errors="replace")
# what the server plays at each path, and the state that a person would name
STATES = {
    "ok": "ok",
    "same": "not-modified",
    "quiet": "quiet",
    "empty": "empty",
    "403": "http-403",
    "404": "http-404",
    "410": "http-410",
    "429": "http-429",
    "503": "http-5xx",
    "page": "not-a-feed",
    "cut": "truncated",
    "garbled": "garbled",
    "big": "too-big",
    "slow": "timeout",
    "inside": "blocked",
    "refused": "refused",
    "dns": "dns",
    "tls": "tls",
}
GOOD = {"ok", "same", "quiet", "empty"}


class Stage:
    """A server whose pages play their states, on the simulated clock; it counts who asks."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.asked: Counter[str] = Counter()
        self.mended: set[str] = set()

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        name = handler.path[1:]
        self.asked[name] += 1
        if name in self.mended:
            reply(handler, rss(("1", "back again"), at=self.clock.time))
        elif name.isdigit():
            headers = {"Retry_After": "21600"} if name in ("429", "503") else {}
            reply(handler, b"no", status=int(name), **headers)
        else:
            getattr(self, f"play_{name}")(handler)

    def play_ok(self, handler: BaseHTTPRequestHandler) -> None:
        reply(handler, rss((str(self.clock.time), "news"), at=self.clock.time))

    def play_same(self, handler: BaseHTTPRequestHandler) -> None:
        reply(handler, rss(("1", "one"), at=NOON))

    def play_quiet(self, handler: BaseHTTPRequestHandler) -> None:
        items = [rss((str(n), f"old {n}"), at=NOON - (96 + n) * HOUR) for n in range(5)]
        middle = b"".join(item[item.index(b"<item>") : item.index(b"</channel>")] for item in items)
        reply(handler, rss().replace(b"</channel>", middle + b"</channel>"))

    def play_empty(self, handler: BaseHTTPRequestHandler) -> None:
        reply(handler, rss())

    def play_page(self, handler: BaseHTTPRequestHandler) -> None:
        reply(handler, b"<!DOCTYPE html><html><title>Just a moment...</title></html>")

    def play_cut(self, handler: BaseHTTPRequestHandler) -> None:
        reply(handler, rss(("1", "first"), ("2", "second"))[:-40])

    def play_garbled(self, handler: BaseHTTPRequestHandler) -> None:
        reply(handler, rss(("1", GARBLED)))

    def play_big(self, handler: BaseHTTPRequestHandler) -> None:
        reply(handler, b"x" * 200_000)

    def play_slow(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        time.sleep(0.4)

    def play_inside(self, handler: BaseHTTPRequestHandler) -> None:
        reply(handler, status=302, Location="http://127.0.0.2:9/")


@contextmanager
def playing(tmp_path: Path, monitor_toml: str = "") -> Iterator[tuple[Monitor, Stage, FakeClock]]:
    clock = FakeClock()
    stage = Stage(clock)
    with socket.socket() as closed, http_server(stage) as address:
        closed.bind(("127.0.0.1", 0))  # nobody listens there
        urls = {name: f"{address}/{name}" for name in STATES}
        urls |= {
            "refused": f"http://127.0.0.1:{closed.getsockname()[1]}/",
            "dns": "http://no-such-host.invalid/",
            "tls": address.replace("http:", "https:") + "/tls",
        }
        feeds = "".join(f'[[feed]]\nid = "{name}"\nurl = "{url}"\n' for name, url in urls.items())
        config = write_settings(tmp_path / "c", feeds=feeds, monitor=monitor_toml)
        web = Web(
            limits=Limits(seconds=0.3, megabytes=0.1),
            is_private=lambda address: address != "127.0.0.1" and is_private(address),
        )
        database = f"sqlite:///{tmp_path}/m.db"
        with open_monitor(load_settings(config), database, now=clock, fetch=web) as monitor:
            yield monitor, stage, clock


def poll_for(monitor: Monitor, clock: FakeClock, hours: int) -> None:
    """Run a round each quarter of an hour."""
    for _ in range(hours * 4):
        run_round(monitor.plan, monitor.world)
        clock.advance(minutes=15)


def states(monitor: Monitor) -> dict[str, str]:
    return {feed["id"]: feed["state"] for feed in status_document(monitor)["feeds"]}


def coverage(monitor: Monitor, clock: FakeClock, hours: int) -> Any:
    period = DigestPeriod(name="x", since=clock.time - hours * HOUR, until=clock())
    return make_digest(monitor.plan, monitor.world, period)["coverage"]


def test_each_trouble_has_the_name_that_a_person_would_give_it(tmp_path: Path) -> None:
    with playing(tmp_path) as (monitor, _, clock):
        run_round(monitor.plan, monitor.world)
        first = status_document(monitor)
        clock.advance(minutes=15)
        run_round(monitor.plan, monitor.world)
        found = states(monitor)

        assert found == STATES
        assert all(f["reason"] for f in first["feeds"] if f["id"] not in ("ok", "same"))
        assert [f["articles"] for f in first["feeds"] if f["id"] == "cut"] == [2]


def test_a_blip_is_silent_and_what_lasts_is_not(tmp_path: Path) -> None:
    with playing(tmp_path) as (monitor, stage, clock):
        stage.mended |= {"403", "404", "429", "503", "410"}
        poll_for(monitor, clock, 1)
        stage.mended.remove("404")
        poll_for(monitor, clock, 1)
        blip = {b["feed"] for b in coverage(monitor, clock, 2)["blind"]}
        stage.mended |= {"404"}
        poll_for(monitor, clock, 2)

        assert states(monitor)["404"] in ("ok", "not-modified")
        assert "404" not in blip
        assert "403" not in {b["feed"] for b in coverage(monitor, clock, 4)["blind"]}


def test_days_of_trouble_cost_few_requests_and_are_told_in_status_and_coverage(
    tmp_path: Path,
) -> None:
    with playing(tmp_path) as (monitor, stage, clock):
        poll_for(monitor, clock, 72)
        document, seen = status_document(monitor), coverage(monitor, clock, 24)
        asked = stage.asked

        assert not document["healthy"]
        assert (seen["feeds"], seen["seen"]) == (len(STATES), len(GOOD))
        assert {b["feed"]: b["state"] for b in seen["blind"]} == {
            name: state for name, state in STATES.items() if name not in GOOD
        }
        assert all(b["since"].startswith("2026-11-22T12:00") for b in seen["blind"])
        assert {s["feed"]: s["state"] for s in seen["silent"]} == {
            "quiet": "quiet",
            "empty": "empty",
        }
        assert asked["410"] == 1
        assert asked["404"] == asked["403"] == asked["page"] <= 9
        assert asked["429"] <= asked["404"]
        assert asked["ok"] > 70
        assert asked["quiet"] == pytest.approx(asked["ok"] / 1, rel=0.9)


def test_everything_that_is_mended_comes_back_by_itself_but_what_is_gone(tmp_path: Path) -> None:
    with playing(tmp_path) as (monitor, stage, clock):
        poll_for(monitor, clock, 30)
        stage.mended |= set(STATES) - {"refused", "dns", "tls"}
        poll_for(monitor, clock, 25)
        found = states(monitor)

        assert found["410"] == "http-410"
        unreachable = {"refused", "dns", "tls", "410"}
        assert {s for name, s in found.items() if name not in unreachable} <= {"ok", "not-modified"}
        again = run_round(monitor.plan, monitor.world, only=[FeedId("410")])
        assert again.collected.ok == 1
        assert states(monitor)["410"] == "ok"


def test_a_feed_is_polled_at_its_own_rhythm_within_the_bounds(tmp_path: Path) -> None:
    toml = '[polling]\nevery = "15m"\nfastest = "15m"\nslowest = "4h"\n'
    with playing(tmp_path, toml) as (monitor, stage, clock):
        poll_for(monitor, clock, 48)

        assert (
            170 <= stage.asked["same"] <= 230
        )  # one date tells no rhythm: each quarter of an hour
        assert stage.asked["quiet"] <= 110  # an article an hour: twice an hour


def test_a_feed_that_moved_is_followed_and_status_says_so(tmp_path: Path) -> None:
    asked: Counter[str] = Counter()
    clock = FakeClock()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked[handler.path] += 1
        if handler.path == "/old":
            reply(handler, status=308, Location="/new")
        else:
            reply(handler, rss((str(clock.time), "news"), at=clock.time))

    with http_server(answer) as address:
        config = write_settings(
            tmp_path / "c", feeds=f'[[feed]]\nid = "a"\nurl = "{address}/old"\n'
        )
        database = f"sqlite:///{tmp_path}/m.db"
        with open_monitor(load_settings(config), database, now=clock) as monitor:
            poll_for(monitor, clock, 3)
            (feed,) = status_document(monitor)["feeds"]

    assert asked["/old"] == 2
    assert asked["/new"] > 9
    assert (feed["state"], feed["moved_to"]) == ("ok", f"{address}/new")
