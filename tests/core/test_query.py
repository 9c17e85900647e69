import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.errors import QueryError
from monitor.core.query import (
    And,
    Attribute,
    ConceptRef,
    Everything,
    Near,
    Not,
    Or,
    Phrase,
    Regex,
    Scoped,
    Word,
    leaves,
    with_concepts,
)
from monitor.core.query_parser import column_of, parse_query
from tests.fuzz_query import fuzz


def test_near_binds_tighter_than_not_and_than_and_and_than_or() -> None:
    assert parse_query("a OR b AND NOT c NEAR/3 d") == Or(
        (Word("a"), And((Word("b"), Not(Near(Word("c"), Word("d"), 3)))))
    )


def test_a_field_belongs_to_what_follows_it() -> None:
    assert parse_query("title:a AND b") == And((Scoped("title", Word("a")), Word("b")))
    assert parse_query("title:(a OR b)") == Scoped("title", Or((Word("a"), Word("b"))))


def test_everything_that_can_stand_in_a_query_is_read() -> None:
    query = parse_query(
        '(@unit-61419 OR "Unit 61419" OR hack* OR /CVE-\\d+/i) AND NOT 訓練 OR * OR feed:a OR tag:b OR lang:ja'
    )

    assert list(leaves(query)) == [
        ConceptRef("unit-61419"),
        Phrase("Unit 61419"),
        Word("hack", prefix=True),
        Regex("CVE-\\d+", ignore_case=True),
        Word("訓練"),
        Everything(),
        Attribute("feed", "a"),
        Attribute("tag", "b"),
        Attribute("lang", "ja"),
    ]


@pytest.mark.parametrize(
    ("text", "column", "part"),
    [
        ("@china hackers", 8, "AND or OR"), ("a AND", 6, "too early"), ("(a OR b", 8, "without its )"), ("a)", 2, "without its ("),
        ('a AND "b', 7, 'closing "'), ('""', 1, "empty phrase"), ("", 1, "empty"), ("a AND OR b", 7, "cannot stand here"), ("a @", 3, "name"),
        ("NOT " * 300 + "a", 1, "deep"), ("title:" * 3000 + "a", 1, "deep"), ("a" * 20_001, 1, "longer than"), ("a and b", 3, "AND in capitals"),
        ("titel:x", 1, "did you mean title:?"), ("a AND http://x", 7, 'write "http://x"'), ("a AND lang:", 7, "value right behind"),
        ("a NEAR b", 3, "NEAR/5"), ("a NEAR/x b", 3, "NEAR/5"), ("a NEAR/3 b NEAR/3 c", 12, "for three"), ("a NEAR/3 (b AND c)", 3, "between two words"),
        ("a NEAR/3 *", 3, "between two words"), ("a NEAR/5000 b", 3, "not near"), ("title:*", 1, "looked for in a text"), ("/a*/", 1, "match everywhere"),
        ("a OR /(/", 6, "missing )"), ("/(?=a)b/", 1, "look-around"), ("/abc", 1, "ends with /"), ("/" + "a" * 1001 + "/", 1, "longer than"),
        ("a NOT b", 3, "AND NOT"), ("not AND a", 1, "NOT in capitals"),
        ("a -b", 3, "write NOT b"), ("!a", 1, "write NOT a"), ("a|b", 1, "write OR for |"), ("a AND +b", 7, "AND before it"), ("「中国」", 1, "do not matter"),
        ("中国AND台湾", 1, "blanks around AND"), ("near/3", 1, "NEAR/3 in capitals"), ("lang:jp", 1, "its language is 'ja'"), ("a, OR b", 1, "for the comma"), ("*a", 2, "stands alone"), ("@tick*", 6, "stands alone"), ("a*b", 3, "stands alone"), ("a && b", 3, "AND for &"), ("lang:JA", 1, "write for example 'ja'"),
        ("title:body:x", 1, "stands in both"), ("title:a NEAR/3 body:b", 9, "write AND"), ("a NEAR/99999999999 b", 3, "99999999999 words"),
        ("（a OR b）", 1, "half width"), ("“a”", 1, "half width"), ("＠china", 1, "'@china'"),
    ],
)  # fmt: skip
def test_a_query_that_cannot_be_read_points_at_the_place(text: str, column: int, part: str) -> None:
    with pytest.raises(QueryError, match=re.escape(part)) as raised:
        parse_query(text)

    assert raised.value.column == column


def test_a_word_that_begins_like_an_operator_is_a_word() -> None:
    assert parse_query("ANDROID OR NOTHING OR NEARBY OR TCP/IP OR 10:30") == Or(
        tuple(map(Word, ["ANDROID", "NOTHING", "NEARBY", "TCP/IP", "10:30"]))
    )


def test_the_column_of_a_name_is_not_that_of_a_longer_one() -> None:
    assert column_of("@ticker OR @tick", "@tick") == 12
    assert column_of("a", "@tick") == 1


def test_concepts_of_a_query_can_be_exchanged() -> None:
    query = parse_query('title:(@a OR x) AND NOT @a NEAR/2 @b AND "@a"')

    assert with_concepts(query, {"a": "z"}) == parse_query(
        'title:(@z OR x) AND NOT @z NEAR/2 @b AND "@a"'
    )


TOKENS = st.lists(
    st.sampled_from(
        [
            "a",
            "日本",
            "@c",
            '"a',
            'b"',
            "x*",
            "*",
            "AND",
            "OR",
            "NOT",
            "(",
            ")",
            '"',
            "@",
            "NEAR/3",
            "title:",
            "body:",
            "feed:x",
            "/",
            ":",
            "/a+/i",
            "\n",
        ]
    ),
    max_size=12,
)


@given(TOKENS.map(" ".join) | TOKENS.map("".join) | st.text(max_size=20))
def test_any_text_is_a_query_or_a_query_error_and_prints_as_it_was_read(text: str) -> None:
    with contextlib.suppress(QueryError):
        query = parse_query(text)

        assert parse_query(str(query)) == query


def test_random_texts_raise_nothing_but_a_query_error() -> None:
    failures, read = fuzz(5000, seed=7)

    assert failures == 0
    assert read > 1000
