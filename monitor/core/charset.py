"""Decides in which encoding a document is written, preferring what Japanese servers mean to what they say."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from charset_normalizer import from_bytes

from monitor.core.japanese_codecs import decode_euc_jp, decode_iso2022_jp
from monitor.core.mojibake import DAMAGE, FINE, MOJIBAKE, beyond_ascii, mend, share

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
# the declared ones whose kana rows hold other letters (EUC-KR) or that share them (GB 2312)
_JAPANESE_ENCODINGS = {"cp932", "euc-jp"}
_OTHER_EASTERN = {"cp949", "gb18030", "big5hkscs"}
_JAPANESE_HINT = re.compile(
    rb"<(?:dc:)?language>\s*ja|xml:lang\s*=\s*[\"']ja|charset=(?:euc-jp|shift_jis|x-sjis)"
    rb"|encoding\s*=\s*[\"'](?:euc-jp|shift_jis|x-sjis|iso-2022-jp)",
    re.IGNORECASE,
)
# they read almost any bytes without an error, so nothing is proven by that
_STATEFUL = ("utf-16", "utf-32", "hz", "iso-2022", "iso2022")
_REFUSED = frozenset(
    {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "unicode-escape"}
    | {"raw-unicode-escape", "undefined", "mbcs", "oem"}
)
_UTF8_RUN = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_KANA = re.compile("[ぁ-ゖァ-ヺー]")
_TORN, _JAPANESE, _SEVERAL = 0.2, 0.2, 4
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An encoding, why it is thought of, and which share of odd signs is still no reason against it."""

    encoding: str
    why: str
    signs: re.Pattern[str] = MOJIBAKE
    bearable: float = FINE


def decode(body: bytes, *, content_type: str | None = None, forced: str | None = None) -> Decoded:
    """Return a document as text; no bytes raise.

    The first encoding wins that reads the bytes as plausible text: the forced one, a byte order mark, UTF-8
    (text in another encoding is hardly ever valid UTF-8, and wrong headers are common), a Japanese one that gives
    kana, the declared one (HTTP's before the document's), then what a detector finds. What no encoding reads is U+FFFD.
    """
    if forced:
        text = _read(body, meant_by(forced))
        if text is not None:
            return _judged(text, meant_by(forced), "set in feeds.toml")
    best: tuple[float, Decoded] | None = None
    for candidate in _candidates(body, content_type):
        text = _read(body, candidate.encoding)
        if text is None:
            continue
        found = share(candidate.signs, text)
        if found <= candidate.bearable:
            return _judged(text, candidate.encoding, candidate.why)
        if best is None or found < best[0]:
            best = found, _judged(text, candidate.encoding, candidate.why)
    return best[1] if best else _judged(body.decode("utf-8", "replace"), "utf-8", "nothing fits")


def meant_by(name: str) -> str:
    """Return the encoding that a declared name stands for; a name that is not known comes back in lower case."""
    return _MEANT.get(name.lower(), name.lower())


def is_encoding(name: str) -> bool:
    """Tell whether an encoding of this name can be read."""
    # of one byte, because nothing at all is decoded without a look at the name
    return _read(b" ", meant_by(name)) is not None


def _candidates(body: bytes, content_type: str | None) -> Iterator[_Candidate]:
    """Yield encodings, those to believe first."""
    yield from (_Candidate(e, "byte order mark") for mark, e in _BOMS if body.startswith(mark))
    yield from (_Candidate(e, "zero bytes") for sign, e in _WIDE if sign.match(body))
    # only ISO-2022-JP switches its character sets so, and it is valid UTF-8
    if b"\x1b$" in body or b"\x1b(I" in body or b"\x1b(J" in body:
        yield _Candidate("iso-2022-jp", "escape sequences", bearable=_TORN)
    declared = [
        # a declaration is worth more than our doubts, as long as the bytes fit
        _Candidate(encoding, why, signs=DAMAGE)
        for encoding, why in _declared(body, content_type)
    ]
    if declared and declared[-1].encoding.startswith(_STATEFUL):
        yield declared[-1]
    named = next((c.why for c in declared if c.encoding == "utf-8"), None)
    if _is_utf8(body, broken_weighs=1 if named else 2):
        # what is UTF-8 is nothing else, even where it holds nonsense
        yield _Candidate("utf-8", named or "valid UTF-8", bearable=1.0)
    # of two Japanese encodings the declared one, as long as it makes sense
    yield from (replace(c, signs=MOJIBAKE) for c in declared if c.encoding in _JAPANESE_ENCODINGS)
    japanese = [_Candidate(encoding, "its kana") for encoding in _with_kana(body)]
    known = {c.encoding for c in japanese} | _OTHER_EASTERN
    if not any(c.encoding in known for c in declared):
        yield from japanese  # also against a declaration: there is kana where it would have none
    yield from (c for c in declared if c.encoding != "utf-8")
    yield from japanese
    if _JAPANESE_HINT.search(body[:4096]):
        yield from (_Candidate(encoding, "its language") for encoding in ("euc-jp", "cp932"))
    guessed = from_bytes(body[:_SAMPLE], cp_isolation=_WEB_ENCODINGS).best()
    if guessed is not None:
        yield _Candidate(meant_by(guessed.encoding.replace("_", "-")), "detected")
    yield from (_Candidate(encoding, "a guess") for encoding in ("cp932", "euc-jp"))
    yield from declared


def _declared(body: bytes, content_type: str | None) -> Iterator[tuple[str, str]]:
    """Yield what is declared, and where; a document that says UTF-16 in single bytes is not in UTF-16."""
    found = []
    if match := _HTTP_CHARSET.search(content_type or ""):
        found.append((meant_by(match[1]), f"declared by HTTP as {match[1][:40]}"))
    if head := _DECLARATION.match(body[:1024]) or _HTML_META.search(body[:2048]):
        name = head[1].decode("ascii")
        found.append((meant_by(name), f"declared in the document as {name[:40]}"))
    wide = b"\x00" in body[:256]
    yield from (
        pair
        for pair in found
        if wide or not pair[0].startswith(("utf-16", "utf-32", "utf16", "utf32"))
    )


def _is_utf8(body: bytes, *, broken_weighs: int) -> bool:
    """Tell whether bytes are UTF-8: all of them, or so many characters that the broken bytes are damage."""
    try:
        # a character that is cut at the end is no error
        codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        whole = _UTF8_RUN.findall(body)
        broken = len(_HIGH_BYTE.findall(body)) - sum(map(len, whole))
        return broken_weighs * broken <= len(whole)
    return True


def _with_kana(body: bytes) -> Iterator[str]:
    """Yield the Japanese encodings in which bytes give kana, as Japanese text always has."""
    for encoding in ("cp932", "euc-jp"):
        text = _read(body, encoding) or ""
        beyond = sum(map(len, beyond_ascii(text)))
        kana = len(_KANA.findall(text))
        if beyond and kana >= _JAPANESE * beyond and share(MOJIBAKE, text) <= FINE:
            yield encoding


def _read(body: bytes, encoding: str) -> str | None:
    """Return bytes read in an encoding, U+FFFD for what is broken; None if there is no such encoding."""
    if encoding in _OWN:
        return _OWN[encoding](body)
    try:
        if codecs.lookup(encoding).name in _REFUSED:
            return None  # UTF-7 hides markup, the others are no encodings of documents
        text = body.decode(encoding, errors="replace")
    except (LookupError, UnicodeError, ValueError):
        return None
    if encoding == "utf-8" and "\ufffd" in text:
        return "<".join(map(_piece, body.split(b"<")))
    return text


def _piece(body: bytes) -> str:
    """Return a piece of a UTF-8 document up to the next tag; some sites put in headlines as they were given to them."""
    text = body.decode("utf-8", errors="replace")
    if text.count("\ufffd") < _SEVERAL:
        return text
    return next((found for e in _with_kana(body) if (found := _read(body, e))), text)


def _judged(text: str, encoding: str, why: str) -> Decoded:
    mended, remark, garbled = mend(text)
    return Decoded(mended, encoding, f"{why}; {remark}" if remark else why, garbled)
