"""Decides in which encoding a document is written, preferring what Japanese servers mean to what they say."""

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:\-]+)["']""")
_HTTP_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:\-]+)""", re.IGNORECASE)

# What is declared, and what is meant by it: Shift_JIS feeds carry ①, ㈱ and 髙 of Windows-31J, EUC-JP feeds
# the NEC row 13 that only Python's euc_jis_2004 knows.
_MEANT = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ms_kanji": "cp932",
    "windows-31j": "cp932",
    "euc-jp": "euc_jis_2004",
    "x-euc-jp": "euc_jis_2004",
    "eucjp": "euc_jis_2004",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-1": "cp1252",  # as every browser reads it (WHATWG Encoding Standard)
    "us-ascii": "utf-8",
    "ascii": "utf-8",
}
_UNDECLARED = ("utf-8", "cp932", "euc_jis_2004")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document as text, and the name of the Python codec that read it."""

    text: str
    encoding: str


def decode(body: bytes, *, content_type: str | None = None, forced: str | None = None) -> Decoded:
    """Return a document as text; no bytes raise.

    The first encoding that reads every byte wins: the forced one, a byte order mark, UTF-8 (text in another
    encoding is hardly ever valid UTF-8, and wrong headers are common), HTTP's, the XML declaration's, then
    the usual Japanese ones. When none reads it all, the declared one does so with U+FFFD for what is broken.
    """
    candidates = _candidates(body, content_type, forced)
    for encoding in candidates:
        try:
            return Decoded(body.decode(encoding), encoding)
        except (UnicodeError, LookupError):
            continue
    declared = next((c for c in candidates if _is_known(c)), "utf-8")
    return Decoded(body.decode(declared, errors="replace"), declared)


def meant_by(name: str) -> str:
    """Return the Python codec for an encoding's declared name."""
    return _MEANT.get(name.lower(), name.lower())


def _candidates(body: bytes, content_type: str | None, forced: str | None) -> list[str]:
    """List encodings to try in order; those that stand first are those to believe."""
    found = [meant_by(forced)] if forced else []
    found += [encoding for mark, encoding in _BOMS if body.startswith(mark)][:1]
    if (
        b"\x1b$" in body[:65536]
    ):  # only ISO-2022-JP switches its character sets so, and it is valid UTF-8
        found.append("iso2022_jp_ext")
    declared = []
    if match := _HTTP_CHARSET.search(content_type or ""):
        declared.append(meant_by(match[1]))
    if head := _DECLARATION.match(body[:1024]):
        declared.append(meant_by(head[1].decode("ascii")))
    if b"\x00" in body[:64] and not declared:
        found.append("utf-16-be" if body[:1] == b"\x00" else "utf-16-le")
    # a wide or stateful encoding reads almost anything, also as UTF-8 would: believe the declaration first
    if declared and declared[-1].startswith(("utf-16", "utf-32", "utf-7", "hz", "iso2022")):
        return [*found, *declared, *_UNDECLARED]
    return [*found, "utf-8", *declared, *_UNDECLARED]


def _is_known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name != "" and isinstance(b"".decode(encoding), str)
    except (LookupError, UnicodeError):
        return False
