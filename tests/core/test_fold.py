import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.fold import fold, fold_with_map

NASTY = st.lists(
    st.sampled_from(["ﾃﾞ", "か\u3099", "㈱", "ｻ", "－", "サイバ", "ー", "-", "ß", "İ", "ﬁ", "é", "e\u0301", "臺", "①", "゛", "〜", "～", "\n", "　", "Ａ", "a", "\U0001f468\u200d"])
    | st.text(max_size=4)
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＪＡＸＡ", "jaxa"), ("ﾃｨｯｸ", "ティック"), ("６１４１９部隊", "61419部隊"), ("サイバ－攻撃", "サイバー攻撃"), ("臺灣", "台湾"),
        ("ソフトウェア", "ソフトウエア"), ("か\u3099", "が"), ("People’s", "people's"),
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

    assert len(folded.starts) == len(folded.ends) == len(folded.folded)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(
        0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True)
    )


def test_a_span_leads_back_to_the_shown_text() -> None:
    folded = fold_with_map("㈱ﾃｨｯｸ社")
    start = folded.folded.index("テイック")

    shown = folded.span(start, start + 4)

    assert "㈱ﾃｨｯｸ社"[slice(*shown)] == "ﾃｨｯｸ"
