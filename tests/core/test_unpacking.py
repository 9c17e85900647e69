import gzip
import os
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.unpacking import TooBigError, unpack

TEXT = "日本の首相、訪中へ ".encode() * 500
LIMIT = 1_000_000
ZEROS = b"0" * 50_000_000


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)[2:-4]),
        ("br", brotli.compress(TEXT)),
        ("gzip, br", brotli.compress(gzip.compress(TEXT))),
        ("GZIP", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
        ("", gzip.compress(TEXT)),
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", TEXT),
        ("br", TEXT),
        ("deflate", TEXT),
        ("zstd", TEXT),
    ],
)
def test_documents_are_unpacked_whether_their_header_tells_the_truth_or_not(
    encoding: str, packed: bytes
) -> None:
    unpacked = unpack(packed, encoding, LIMIT)

    assert (unpacked.body, unpacked.complete) == (TEXT, True)


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [
        ("gzip", gzip.compress(ZEROS)),
        ("deflate", zlib.compress(ZEROS)),
        ("br", brotli.compress(ZEROS)),
    ],
    ids=["gzip", "deflate", "br"],
)
def test_a_bomb_goes_off_at_the_limit(encoding: str, bomb: bytes) -> None:
    with pytest.raises(TooBigError):
        unpack(bomb, encoding, LIMIT)


def test_empty_members_without_end_cost_little_and_are_not_complete() -> None:
    unpacked = unpack(gzip.compress(b"") * 200_000, "gzip", LIMIT)

    assert (unpacked.body, unpacked.complete) == (b"", False)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_what_is_cut_gives_its_beginning(encoding: str) -> None:
    text = os.urandom(20_000)
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[encoding](
        text
    )

    cut = unpack(packed[:10_000], encoding, LIMIT)

    assert not cut.complete
    assert text.startswith(cut.body)
    assert len(cut.body) > 5_000


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [("gzip", gzip.compress(os.urandom(20_000))), ("deflate", zlib.compress(os.urandom(20_000)))],
    ids=["gzip", "deflate"],
)
def test_what_fails_its_checksum_is_not_complete(encoding: str, packed: bytes) -> None:
    assert not unpack(packed[:-8] + b"\xff" * 8, encoding, LIMIT).complete


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "gzip, br", ",,", "x"]))
def test_no_bytes_raise_anything_else(body: bytes, encoding: str) -> None:
    assert isinstance(unpack(body, encoding, LIMIT).body, bytes)
    assert isinstance(unpack(b"\x1f\x8b\x08" + body, encoding, LIMIT).body, bytes)
