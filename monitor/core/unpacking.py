"""Unpacks compressed documents up to a limit, whatever a few bytes claim to grow to; what is cut gives its beginning."""

import zlib
from dataclasses import dataclass

import brotli

_GZIP = b"\x1f\x8b"
_STEP = 65536
_PIECE = 1024
_MOST_MEMBERS = 1000  # each may be empty, and costs time all the same
_GZIP_WINDOW, _ZLIB_WINDOW = 31, 15


class TooBigError(Exception):
    """What was unpacked is larger than the limit."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A document as it was before it was packed; `complete` is False when the packed bytes have no end."""

    body: bytes
    complete: bool


def unpack(body: bytes, content_encoding: str, limit: int) -> Unpacked:
    """Return what was packed with gzip, deflate or br, also several times, and gzip that no header tells of.

    What is not packed as its header says comes back as it is.

    Raises:
        TooBigError: it is larger than `limit` bytes.
    """
    complete = True
    for coding in reversed(content_encoding.lower().replace(" ", "").split(",")[:4]):
        body, whole = _undone(body, coding, limit)
        complete &= whole
    if body.startswith(_GZIP):  # some servers store feeds packed, and serve them as they are
        body, whole = _undone(body, "gzip", limit)
        complete &= whole
    return Unpacked(body, complete)


def _undone(body: bytes, coding: str, limit: int) -> tuple[bytes, bool]:
    """Return the body unpacked, and whether its end was there."""
    try:
        match coding:
            case "gzip" | "x-gzip" if body.startswith(_GZIP):
                return _inflated(body, _GZIP_WINDOW, limit)
            case "deflate" if body:
                # RFC 9110 means zlib's format; some servers send bare deflate
                zlib_header = body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0
                return _inflated(body, _ZLIB_WINDOW if zlib_header else -_ZLIB_WINDOW, limit)
            case "br" if body:
                return _unbrotlied(body, limit)
    except (zlib.error, brotli.error):
        pass
    return body, True


def _inflated(body: bytes, window: int, limit: int) -> tuple[bytes, bool]:
    """Unpack gzip (of several members, RFC 1952) or deflate."""
    out, position = bytearray(), 0
    for _ in range(_MOST_MEMBERS):
        position, whole = _inflate_member(body, position, window, out, limit)
        if not whole or window != _GZIP_WINDOW or not body.startswith(_GZIP, position):
            if not out and not whole:
                raise zlib.error("nothing came of it")
            return bytes(out), whole
    return bytes(out), False


def _inflate_member(
    body: bytes, position: int, window: int, out: bytearray, limit: int
) -> tuple[int, bool]:
    """Unpack from a position, in pieces: what comes before damage is whole. Return where it ended, and whether it did."""
    stream, pending = zlib.decompressobj(window), b""
    while not stream.eof and (pending or position < len(body)):
        if not pending:
            pending = body[position : position + _PIECE]
            position += len(pending)
        try:
            out += stream.decompress(pending, _STEP)
        except zlib.error:
            return position, False
        if len(out) > limit:
            raise TooBigError
        pending = stream.unconsumed_tail
    return position - len(stream.unused_data), stream.eof


def _unbrotlied(body: bytes, limit: int) -> tuple[bytes, bool]:
    stream = brotli.Decompressor()
    out = bytearray(stream.process(body, output_buffer_limit=_STEP))
    while not stream.is_finished() and not stream.can_accept_more_data():
        if len(out) > limit:
            raise TooBigError
        try:
            out += stream.process(b"", output_buffer_limit=_STEP)
        except brotli.error:
            return bytes(out), False
    if len(out) > limit:
        raise TooBigError
    return bytes(out), stream.is_finished()
