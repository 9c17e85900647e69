"""The feeds commands against a real server on loopback, as a user types them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from monitor.settings.loading import load_settings
from tests.fakes import http_server, reply, rss, write_settings
from tests.terminal import Terminal

PAGE = (
    '<html><head><link rel="alternate" type="application/rss+xml" title="ニュース" href="/feed">'
    '<link rel="alternate" type="application/atom+xml" title="All \x1b[2J" href="/all"></head></html>'
)
ONE = '<html><link rel="alternate" type="application/rss+xml" href="/feed"></html>'


@dataclass
class Site:
    """A server, what it was asked, and settings that hold one feed of another."""

    address: str
    folder: Path
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def urls(self) -> list[str]:
        return [feed.url for feed in load_settings(self.folder).feeds]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    entries = [
        ("1", "ティックの犯行か"),
        ("2", "quiet day"),
        *((f"n{n}", f"news {n}") for n in range(6)),
    ]
    pages = {
        "/feed": rss(*entries),
        "/all": rss(("2", "quiet day")),
        "/page": PAGE.encode(),
        "/one": ONE.encode(),
        "/empty": rss(),
        "/plain": b"<html>nothing here</html>",
    }
    asked: list[tuple[str, str | None]] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append((handler.path, handler.headers.get("Authorization")))
        if handler.path == "/old":
            reply(handler, status=301, Location="/feed")
        elif handler.path in pages:
            reply(handler, pages[handler.path], Content_Type="text/html; charset=utf-8")
        else:
            reply(handler, status=404)

    with http_server(answer) as address:
        folder = write_settings(tmp_path / "c")
        monkeypatch.setenv("MONITOR_CONFIG", str(folder))
        yield Site(address, folder, asked)


def test_a_feed_is_added_with_its_title_and_tags(monitor: Terminal, site: Site) -> None:
    result = monitor("feeds", "add", f"{site.address}/feed", "--tag", "news", "--tag", "日本")

    assert (result.code, result.out) == (0, f"added 127.0.0.1: {site.address}/feed\n")
    added = load_settings(site.folder).feeds[1]
    assert (added.url, added.name, added.tags) == (
        f"{site.address}/feed",
        "x",
        frozenset({"news", "日本"}),
    )


def test_a_page_with_one_feed_stands_for_it(monitor: Terminal, site: Site) -> None:
    assert monitor("feeds", "add", f"{site.address}/one").code == 0
    assert site.urls()[1] == f"{site.address}/feed"


def test_the_feeds_of_a_page_are_listed_and_the_chosen_one_is_added(
    monitor: Terminal, site: Site
) -> None:
    listed = monitor("feeds", "add", f"{site.address}/page")
    wrong = monitor("feeds", "add", f"{site.address}/page", "--choose", "3")
    chosen = monitor("feeds", "add", f"{site.address}/page", "--choose", "2", "--name", "Mine")

    assert listed.code == wrong.code == 2
    assert "1  ニュース" in listed.err
    assert "2  All [2J" in listed.err
    assert "--choose 1 to 2" in listed.err
    assert chosen.code == 0
    assert [f.name for f in load_settings(site.folder).feeds] == ["a", "Mine"]


def test_an_address_that_moved_for_good_is_added_where_it_is_now(
    monitor: Terminal, site: Site
) -> None:
    assert monitor("feeds", "add", f"{site.address}/old").code == 0
    assert site.urls()[1] == f"{site.address}/feed"


@pytest.mark.parametrize(
    ("path", "code", "message"),
    [
        ("/none", 1, "was not added: http-404"),
        ("/plain", 1, "was not added: not-a-feed"),
    ],
)
def test_what_is_no_feed_is_not_added(
    monitor: Terminal, site: Site, path: str, code: int, message: str
) -> None:
    result = monitor("feeds", "add", site.address + path)

    assert (result.code, len(site.urls())) == (code, 1)
    assert message in result.err


def test_a_feed_is_not_added_twice_and_nonsense_is_refused(monitor: Terminal, site: Site) -> None:
    monitor("feeds", "add", f"{site.address}/feed")
    again = monitor("feeds", "add", f"{site.address}/feed")
    nonsense = monitor("feeds", "add", "nonsense")

    assert (again.code, nonsense.code) == (2, 2)
    assert "already" in again.err
    assert "'nonsense' is no address" in nonsense.err
    assert len(site.urls()) == 2


def test_a_feed_is_removed_and_a_wrong_name_is_told(monitor: Terminal, site: Site) -> None:
    monitor("feeds", "add", f"{site.address}/feed")

    assert monitor("feeds", "remove", "127.0.0.1").code == 0
    assert monitor("feeds", "remove", "127.0.0.1").code == 2
    assert len(site.urls()) == 1


def test_an_exported_list_comes_back_the_same(
    monitor: Terminal, site: Site, tmp_path: Path
) -> None:
    monitor("feeds", "add", f"{site.address}/feed", "--tag", "news", "--tag", "日本")
    printed = monitor("feeds", "export")
    written = monitor("feeds", "export", "--output", str(tmp_path / "feeds.opml"))
    monitor("feeds", "remove", "127.0.0.1")

    result = monitor("feeds", "import", str(tmp_path / "feeds.opml"))

    assert (tmp_path / "feeds.opml").read_text(encoding="utf-8") == printed.out
    assert (written.code, result.code) == (0, 0)
    assert result.out == "added 1 feeds, skipped 1 entries\n"
    assert "https://example.org/a: is in feeds.toml already" in result.err
    back = load_settings(site.folder).feeds[1]
    assert (back.url, back.name, back.tags) == (
        f"{site.address}/feed",
        "x",
        frozenset({"news", "日本"}),
    )


def test_a_file_that_is_no_opml_is_told(monitor: Terminal, site: Site, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("hello")

    assert "no OPML" in monitor("feeds", "import", str(tmp_path / "x")).err
    assert monitor("feeds", "import", str(tmp_path / "missing")).code == 1


def test_one_fetch_is_told_from_the_first_hop_to_what_would_match(
    monitor: Terminal, site: Site
) -> None:
    result = monitor("feeds", "test", f"{site.address}/old")

    assert result.code == 0
    for line in (
        f"{site.address}/old: 301 -> {site.address}/feed",
        "for good to",
        "content-type: text/html; charset=utf-8",
        "utf-8 (declared by HTTP as utf-8)",
        "ティックの犯行か",
        "2026-11-22T12:00:00Z (published)",
        "Tick",
        "8 entries",
    ):
        assert line in result.out, line
    assert result.out.count("identity") == 5


def test_one_fetch_is_told_to_scripts(monitor: Terminal, site: Site) -> None:
    document = monitor("feeds", "test", f"{site.address}/feed", "--json").json

    assert (document["state"], document["entries"], document["moved_to"]) == ("ok", 8, None)
    assert document["hops"] == [{"url": f"{site.address}/feed", "status": 200, "to": None}]
    assert document["articles"][0]["topics"] == ["Tick"]
    assert document["articles"][1]["topics"] == []


def test_a_page_names_its_feeds_and_a_dead_address_its_state(monitor: Terminal, site: Site) -> None:
    page = monitor("feeds", "test", f"{site.address}/page")
    dead = monitor("feeds", "test", f"{site.address}/none", "--json")
    empty = monitor("feeds", "test", f"{site.address}/empty", "--json")

    assert page.code == dead.code == 1
    assert f"{site.address}/all" in page.out
    assert "\x1b" not in page.out
    assert (dead.json["state"], dead.json["articles"]) == ("http-404", [])
    assert (empty.code, empty.json["state"]) == (0, "empty")


def test_a_feed_of_the_settings_is_tested_with_its_own_login(
    monitor: Terminal, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = f'[[feed]]\nid = "mine"\nurl = "{site.address}/feed"\nbearer_env = "FEED_TOKEN"\n'
    write_settings(site.folder, feeds=feed)

    without = monitor("feeds", "test", "mine")
    monkeypatch.setenv("FEED_TOKEN", "s3cret")
    given = monitor("feeds", "test", "mine")

    assert without.code == 1
    assert "no-secret" in without.out
    assert "FEED_TOKEN is not set" in without.out.replace("\n", " ").replace("  ", "")
    assert given.code == 0
    assert site.asked == [("/feed", "Bearer s3cret")]
    assert "s3cret" not in given.out + given.err


@pytest.mark.parametrize("width", ["60", "80", "120"])
def test_the_story_of_a_fetch_fits_the_terminal(
    monitor: Terminal, site: Site, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", width)

    lines = monitor("feeds", "test", f"{site.address}/page").out.splitlines()

    assert max(map(cell_len, lines)) <= int(width)


def test_a_page_may_not_name_a_private_address_elsewhere(
    monitor: Terminal, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = b'<link rel="alternate" type="application/rss+xml" href="http://127.0.0.2:9/meta">'
    with http_server(lambda handler: reply(handler, page)) as address:
        result = monitor("feeds", "add", f"{address}/")

    assert result.code == 1
    assert "was not added: blocked" in result.err
    assert len(site.urls()) == 1


def test_what_looks_like_markup_in_an_address_is_none(monitor: Terminal, site: Site) -> None:
    tested = monitor("feeds", "test", f"{site.address}/ok[/]")
    added = monitor("feeds", "add", f"{site.address}/[red]:heart:", "--unchecked")

    assert (tested.code, added.code) == (1, 0)
    assert "/ok[/]: 404" in tested.out.replace("\n", "")
    assert f"{site.address}/[red]:heart:" in added.out


def test_a_feed_that_cannot_be_asked_now_is_added_unchecked(monitor: Terminal, site: Site) -> None:
    refused = monitor("feeds", "add", f"{site.address}/none")
    given = monitor("feeds", "add", f"{site.address}/none", "--unchecked")

    assert "--unchecked adds it all the same" in refused.err
    assert (given.code, len(site.urls())) == (0, 2)


def test_a_password_in_an_address_is_neither_asked_nor_repeated(
    monitor: Terminal, site: Site
) -> None:
    address = site.address.replace("://", "://me:s3cret@")
    results = [
        monitor("feeds", "add", address),
        monitor("feeds", "add", address, "--unchecked"),
        monitor("feeds", "test", address),
    ]

    assert [result.code for result in results] == [2, 2, 2]
    assert not any("s3cret" in result.out + result.err for result in results)
    assert site.asked == []


def test_a_tag_of_two_words_is_refused_before_anything_is_asked(
    monitor: Terminal, site: Site
) -> None:
    result = monitor("feeds", "add", f"{site.address}/feed", "--tag", "a b")

    assert (result.code, site.asked) == (2, [])
    assert "--tag 'a b'" in result.err


def test_a_choice_goes_with_a_page(monitor: Terminal, site: Site) -> None:
    result = monitor("feeds", "add", f"{site.address}/feed", "--choose", "2")

    assert (result.code, len(site.urls())) == (2, 1)
    assert "--choose goes with a page" in result.err


def test_a_list_with_bad_and_private_entries_is_imported_and_told(
    monitor: Terminal, site: Site, tmp_path: Path
) -> None:
    (tmp_path / "x.opml").write_text(
        '<opml xmlns="urn:x"><BODY><OUTLINE text="good" xmlUrl="https://good.example/"/>'
        '<outline text="port" xmlUrl="http://h:99999/"/><outline text="login" xmlUrl="http://u:pw@h/"/>'
        '<outline text="csi" xmlUrl="http://h/&#x9b;31m&#x202e;x"/>'
        '<outline text="inner" xmlUrl="http://169.254.169.254/x"/></BODY></opml>',
        encoding="utf-8",
    )

    result = monitor("feeds", "import", str(tmp_path / "x.opml"))

    assert result.out == "added 2 feeds, skipped 3 entries\n"
    assert "login: its address holds a password" in result.err
    assert "http://169.254.169.254/x: is a private address" in result.err
    assert "pw@" not in result.err
    assert all(line.isprintable() for line in (result.out + result.err).splitlines())
