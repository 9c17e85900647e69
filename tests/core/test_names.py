"""Watched names have their form in a translation, or stand in brackets behind it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.gloss.engine import Gloss
from monitor.core.gloss.lexicon import Lookup
from monitor.core.japanese import Tokenize
from monitor.core.names import LockedName, NameLocks, fingerprint, with_names
from monitor.core.placeholders import masked, unmasked
from monitor.core.watchlist import Alias, Concept, Watchlist
from monitor.pipeline.ports import Engine
from monitor.pipeline.sentences import SentenceTranslator
from tests.core.cases import cases
from tests.fakes import FakeEngine

JAXA = Concept(
    name="jaxa",
    aliases=(
        Alias("JAXA", "en"),
        Alias("Japan Aerospace Exploration Agency", "en"),
        Alias("宇宙機構", "ja"),
    ),
)
ATTACK = Concept(name="attack", aliases=(Alias("cyberattack", "en"), Alias("サイバー攻撃", "ja")))
CHINA = Concept(name="china", aliases=(Alias("China", "en"), Alias("中国", "ja")))


def locks(tokenize: Tokenize, *concepts: Concept, **glossary: str) -> NameLocks:
    watchlist = Watchlist(concepts={c.name: c for c in concepts}, glossary=glossary)
    return NameLocks(watchlist, "en", tokenize)


def test_names_are_found_in_any_spelling_and_words_are_no_names(tokenize: Tokenize) -> None:
    own = locks(tokenize, JAXA, ATTACK, CHINA)

    found = own.names_in("宇宙機構とＪＡＸＡにサイバー攻撃、中国電力ではなく中国か")

    assert [(n.key, n.written, n.rendering) for n in found] == [
        ("jaxa", "宇宙機構", "JAXA"),
        ("china", "中国", "China"),
    ]


@pytest.mark.parametrize(
    ("translation", "missing"),
    [
        ("JAXA was attacked", []),
        ("JAXA's server", []),
        ("The Japan Aerospace Exploration Agency was attacked", []),
        ("The space agency was attacked", ["jaxa"]),
        ("AJAXAPI was attacked", ["jaxa"]),
    ],
)
def test_any_name_in_the_readers_language_counts(
    translation: str, missing: list[str], tokenize: Tokenize
) -> None:
    own = locks(tokenize, JAXA)

    assert [n.key for n in own.missing(own.names_in("宇宙機構"), translation)] == missing


def test_a_name_inside_a_longer_one_is_not_asked_for(tokenize: Tokenize) -> None:
    own = locks(tokenize, CHINA, 中国海警局="China Coast Guard")

    assert [n.key for n in own.names_in("中国海警局の船")] == ["[glossary] 中国海警局"]


def test_what_is_lost_stands_in_brackets() -> None:
    name = LockedName("jaxa", "宇宙機構", 0, ("JAXA",))

    assert with_names("The agency said", [name]) == "The agency said [JAXA]"
    assert with_names("The agency said", []) == "The agency said"


def test_a_fingerprint_changes_with_the_forms_that_a_text_needs(tokenize: Tokenize) -> None:
    before = locks(tokenize, JAXA, CHINA)
    after = locks(tokenize, JAXA, CHINA, 警察庁="NPA")

    assert fingerprint(before.names_in("宇宙機構")) == fingerprint(after.names_in("宇宙機構"))
    assert fingerprint(before.names_in("警察庁")) != fingerprint(after.names_in("警察庁"))
    assert fingerprint(()) == ""
    assert before.revision != after.revision


@pytest.mark.parametrize("as_glossary", [True, False])
@pytest.mark.parametrize("knows", [True, False])
def test_fifty_terms_have_their_rendering_in_five_sentences_each(
    as_glossary: bool, knows: bool, tokenize: Tokenize, lookup: Lookup
) -> None:
    """Terms and sentences by somebody who had not seen the rules; an engine that knows no name at all is the other case."""
    rows = cases("names")
    terms = {row["term"]: row["rendering"] for row in rows}
    concepts = {
        term: Concept(name=term, aliases=(Alias(term, "ja"), Alias(english, "en")))
        for term, english in terms.items()
    }
    watchlist = Watchlist(glossary=terms) if as_glossary else Watchlist(concepts=concepts)
    engine: Engine = (
        Gloss(tokenize, lookup)
        if knows
        else FakeEngine({row["sentence"]: "It is said." for row in rows})
    )
    own = NameLocks(watchlist, "en", tokenize)
    translator = SentenceTranslator(
        engine=engine, language="ja", into="en", names=own, tokenize=tokenize
    )
    made = translator.translate(row["sentence"] for row in rows)
    rendered = [r["rendering"].lower() in made[r["sentence"]].text.lower() for r in rows]

    assert (len(terms), len(rows)) == (50, 250)
    assert sum(rendered) >= 0.98 * len(rows)


NAMES = st.lists(st.sampled_from(["宇宙機構", "中国"]), max_size=4)


@given(st.lists(st.text(alphabet="あいうA1 ", max_size=5), min_size=5, max_size=5), NAMES)
def test_placeholders_come_back_as_names(parts: list[str], written: list[str]) -> None:
    text = ""
    names: list[LockedName] = []
    for part, name in zip(parts, [*written, *[""] * 5], strict=False):
        text += part
        if name:
            names.append(LockedName(name, name, len(text), (f"N{len(names)}",)))
            text += name
    sign = masked(text, names)

    restored = unmasked(sign, names)

    expected = text
    for locked in sorted(names, key=lambda n: -n.start):
        expected = expected[: locked.start] + locked.rendering + expected[locked.end :]
    assert restored is not None
    assert restored.replace(" ", "") == expected.replace(" ", "")


def test_a_lost_or_doubled_placeholder_restores_nothing() -> None:
    names = [LockedName("a", "中国", 0, ("China",))]

    assert masked("中国の船", names) == "X0Yの船"
    assert unmasked("Ship of X0Y", names) == "Ship of China"
    assert unmasked("Ship", names) is None
    assert unmasked("X0Y X0Y", names) is None


def test_a_concept_of_several_things_locks_nothing(tokenize: Tokenize) -> None:
    group = Concept(
        name="group",
        aliases=(
            Alias("APT10", "en"),
            Alias("Volt Typhoon", "en"),
            Alias("ボルト・タイフーン", "ja"),
        ),
        locked=False,
    )

    assert locks(tokenize, group).names_in("ボルト・タイフーンが侵入") == ()


def test_of_one_place_the_glossary_decides(tokenize: Tokenize) -> None:
    own = locks(tokenize, CHINA, 中国="P.R. China", 国の="x")

    assert [n.rendering for n in own.names_in("中国の船")] == ["P.R. China"]


@pytest.mark.parametrize("translation", ["Chinas", "chinese no", "North  China sea", "CHINA"])
def test_small_endings_and_blanks_do_not_hide_a_name(translation: str, tokenize: Tokenize) -> None:
    own = locks(tokenize, CHINA)
    found = own.names_in("中国")

    assert bool(own.missing(found, translation)) is (translation == "chinese no")


def test_names_over_and_over_cost_linear_time(tokenize: Tokenize) -> None:
    """Each place compared with each other one took an hour here; the suite would not end."""
    own = locks(tokenize, CHINA, JAXA)

    assert len(own.names_in("中国とJAXA、" * 20_000)) == 2


def test_what_begins_the_name_of_an_organisation_is_no_name_there(tokenize: Tokenize) -> None:
    watchlist = Watchlist(concepts={"japan": Concept(name="japan", aliases=(Alias("Japan", "en"), Alias("日本", "ja")))})  # fmt: skip
    locks = NameLocks(watchlist, "en", tokenize, lambda text: text == "日本製鉄")

    assert locks.names_in("日本製鉄が買収") == ()
    assert [name.rendering for name in locks.names_in("日本企業を買収")] == ["Japan"]
