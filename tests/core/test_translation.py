"""What is translated, sentence by sentence, and when again."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.model import Via
from monitor.core.sentences import clauses_of, paragraphs_of, put_together
from monitor.core.translation import Scope, Standard, cache_key, in_batches, text_of
from tests.fakes import make_article, make_wording

STANDARD = Standard(engine="argos", versions={"ja": "1.1"}, names="n", scope=Scope.LEAD)
ORIGINAL = make_wording("見出し", "一文目。" + "あ" * 900)
TRANSLATION = replace(
    make_wording("Headline", "First.", language="en", via=Via.TRANSLATION),
    engine="argos",
    engine_version="1.1",
    scope="title+lead",
    names="f",
)


@pytest.mark.parametrize(
    ("changed", "met"),
    [
        ({}, True),
        ({"engine": "gloss"}, False),
        ({"engine": "libretranslate"}, False),
        ({"engine_version": "1.0"}, False),
        ({"names": "other"}, False),
        ({"scope": "title"}, False),
        ({"scope": "all"}, True),
    ],
)
def test_a_translation_of_something_else_is_outdated(changed: dict[str, str], met: bool) -> None:
    assert STANDARD.is_met_by(replace(TRANSLATION, **changed), ORIGINAL, "f") is met  # type: ignore[arg-type]


def test_a_gloss_takes_no_engines_place() -> None:
    gloss = replace(STANDARD, engine="gloss", versions={"ja": "2"})

    assert gloss.is_met_by(replace(TRANSLATION, names="other"), ORIGINAL, "f")


def test_a_title_is_whole_where_there_is_no_more() -> None:
    short = make_wording("見出し")

    assert STANDARD.is_met_by(replace(TRANSLATION, scope="title"), short, "f")


def test_the_revision_tells_standards_apart() -> None:
    others = [
        replace(STANDARD, engine="gloss"),
        replace(STANDARD, versions={"ja": "2"}),
        replace(STANDARD, names="m"),
        replace(STANDARD, scope=Scope.ALL),
    ]

    assert len({STANDARD.revision, *(other.revision for other in others)}) == 5


def test_a_scope_says_how_much_of_a_body() -> None:
    assert text_of(ORIGINAL, Scope.TITLE) == text_of(ORIGINAL, None) == ""
    assert text_of(ORIGINAL, "title+lead") == "一文目。"
    assert text_of(ORIGINAL, Scope.ALL) == ORIGINAL.body


def test_batches_hold_about_as_much_as_they_may_and_every_article() -> None:
    articles = [make_article("あ" * 40, number=n) for n in range(10)]
    batches = in_batches(articles, Scope.TITLE, 100)

    assert [len(batch) for batch in batches] == [2, 2, 2, 2, 2]
    assert [len(batch) for batch in in_batches(articles, Scope.TITLE, 1)] == [1] * 10
    assert in_batches([], Scope.TITLE, 100) == []


def test_a_key_depends_on_all_that_a_translation_depends_on() -> None:
    given_ = {"source": "ja", "into": "en", "engine": "e", "version": "1", "names": ""}
    keys = {cache_key("a", **given_), cache_key("b", **given_)}
    keys |= {cache_key("a", **(given_ | {name: "x"})) for name in given_}

    assert len(keys) == 7


def test_sentences_are_cut_in_the_language_of_the_text() -> None:
    assert paragraphs_of("一行目。二行目！\n\n三行目", "ja") == (
        ("一行目。", "二行目！"),
        ("三行目",),
    )
    assert paragraphs_of("Das ist z.B. gut. Am 3. Mai kam er.", "de") == (
        ("Das ist z.B. gut.", "Am 3. Mai kam er."),
    )
    assert paragraphs_of(" \n ", "ja") == ()


def test_what_is_too_long_for_an_engine_comes_in_pieces() -> None:
    ((*pieces,),) = paragraphs_of("あいうえお、" * 100 + "か" * 600, "ja")

    assert max(map(len, pieces)) <= 250
    assert "".join(pieces) == "あいうえお、" * 100 + "か" * 600


def test_a_text_is_put_together_line_by_line() -> None:
    cut = (("a", "b"), ("c",), ("d",))

    assert put_together(cut, {"a": "A", "b": "B", "c": "", "d": "D"}.__getitem__, "en") == "A B\nD"
    assert put_together(cut, {"a": "A", "b": "B", "c": "", "d": "D"}.__getitem__, "ja") == "AB\nD"


def test_clauses_end_at_commas_and_at_the_blanks_of_headlines() -> None:
    assert clauses_of("政府、増税を認めない方針、野党は反発 「許せない」首相") == [
        "政府、増税を認めない方針、",
        "野党は反発",
        "「許せない」首相",
    ]
    assert clauses_of("North Korea fires missile, Japan protests") == [
        "North Korea fires missile,",
        "Japan protests",
    ]
    assert clauses_of("短い") == ["短い"]


@given(st.text(alphabet="あ、。 a,:「」\n", max_size=80))
def test_clauses_lose_nothing(text: str) -> None:
    assert "".join("".join(clauses_of(text)).split()) == "".join(text.split())
