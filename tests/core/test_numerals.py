import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.numerals import as_read, by_digits, spellings, value_of


@pytest.mark.parametrize(
    ("number", "digits", "read"),
    [
        ("7", "七", "七"), ("10", "一〇", "十"), ("61419", "六一四一九", "六万千四百十九"), ("2026", "二〇二六", "二千二十六"),
        ("100000000", "一〇〇〇〇〇〇〇〇", "一億"), ("10001", "一〇〇〇一", "一万一"), ("007", "〇〇七", "〇〇七"), ("0", "〇", "〇"),
        ("11111111", "一一一一一一一一", "千百十一万千百十一"),
    ],
)  # fmt: skip
def test_numbers_are_written_by_digits_and_as_they_are_read(
    number: str, digits: str, read: str
) -> None:
    assert (by_digits(number), as_read(number)) == (digits, read)


def test_a_name_without_a_number_has_no_other_spelling() -> None:
    assert spellings("警察庁") == set()
    assert spellings("第7艦隊") == {"第七艦隊"}
    assert "第31師団" in spellings("第三十一師団")


@given(st.integers(0, 10**16 - 1))
def test_a_number_in_kanji_has_the_value_that_it_was_written_for(number: int) -> None:
    assert value_of(as_read(str(number))) == number
    assert value_of(by_digits(str(number))) == number
