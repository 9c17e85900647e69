"""What must hold of every name in every text."""

from hypothesis import assume, given
from hypothesis import strategies as st

from monitor.core.candidates import Candidates, PreparedText
from monitor.core.japanese import Tokenize
from monitor.core.query import ConceptRef
from monitor.core.terms import pattern_of
from monitor.core.watchlist import Alias, Concept, Topic, Watchlist
from monitor.edges.sudachi import Sudachi
from tests.fuzz_matching import NAMES, PIECES, compare

TOKENIZE = Sudachi()
FILLING = st.lists(st.sampled_from([p for p in PIECES if p not in ("\u3099", "\u0301", "ﾞ")]), max_size=6).map("".join)  # fmt: skip
JAPANESE_EDGES = [("「", "」"), ("、", "。"), ("\n", "\n"), ("【", "】"), ("", "")]
LATIN_EDGES = [(" ", " "), ("(", ")"), ("「", "」"), ("\n", ", "), ("の", "が"), ("", "")]
SOUND_NAMES = [n for n in NAMES if n not in ("ー", "々", "Aー", "國", "六一", "a")]


def watch(*names: str) -> Candidates:
    concept = Concept(name="c", aliases=tuple(Alias(name, "ja") for name in names))
    topic = Topic(name="t", query=ConceptRef("c"))
    return Candidates(Watchlist(concepts={"c": concept}, topics=(topic,)))


@given(st.data(), st.sampled_from(SOUND_NAMES), FILLING, FILLING)
def test_a_name_is_found_wherever_it_stands_between_edges(
    data: st.DataObject, name: str, before: str, after: str
) -> None:
    edges = LATIN_EDGES if name.isascii() else JAPANESE_EDGES
    left, right = data.draw(st.sampled_from(edges))
    assume(not after.startswith(("ー", "ｰ")))  # it begins no line: it lengthens the name before it
    text = (f"{before}\n" if before else "") + left + name + right + (f"\n{after}" if after else "")
    start = text.index(left + name, len(before)) + len(left)
    found = watch(name).find(PreparedText(text, TOKENIZE)).places

    assert (start, start + len(name)) in {(place.start, place.end) for place in found}


@given(st.sampled_from(SOUND_NAMES), FILLING, FILLING)
def test_what_is_found_is_the_name_in_the_text_that_is_shown(
    name: str, before: str, after: str
) -> None:
    text = before + name + after
    for place in watch(name).find(PreparedText(text, TOKENIZE)).places:
        assert place.term is not None
        assert 0 <= place.start < place.end <= len(text)
        shown = pattern_of(text[place.start : place.end])
        assert shown.startswith(place.term.pattern[:-1])


def test_the_automaton_and_a_slow_reference_agree(tokenize: Tokenize) -> None:
    different, places = compare(1500, seed=11)

    assert different == 0
    assert places > 1000
