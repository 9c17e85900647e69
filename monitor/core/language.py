"""Decides in which language a text is written: its characters first, then its feed, and only then what is declared."""

import re
from collections.abc import Callable, Iterable
from functools import cache

GuessLanguage = Callable[[str], tuple[str, float]]
"""A detector for what our own rule does not decide: a primary tag such as "fr", and how sure it is (0 to 1)."""

_KANA = re.compile(r"[\u3041-\u309f\u30a1-\u30fa\uff66-\uff9d]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]")
_LATIN = re.compile("[A-Za-z]")
_LETTER = re.compile(r"[^\W\d_]")
_TAG = re.compile("[a-z]{2,3}")
_HAN_LANGUAGES = ("ja", "zh")
# words that English texts are full of, and others hardly hold two of
_ENGLISH = re.compile(
    r"\b(the|and|of|to|for|with|from|that|this|by|after|over|has|have|are|was|were|its|how|why|what|your|you|is)\b",
    re.IGNORECASE,
)
_FOREIGN_LETTER = re.compile(r"[^\W\d_A-Za-z]")
# written in Chinese sentences, and in Japanese ones only beside kana
_CHINESE_WORDS = re.compile("[是你我他她它這这們们嗎吗呢吧很哪啊喔沒没讓让]")
_TWO = 2
# forms that Japan gave up in 1946 and that traditional Chinese keeps, where both are everyday signs
_TRADITIONAL = frozenset(
    "國學會臺灣總發對經濟區爭黨獨應當實寫萬廣數與關戰聯參團變鐵轉單將縣兒擊顯體點畫圖來條號處續證傳價兩勞勸嚴圍圓壓壞專從德惡擔擇擴斷樂樓樣橫檢權歐歡歲氣滿燈燒營爐爲"
    "狀獻產盜稅稱繼聲聽舊藏藝藥裝覺覽觀譯讀讓豐賣辭遲邊醫釋錄險隱雙雜靈靜顏驅驛驗髮鹽黃黑默齒齡龜"
)
# countries that are written for their languages
_SLIPS = {
    "jp": "ja",
    "cn": "zh",
    "tw": "zh",
    "kr": "ko",
    "us": "en",
    "gb": "en",
    "ua": "uk",
    "dk": "da",
    "gr": "el",
    "cz": "cs",
}
_SURE = 0.6
_FEW = 3
# a text with more Latin letters than this for each Japanese sign may only quote Japanese; an English one surely does
_OUTNUMBERED, _FAR_OUTNUMBERED = 8, 30
# fewer kana than this for each sign that only Chinese has are a quotation
_QUOTED = 3
_SURE_OF_ENGLISH = 4


def language_mistake(code: str) -> str | None:
    """Return what is wrong with a language that a person wrote, and what would be right; None for a code such as ja."""
    if code in _SLIPS:
        return f"{code!r} is a country; its language is {_SLIPS[code]!r}"
    if _TAG.fullmatch(code):
        return None
    right = code.lower() if _TAG.fullmatch(code.lower()) else "ja"
    return f"{code!r} cannot be used here; write for example {_SLIPS.get(right, right)!r}"


def has_japanese(text: str) -> bool:
    """Tell whether a text holds anything that could be Japanese: kana or Chinese characters."""
    return _KANA.search(text) is not None or _HAN.search(text) is not None


def han_language(texts: Iterable[str]) -> str | None:
    """Return what the other texts of a feed say of those in Chinese characters only: "ja", "zh", or None."""
    asian = [text for text in texts if has_japanese(text) and not _is_english_with_quotes(text)]
    with_kana = sum(len(_KANA.findall(text)) > 1 for text in asian)
    if with_kana:
        return "ja" if 4 * with_kana >= len(asian) else None
    return "zh" if len(asian) >= _FEW else None


def detect_language(
    text: str,
    *,
    configured: str | None = None,
    declared: str | None = None,
    feed: str | None = None,
    guess: GuessLanguage | None = None,
) -> str:
    """Return the language of a text as a primary tag such as "ja".

    Kana decide (two of them: one may be decoration), unless they are a quotation in another language. A text in Chinese
    characters is told by those that one country writes and the other does not, then by the language that the user
    set, by the other texts of its feed (`feed`, from `han_language`), by signs that are rather Chinese, and last by what
    is declared: that is often wrong (11 of 85). English is known by its small words; the rest is for the detector.
    """
    tags = [_primary(configured), _primary(declared)]
    if not _LETTER.search(text):
        return tags[0] or feed or tags[1] or "en"
    kana, han, hangul, latin = (
        len(signs.findall(text)) for signs in (_KANA, _HAN, _HANGUL, _LATIN)
    )
    chinese = sum(not _is_in(sign, "cp932") for sign in _HAN.findall(text))
    if hangul > kana + han and _OUTNUMBERED * hangul > latin:
        return "ko"
    if kana > 1 and kana > _QUOTED * chinese and not _quotes_only(text, outnumbered=_OUTNUMBERED):
        return "ja"
    written_in_letters = _is_english_with_quotes(text) or (
        tags[0] not in (None, *_HAN_LANGUAGES) and latin > _TWO * (kana + han)
    )
    if (kana or han) and not written_in_letters:
        evidence = (
            None if kana > _QUOTED * chinese else _by_characters(text, chinese),
            tags[0],
            feed,
            _by_words(text) if not kana else None,
            tags[1],
        )
        found = next((tag for tag in evidence if tag in _HAN_LANGUAGES), None)
        if found or not _quotes_only(text, outnumbered=_OUTNUMBERED):
            return found or "ja"
    return _in_letters(text, tags[0], tags[1], guess)


def _primary(tag: str | None) -> str | None:
    primary = re.split("[-_]", tag)[0].lower() if tag else ""
    return primary if _TAG.fullmatch(primary) else None


def _by_characters(text: str, chinese: int) -> str | None:
    """Return "zh" or "ja" where a text holds characters that are written in one of them only."""
    japanese = sum(
        not _is_in(sign, "gb2312") and not _is_in(sign, "big5") for sign in _HAN.findall(text)
    )
    if japanese == chinese:
        return None
    return "ja" if japanese > chinese else "zh"


def _by_words(text: str) -> str | None:
    """Return "zh" where several signs are rather Chinese: one of them stands in many Japanese names (我孫子, 國學院)."""
    traditional = {sign for sign in _HAN.findall(text) if sign in _TRADITIONAL}
    return "zh" if len(traditional | set(_CHINESE_WORDS.findall(text))) >= _TWO else None


@cache
def _is_in(sign: str, encoding: str) -> bool:
    """Tell whether a country's own character set holds a sign: simplified forms are in no Japanese one."""
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _quotes_only(text: str, *, outnumbered: int) -> bool:
    """Tell whether so many Latin letters stand beside each Japanese sign that those are a quotation."""
    signs = len(_KANA.findall(text)) + len(_HAN.findall(text))
    return outnumbered * signs < len(_LATIN.findall(text))


def _is_english_with_quotes(text: str) -> bool:
    return _is_english(text) and _quotes_only(text, outnumbered=_FAR_OUTNUMBERED)


def _is_english(text: str, needed: int = _TWO) -> bool:
    return len({word.lower() for word in _ENGLISH.findall(text)}) >= needed


def _in_letters(
    text: str, configured: str | None, declared: str | None, guess: GuessLanguage | None
) -> str:
    """Return the language of a text without Japanese, Chinese or Korean."""
    needed = _SURE_OF_ENGLISH if configured not in (None, "en", "ko", *_HAN_LANGUAGES) else _TWO
    if _is_english(text, needed) and 50 * len(_FOREIGN_LETTER.findall(text)) < len(text):
        return "en"
    known = [tag for tag in (configured, declared) if tag and tag not in (*_HAN_LANGUAGES, "ko")]
    if configured in known:
        return configured or "en"
    if guess is not None and len(_LETTER.findall(text)) > _OUTNUMBERED:
        language, sure = guess(text)
        if sure >= _SURE and _TAG.fullmatch(language) and language not in (*_HAN_LANGUAGES, "ko"):
            return language
    return known[0] if known else "en"
