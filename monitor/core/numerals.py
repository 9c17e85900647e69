"""Writes the numbers of a name in kanji, and those in kanji in digits: 61419部隊, 六一四一九部隊, 六万千四百十九部隊."""

import re
from decimal import Decimal

_DIGITS = "〇一二三四五六七八九"
_NUMBER = re.compile(r"\d+")
_SMALL = ("", "十", "百", "千")
_LARGE = ("", "万", "億", "兆")
_LONGEST = 16
_KANJI = re.compile("[〇一二三四五六七八九十百千万億兆]+")
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MIXED = re.compile(r"\d[\d,]*(?:\.\d+)?|[十百千万億兆]")
_GROUPS = {"万": 10**4, "億": 10**8, "兆": 10**12}


def spellings(text: str) -> set[str]:
    """Return a text with its numbers written otherwise: in kanji digit by digit and as they are read, or in digits."""
    digits = _KANJI.sub(lambda found: str(value_of(found[0])), text)
    return {spelling for number in (text, digits) for spelling in (number, *_in_kanji(number))} - {
        text
    }


def value_of(number: str) -> int:
    """Return the value of a number in kanji, digit by digit (二〇二六) or as it is read (二千二十六)."""
    if not set(number) & (_UNITS.keys() | _GROUPS.keys()):
        return int("".join(str(_DIGITS.index(digit)) for digit in number))
    total = group = digit = 0
    for sign in number:
        if sign in _UNITS:
            group, digit = group + (digit or 1) * _UNITS[sign], 0
        elif sign in _GROUPS:
            total, group, digit = total + (group + digit or 1) * _GROUPS[sign], 0, 0
        else:
            digit = digit * 10 + _DIGITS.index(sign)
    return total + group + digit


def value_of_written(number: str) -> Decimal:
    """Return the value of a number as newspapers mix it: 2万9000, 5.3兆, 5千万, 1億2345万6789."""
    total, group, digits = Decimal(0), Decimal(0), None
    for part in _MIXED.findall(number):
        if part in _UNITS:
            group, digits = group + (1 if digits is None else digits) * _UNITS[part], None
        elif part in _GROUPS:
            own = group + (digits or 0)
            total, group, digits = total + (own or 1) * _GROUPS[part], Decimal(0), None
        else:
            digits = Decimal(part.replace(",", ""))
    return total + group + (digits or 0)


def _in_kanji(text: str) -> set[str]:
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
