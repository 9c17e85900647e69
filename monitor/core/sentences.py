"""Cuts a text into the sentences that an engine translates one by one, and puts their translations together."""

import re
from collections.abc import Callable, Sequence

import sentencex

from monitor.core.japanese import split_sentences

_WITHOUT_BLANKS = frozenset({"ja", "zh", "zt", "th"})
# an engine cuts off what is longer than 1,024 tokens, and forgets what it was about long before
_LONGEST, _LONGEST_WITHOUT_BLANKS = 600, 250
_CLAUSE_END = re.compile(r"[、，；;：—]|[,:] +|(?<![A-Za-z0-9 ]) +(?=[^A-Za-z0-9 ])")
_SHORT_CLAUSE = 5

Paragraphs = tuple[tuple[str, ...], ...]
"""The sentences of each line of a text, without the blanks around them."""


def paragraphs_of(text: str, language: str) -> Paragraphs:
    """Return the sentences of each line of a text; one that is too long for an engine comes in several pieces."""
    return tuple(
        tuple(piece for sentence in _sentences(line, language) for piece in _pieces(sentence))
        for line in text.split("\n")
        if line.strip()
    )


def put_together(paragraphs: Paragraphs, translation: Callable[[str], str], into: str) -> str:
    """Return a text of the translations of its sentences, line by line; those that are empty leave no trace."""
    glue = glue_of(into)
    lines = (
        glue.join(filter(None, (translation(sentence).strip() for sentence in line)))
        for line in paragraphs
    )
    return "\n".join(filter(None, lines))


def glue_of(language: str) -> str:
    """Return what stands between two sentences of a language."""
    return "" if language in _WITHOUT_BLANKS else " "


def clauses_of(sentence: str) -> list[str]:
    """Return the clauses of a sentence, for an engine that lost its way in the whole; one alone when it has no more.

    It is cut behind commas, colons and the blanks of Japanese headlines; what is very short stays with what follows.
    """
    clauses: list[str] = []
    start = 0
    for end in [*(found.end() for found in _CLAUSE_END.finditer(sentence)), len(sentence)]:
        if len(sentence[start:end].strip()) >= _SHORT_CLAUSE:
            clauses.append(sentence[start:end])
            start = end
    if start < len(sentence):
        clauses[-1:] = ["".join([*clauses[-1:], sentence[start:]])]
    return [clause.strip() for clause in clauses if clause.strip()] or [sentence]


def _sentences(line: str, language: str) -> Sequence[str]:
    if language in ("ja", "zh", "zt"):
        return split_sentences(line)
    return [s.strip() for s in sentencex.segment(language, line) if s.strip()]


def _pieces(sentence: str) -> list[str]:
    """Cut what is too long: between clauses where it has any, else anywhere."""
    longest = _LONGEST if " " in sentence else _LONGEST_WITHOUT_BLANKS
    if len(sentence) <= longest:
        return [sentence]
    pieces = [""]
    for clause in clauses_of(sentence):
        for start in range(0, len(clause), longest):
            cut = clause[start : start + longest]
            if len(pieces[-1]) + len(cut) + 1 > longest:
                pieces.append("")
            pieces[-1] = (
                f"{pieces[-1]} {cut}" if pieces[-1] and " " in sentence else pieces[-1] + cut
            )
    return [piece for piece in pieces if piece]
