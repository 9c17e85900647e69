from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.feeds import parse_feed
from tests.fakes import fetched, rss


def test_entries_keep_their_order_and_each_identity_once() -> None:
    parsed = parse_feed(fetched(rss(("1", "first"), ("2", "second"), ("1", "first"))))

    assert [(e.entry_id, e.title) for e in parsed.entries] == [("1", "first"), ("2", "second")]


def test_of_two_versions_under_one_identity_and_link_the_first_stands_for_the_article() -> None:
    parsed = parse_feed(fetched(rss(("1", "newer"), ("1", "older"))))

    assert [e.title for e in parsed.entries] == ["newer"]


def test_announcements_on_one_page_are_told_apart_by_their_titles() -> None:
    items = "".join(
        f"<item><title>{title}</title><link>/news</link></item>" for title in ("a", "b", "a")
    )
    parsed = parse_feed(fetched(f"<rss version='2.0'><channel>{items}</channel></rss>".encode()))

    assert [e.title for e in parsed.entries] == ["a", "b"]
    assert len({e.entry_id for e in parsed.entries}) == 2


def test_hostile_text_is_made_plain_at_the_door() -> None:
    item = "<item><guid>1</guid><title>a &amp;lt;b&amp;gt; &#x1b;[2J \u202ered [/]</title><link>javascript:x</link></item>"

    (entry,) = parse_feed(
        fetched(f"<rss version='2.0'><channel>{item}</channel></rss>".encode())
    ).entries

    assert "\x1b" not in entry.title
    assert "\u202e" not in entry.title
    assert entry.url == ""


def test_an_entry_without_an_id_is_known_by_its_link_else_by_its_words() -> None:
    body = b"<rss version='2.0'><channel><item><title>a</title><link>/x</link></item><item><title>b</title></item></channel></rss>"

    first, second = parse_feed(fetched(body)).entries

    assert (first.entry_id, first.url) == ("/x", "https://example.org/x")
    assert second.entry_id.startswith("hash:")


def test_the_time_of_an_entry_says_where_it_came_from() -> None:
    body = (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>a</title><updated>2026-11-22T09:00:00+09:00</updated>"
        b"</entry><entry><id>2</id><title>b</title></entry></feed>"
    )

    dated, undated = parse_feed(fetched(body)).entries

    assert (dated.published, dated.published_from) == (
        datetime(2026, 11, 22, 0, 0, tzinfo=UTC),
        "updated",
    )
    assert (undated.published, undated.published_from) == (None, "seen")


def test_a_date_in_a_form_that_only_feedparser_reads_is_taken_from_it_when_the_day_is_right() -> (
    None
):
    items = "".join(
        f"<item><title>{date}</title><pubDate>{date}</pubDate></item>"
        for date in ("2026-325", "20261121", "Nov 2026")
    )
    entries = parse_feed(
        fetched(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    ).entries

    assert [e.published for e in entries] == [None, datetime(2026, 11, 21, 0, 0, tzinfo=UTC), None]


def test_a_title_that_is_missing_is_taken_from_the_body() -> None:
    body = b"<rss version='2.0'><channel><item><guid>1</guid><description>&lt;p&gt;Only a body&lt;/p&gt;</description></item></channel></rss>"

    (entry,) = parse_feed(fetched(body)).entries

    assert entry.title == "Only a body"


def test_an_html_page_and_other_documents_are_no_feeds() -> None:
    page = parse_feed(fetched(b"<!DOCTYPE html><html><body>Checking your browser</body></html>"))
    json = parse_feed(fetched(b'{"a": 1}'))
    nothing = parse_feed(fetched(b"  "))

    assert page.failure is not None
    assert "HTML page" in page.failure[1]
    assert [p.failure[0] for p in (page, json, nothing) if p.failure] == ["not-a-feed"] * 3


def test_the_content_of_an_entry_goes_before_a_shorter_summary() -> None:
    body = (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>a</title><summary>short</summary>"
        b"<content type='html'>&lt;p&gt;much longer&lt;/p&gt;</content><content type='image/png'>AAAA</content></entry></feed>"
    )

    (entry,) = parse_feed(fetched(body)).entries

    assert entry.body == "much longer"


PIECES = st.lists(
    st.sampled_from(
        [b"<rss version='2.0'>", b"<channel>", b"<item>", b"<title>", b"</title>", b"<![CDATA[", b"]]>", b"&amp;", b"&#0;", b"&bogus;",
         b"<pubDate>", b"0000-00-00", b"</item>", b"<link>", b"http://[", b"</rss>", b"\x1b$B", b"\xff\xfe", "日本".encode("cp932"),
         b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>", b"<id>", b"<rdf:RDF>"]
    ) | st.binary(max_size=6)
).map(b"".join)  # fmt: skip


@given(PIECES)
def test_no_bytes_raise(body: bytes) -> None:
    parse_feed(fetched(body))


JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "T", "language": "ja", "items": [
 {"id": 7, "url": "https://example.org/1", "title": "見出し &amp; more", "content_html": "<p>本文です</p>", "date_published": "2026-11-22T09:00:00+09:00"},
 {"id": "b", "external_url": "https://example.org/2", "content_text": "only text", "date_modified": "2026-11-22T09:00:00Z", "language": "en"},
 "nonsense", {"id": "c"}]}"""


def test_json_feeds_are_read() -> None:
    parsed = parse_feed(fetched(JSON_FEED.encode()))

    first, second = parsed.entries
    assert (first.entry_id, first.title, first.body) == ("7", "見出し & more", "本文です")
    assert (first.language, first.published) == ("ja", datetime(2026, 11, 22, tzinfo=UTC))
    assert (second.title, second.url, second.published_from) == (
        "only text",
        "https://example.org/2",
        "updated",
    )
    assert parsed.title == "T"


def test_a_json_feed_that_is_cut_is_truncated_and_other_json_is_no_feed() -> None:
    states = [
        (parse_feed(fetched(body)).failure or ("ok",))[0]
        for body in (JSON_FEED.encode()[:-40], b'{"items": 3}', b"{" * 5000, b'{"a": 1')
    ]

    assert states == ["truncated", "not-a-feed", "not-a-feed", "not-a-feed"]


def in_channel(items: str, channel: str = "") -> bytes:
    return f"<rss version='2.0'><channel>{channel}{items}</channel></rss>".encode()


NAIVE = "<item><guid>1</guid><title>{}</title><pubDate>2026-11-22 09:00:00</pubDate></item>"


def test_a_date_without_a_zone_is_in_that_of_its_feed() -> None:
    def published(title: str, channel: str = "", **feed: object) -> datetime | None:
        body = in_channel(NAIVE.format(title), channel)
        return parse_feed(fetched(body, **feed)).entries[0].published

    def at(hour: int) -> datetime:
        return datetime(2026, 11, 22, hour, tzinfo=UTC)

    eastern = "<pubDate>Sun, 22 Nov 2026 08:00:00 -0500</pubDate>"
    in_utc = "<lastBuildDate>Sun, 22 Nov 2026 08:00:00 GMT</lastBuildDate>"
    assert published("こんにちは") == at(0)
    assert published("hello") == at(9)
    assert published("hello", language="ja") == at(0)
    assert published("hello", eastern) == at(14)
    assert published("こんにちは", in_utc) == at(0)
    assert published("こんにちは", timezone=UTC) == at(9)


def test_a_document_that_ends_too_early_gives_what_is_whole() -> None:
    body = rss(("1", "first"), ("2", "second"), ("3", "third"))
    after_the_title, within_it = body.index(b"third") + 14, body.index(b"third") + 3

    whole = parse_feed(fetched(body[:after_the_title]))
    less = parse_feed(fetched(body[:within_it]))

    assert [e.title for e in whole.entries] == ["first", "second", "third"]
    assert [e.title for e in less.entries] == ["first", "second"]
    assert whole.failure == less.failure == ("truncated", "the document ends before </rss>")


def test_what_the_server_broke_off_is_truncated_even_where_it_looks_whole() -> None:
    parsed = parse_feed(replace(fetched(rss(("1", "a"))), complete=False))
    nothing = parse_feed(replace(fetched(b""), complete=False))

    assert parsed.failure == ("truncated", "the server broke off its answer")
    assert len(parsed.entries) == 1
    assert nothing.failure
    assert nothing.failure[0] == "truncated"


@pytest.mark.parametrize(
    ("channel", "minutes"),
    [
        ("<ttl>60</ttl>", 60),
        ("<ttl>soon</ttl>", None),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 360),
        ("<sy:updatePeriod> hourly </sy:updatePeriod>", 60),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 60),
        ("<ttl>999999</ttl>", 365 * 24 * 60),
        ("", None),
    ],
)
def test_a_feed_may_ask_for_an_interval(channel: str, minutes: int | None) -> None:
    space = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"
    body = in_channel("", channel).replace(b"<rss", f"<rss {space}".encode())

    assert parse_feed(fetched(body)).pace == (timedelta(minutes=minutes) if minutes else None)


def test_entries_without_words_are_called_by_their_links_or_counted() -> None:
    body = in_channel(
        "<item><link>https://example.org/a%20b</link></item><item><guid>x</guid></item>"
    )

    parsed = parse_feed(fetched(body))

    assert [entry.title for entry in parsed.entries] == ["example.org/a b"]
    assert parsed.notes == ("entries with neither words nor a link, left out: 1",)


def test_an_entry_without_id_and_link_is_known_by_its_title_and_date() -> None:
    item = "<item><title>同じ</title><pubDate>{}</pubDate><description>{}</description></item>"
    body = in_channel(item.format("2026-11-01", "a") + item.format("2026-11-02", "a"))
    edited = in_channel(item.format("2026-11-01", "b"))

    first, second = parse_feed(fetched(body)).entries
    (again,) = parse_feed(fetched(edited)).entries

    assert first.entry_id != second.entry_id
    assert again.entry_id == first.entry_id


def test_half_a_character_in_a_reference_is_left_out() -> None:
    body = in_channel("<item><guid>1</guid><title>a&#xD800;b&#55297;c&#x2460;</title></item>")

    assert parse_feed(fetched(body)).entries[0].title == "abc①"


def test_a_document_on_which_feedparser_itself_fails_is_no_feed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("textinput")

    monkeypatch.setattr("feedparser.parse", broken)

    assert parse_feed(fetched(rss())).failure == (
        "not-a-feed",
        "the document is broken in a way that feedparser cannot read: KeyError('textinput')",
    )


def test_the_texts_of_a_feed_tell_the_language_of_those_in_chinese_characters_only() -> None:
    def languages(*titles: str) -> list[str]:
        items = "".join(f"<item><guid>{t}</guid><title>{t}</title></item>" for t in titles)
        return [entry.language for entry in parse_feed(fetched(in_channel(items))).entries]

    assert languages("首相訪中", "首相が訪中へ") == ["ja", "ja"]
    assert languages("首相訪中", "中国外交部", "人民日报") == ["zh", "zh", "zh"]
    assert languages("首相訪中") == ["ja"]
