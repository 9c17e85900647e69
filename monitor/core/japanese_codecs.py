"""Decodes Japanese encodings as the systems that write them mean them: with the characters of Windows-31J."""

import codecs
import re

# The code points 8FF3F3 to 8FF4FE of eucJP-ms in their order: characters of IBM that JIS X 0212 lacks
# (The Open Group, "Problems and Solutions for Unicode and User/Vendor Defined Characters", 1996; as in glibc).
_IBM = (
    "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ＇＂㈱№℡炻仼僴凬匇匤﨎咊坙﨏塚增寬峵嵓﨑德悅愠敎昻晥晴朗栁﨓﨔橫櫢淸淲瀨凞猪"
    "甁皂皞益礰礼神祥福竧靖精綠緖羽荢﨟薰蘒﨡蠇諸譿賴赶﨣﨤逸郞都鄕﨧﨨閒隆﨩霻靍靑飯飼館馞髙魲鶴黑"
)
# Where Python's tables follow JIS and Windows' do not; with these a headline is the same text in every encoding.
_AS_WINDOWS = str.maketrans("〜‖−¢£¬", "～∥－￠￡￢")
_CUT_ESCAPE = re.compile(rb"\x1b[$(]?\Z")
_SUPPLEMENT = 0x8F  # introduces the three bytes of JIS X 0212
_ROW_LENGTH = 94
_WINDOWS_ROWS = "news-monitor.windows-rows"


def decode_euc_jp(body: bytes) -> str:
    """Return EUC-JP text with the NEC and IBM characters of CP51932 and eucJP-ms (①, ㈱, 髙), which JIS lacks.

    What is none of these is U+FFFD.
    """
    return body.decode("euc_jp", errors=_WINDOWS_ROWS).translate(_AS_WINDOWS)


def decode_iso2022_jp(body: bytes) -> str:
    """Return ISO-2022-JP text with its extensions: half-width kana, JIS X 0212, and NEC's row 13 (CP50221).

    What is none of these is U+FFFD.
    """
    whole = _CUT_ESCAPE.sub(b"", body)
    return whole.decode("iso2022_jp_ext", errors=_WINDOWS_ROWS).translate(_AS_WINDOWS)


def _windows_character(data: bytes, start: int) -> tuple[str, int] | None:
    """Return the character of rows that JIS leaves empty, and how many bytes it takes; None where there is none."""
    if data[start] == _SUPPLEMENT and len(data) >= start + 3:
        place = (data[start + 1] - 0xF3) * _ROW_LENGTH + data[start + 2] - 0xF3
        found = _IBM[place : place + 1] if place >= 0 else ""
        return (found, 3) if found else None
    pair = data[start : start + 2]
    if (
        len(pair) < 2 or (pair[0] ^ pair[1]) & 0x80
    ):  # EUC sets the high bit of both, ISO-2022-JP of none
        return None
    high, low = pair[0] & 0x7F, pair[1] & 0x7F
    if not (0x21 <= high <= 0x7E and 0x21 <= low <= 0x7E):
        return None
    try:
        return _shift_jis(high, low).decode("cp932"), 2
    except UnicodeDecodeError:
        return None


def _shift_jis(row: int, cell: int) -> bytes:
    """Return the Shift_JIS bytes of a place in the JIS table (JIS X 0208, appendix 1)."""
    lead = (row + 1) // 2 + (0x70 if row < 0x5F else 0xB0)
    trail = cell + (0x7E if row % 2 == 0 else 0x1F + (cell >= 0x60))
    return bytes((lead, trail))


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if found := _windows_character(error.object, error.start):
        return found[0], error.start + found[1]
    # what follows a broken byte may be whole; in ISO-2022-JP bytes go in pairs
    in_pairs = error.object[error.start] in range(0x21, 0x7F)
    return "\ufffd", min(error.start + (2 if in_pairs else 1), len(error.object))


codecs.register_error(_WINDOWS_ROWS, _replace)
