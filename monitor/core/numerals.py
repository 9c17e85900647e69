"""Writes the numbers of a name in kanji: 61419部隊 is also 六一四一九部隊 and 六万千四百十九部隊."""

import re

_DIGITS = "〇一二三四五六七八九"
_NUMBER = re.compile(r"\d+")
_SMALL = ("", "十", "百", "千")
_LARGE = ("", "万", "億", "兆")
_LONGEST = 16


def in_kanji(text: str) -> set[str]:
    """Return a text with its numbers digit by digit in kanji, and as numbers are read; empty when it has none."""
    if not _NUMBER.search(text):
        return set()
    return {
        _NUMBER.sub(lambda found: by_digits(found[0]), text),
        _NUMBER.sub(lambda found: as_read(found[0]), text),
    }


def by_digits(number: str) -> str:
    """Return a number digit by digit: 二〇二六."""
    return "".join(_DIGITS[int(digit)] for digit in number)


def as_read(number: str) -> str:
    """Return a number as it is read: 二千二十六; one that is too long, or begins with 0, digit by digit."""
    if len(number) > _LONGEST or number.startswith("0"):
        return by_digits(number)
    groups = [number[max(0, end - 4) : end] for end in range(len(number), 0, -4)]
    return "".join(
        f"{_small(group)}{_LARGE[place]}"
        for place, group in reversed(list(enumerate(groups)))
        if int(group)
    )


def _small(group: str) -> str:
    """Return a number below 10,000; the 一 before 十, 百 and 千 is not written."""
    written = ""
    for digit, unit in zip(group, reversed(_SMALL[: len(group)]), strict=True):
        if digit != "0":
            written += (_DIGITS[int(digit)] if digit != "1" or not unit else "") + unit
    return written
