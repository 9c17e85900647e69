from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.dates import JAPAN, parse_date, stated_zone
from monitor.core.language import detect_language
from monitor.core.links import canonical_link, safe_link


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sun, 22 Nov 2026 09:00:00 JST", datetime(2026, 11, 22, 0, 0, tzinfo=UTC)),
        ("Sun, 22 Nov 2026 09:00:00 +0900", datetime(2026, 11, 22, 0, 0, tzinfo=UTC)),
        ("Sun, 22 Nov 2026 09:00:00 GMT", datetime(2026, 11, 22, 9, 0, tzinfo=UTC)),
        ("2026-11-22T09:00+09:00", datetime(2026, 11, 22, 0, 0, tzinfo=UTC)),
        ("2026-11-22T09:00:00Z", datetime(2026, 11, 22, 9, 0, tzinfo=UTC)),
        ("2026-11-22 09:00:00", datetime(2026, 11, 22, 0, 0, tzinfo=UTC)),
        ("2026-11-22T09:00:00 JST", datetime(2026, 11, 22, 0, 0, tzinfo=UTC)),
        ("Sun, 22 Nov 2026 09:00:00 -0000", datetime(2026, 11, 22, 9, 0, tzinfo=UTC)),
        ("2026年11月2日 09:00", datetime(2026, 11, 2, 0, 0, tzinfo=UTC)),
        ("２０２６年１１月２日(月) 9時05分", datetime(2026, 11, 2, 0, 5, tzinfo=UTC)),
        ("2026/11/22 07:00:00 +0900", datetime(2026, 11, 21, 22, 0, tzinfo=UTC)),
        ("2026.11.22 07:00", datetime(2026, 11, 21, 22, 0, tzinfo=UTC)),
        ("2026/11/32", None),
        ("0000-00-00", None),
        ("令和8年11月2日", datetime(2026, 11, 1, 15, 0, tzinfo=UTC)),
        ("令和元年5月1日 午後3時05分", datetime(2019, 5, 1, 6, 5, tzinfo=UTC)),
        ("平成31年4月30日(火) 午前0時30分", datetime(2019, 4, 29, 15, 30, tzinfo=UTC)),
        ("R8.11.2", datetime(2026, 11, 1, 15, 0, tzinfo=UTC)),
        ("令和 8 年 11 月 2 日", datetime(2026, 11, 1, 15, 0, tzinfo=UTC)),
        ("2026年11月2日 25:30", datetime(2026, 11, 2, 16, 30, tzinfo=UTC)),
        ("2026-11-02T24:00:00Z", datetime(2026, 11, 3, 0, 0, tzinfo=UTC)),
        ("2026년 11월 02일 01:31:15", datetime(2026, 11, 1, 16, 31, 15, tzinfo=UTC)),
        ("Mon, 02 Nov 2026 09:00:00 -05:00", datetime(2026, 11, 2, 14, 0, tzinfo=UTC)),
        ("Mon, 02 Nov 2026 09:00:00 GMT+9", datetime(2026, 11, 2, 0, 0, tzinfo=UTC)),
        ("Mon, 02 Nov 2026 09:00:00 GMT+0900", datetime(2026, 11, 2, 0, 0, tzinfo=UTC)),
        ("Mon, 02 Nov 2026 09:00:00 JST+0900", datetime(2026, 11, 2, 0, 0, tzinfo=UTC)),
        ("Mon, 02 Nov 2026 09:00:00 +9", datetime(2026, 11, 2, 0, 0, tzinfo=UTC)),
        ("Mon Nov 02 09:00:00 JST 2026", datetime(2026, 11, 2, 0, 0, tzinfo=UTC)),
        ("Mon, 2 Nov 2026 9:00 PM EST", datetime(2026, 11, 3, 2, 0, tzinfo=UTC)),
        ("2026-11-02 09:00:00 GMT", datetime(2026, 11, 2, 9, 0, tzinfo=UTC)),
        ("2026-11-02 09:00:00 EST", datetime(2026, 11, 2, 14, 0, tzinfo=UTC)),
        ("Mon, 02 Nov 2026 23:59:60 GMT", datetime(2026, 11, 2, 23, 59, 59, tzinfo=UTC)),
        ("Nov 2, 2026", datetime(2026, 11, 1, 15, 0, tzinfo=UTC)),
        ("2 November 2026", datetime(2026, 11, 1, 15, 0, tzinfo=UTC)),
        ("2026-11-02", datetime(2026, 11, 1, 15, 0, tzinfo=UTC)),
        ("Mon, 30 Nov -0001 00:00:00 +0000", None),
        ("Mon, 02 Nov 2026 19:00:00 -0500 (EST)", datetime(2026, 11, 3, 0, 0, tzinfo=UTC)),
        ("2026-11-02T09:00:00,5+09:00", datetime(2026, 11, 2, 0, 0, 0, 500000, tzinfo=UTC)),
        ("2026-11-02T09:00:00-0800", datetime(2026, 11, 2, 17, 0, tzinfo=UTC)),
        ("20261102T090000+0900", datetime(2026, 11, 2, 0, 0, tzinfo=UTC)),
        ("2026-11-02T09:00:00+09:00[Asia/Tokyo]", datetime(2026, 11, 2, 0, 0, tzinfo=UTC)),
        ("2026年11月2日 09:00-10:00", datetime(2026, 11, 2, 0, 0, tzinfo=UTC)),
        ("2026/11/02 19:00～21:00", datetime(2026, 11, 2, 10, 0, tzinfo=UTC)),
        ("2026. 11. 02. 09:00", datetime(2026, 11, 2, 0, 0, tzinfo=UTC)),
        ("2026/11/02 19:00-21", None),
        ("2026-11-02T09:60:00+09:00", None),
        ("Sun, 22 Nov 2026 09:00:00 +0900 (JST)", datetime(2026, 11, 22, 0, 0, tzinfo=UTC)),
        ("Sun, 22 Nov 2026 09:00:00 CEST", datetime(2026, 11, 22, 7, 0, tzinfo=UTC)),
        ("2026-11-22T09:00", datetime(2026, 11, 22, 0, 0, tzinfo=UTC)),
        ("2026-11-22T09:00:00.123456+09:00", datetime(2026, 11, 22, 0, 0, 0, 123456, tzinfo=UTC)),
        ("2036-01-01T00:00:00Z", datetime(2036, 1, 1, tzinfo=UTC)),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00", None),
        ("soon", None),
    ],
)
def test_a_date_is_read_into_utc_or_not_believed(text: str, expected: datetime | None) -> None:
    assert parse_date(text, naive_zone=JAPAN) == expected


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Sun, 22 Nov 2026 09:00:00 +0900", JAPAN.utcoffset(None)),
        ("2026-11-22T09:00:00-05:00", timedelta(hours=-5)),
        ("2026年11月2日 09:00", None),
        ("Sun, 22 Nov 2026 09:00:00 GMT", None),
        ("soon", None),
    ],
)
def test_a_zone_is_taken_from_a_date_that_states_one(text: str, zone: timedelta | None) -> None:
    stated = stated_zone(text)

    assert (stated.utcoffset(None) if stated else None) == zone


@given(
    st.text(max_size=40)
    | st.from_regex(r"(令和|R)\d{1,6}年\d{1,3}月\d{1,3}日 ?\d{0,3}:?\d{0,3}", fullmatch=True)
)
def test_no_date_raises(text: str) -> None:
    parse_date(text, naive_zone=JAPAN)


@pytest.mark.parametrize(
    ("text", "configured", "declared", "language"),
    [
        ("サイバー攻撃が相次ぐ", None, "en-us", "ja"),
        ("サイバー攻撃が相次ぐ", "en", None, "ja"),
        ("日中首脳会談", None, "ja", "ja"),
        ("日中首脳会談", None, "zh-CN", "ja"),
        ("首相訪中", None, "zh-CN", "zh"),
        ("首相訪中", None, None, "ja"),
        ("东京电力公司", None, "ja", "zh"),
        ("台灣總統府", None, "ja", "zh"),
        ("我孫子市長選 現職再選", "ja", None, "ja"),
        ("我孫子市長選 現職再選", None, None, "ja"),
        ("國學院大學 優勝", "ja", None, "ja"),
        ("美国总统访问东京", "ja", "ja", "zh"),
        ("Son Heung-min (손흥민) scores twice for Tottenham in London", None, None, "en"),
        ("한국은 아름다운 나라입니다 ありがとう 감사합니다", "ko", None, "ko"),
        ("宫崎骏的电影《となりのトトロ》在中国上映，观众们都说很好看", "zh", None, "zh"),
        ("Ohtani 大谷 hits homer", "en", None, "en"),
        ("Het debat over de nieuwe wet, dat was geen succes", "nl", None, "nl"),
        ("慶應義塾", None, None, "ja"),
        ("20060529191228", None, "ja", "ja"),
        ("日中首脳会談", None, "en", "ja"),
        ("Japan and China meet", "ja", "ja", "en"),
        ("Cyfrowy Kanon", None, "pl", "pl"),
        ("사이버 공격", None, None, "ko"),
        ("の", None, "en", "ja"),
        ("An English post that quotes やれやれ once in a while, and goes on", None, "en", "en"),
        ("Siemens SIMATIC WinCC Unified Runtime Professional V19 の更新", "ja", None, "ja"),
        ("APT10 攻撃激化", None, None, "ja"),
        ("NTT東日本 通信障害", None, "en", "ja"),
        ("plain words", None, "\x1b[2J", "en"),
    ],
)
def test_the_language_is_decided_by_kana_then_by_what_is_known_of_the_feed(
    text: str, configured: str | None, declared: str | None, language: str
) -> None:
    assert detect_language(text, configured=configured, declared=declared) == language


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/x",
        "mailto:a@b.c",
        "http://[x",
        " ",
    ],
)
def test_only_web_links_are_safe(link: str) -> None:
    assert safe_link(link, "https://example.org/feed") == ""


def test_a_relative_link_becomes_absolute() -> None:
    assert safe_link("../a b", "https://example.org/x/feed") == "https://example.org/a%20b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.example.org/a/?utm_source=rss&id=1#top", "http://example.org/a?id=1"),
        ("https://example.org/a?b=2&a=1", "https://EXAMPLE.org/a?a=1&b=2"),
        ("https://example.org:443/a?ref=rss", "https://example.org/a"),
        ("https://news.example/pickup/1?source=rss", "https://news.example/pickup/1"),
        ("https://news.example/a?id=3&cmp=RSS2.0&at_medium=x", "https://news.example/a?id=3"),
    ],
)
def test_links_to_one_page_are_equal(one: str, other: str) -> None:
    assert canonical_link(one) == canonical_link(other) != ""


def test_links_to_different_pages_differ() -> None:
    assert canonical_link("https://example.org/a?id=1") != canonical_link(
        "https://example.org/a?id=2"
    )
    assert canonical_link("") == ""
    assert canonical_link("http://[broken") == "http://[broken"
