"""What the checks find in broken translations, and what they say of good ones."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.japanese import Tokenize
from monitor.core.names import NameLocks
from monitor.core.trust.checks import Findings, check, together
from monitor.core.trust.numbers import numbers_in, values_in_english
from monitor.core.trust.words import has_run_of_symbols, is_page_furniture, repeats_itself
from monitor.core.watchlist import Watchlist
from tests.benchmarks.ntrex import lines
from tests.core.cases import cases

BY_NOTE = {"negation", "name", "number-lost", "number-changed", "number-invented"}


def checked(source: str, target: str, tokenize: Tokenize) -> Findings:
    return check(source, target, language="ja", into="en", tokenize=tokenize)


def test_each_class_of_defects_is_caught(tokenize: Tokenize) -> None:
    """The cases were written by somebody who had not seen the checks; half of them before they were finished."""
    total, caught, missed = Counter[str](), Counter[str](), []
    for case in cases("defects"):
        if case["class"] == "good":
            continue
        found = checked(case["source"], case["target"], tokenize)
        known = bool(found.suspect) or (case["class"] in BY_NOTE and bool(found.notes))
        if case["class"] == "name":
            locks = NameLocks(Watchlist(glossary={case["name"]: case["rendering"]}), "en", tokenize)
            known |= bool(locks.missing(locks.names_in(case["source"]), case["target"]))
        total[case["class"]] += 1
        caught[case["class"]] += known
        missed += [] if known else [case]

    assert len(total) == 12
    for kind, number in total.items():
        assert caught[kind] >= 0.95 * number, [m for m in missed if m["class"] == kind]


def test_good_translations_that_look_odd_pass(tokenize: Tokenize) -> None:
    good = [case for case in cases("defects") if case["class"] == "good"]
    alarms = [case for case in good if checked(case["source"], case["target"], tokenize).suspect]

    assert len(alarms) <= 0.05 * len(good), alarms


@pytest.mark.parametrize("documents", [(1, 61), (62, 123)])
def test_checks_raise_at_most_two_false_alarms_in_a_hundred(
    documents: tuple[int, int], tokenize: Tokenize, shared: Path
) -> None:
    english, japanese = lines(*documents)
    alarms = [
        (source, target, found.suspect)
        for source, target in zip(japanese, english, strict=True)
        if (found := checked(source, target, tokenize)).suspect
    ]

    assert len(alarms) <= 0.02 * len(english), alarms


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("2万9000円", {29000}), ("１億２３４５万人", {123450000}), ("5.3兆円", {5300000000000}), ("令和5年", {2023, 5}), ("平成元年", {1989, 1}),
        ("二千人", {2000}), ("15時", {15, 3}), ("午後3時", {3, 15}), ("3割", {30}), ("5千万人", {50000000}), ("二〇二四年", {2024}), ("24年度", {24, 2024, 1924}), ("1"*30, set()), ("3千人", {3000}), ("①火災", set()), ("数千人", set()),
    ],
)  # fmt: skip
def test_numbers_are_read_however_they_are_written(written: str, values: set[int]) -> None:
    found = {value for number in numbers_in(written) for value in number.values}

    assert found == {Decimal(value) for value in values}


@pytest.mark.parametrize(
    ("english", "value"),
    [
        ("29,000 yen", 29000), ("5.3 trillion yen", 5300000000000), ("twenty-five people", 25), ("one hundred and fifty", 150), ("the 31st", 31),
        ("in April", 4), ("doubled", 2), ("$2.5bn", 2500000000), ("two dozen", 24), ("7.55am", 55), ("twentieth", 20), ("3k", 3000),
    ],
)  # fmt: skip
def test_english_numbers_are_read_in_digits_and_words(english: str, value: int) -> None:
    assert Decimal(value) in values_in_english(english)


@pytest.mark.parametrize(
    ("source", "target", "suspect"),
    [
        ("サイバー攻撃", "", ("empty",)),
        ("サイバー攻撃", " 。 ", ("empty",)),
        ("！？", "", ()),
        ("サイバー攻撃", "サイバー攻撃", ("not translated",)),
        ("サイバー攻撃で停止", "Halt by サイバー攻撃", ("left untranslated: サイバー攻撃",)),
        ("菅氏が会見", "菅 (Suga/Kan) holds a news conference", ()),
        ("攻撃", "attack attack attack attack", ("repeats itself",)),
        ("首相が会見", "Home", ("says only what stands around articles",)),
        ("ホーム", "Home", ()),
        ("費用は2万9000円", "The cost is 2.9 million yen", ("number lost: 2万9000", "number not in the original: 2.9 million")),
        ("昭和56年の基準", "Standard of 1956", ("number lost: 昭和56年", "number not in the original: 1956")),
        ("CVE-2025-22457の脆弱性", "Vulnerability CVE-2025-22457", ()),
    ],
)  # fmt: skip
def test_a_finding_names_what_it_found(
    source: str, target: str, suspect: tuple[str, ...], tokenize: Tokenize
) -> None:
    assert checked(source, target, tokenize).suspect == suspect


def test_negations_and_small_numbers_are_noted_only(tokenize: Tokenize) -> None:
    assert checked("政府は増税を認めない", "Government admits tax hike", tokenize) == Findings(
        (), ("negation not seen in the translation",)
    )
    assert checked("政府が増税を検討", "Government is not planning a tax hike", tokenize).notes == (
        "negation not seen in the original",
    )
    assert checked("3党が協議", "Parties hold talks", tokenize).notes == ("number lost: 3",)
    assert checked("クマが出没", "2 bears appear", tokenize).notes == (
        "number not in the original: 2",
    )


def test_other_pairs_are_checked_for_what_every_engine_does(tokenize: Tokenize) -> None:
    def found(source: str, target: str, language: str, into: str) -> tuple[str, ...]:
        return check(source, target, language=language, into=into, tokenize=tokenize).suspect

    assert found("사이버 공격", "사이버 공격", "ko", "en") == ("not translated",)
    assert found("Der Angriff", "the the the the the", "de", "en") == ("repeats itself",)
    assert found("Cyberattack on 25 firms", "サイバー攻撃", "en", "ja") == ()
    assert found("Кибератака", "Cyberattack", "ru", "en") == ()


def test_findings_of_sentences_are_told_once() -> None:
    one = Findings(("empty",), ("a",))

    assert together([one, Findings((), ("a", "b")), one]) == Findings(("empty",), ("a", "b"))


def test_repetition_is_told_from_emphasis() -> None:
    assert not repeats_itself("I will work, work and work")
    assert not repeats_itself("he said that she said that they said nothing")
    assert repeats_itself("the man and the man and the man and the man")
    assert repeats_itself("hahahahahahahaha")
    assert not has_run_of_symbols("Tokyo - Osaka... (update)")
    assert has_run_of_symbols("########")
    assert is_page_furniture("Home | Contact us | Privacy Policy")
    assert not is_page_furniture("Police ask public for information")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_checked(source: str, target: str) -> None:
    from monitor.edges.sudachi import Sudachi

    one, other = (text.encode("utf-8", "ignore").decode() for text in (source, target))

    assert isinstance(check(one, other, language="ja", into="en", tokenize=Sudachi()), Findings)


@pytest.mark.parametrize(
    ("source", "target", "suspect"),
    [
        ("100人が死亡", "100 million people died", ("number lost: 100", "number not in the original: 100 million")),
        ("円は150円", "The yen is 150 billion", ("number lost: 150", "number not in the original: 150 billion")),
        ("5千万円を支払い", "Pays 15,000 yen", ("number lost: 5千万", "number not in the original: 15,000")),
        ("5千万円を支払い", "Pays 50 million yen", ()),
        ("24年度予算が成立", "Fiscal 2024 budget is enacted", ()),
        ("β版を公開", "Releases β version", ()),
        ("詳しくはこちらをご覧ください", "Click here for more details", ()),
        ("首相が会見", "Премьер-министр провел", ("in another script: Премьер, министр, провел",)),
        ("台風19号が接近", "Typhoon No. 19 approaches", ()),
    ],
)  # fmt: skip
def test_scales_years_letters_and_scripts(
    source: str, target: str, suspect: tuple[str, ...], tokenize: Tokenize
) -> None:
    assert checked(source, target, tokenize).suspect == suspect


def test_hostile_texts_cost_linear_time(tokenize: Tokenize) -> None:
    """Each of these took minutes with a pattern that goes back over what it read; the suite would not end."""
    for text in (
        "a" * 50_000,
        "(" * 50_000,
        "あ(" * 25_000,
        "1," * 25_000,
        "の " * 25_000,
        "no " * 20_000,
    ):
        checked("見出し", text, tokenize)
        checked(text, "Headline", tokenize)
