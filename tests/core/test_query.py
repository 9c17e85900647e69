import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.errors import QueryError
from monitor.core.query import And, ConceptRef, Everything, Not, Or, Phrase, Word, leaves
from monitor.core.query_parser import parse_query


def test_not_binds_tighter_than_and_and_and_tighter_than_or() -> None:
    assert parse_query("a OR b AND NOT c") == Or((Word("a"), And((Word("b"), Not(Word("c"))))))


def test_everything_that_can_stand_in_a_query_is_read() -> None:
    query = parse_query('(@unit-61419 OR "Unit 61419" OR hack*) AND NOT 訓練 OR *')

    assert list(leaves(query)) == [
        ConceptRef("unit-61419"),
        Phrase("Unit 61419"),
        Word("hack", prefix=True),
        Word("訓練"),
        Everything(),
    ]


@pytest.mark.parametrize(
    ("text", "column", "part"),
    [
        ("@china hackers", 8, "AND or OR"), ("a AND", 6, "too early"), ("(a OR b", 8, "without its )"), ("a)", 2, "without its ("),
        ('a AND "b', 7, 'closing "'), ('""', 1, "empty phrase"), ("", 1, "empty"), ("a AND OR b", 7, "cannot stand here"), ("a @", 3, "name"),
        ("NOT " * 300 + "a", 1, "deep"),
    ],
)  # fmt: skip
def test_a_query_that_cannot_be_read_points_at_the_place(text: str, column: int, part: str) -> None:
    with pytest.raises(QueryError, match=re.escape(part)) as raised:
        parse_query(text)

    assert raised.value.column == column


def test_a_word_that_begins_like_an_operator_is_a_word() -> None:
    assert parse_query("ANDROID OR NOTHING") == Or((Word("ANDROID"), Word("NOTHING")))


TOKENS = st.lists(
    st.sampled_from(
        ["a", "日本", "@c", '"a b"', "x*", "*", "AND", "OR", "NOT", "(", ")", '"', "@", "\n"]
    ),
    max_size=12,
)


@given(TOKENS.map(" ".join) | st.text(max_size=20))
def test_any_text_is_a_query_or_a_query_error_and_prints_as_it_was_read(text: str) -> None:
    with contextlib.suppress(QueryError):
        query = parse_query(text)

        assert parse_query(str(query)) == query
