"""Reads the numbers of a Japanese text and of its translation, and decides which of them were lost or changed."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from monitor.core.numerals import value_of, value_of_written

_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_WRITTEN = re.compile(rf"(?P<vague>[数何幾])?(?P<number>(?:{_DIGITS}|[兆億万千百十])+)(?P<age>代)?")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_ERA = re.compile(rf"({'|'.join(_ERAS)})(\d{{1,2}}|元|[〇一二三四五六七八九十]+)年")
_KANJI = re.compile(
    r"(?<![第数何幾〇一二三四五六七八九十百千])(?:[〇一二三四五六七八九十百千]{2,}[万億兆]?(?=[人名年月日歳円件社回隻機台隊発%割])"
    r"|[二三四五六七八九十](?=[人名件社隻歳匹棟]|カ国|か国))"
)
# translators convert measures: what is followed by one is no evidence
_CONVERTED = re.compile(
    r"\s*(?:平方)?(?:キロ|メートル|センチ|ミリ|フィート|マイル|ポンド|ヤード|インチ|度|℃|kg|km|cm|mm|m\b|ヘクタール|エーカー|トン|リットル)"
)
_CIRCLED = re.compile("[①-⑳㊤㊦㊥]")  # they number headlines
_CLOCK = re.compile(r"\s*[時:]")
_YEAR = re.compile("年(?!間|ぶり|連続|前|後|目|以)")
_LONGEST = 20  # digits
_HALF_DAY, _CENTURY, _BASIS_POINTS = 12, 100, 100
_CENTURIES = (1900, 2000)
_PERCENT_OF_WARI = 10

_SCALES = {"hundred": 100, "thousand": 1000, "k": 1000, "million": 10**6, "mn": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12, "dozen": 12}  # fmt: skip
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen "
).split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh "
    "twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
).split()
_MONTHS = (
    "january february march april may june july august september october november december "
).split()
_WORDS = (
    {word: value for value, word in enumerate(_UNITS)}
    | {word: 10 * value for value, word in enumerate(_TENS, start=2)}
    | {word: value for value, word in enumerate(_ORDINALS)}
    | {word.removesuffix("y") + "ieth": 10 * value for value, word in enumerate(_TENS, start=2)}
    | {word: value for value, word in enumerate(_MONTHS, start=1)}
    | {word[:3]: value for value, word in enumerate(_MONTHS, start=1)}
    | {"once": 1, "twice": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "triple": 3, "tripled": 3, "triples": 3, "couple": 2, "pair": 2, "both": 2, "quarter": 4, "decade": 10, "decades": 10, "noon": 12, "midnight": 0, "half": 50, "halved": 50, "halves": 50, "sept": 9}
)  # fmt: skip
_ENGLISH_DIGITS = r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:[- ]?(?P<scale>hundred|thousand|million|mn|billion|bn|trillion|tn|dozen|[kmb](?![a-z])))?"
_ENGLISH = re.compile(rf"{_ENGLISH_DIGITS}|(?P<word>[a-z]+)")
_DIGITS_ALONE = re.compile(_ENGLISH_DIGITS)
_TIME = re.compile(r"(?<![\d.])(\d{1,2})[.:](\d{2}) ?[ap]\.?m\b")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text: all values that a translation may give it, and whether it is surely to be translated as one."""

    written: str
    values: frozenset[Decimal]
    sure: bool


def numbers_in(text: str) -> list[Number]:
    """Return the numbers of a Japanese text: full width, with 万 and 億, in kanji before a counter, years of an era."""
    normal = unicodedata.normalize("NFKC", _CIRCLED.sub(" ", text))
    found = [
        Number(
            era[0],
            frozenset({Decimal(_era_year(era)), Decimal(_era_year(era) - _ERAS[era[1]])}),
            sure=True,
        )
        for era in _ERA.finditer(normal)
    ]
    normal = _ERA.sub(" ", normal)
    found += [
        Number(kanji[0], frozenset({Decimal(value_of(kanji[0]))}), sure=False)
        for kanji in _KANJI.finditer(normal)
    ]
    return found + list(_written(normal))


def _era_year(era: re.Match[str]) -> int:
    number = era[2]
    if number == "元":
        return _ERAS[era[1]] + 1
    return _ERAS[era[1]] + (int(number) if number.isdecimal() else value_of(number))


def _written(text: str) -> Iterator[Number]:
    for match in _WRITTEN.finditer(text):
        number = match["number"]
        if not any(character.isdigit() for character in number):
            continue
        if len(number) > _LONGEST:
            continue  # no quantity
        value = value_of_written(number)
        rest = text[match.end() :]
        values = _possible(value, text[: match.start()], rest)
        vague = (
            match["vague"]
            or match["age"]
            or rest.startswith("割")
            or rest.startswith("分の")
            or text[: match.start()].endswith("分の")
        )
        yield Number(number, frozenset(values), not vague and not _CONVERTED.match(rest))


def _possible(value: Decimal, before: str, rest: str) -> set[Decimal]:
    """Return what a translation may make of a number, by what stands around it."""
    values = {value}
    if _CLOCK.match(rest):
        values |= {value - _HALF_DAY} if value > _HALF_DAY else set()
        values |= {value + _HALF_DAY} if before.endswith("午後") or value == 0 else set()
    if rest.startswith("割"):
        values = {value * _PERCENT_OF_WARI}
    if rest.startswith("ポイント"):
        values.add(value * _BASIS_POINTS)
    if _YEAR.match(rest) and value < _CENTURY and value == value.to_integral_value():
        values |= {value + century for century in _CENTURIES}
    return values


def values_in_english(text: str) -> set[Decimal]:
    """Return every value that a number, number word, month or year of an English text may stand for."""
    values: set[Decimal] = set()
    running: list[Decimal] = []
    normal = _TIME.sub(r" \1 \2 ", unicodedata.normalize("NFKC", text).lower())
    for match in _ENGLISH.finditer(normal):
        if match["digits"]:
            own = _values(match)
            values |= own
            running = [max(own)]
            continue
        word = match["word"]
        if word in _SCALES and running:
            values.discard(running[-1])
            running[-1] *= _SCALES[word]
        elif word in _SCALES and len(word) > len("m"):
            running = [Decimal(_SCALES[word])]
        elif word in _WORDS:
            running.append(Decimal(_WORDS[word]))
            values.add(running[-1])
        elif word == "and" and running:
            continue
        else:
            running = []
        if running:
            values |= {running[-1], sum(running, Decimal(0))}
    return values


def digits_in_english(text: str) -> Iterator[tuple[str, set[Decimal]]]:
    """Yield each number of an English text that is written in digits, and the values it may stand for."""
    normal = _TIME.sub(" ", unicodedata.normalize("NFKC", text).lower())
    for match in _DIGITS_ALONE.finditer(normal):
        yield match[0].strip(" ,-"), _values(match)


def _values(match: re.Match[str]) -> set[Decimal]:
    value = Decimal(match["digits"].strip(",").replace(",", ""))
    return {value * _SCALES[match["scale"]]} if match["scale"] else {value}
