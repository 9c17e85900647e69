import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.fold import fold, fold_joined, fold_with_map

NASTY = st.lists(
    st.sampled_from(["ﾃﾞ", "か\u3099", "㈱", "ｻ", "－", "サイバ", "ー", "-", "ß", "İ", "ﬁ", "é", "e\u0301", "臺", "①", "゛", "〜", "～", "\n", "　", "Ａ", "a", "\U0001f468\u200d"])
    | st.text(max_size=4)
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＪＡＸＡ", "jaxa"), ("ﾃｨｯｸ", "ティック"), ("６１４１９部隊", "61419部隊"), ("サイバ－攻撃", "サイバー攻撃"), ("臺灣", "台湾"),
        ("ソフトウェア", "ソフトウエア"), ("か\u3099", "が"), ("People’s", "people's"), ("セキュリティー", "セキュリティ"), ("コンピューターウイルス", "コンピュータウィルス"),
        ("ヴォルゴグラード", "ボルゴグラード"), ("São Tomé", "sao tome"), ("Tōjō", "tojo"), ("Øresund", "oresund"), ("e\u0301", "e"), ("渡邉", "渡辺"), ("靑木", "青木"), ("霞ヶ関", "霞ケ関"),
        ("〜", "～"), ("İzmir", "izmir"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(NASTY)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(NASTY)
def test_the_map_covers_the_shown_text_in_order(text: str) -> None:
    folded = fold_with_map(text)

    assert folded.origins.size == len(folded.folded)
    spans = [(folded.start_of(place), folded.end_of(place)) for place in range(len(folded.folded))]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("カー", "カ"),
        ("ビール", "ビル"),
        ("コート", "コト"),
        ("か", "が"),
        ("ハ", "パ"),
        ("й", "и"),
    ],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("フィデル・カストロ", "フイデルカストロ"), ("岸田\n文雄", "岸田文雄"), ("岸田　文雄", "岸田文雄"), ("ジャン＝ポール", "ジヤンポール"),
        ("Fidel Castro", "fidel castro"), ("米 US", "米 us"), ("・中国", "・中国"),
    ],
)  # fmt: skip
def test_what_may_stand_inside_a_japanese_name_is_left_out(text: str, joined: str) -> None:
    assert fold_with_map(text).joined().folded == joined


@given(NASTY)
def test_the_fold_with_a_map_and_without_are_the_same(text: str) -> None:
    assert fold(text) == fold_with_map(text).folded
    assert fold_joined(text) == fold_with_map(text).joined().folded


@given(NASTY)
def test_a_joined_text_keeps_its_map(text: str) -> None:
    folded = fold_with_map(text).joined()

    assert folded.origins.size == len(folded.folded)
    spans = [(folded.start_of(place), folded.end_of(place)) for place in range(len(folded.folded))]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_a_long_vowel_that_was_left_out_belongs_to_the_word_that_is_shown() -> None:
    folded = fold_with_map("センター―東京のサーバー")
    last = folded.folded.index("バ")

    assert folded.span(last, last + 1) == (10, 12)
    assert folded.span(2, 3) == (2, 4)


def test_a_span_leads_back_to_the_shown_text() -> None:
    folded = fold_with_map("㈱ﾃｨｯｸ社")
    start = folded.folded.index("テイック")

    shown = folded.span(start, start + 4)

    assert "㈱ﾃｨｯｸ社"[slice(*shown)] == "ﾃｨｯｸ"
