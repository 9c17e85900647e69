from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.discovery import discover_feeds
from monitor.core.errors import MonitorError
from monitor.core.opml import ListedFeed, read_opml, write_opml
from tests.fakes import make_feed

OPML = """<?xml version="1.0" encoding="Shift_JIS"?>
<opml version="1.1"><head><title>購読</title></head><body>
<outline text="セキュリティ 情報"><outline text="Japan">
  <outline type="rss" text="JPCERT/CC" xmlUrl="https://www.jpcert.or.jp/rss/jpcert.rdf" language="ja-JP"/>
</outline><outline text="an empty folder"/></outline>
<outline title="NHK" xmlUrl="https://nhk.example/rss.xml" category="/news,/tv/japan"/>
<outline title="again" xmlUrl="https://nhk.example/rss.xml"/>
<outline text="script" xmlUrl="javascript:alert(1)"/>
<outline xmlUrl="http://[broken/"/>
</body></opml>"""


def test_folders_become_tags_and_what_is_no_feed_is_told() -> None:
    read = read_opml(OPML.encode("cp932"))

    assert read.feeds == (
        ListedFeed(
            url="https://www.jpcert.or.jp/rss/jpcert.rdf",
            name="JPCERT/CC",
            tags=("セキュリティ-情報", "Japan"),
            language="ja",
        ),
        ListedFeed(url="https://nhk.example/rss.xml", name="NHK", tags=("news", "tv", "japan")),
    )
    assert len(read.skipped) == 4
    assert read.skipped[0] == "an empty folder: has no xmlUrl, so it is no feed"
    assert any("listed twice" in line for line in read.skipped)


@pytest.mark.parametrize("text", ["", "no xml", "<html/>", "<opml>", "<rss version='2.0'/>"])
def test_what_is_no_opml_is_told(text: str) -> None:
    with pytest.raises(MonitorError, match="no OPML"):
        read_opml(text.encode())


def test_outlines_that_are_nested_thousands_deep_are_read() -> None:
    deep = (
        "<outline text='a'>" * 3000 + "<outline xmlUrl='https://x.example/'/>" + "</outline>" * 3000
    )

    (feed,) = read_opml(f"<opml><body>{deep}</body></opml>".encode()).feeds

    assert feed.tags == ("a",)


# a name such as Ã¡ is UTF-8 that was encoded twice, and mended
NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12).filter(
    lambda name: "Ã" not in name and "Â" not in name
)
TAGS = st.from_regex(r"\w[\w-]{0,8}\w", fullmatch=True)
FEEDS = st.lists(
    st.tuples(NAMES, st.frozensets(TAGS, max_size=3), st.sampled_from([None, "ja", "en"])),
    max_size=6,
)


@given(FEEDS)
def test_a_list_of_feeds_survives_the_round_trip(
    rows: list[tuple[str, frozenset[str], str | None]],
) -> None:
    feeds = [
        replace(make_feed(f"f{number}", tags=tags, language=language), name=name)
        for number, (name, tags, language) in enumerate(rows)
    ]

    read = read_opml(write_opml(feeds, "mine").encode())

    assert read.skipped == ()
    assert {(f.url, f.name, frozenset(f.tags), f.language) for f in read.feeds} == {
        (f.url, f.name, f.tags, f.language) for f in feeds
    }


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_the_message(body: bytes) -> None:
    try:
        read_opml(b"<opml><body>" + body)
    except MonitorError:
        return


PAGE = """<html><head><base href="/blog/"><title>x</title>
<link rel="stylesheet" href="a.css"><link rel="alternate" hreflang="en" href="/en/">
<link rel="Alternate" type="application/rss+xml" title="記事 <b>" href="rss.xml">
<link rel="alternate home" type="application/atom+xml" href="https://other.example/atom">
<link rel="alternate" type="application/rss+xml" href="rss.xml"><link rel="alternate" type="application/rss+xml" href="javascript:x">
</head><body><a href="/index.rdf?a=1">RSS 1.0</a> <a href="/feedback">no</a> <a href="/feed/">feed</a></body></html>"""


def test_the_feeds_of_a_page_are_found_in_their_order_each_once() -> None:
    found = discover_feeds(PAGE, "https://site.example/page.html")

    assert [(feed.url, feed.title) for feed in found] == [
        ("https://site.example/blog/rss.xml", "記事 <b>"),
        ("https://other.example/atom", ""),
        ("https://site.example/index.rdf?a=1", "RSS 1.0"),
        ("https://site.example/feed/", "feed"),
    ]


@given(st.text(max_size=200))
def test_no_page_raises(page: str) -> None:
    discover_feeds(f"<link rel=alternate type=text/xml href='{page}", "https://x.example/")
