"""Reads Japanese numbers with their counters, dates and eras into English; exactly, never rounded."""

import re
from decimal import Decimal

from monitor.core.gloss.counters import COUNTERS
from monitor.core.numerals import value_of_written

_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_NUMBER = rf"(?:{_DIGITS}[兆億万千百]*)+"
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
_LONGEST = 20  # digits; what is longer is no quantity
_PERCENT_OF_WARI = 10
_DEGREES_FROM, _DAYS, _OLDEST = 10, 31, 100
_FIRST_YEAR, _LAST_YEAR, _LONG = 1000, 2999, 10_000
_COUNTER = "|".join(map(re.escape, sorted(COUNTERS, key=len, reverse=True)))
_DATE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?(?![\d期])")
_QUARTER = re.compile(r"(\d{1,2})[~〜～\-・](\d{1,2})月期?")
_HALF_OF_YEAR = re.compile(r"(?:(\d{4}|\d{2})年)?(\d{1,2})月期")
_CLOCK = re.compile(r"(午前|午後)(\d{1,2})時(?:(\d{1,2})分|(半))?")
_ERA = re.compile(rf"({'|'.join(_ERAS)})(\d+|元)年(度)?")
_BEFORE = {"少なくとも": "at least", "最大": "up to", "最長": "up to"}
_PRISON_TERM = re.compile(r"(?:(?<=懲役|禁錮|禁固)|(?<=拘禁刑))(\d{1,2})年(\d{1,2})(?:カ|か|ヶ)?月")
_COMPARED = re.compile("[早遅短長]|前倒し|ほど|余り")
_AND_A_HALF = re.compile(r"(\d{1,3})(年|カ月|か月|ヶ月)半(ぶり)?")
_CURRENCIES = {
    "ドル": "dollar",
    "ユーロ": "euro",
    "ポンド": "pound",
    "元": "yuan",
    "人民元": "yuan",
}
_RATE = re.compile(rf"1({'|'.join(_CURRENCIES)})\s*=\s*")
# two digits before 年 are a year where no duration could stand
_YEAR_OF = re.compile(r"(2[4-9])年(?=の)")  # 27年の量産; 30年の歴史 is long
_SHORT_YEAR = re.compile(
    r"([0-4]\d)年(度|末|春|夏|秋|冬|初め|前半|後半|(?=に|までに|\d月|再稼働|量産|目指|めざ|完成|開業|開始|運用|発売|実用化|稼働|打ち上げ|目標|導入|着工))"
)
_COUNTED = re.compile(
    rf"(第)?((?=\d){_NUMBER})({_COUNTER})?(台(?!湾|風)|余り|超え?|以上|以下|未満|前後|弱)?"
)
_BOUNDS = {
    "台": "the # range",
    "余り": "more than #",
    "超": "more than #",
    "超え": "more than #",
    "前後": "about #",
    "弱": "just under #",
    "以上": "at least #",
    "以下": "at most #",
    "未満": "under #",
}


def read_number(text: str, start: int) -> tuple[str, int] | None:
    """Return the English of a number, date or year that begins at a place of a text, and where it ends, else None.

    A percent sign comes in full width.
    """
    for word, english in _BEFORE.items():
        if text.startswith(word, start):
            counted = _counted(text, start + len(word))
            return (f"{english} {counted[0]}", counted[1]) if counted else None
    if term := _PRISON_TERM.match(text, start):
        years, months = int(term[1]), int(term[2])
        return (
            f"{years} year{'s' * (years != 1)} {months} month{'s' * (months != 1)}",
            term.end(),
        )
    return _moment(text, start) or _counted(text, start)


def _moment(text: str, start: int) -> tuple[str, int] | None:
    """Return a time of day, a date, a quarter or a year."""
    if clock := _CLOCK.match(text, start):
        minutes = "30" if clock[4] else clock[3]
        hour = str(int(clock[2])) + (f":{int(minutes):02}" if minutes else "")
        return f"{hour} {'a.m.' if clock[1] == '午前' else 'p.m.'}", clock.end()
    if (quarter := _QUARTER.match(text, start)) and _are_months(quarter[1], quarter[2]):
        return f"{_month(quarter[1])}-{_month(quarter[2])}", quarter.end()
    if (half := _HALF_OF_YEAR.match(text, start)) and _are_months(half[2]):
        year = f" {_whole_year(half[1])}" if half[1] else ""
        return f"term to {_month(half[2])}{year}", half.end()
    if (date := _DATE.match(text, start)) and _are_months(date[2]):
        words = [_month(date[2]), str(int(date[3])) if date[3] else "", date[1] or ""]
        return " ".join(filter(None, words)), date.end()
    if era := _ERA.match(text, start):
        year = str(_ERAS[era[1]] + (1 if era[2] == "元" else int(era[2])))
        return f"fiscal {year}" if era[3] else year, era.end()
    if half_year := _AND_A_HALF.match(text, start):
        since = "the first time in " if half_year[3] else ""
        return (
            f"{since}{half_year[1]}.5 {'years' if half_year[2] == '年' else 'months'}",
            half_year.end(),
        )
    return _rate_or_year(text, start)


def _rate_or_year(text: str, start: int) -> tuple[str, int] | None:
    if rate := _RATE.match(text, start):
        return f"1 {_CURRENCIES[rate[1]]} = ", rate.end()
    if year_of := _YEAR_OF.match(text, start):
        return _whole_year(year_of[1]), year_of.end()
    if short := _SHORT_YEAR.match(text, start):
        parts = {"度": "fiscal ", "末": "end of ", "春": "spring ", "夏": "summer ", "秋": "autumn ", "冬": "winter ", "初め": "early ", "前半": "first half of ", "後半": "second half of "}  # fmt: skip
        return f"{parts.get(short[2], '')}{_whole_year(short[1])}", short.end()
    return None


def _are_months(*months: str) -> bool:
    return all(1 <= int(month) <= len(_MONTHS) for month in months)


def _month(month: str) -> str:
    return _MONTHS[int(month) - 1]


def _whole_year(year: str) -> str:
    return year if len(year) > 2 else f"20{year}"


def _counted(text: str, start: int) -> tuple[str, int] | None:
    counted = _COUNTED.match(text, start)
    if not counted:
        return None
    ordinal, number, counter, bound = counted.groups()
    if len(number) > _LONGEST:
        return number, counted.end() - len(bound or "") - len(counter or "")
    value = value_of_written(number)
    if counter is None and not ordinal and not bound and number.isdecimal():
        return (
            number,
            counted.end(),
        )  # as it is written: it may be a year, a code, a telephone number
    if counter and counter.startswith("割"):
        value *= _PERCENT_OF_WARI
    form = _form(counter, value, ordinal)
    if counter == "日" and _COMPARED.match(text, counted.end()):
        form = "# days"  # 5日早い is no date
    code = form in ("Unit #", "No. #", "fiscal #", "month #") or (form == "#" and value < _LONG)
    shown = str(value) if code else format_number(value)
    english = form.replace("@", _nth(value)).replace("#", shown)
    return (_BOUNDS[bound].replace("#", english) if bound else english), counted.end()


def _form(counter: str | None, value: Decimal, ordinal: str | None) -> str:
    """Return how a counter is said of a value."""
    if ordinal:
        forms = {
            "回": "the @",
            "段": "@ stage",
            "次": "the @",
            "位": "rank #",
            "期": "the @ term",
            "党": "No. # party",
            "国": "No. # country",
            "四半期": "the @ quarter",
        }
        return forms.get(counter or "", COUNTERS.get(counter or "", "No. #").partition("|")[0])
    match counter:
        case None:
            return "#"
        case "年" if not _FIRST_YEAR <= value <= _LAST_YEAR:
            return "# years" if value != 1 else "# year"
        case "度" if value >= _DEGREES_FROM:
            return "# degrees"
        case "代" if value == _DEGREES_FROM:
            return "teenage"
        case "日" if value > _DAYS:
            return "# days"
        case "代" if value > _OLDEST:
            return "#s"
    many, _, one = COUNTERS[counter].partition("|")
    return one if one and value == 1 else many


def _nth(value: Decimal) -> str:
    if value != value.to_integral_value():
        return str(value)
    number = int(value)
    teens = 10 <= number % 100 <= 20
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def format_number(value: Decimal) -> str:
    """Return a number as newspapers write it: 29,000 or 5.3422 trillion."""
    for power, name in _SCALES:
        if value >= power:
            return f"{(value / power).normalize():f} {name}"
    return f"{value:,f}"
