"""Polls real feed documents from a loopback server, as a user would poll them."""

import http.server
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.core.model import Article, ArticleId, FeedId
from monitor.pipeline.rounds import run_round
from monitor.settings.loading import load_settings
from monitor.wiring.opening import Monitor, open_monitor
from tests.fakes import http_server, reply, write_settings
from tests.feed_table import distinct_entries
from tests.serve_feeds import feeds_toml, serve_folders

# signs of bytes that were read in the wrong encoding, in the words of people who see them daily
MOJIBAKE = re.compile("[縺繧繝]|\ufffd|[Ãã][\x80-\xbf]|‚[\x80-\xff]|[､･][｡-ﾟ]{2}")
# articles that are in another language than the others of their folder, each looked at
OTHER_LANGUAGES = {
    "ja/plagger_atom-related.xml": {"en": 5},
    "ja/plagger_delicious.xml": {"en": 2},
    "ja/plagger_flickr-friends.xml": {"en": 19},
    "ja/plagger_guess-language_mixed.xml": {"en": 2},
    "ja/plagger_guess-language_mixed_nolang.xml": {"en": 2},
    "ja/plagger_rss-full.xml": {"en": 1},
    "en/feedsmith_atom-10.xml": {"fr": 1},
    "en/ffpint_osm-pl.xml": {"pl": 6},
}
NO_FEED = {
    "defusedxml_dtd.xml", "defusedxml_external.xml", "defusedxml_xmlbomb2.xml", "derived_empty.xml",
    "gofeed_json_invalid.json", "gofeed_parser_universal_unknown_feed.xml", "html_jpcert_at210050.html",
    "html_sjis_www2.chuo-u.ac.jp-suishin.xml", "miniflux_iso88591.xml", "not_a_feed_jvndb_detail_2022.rdf",
}  # fmt: skip
CUT = {
    "derived_yahoo_truncated_midtag.xml", "feedparser_illformed_rdf_channel_empty_textinput.xml",
    "feedparser_illformed_rss_incomplete_cdata.xml", "feedrs_rss_2.0_invalid_1.xml",
}  # fmt: skip


@contextmanager
def polling(folders: list[Path], tmp_path: Path) -> Iterator[tuple[Monitor, dict[str, FeedId]]]:
    """Give a monitor whose feeds are the files of some folders, and the id of each file."""
    with serve_folders(folders) as addresses:
        config = write_settings(
            tmp_path / "c", feeds=feeds_toml(addresses), monitor='[translation]\nengine = "off"\n'
        )
        settings = load_settings(config)
        with open_monitor(settings, f"sqlite:///{tmp_path}/m.db") as monitor:
            yield monitor, {feed.name: feed.id for feed in settings.feeds}


def all_articles(monitor: Monitor) -> dict[FeedId, list[Article]]:
    total = sum(monitor.feeds.article_counts().values())
    stored: dict[FeedId, list[Article]] = {}
    for article in monitor.articles.load([ArticleId(number) for number in range(1, total + 1)]):
        stored.setdefault(article.feed, []).append(article)
    return stored


@pytest.fixture(scope="module")
def polled(
    shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Monitor, dict[str, FeedId], dict[FeedId, list[Article]]]]:
    folders = [shared / "feeds" / "ja", shared / "feeds" / "en"]
    with polling(folders, tmp_path_factory.mktemp("real")) as (monitor, ids):
        run_round(monitor.plan, monitor.world)
        yield monitor, ids, all_articles(monitor)


Polled = tuple[Monitor, dict[str, FeedId], dict[FeedId, list[Article]]]


def test_no_real_feed_loses_an_entry(polled: Polled, shared: Path) -> None:
    _, ids, stored = polled
    lost = {
        name: (distinct_entries((shared / "feeds" / name).read_bytes()), len(stored.get(feed, [])))
        for name, feed in ids.items()
    }

    assert len(ids) == 110
    assert {n: counts for n, counts in lost.items() if counts[1] < counts[0]} == {}


def test_no_title_of_a_real_feed_is_mojibake(polled: Polled) -> None:
    titles = [article.original.title for articles in polled[2].values() for article in articles]

    assert len(titles) > 1900
    assert [title for title in titles if MOJIBAKE.search(title)] == []


def test_every_article_of_a_real_feed_has_its_language(polled: Polled) -> None:
    _, ids, stored = polled
    found = {
        name: dict(Counter(article.original.language for article in stored[feed]))
        for name, feed in ids.items()
    }
    others = {
        name: {language: n for language, n in counts.items() if language != name[:2]}
        for name, counts in found.items()
    }

    assert {name: counts for name, counts in others.items() if counts} == OTHER_LANGUAGES


def test_every_article_of_a_real_feed_says_how_it_was_read(polled: Polled) -> None:
    articles = [article for own in polled[2].values() for article in own]

    assert all(re.fullmatch(r"[a-z0-9-]+ \(.+\)", a.original.provenance) for a in articles)
    assert {a.published_from for a in articles} <= {"published", "updated", "seen"}


def test_a_second_poll_of_real_feeds_parses_nothing(
    polled: Polled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monitor = polled[0]

    def parse(*_: object, **__: object) -> None:
        pytest.fail("an unchanged document was parsed")

    whole = [f for f in monitor.plan.feeds if monitor.feeds.statuses()[f.id].state != "truncated"]
    monkeypatch.setattr("monitor.core.reading.parse_feed", parse)

    again = run_round(monitor.plan, monitor.world, only=[feed.id for feed in whole])

    assert again.collected.not_modified == again.collected.due == len(whole) >= 109
    assert (again.collected.new, again.collected.updated) == (0, 0)


def test_hostile_documents_are_named_as_a_person_would_name_them(
    shared: Path, tmp_path: Path
) -> None:
    with polling([shared / "feeds" / "hostile"], tmp_path) as (monitor, ids):
        run_round(monitor.plan, monitor.world)
        stored, statuses = all_articles(monitor), monitor.feeds.statuses()

    states = {name.partition("/")[2]: statuses[feed].state for name, feed in ids.items()}
    assert len(states) == 149
    assert {name for name, state in states.items() if state == "not-a-feed"} == NO_FEED
    assert {name for name, state in states.items() if state == "truncated"} == CUT
    assert {states[name] for name in states if name not in NO_FEED | CUT} == {
        "ok",
        "empty",
        "quiet",
    }
    assert all(statuses[feed].reason for feed in ids.values() if statuses[feed].state != "ok")
    for article in (article for own in stored.values() for article in own):
        text = article.original.title + article.original.body.replace("\n", "")
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
        assert article.url == "" or article.url.startswith(("http://", "https://"))


def test_each_entry_of_successive_polls_becomes_an_article_once(
    shared: Path, tmp_path: Path
) -> None:
    files = sorted((shared / "feeds" / "series").iterdir())
    served = files[0].read_bytes()

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        etag = f'"{hash(served)}"'
        if handler.headers.get("If-None-Match") == etag:
            reply(handler, status=304)
        else:
            reply(handler, served, ETag=etag)

    seen: dict[str, tuple[str, str]] = {}
    revised = 0
    with http_server(answer) as address:
        feeds = f'[[feed]]\nid = "nhk"\nurl = "{address}/"\n'
        settings = load_settings(write_settings(tmp_path / "c", feeds=feeds))
        with open_monitor(settings, f"sqlite:///{tmp_path}/m.db") as monitor:
            for file in files:
                served = file.read_bytes()
                items = re.findall(
                    r"<item><title>(.*?)</title><link>(.*?)</link><description>(.*?)</description>",
                    served.decode(),
                    re.DOTALL,
                )
                present = {link: (title, text) for title, link, text in items}
                changed = [n for n, words in present.items() if n in seen and seen[n] != words]
                round_ = run_round(monitor.plan, monitor.world, everything=True)
                assert round_.collected.new == len(present.keys() - seen.keys()), file.name
                assert round_.collected.updated == len(changed), file.name
                revised += len(changed)
                seen |= present
                again = run_round(monitor.plan, monitor.world, everything=True)
                assert (again.collected.not_modified, again.collected.new) == (1, 0)
            stored = all_articles(monitor)[FeedId("nhk")]

    assert len(files) == 24
    assert revised > 100
    assert len(stored) == len(seen) > 20
    assert len({article.url for article in stored}) == len(stored)
    assert {article.original.language for article in stored} == {"zh"}
