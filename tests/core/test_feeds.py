from datetime import UTC, datetime

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

    assert first.entry_id == "https://example.org/x"
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
