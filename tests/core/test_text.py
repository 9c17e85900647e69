import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.fold import fold
from monitor.core.text import from_markup, one_line, plain

NASTY = st.lists(
    st.sampled_from(
        ["<b>", "</b>", "<script>", "</script>", "&amp;", "&lt;", "&#27;", "&#x202e;", "\x1b[2J", "\x1b]8;;x\x07", "\u202e", "[/]",
         "[red]", "\r\nBcc: x", "\x00", "\ud800", "\ufeff", "日本", "ﾃﾞ", "<![CDATA[", "]]>", "<!--", "<![if x]>", "<div>" * 50, "&", "<"]
    ) | st.text(max_size=5)
).map("".join)  # fmt: skip


@given(NASTY)
def test_no_control_character_survives_in_text_or_markup(text: str) -> None:
    for result in (plain(text), one_line(text), from_markup(text)):
        controls = [c for c in result if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]

        assert not controls
        assert "\u202e" not in result


@given(NASTY)
def test_a_line_has_no_line_end(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@given(NASTY)
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>日<b>本</b>語</p><p>two &amp; three<br>four</p>", "日本語\ntwo & three\nfour"),
        ("a<script>alert(1)</script><style>x{}</style>b", "ab"),
        ("no markup &#8212; but references", "no markup — but references"),
        ("first\nline <i>goes</i>\non", "first line goes on"),
        ("<div>" * 5000 + "deep", "deep"),
        ("5 < 6 and <unknown>kept</unknown>", "5 < 6 and kept"),
    ],
)
def test_markup_becomes_what_a_browser_would_show(markup: str, text: str) -> None:
    assert from_markup(markup) == text


def test_hostile_lengths_take_no_more_than_linear_time() -> None:
    assert from_markup("<div>" * 200_000 + "x") == ""
    assert plain(" " * 200_000 + "\n" + " \n" * 50_000 + "x") == "x"
    assert len(one_line("x" * 100_000)) == 2000
    assert len(fold("e" + "\u0301" * 40_000)) > 0


def test_line_ends_of_markup_are_blanks_as_in_a_browser() -> None:
    assert from_markup("<p>National Police\nAgency</p>") == "National Police Agency"
    assert from_markup("対象国は中国\n銀行は無関係") == "対象国は中国\n銀行は無関係"
