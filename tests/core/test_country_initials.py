import pytest

from monitor.core.japanese import Tokenize
from tests.core.test_matching import found, watch


@pytest.mark.parametrize(
    ("initial", "text"),
    [
        ("米", "米大統領が訪中"), ("中", "米大統領が訪中"), ("米", "米、中国に警告"), ("米", "日米首脳会談"), ("中", "日中韓の外相"), ("韓", "在韓米軍"),
        ("露", "露軍が侵攻"), ("日", "反日デモ"), ("英", "英首相が辞任"), ("仏", "仏大統領"), ("米", "欧米各国"), ("台", "中台関係"), ("比", "比大統領"),
        ("朝", "日朝首脳会談"), ("豪", "豪首相"), ("米", "米FRBが利下げ"), ("米", "米アップルが"), ("米", "米・イラン協議"),
    ],
)  # fmt: skip
def test_one_kanji_stands_for_a_country_as_in_headlines(
    initial: str, text: str, tokenize: Tokenize
) -> None:
    assert found(watch(initial), text, tokenize) == [initial]


@pytest.mark.parametrize(
    ("initial", "text"),
    [
        ("米", "米の価格が高騰"), ("米", "米価格が高騰"), ("米", "新米の季節"), ("中", "中学校で集会"), ("中", "今年中に決定"), ("中", "会議中の首相"),
        ("日", "3日に会談"), ("英", "英語教育"), ("独", "独自の判断"), ("仏", "仏像を公開"), ("台", "台湾有事"), ("加", "参加国"), ("比", "前年比"),
        ("印", "印刷会社"), ("朝", "朝の会談"), ("豪", "豪雨災害"), ("中", "中間選挙"), ("米", "米"),
    ],
)  # fmt: skip
def test_and_is_nothing_of_the_kind_elsewhere(initial: str, text: str, tokenize: Tokenize) -> None:
    assert found(watch(initial), text, tokenize) == []
