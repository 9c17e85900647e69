import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.charset import decode

DECLARED = '<?xml version="1.0" encoding="{}"?><rss>①㈱髙橋～ニュース</rss>'


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("Shift_JIS", "cp932"),
        ("x-sjis", "cp932"),
        ("Windows-31J", "cp932"),
        ("UTF-8", "utf-8"),
        ("utf-16", "utf-16"),
    ],
)
def test_everyday_japanese_signs_survive_in_what_servers_call_their_encoding(
    declared: str, codec: str
) -> None:
    text = DECLARED.format(declared)

    assert decode(text.encode(codec)).text.lstrip("\ufeff") == text


def test_nec_row_thirteen_survives_in_euc_jp() -> None:
    body = '<?xml version="1.0" encoding="EUC-JP"?><rss>①ニュース</rss>'.encode("euc_jis_2004")

    assert "①ニュース" in decode(body).text


def test_utf8_is_believed_more_than_a_wrong_header() -> None:
    body = "<rss>サイバー攻撃の続報</rss>".encode()

    assert (
        decode(body, content_type="text/xml; charset=Shift_JIS").text
        == "<rss>サイバー攻撃の続報</rss>"
    )


def test_a_forced_encoding_goes_before_all_else() -> None:
    assert (
        decode(
            "ニュース".encode("cp932"), content_type="text/xml; charset=utf-8", forced="cp932"
        ).encoding
        == "cp932"
    )


def test_undeclared_japanese_encodings_are_recognised() -> None:
    for codec in ("cp932", "euc_jis_2004", "iso2022_jp_ext"):
        assert (
            decode("<rss>サイバー攻撃の続報</rss>".encode(codec)).text
            == "<rss>サイバー攻撃の続報</rss>"
        ), codec


def test_what_no_encoding_reads_keeps_all_that_can_be_read() -> None:
    body = b'<?xml version="1.0" encoding="utf-8"?><rss>' + "日本".encode() + b"\xff\x81</rss>"

    assert "日本" in decode(body).text


@given(
    st.binary(max_size=200),
    st.sampled_from([None, "text/xml; charset=utf-7", "text/xml; charset=nonsense", "charset=hex"]),
)
def test_no_bytes_raise(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode(body, content_type=content_type).text, str)


def test_utf16_without_mark_or_declaration_is_read() -> None:
    assert decode("<rss>x</rss>".encode("utf-16-be")).text == "<rss>x</rss>"
