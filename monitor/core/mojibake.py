"""Recognises text that was read in the wrong encoding, and mends it where that can be undone."""

import re
from functools import partial

_TRAIL = "\x80-\x9f\xa1-\xaa\xac-\xba\xbc-\xbf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ"
MOJIBAKE = re.compile(
    rf"(?:[縺繧繝][^\x00-\x7f]){{2,}}|ã[\x81‚ƒ][{_TRAIL}]|[Ã][{_TRAIL}]|â€|[äåæçèé][{_TRAIL}]{{2}}"
    "|(?:[‚ƒ][\xa0-\xffŒ-ƒ–-•…]){2,}|(?:[､･][｡-ﾟ]){2,}|[\ufffd\x80-\x84\x86-\x9f]"
)
"""What correct text hardly ever holds: UTF-8 read as Shift_JIS (縺 繧 繝) or as Latin-1 (ã and a control sign),
Shift_JIS as Latin-1 (‚ ƒ), EUC-JP as Shift_JIS (､ﾎ･ﾆ), and damage."""
DAMAGE = re.compile("[\ufffd\x80-\x84\x86-\x9f]")
"""Bytes that are nothing in an encoding, or controls that no text holds."""
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
# what some sites leave of a character when they cut a text at so many bytes
_CUT_CHARACTER = re.compile("\ufffd{1,3}(?=\\s*(?:<|&lt;|\\]\\]>|\\.\\.\\.|…|$))")
# C1 controls are nothing in a text, but these numbers mean quotation marks in Windows-1252 (HTML, 13.2.3.5)
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_RUNS = {
    "cp1252": re.compile(f"[\xa0-\xff{bytes(range(0x80, 0xA0)).decode('cp1252', 'ignore')}]+"),
    "latin-1": re.compile("[\x80-\xff]+"),
    "cp932": re.compile("[^\x00-\x7f]+"),
}
FINE = 0.02
"""The share of such signs that a text may hold by accident."""
_BAD, _MUCH, _ENOUGH = 0.1, 0.1, 8


def beyond_ascii(text: str) -> list[str]:
    """Return the runs of a text that are beyond ASCII: most of a feed is markup."""
    return [] if text.isascii() else _BEYOND_ASCII.findall(text)


def share(signs: re.Pattern[str], text: str) -> float:
    """Return which share of what is beyond ASCII are signs of a wrong encoding.

    A character that was cut at the end of a text says nothing.
    """
    runs = beyond_ascii(_CUT_CHARACTER.sub("", text))
    odd = sum(len(found) for found in signs.findall("\n".join(runs)))
    return odd / sum(map(len, runs)) if odd else 0.0


def mend(text: str) -> tuple[str, str, bool]:
    """Return a text with what can be undone undone, a remark on that or "", and whether it is still unreadable."""
    text = _CUT_CHARACTER.sub("", text)
    if share(MOJIBAKE, text) <= _BAD:
        return _C1.sub(_windows_1252, text), "", False
    for wrong, run in _RUNS.items():
        mended = run.sub(partial(_taken_for, wrong), text)
        if mended != text and share(MOJIBAKE, mended) <= FINE:
            return mended, f"parts were UTF-8 that was taken for {wrong}", False
    words = re.sub(r"<[^<>]*>|\s+", "", text)
    # an English page with broken apostrophes can be read, a Japanese one of which little else is there cannot
    beyond = sum(map(len, beyond_ascii(words)))
    return _C1.sub(_windows_1252, text), "", beyond >= max(_MUCH * len(words), _ENOUGH)


def _windows_1252(control: re.Match[str]) -> str:
    return control[0].encode("latin-1").decode("cp1252", "ignore")


def _taken_for(wrong: str, run: re.Match[str]) -> str:
    """Undo one wrong reading: return what UTF-8 bytes meant that were read as `wrong`, or the run as it is."""
    try:
        return run[0].encode(wrong).decode("utf-8")
    except UnicodeError:
        return run[0]
