"""What a Japanese text denies by its grammar is known to the checks, and never lost by the gloss."""

import re

from monitor.core.gloss.headline import gloss
from monitor.core.gloss.lexicon import Lookup
from monitor.core.japanese import Tokenize
from monitor.core.negation import denies, denies_out_of_nothing, negated
from tests.core.cases import cases

_NOT = re.compile(r"\b(not|no|never|without|nothing|cannot)\b(?!\. \d)", re.IGNORECASE)


def test_grammar_shows_what_is_denied(tokenize: Tokenize) -> None:
    """150 headlines by somebody who had not seen the rules: 110 deny something, 40 only look like it."""
    wrong = [
        case["text"]
        for case in cases("negation")
        if negated(case["text"], tokenize) != (case["negated"] == "yes")
    ]

    assert len(wrong) <= 2, wrong  # 無届け is one word of the tokenizer


def test_the_gloss_says_every_negation(tokenize: Tokenize, lookup: Lookup) -> None:
    denying = [case for case in cases("negation") if case["negated"] == "yes"]
    lost = [c["text"] for c in denying if not denies(gloss(c["text"], tokenize, lookup))]

    assert len(denying) >= 100
    assert lost == []


def test_the_gloss_invents_none(tokenize: Tokenize, lookup: Lookup) -> None:
    others = [case for case in cases("negation") if case["negated"] == "no"]
    invented = [c["text"] for c in others if _NOT.search(gloss(c["text"], tokenize, lookup))]

    assert len(invented) <= 1, invented  # 少なくない: "not negligible"


def test_english_denies_in_many_words() -> None:
    assert all(map(denies, ("It did not", "Without notice", "unconfirmed", "He refused", "can't")))
    assert not any(map(denies, ("It did", "under the union", "Police arrest man")))
    assert denies_out_of_nothing("It is not so", "政府が検討")
    assert not denies_out_of_nothing("It is not so", "政府は検討しない")
