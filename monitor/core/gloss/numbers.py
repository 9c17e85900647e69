"""Reads Japanese numbers with their counters, dates and eras into English; exactly, never rounded."""

import re
from decimal import Decimal

_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_NUMBER = rf"(?:{_DIGITS}兆)?(?:{_DIGITS}億)?(?:{_DIGITS}万)?(?:{_DIGITS}千)?(?:{_DIGITS})?"
_POWERS = {"兆": 10**12, "億": 10**8, "万": 10**4, "千": 10**3}
_PART = re.compile(rf"({_DIGITS})([兆億万千]?)")
_SCALES = ((Decimal(10**12), "trillion"), (Decimal(10**9), "billion"), (Decimal(10**6), "million"))
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
# longest first; # stands for the number, and a word after | is used for one
_COUNTERS = {
    "年ぶり": "the first time in # years",
    "か月ぶり": "the first time in # months",
    "日ぶり": "the first time in # days",
    "年連続": "# years in a row",
    "日連続": "# days in a row",
    "年間": "# years|# year",
    "日間": "# days|# day",
    "年度": "fiscal #",
    "時間": "# hours|# hour",
    "週間": "# weeks|# week",
    "か月": "# months|# month",
    "ヶ月": "# months|# month",
    "カ月": "# months|# month",
    "か国": "# countries|# country",
    "カ国": "# countries|# country",
    "ヶ国": "# countries|# country",
    "か所": "# places|# place",
    "カ所": "# places|# place",
    "ヶ所": "# places|# place",
    "号機": "Unit #",
    "部隊": "Unit #",
    "人目": "person No. #",
    "件目": "case No. #",
    "ドル": "# dollars|# dollar",
    "ユーロ": "# euros|# euro",
    "ポイント": "# points|# point",
    "パーセント": "#%",
    "キロ": "# km",
    "メートル": "# meters|# meter",
    "トン": "# tons|# ton",
    "円": "# yen",
    "元": "# yuan",
    "人": "# people|# person",
    "名": "# people|# person",
    "社": "# companies|# company",
    "件": "# cases|# case",
    "隻": "# ships|# ship",
    "機": "# aircraft",
    "台": "# units|# unit",
    "歳": "age #",
    "才": "age #",
    "%": "#%",
    "年": "#",
    "日": "day #",
    "時": "# o'clock",
    "分": "# minutes|# minute",
    "秒": "# seconds|# second",
    "回": "# times|once",
    "度": "# degrees|# degree",
    "号": "No. #",
    "位": "rank #",
    "倍": "# times",
    "発": "# shots|# shot",
    "校": "# schools|# school",
    "党": "# parties|# party",
    "カ": "#",
    "県": "# prefectures|# prefecture",
    "棟": "# buildings|# building",
    "頭": "# head",
    "匹": "#",
    "本": "#",
    "枚": "#",
    "個": "#",
    "つ": "#",
}
_COUNTER = "|".join(map(re.escape, sorted(_COUNTERS, key=len, reverse=True)))
_DATE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?(?!\d)")
_ERA = re.compile(rf"({'|'.join(_ERAS)})(\d+|元)年(度)?")
_COUNTED = re.compile(rf"(第)?((?=\d){_NUMBER})({_COUNTER})?(台(?!湾)|余り|超|以上|以下|未満)?")
_BOUNDS = {
    "台": "the # range",
    "余り": "more than #",
    "超": "more than #",
    "以上": "at least #",
    "以下": "at most #",
    "未満": "under #",
}


def read_number(text: str, start: int) -> tuple[str, int] | None:
    """Return the English of a number, date or year that begins at a place of a text, and where it ends, else None."""
    if date := _DATE.match(text, start):
        year, month, day = date.groups()
        if 1 <= int(month) <= len(_MONTHS):
            words = [_MONTHS[int(month) - 1], str(int(day)) if day else "", year or ""]
            return " ".join(filter(None, words)), date.end()
    if era := _ERA.match(text, start):
        year = str(_ERAS[era[1]] + (1 if era[2] == "元" else int(era[2])))
        return f"fiscal {year}" if era[3] else year, era.end()
    counted = _COUNTED.match(text, start)
    if not counted:
        return None
    ordinal, number, counter, bound = counted.groups()
    value = _value(number)
    form = _COUNTERS[counter] if counter else "No. #" if ordinal else "#"
    many, _, one = form.partition("|")
    if counter == "年" and not 1000 <= value <= 2999:
        many, one = "# years", "# year"
    if counter is None and not ordinal and number.isdecimal():
        return (
            number,
            counted.end(),
        )  # as it is written: it may be a year, a code, a telephone number
    shown = (
        str(value)
        if counter == "年" or many in ("Unit #", "No. #", "fiscal #")
        else format_number(value)
    )
    english = (one if one and value == 1 else many).replace("#", shown)
    return (_BOUNDS[bound].replace("#", english) if bound else english), counted.end()


def format_number(value: Decimal) -> str:
    """Return a number as newspapers write it: 29,000 or 5.3422 trillion."""
    for power, name in _SCALES:
        if value >= power:
            return f"{(value / power).normalize():f} {name}"
    return f"{value:,f}"


def _value(text: str) -> Decimal:
    parts = ((Decimal(digits.replace(",", "")), power) for digits, power in _PART.findall(text))
    return sum((number * _POWERS.get(power, 1) for number, power in parts), Decimal(0))
