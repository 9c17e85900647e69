"""Decides in which encoding a document is written, preferring what Japanese servers mean to what they say."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from charset_normalizer import from_bytes

from monitor.core.japanese_codecs import decode_euc_jp, decode_iso2022_jp

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# how "<?" or "<r" begins in encodings wider than a byte (XML 1.0, appendix F)
_WIDE = (
    (re.compile(rb"<\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00\x00\x00<"), "utf-32-be"),
    (re.compile(rb"<\x00[^\x00]\x00"), "utf-16-le"),
    (re.compile(rb"\x00<\x00[^\x00]"), "utf-16-be"),
)
_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:\-]+)["']""")
_HTML_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9._:\-]+)""", re.I)
_HTTP_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:\-]+)""", re.IGNORECASE)
# What is declared, and what is meant by it (WHATWG Encoding Standard): Shift_JIS feeds carry ①, ㈱ and 髙 of
# Windows-31J, and so do EUC-JP and ISO-2022-JP ones.
_MEANT = {
    name: meant
    for meant, names in {
        "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j cp932 ms932 shiftjis s-jis",
        "euc-jp": "euc-jp euc_jp x-euc-jp eucjp eucjp-ms eucjp-win cp51932 euc_jis_2004",
        "iso-2022-jp": "iso-2022-jp iso2022-jp iso2022_jp iso-2022-jp-ms jis cp50220 cp50221 iso2022_jp_ext",
        "cp1252": "iso-8859-1 latin1 latin-1 iso8859-1 iso_8859-1 windows-1252",
        "cp1254": "iso-8859-9 latin5",
        "cp874": "tis-620 iso-8859-11",
        "gb18030": "gb2312 gbk gb_2312-80 x-gbk euc-cn",
        "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5",
        "cp949": "euc-kr ks_c_5601-1987 ks_c_5601 korean euckr",
        "utf-8": "utf8 unicode-1-1-utf-8 us-ascii ascii",
    }.items()
    for name in names.split()
}
_OWN: dict[str, Callable[[bytes], str]] = {
    "euc-jp": decode_euc_jp,
    "iso-2022-jp": decode_iso2022_jp,
}
# they read almost any bytes without an error, so nothing is proven by that
_STATEFUL = ("utf-16", "utf-32", "hz", "iso-2022", "iso2022")
_REFUSED = (
    "utf-7",
    "utf7",
    "idna",
    "punycode",
    "unicode_escape",
    "raw_unicode_escape",
    "undefined",
)
_UTF8_RUN = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_KANA = re.compile("[ぁ-ゖァ-ヺー]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
# What correct text hardly ever holds: signs of bytes read in the wrong encoding. UTF-8 as Shift_JIS (縺 繧 繝),
# UTF-8 as Latin-1 (ã and a control sign), Shift_JIS as Latin-1 (‚ ƒ), EUC-JP as Shift_JIS (､ﾎ･ﾆ).
_TRAIL = "\x80-\x9f\xa1-\xaa\xac-\xba\xbc-\xbf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = re.compile(
    rf"[縺繧繝][^\x00-\x7f]|[Ãã][{_TRAIL}]+|â€|[äåæçèé][{_TRAIL}]{{2}}|[‚ƒ][\x80-\xffŒ-ƒ–-•…]"
    "|[､･][｡-ﾟ]|[\ufffd\x80-\x84\x86-\x9f\ue000-\uf8ff]"
)
_RUNS = {
    "cp1252": re.compile(f"[\xa0-\xff{bytes(range(0x80, 0xA0)).decode('cp1252', 'ignore')}]+"),
    "latin-1": re.compile("[\x80-\xff]+"),
    "cp932": re.compile("[^\x00-\x7f]+"),
}
# C1 controls are nothing in a text, but these numbers mean quotation marks in Windows-1252 (HTML, 13.2.3.5)
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_FINE, _GARBLED, _JAPANESE, _MUCH, _ENOUGH = 0.02, 0.1, 0.2, 0.1, 8
_BEARABLE = {"utf-8": 1.0, "iso-2022-jp": 0.2}
_SAMPLE = 20_000
# what the Web is written in beside UTF-8 and Japanese (WHATWG Encoding Standard), for the detector to choose from
_WEB_ENCODINGS = [
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874",
    "koi8_r", "koi8_u", "cp866", "gb18030", "big5hkscs", "cp949", "iso8859_2", "iso8859_5", "iso8859_7",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document as text, the name of its encoding, why that one was chosen, and whether it is still unreadable."""

    text: str
    encoding: str
    why: str
    garbled: bool = False


def decode(body: bytes, *, content_type: str | None = None, forced: str | None = None) -> Decoded:
    """Return a document as text; no bytes raise.

    The first encoding wins that reads the bytes as plausible text: the forced one, a byte order mark, UTF-8
    (text in another encoding is hardly ever valid UTF-8, and wrong headers are common), HTTP's, the XML
    declaration's, then the usual Japanese ones, then what a detector finds. What no encoding reads is U+FFFD.
    """
    if forced:
        text = _read(body, meant_by(forced))
        if text is not None:
            return _judged(text, meant_by(forced), "set in feeds.toml")
    best: tuple[float, Decoded] | None = None
    for encoding, why in _candidates(body, content_type):
        text = _read(body, encoding)
        if text is None:
            continue
        found = _oddness(text)
        # what is UTF-8, or switches its character sets, is nothing else, even where it holds nonsense
        if found <= _BEARABLE.get(encoding, _FINE):
            return _judged(text, encoding, why)
        if best is None or found < best[0]:
            best = found, _judged(text, encoding, why)
    return best[1] if best else _judged(body.decode("utf-8", "replace"), "utf-8", "nothing fits")


def meant_by(name: str) -> str:
    """Return the encoding that a declared name stands for; a name that is not known comes back in lower case."""
    return _MEANT.get(name.lower(), name.lower())


def is_encoding(name: str) -> bool:
    """Tell whether an encoding of this name can be read."""
    return (
        _read(b" ", meant_by(name)) is not None
    )  # nothing at all is decoded without a look at the name


def _candidates(body: bytes, content_type: str | None) -> Iterator[tuple[str, str]]:
    """Yield encodings and why they are thought of; those that come first are those to believe."""
    yield from ((encoding, "byte order mark") for mark, encoding in _BOMS if body.startswith(mark))
    yield from ((encoding, "zero bytes") for sign, encoding in _WIDE if sign.match(body))
    # only ISO-2022-JP switches its character sets so, and it is valid UTF-8
    if b"\x1b$" in body or b"\x1b(I" in body or b"\x1b(J" in body:
        yield "iso-2022-jp", "escape sequences"
    declared = list(_declared(body, content_type))
    if declared and declared[-1][0].startswith(_STATEFUL):
        yield declared[-1]
    named = next((why for encoding, why in declared if encoding == "utf-8"), None)
    if _is_utf8(body, broken_weighs=1 if named else 2):
        yield "utf-8", named or "valid UTF-8"
    japanese = list(_japanese(body))
    if not any(encoding in dict(japanese) for encoding, _ in declared):
        yield from japanese  # also against a declaration: there is kana where it would have none
    yield from ((e, why) for e, why in declared if e != "utf-8")
    yield from japanese
    guessed = from_bytes(body[:_SAMPLE], cp_isolation=_WEB_ENCODINGS).best()
    if guessed is not None:
        yield meant_by(guessed.encoding.replace("_", "-")), "detected"
    yield from (("cp932", "a guess"), ("euc-jp", "a guess"))
    yield from declared


def _declared(body: bytes, content_type: str | None) -> Iterator[tuple[str, str]]:
    if match := _HTTP_CHARSET.search(content_type or ""):
        yield meant_by(match[1]), f"declared by HTTP as {match[1][:40]}"
    if head := _DECLARATION.match(body[:1024]) or _HTML_META.search(body[:2048]):
        name = head[1].decode("ascii")
        yield meant_by(name), f"declared in the document as {name[:40]}"


def _is_utf8(body: bytes, *, broken_weighs: int) -> bool:
    """Tell whether bytes are UTF-8: all of them, or so many characters that the broken bytes are damage."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        whole = _UTF8_RUN.findall(body)
        broken = len(_HIGH_BYTE.findall(body)) - sum(map(len, whole))
        return broken_weighs * broken <= len(whole)
    return True


def _japanese(body: bytes) -> Iterator[tuple[str, str]]:
    """Yield the Japanese encodings in which bytes give kana, as Japanese text always has."""
    for encoding in ("cp932", "euc-jp"):
        text = _read(body, encoding) or ""
        beyond = sum(map(len, _beyond_ascii(text)))
        if beyond and len(_KANA.findall(text)) >= _JAPANESE * beyond and _oddness(text) <= _FINE:
            yield encoding, "its kana"


def _read(body: bytes, encoding: str) -> str | None:
    """Return bytes read in an encoding, U+FFFD for what is broken; None if there is no such encoding."""
    if encoding in _OWN:
        return _OWN[encoding](body)
    if encoding.startswith(_REFUSED):
        return None  # UTF-7 hides markup, the others are no encodings of documents
    try:
        text = body.decode(encoding, errors="replace")
    except (LookupError, UnicodeError, ValueError):
        return None
    return text


def _oddness(text: str) -> float:
    """Return which share of what is beyond ASCII looks like bytes read in the wrong encoding.

    A character that was cut at the very end says nothing.
    """
    runs = _beyond_ascii(text.rstrip("\ufffd"))
    odd = sum(len(found) for found in _MOJIBAKE.findall("\n".join(runs)))
    return odd / sum(map(len, runs)) if odd else 0.0


def _beyond_ascii(text: str) -> list[str]:
    """Return the runs of a text that are beyond ASCII: most of a feed is markup."""
    return [] if text.isascii() else _BEYOND_ASCII.findall(text)


def _judged(text: str, encoding: str, why: str) -> Decoded:
    """Return the result, mended where it was encoded twice, and marked if it is beyond that."""
    if _oddness(text) <= _GARBLED:
        return Decoded(_C1.sub(_windows_1252, text), encoding, why)
    for wrong, run in _RUNS.items():
        mended = run.sub(partial(_taken_for, wrong), text)
        if mended != text and _oddness(mended) <= _FINE:
            return Decoded(mended, encoding, f"{why}; parts were UTF-8 that was taken for {wrong}")
    words = re.sub(r"<[^<>]*>|\s+", "", text)
    # an English page with broken apostrophes can be read, a Japanese one of which little else is there cannot
    beyond = sum(map(len, _beyond_ascii(words)))
    garbled = beyond >= max(_MUCH * len(words), _ENOUGH)
    return Decoded(_C1.sub(_windows_1252, text), encoding, why, garbled=garbled)


def _windows_1252(control: re.Match[str]) -> str:
    return control[0].encode("latin-1").decode("cp1252", "ignore")


def _taken_for(wrong: str, run: re.Match[str]) -> str:
    """Undo one wrong reading: return what UTF-8 bytes meant that were read as `wrong`, or the run as it is."""
    try:
        return run[0].encode(wrong).decode("utf-8")
    except UnicodeError:
        return run[0]
