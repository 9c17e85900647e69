import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.charset import decode, is_encoding

DECLARED = '<?xml version="1.0" encoding="{}"?><rss>①㈱髙橋～ニュース</rss>'
HEADLINES = (
    "<rss><channel><title>防衛省がサイバー攻撃の被害を公表 ①～㈱髙橋</title>"
    "<item><title>首相、訪中へ調整 日中関係の改善めざす</title></item></channel></rss>"
)
# what Windows' EUC-JP holds beside JIS, which no codec of Python writes
EUC_EXTRA = {"①": b"\xad\xa1", "～": b"\xa1\xc1", "㈱": b"\xad\xea", "髙": b"\xfc\xe2"}


def in_euc_jp(text: str) -> bytes:
    return b"".join(EUC_EXTRA.get(sign) or sign.encode("euc_jp") for sign in text)


def in_iso2022_jp(text: str) -> bytes:
    jis = {"①": b"-!", "～": b"!A", "㈱": b"-j", "髙": b"|b"}
    out = b""
    for sign in text:
        out += b"\x1b$B" + jis[sign] + b"\x1b(B" if sign in jis else sign.encode("iso2022_jp")
    return out


ENCODED = {
    "utf-8": HEADLINES.encode(),
    "cp932": HEADLINES.encode("cp932"),
    "euc-jp": in_euc_jp(HEADLINES),
    "iso-2022-jp": in_iso2022_jp(HEADLINES),
    "utf-16-le": HEADLINES.encode("utf-16-le"),
    "utf-16-be": HEADLINES.encode("utf-16-be"),
}
CLAIMS = [
    None,
    "text/xml",
    "text/xml; charset=utf-8",
    "text/xml; charset=Shift_JIS",
    "text/xml; charset=EUC-JP",
    "text/xml; charset=iso-8859-1",
    "text/xml; charset=klingon",
]


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
    document = DECLARED.format(declared)

    assert "①㈱髙橋～ニュース" in decode(document.encode(codec)).text


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("encoding", ENCODED)
def test_japanese_is_read_right_whatever_the_header_claims(
    encoding: str, claim: str | None
) -> None:
    decoded = decode(ENCODED[encoding], content_type=claim)

    assert (decoded.text, decoded.encoding, decoded.garbled) == (HEADLINES, encoding, False)
    assert decoded.why


@given(st.sampled_from(sorted(ENCODED)), st.sampled_from(CLAIMS), st.integers(min_value=80))
def test_a_document_that_is_cut_is_read_as_the_whole_one_is(
    encoding: str, claim: str | None, length: int
) -> None:
    body = ENCODED[encoding]
    cut = body[: max(length % len(body), 80)]

    decoded = decode(cut, content_type=claim)

    assert decoded.encoding == encoding
    assert HEADLINES.startswith(decoded.text.rstrip("\ufffd"))


def test_the_ibm_characters_of_eucjp_ms_are_read() -> None:
    assert decode(b"\x8f\xf4\xfb\x8f\xf3\xf3\xa4\xab\xa4\xca", forced="euc-jp").text == "髙ⅰかな"


def test_a_forced_encoding_is_believed_before_all() -> None:
    decoded = decode(
        "ニュース".encode("cp932"), content_type="text/xml; charset=utf-8", forced="cp932"
    )

    assert (decoded.text, decoded.why) == ("ニュース", "set in feeds.toml")


def test_utf8_that_is_cut_within_a_character_loses_that_character_only() -> None:
    broken = ("<t>日本の首相が" + "訪中</t>").encode().replace("首".encode(), "首".encode()[:2])

    assert decode(broken).text == "<t>日本の\ufffd相が訪中</t>"


def test_utf8_that_was_encoded_twice_is_mended() -> None:
    english = "<t>don’t</t>".encode().decode("cp1252").encode()
    japanese = "<t>日本の首相</t>".encode().decode("latin-1").encode()

    assert decode(english).text == "<t>don’t</t>"
    assert decode(japanese).text == "<t>日本の首相</t>"
    assert "taken for" in decode(japanese).why


def test_utf8_of_which_the_last_character_is_cut_is_utf8_however_little_else_is_in_it() -> None:
    text = '<?xml version="1.0" encoding="UTF-8"?><t>It’s here</t><t>That’s all'
    body = text.encode()
    end = body.rindex("’".encode())

    for cut in (end + 1, end + 2):
        assert decode(body[:cut]).text.startswith(text[: text.rindex("’")])


def test_titles_that_are_cut_at_so_many_bytes_lose_a_character_each_and_nothing_else() -> None:
    titles = ["防衛省がサイバー攻撃の被害を公表", "日本の首相、中国を訪問へ調整進む"] * 8
    cut = [title.encode()[: 31 + n % 2] for n, title in enumerate(titles)]

    decoded = decode(b"<rss>" + b"".join(b"<title>" + t + b"</title>" for t in cut) + b"</rss>")

    assert not decoded.garbled
    assert "\ufffd" not in decoded.text
    assert "<title>防衛省がサイバー攻撃</title>" in decoded.text


def test_a_headline_in_another_encoding_than_the_rest_of_its_document_is_read_too() -> None:
    utf8 = "".join(f"<title>日本の首相、訪中へ{n}</title>" for n in range(9)).encode()
    other = "<title>サーバーが攻撃された</title>".encode("cp932")

    assert "<title>サーバーが攻撃された</title>" in decode(utf8 + other + utf8).text


def test_a_document_that_says_utf16_in_single_bytes_is_none() -> None:
    text = '<?xml version="1.0" encoding="utf-16"?><rss><title>Hello world</title></rss>'

    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        ("O São Paulo venceu. A manhã… foi de festa na região… ", "cp1252", "windows-1252"),
        ("ㅋㅋㅋ 오늘", "euc_kr", "EUC-KR"),
        ("ｻｯｶｰ･ﾃﾆｽ･ｺﾞﾙﾌ", "cp932", "Shift_JIS"),
        ("写真撮影", "cp932", "Shift_JIS"),
        ("日本新闻", "gb2312", "GB2312"),
    ],
)
def test_a_true_declaration_is_believed(text: str, encoding: str, declared: str) -> None:
    body = f'<?xml version="1.0" encoding="{declared}"?><t>{text}</t>'.encode(encoding)

    decoded = decode(body)

    assert f"<t>{text}</t>" in decoded.text
    assert not decoded.garbled


@pytest.mark.parametrize(
    "text",
    [
        "“Amanhã” “irmã” “manhã”…",
        "đã “bã” đã “bã”",
        "‚Ärger‘ ‚Öl‘ ‚Übung‘",
        "ﾆｭｰｽ･ｽﾎﾟｰﾂ･ｹﾞｰﾑ",
        "繧繝彩色の仏像",
        "今日は天気がいい\ue63e",
        "😀🎉👍",
    ],
)
def test_unusual_but_right_text_is_not_garbled(text: str) -> None:
    decoded = decode(f"<rss><title>{text}</title></rss>".encode())

    assert (text in decoded.text, decoded.garbled) == (True, False)


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp"])
def test_chinese_characters_alone_are_japanese_in_a_document_that_says_it_is(encoding: str) -> None:
    text = "<rss><language>ja</language><title>写真撮影</title></rss>"

    assert decode(text.encode(encoding)).text == text


def test_an_apostrophe_of_windows_is_one() -> None:
    assert decode("<t>don\x92t</t>".encode()).text == "<t>don’t</t>"


def test_what_nobody_can_read_is_garbled() -> None:
    lost = "防衛省がサイバー攻撃の被害を公表".encode().decode("cp932", errors="replace")

    assert decode(f"<rss><title>{lost}</title></rss>".encode()).garbled
    assert decode(b"<rss><title>" + b"\xff\xfe\x81" * 20 + b"</title></rss>").garbled


def test_european_text_is_not_taken_for_japanese() -> None:
    german = '<?xml version="1.0" encoding="iso-8859-1"?><t>Müller prüft Änderungen für Köln, heißt es</t>'
    russian = '<?xml version="1.0" encoding="koi8-r"?><t>Хакеры атаковали министерство обороны</t>'

    assert decode(german.encode("latin-1")).text == german
    assert decode(russian.encode("koi8-r")).text == russian
    assert decode("<t>Santé\xa0: « l’été »</t>".encode()).text == "<t>Santé\xa0: « l’été »</t>"


def test_what_is_declared_nowhere_and_is_not_japanese_is_detected() -> None:
    text = "<t>" + "Хакеры атаковали министерство обороны в понедельник утром. " * 3 + "</t>"

    assert decode(text.encode("cp1251")).text == text


def test_names_of_encodings_are_known_but_none_that_hides_markup() -> None:
    assert all(map(is_encoding, ("Shift_JIS", "EUC-JP", "windows-31j", "koi8-r")))
    assert not any(map(is_encoding, ("utf-7", "klingon", "rot13", "hex", "idna")))


def test_what_no_encoding_reads_keeps_all_that_can_be_read() -> None:
    body = b'<?xml version="1.0" encoding="utf-8"?><rss>' + "日本".encode() + b"\xff\x81</rss>"

    assert "日本" in decode(body).text


@given(
    st.binary(max_size=200),
    st.sampled_from([None, "text/xml; charset=utf-7", "text/xml; charset=nonsense", "charset=hex"]),
    st.sampled_from([None, "euc-jp", "iso-2022-jp", "cp932", "utf-16", "nonsense"]),
)
def test_no_bytes_raise(body: bytes, content_type: str | None, forced: str | None) -> None:
    assert isinstance(decode(body, content_type=content_type, forced=forced).text, str)
