"""Decides what of an article is translated, and when what was translated is to be translated again."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitor.core.japanese import sentence_spans
from monitor.core.model import Article, Wording
from monitor.core.names import LockedName

_LEAD = 400
_WEAKEST = "gloss"


class Scope(StrEnum):
    """How much of an article is translated: its headline, the first sentences as well, or all of it."""

    TITLE = "title"
    LEAD = "title+lead"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What an engine is given: a sentence, and the names that it is to render in a given form, if it can."""

    text: str
    names: tuple[LockedName, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineFailure:
    """Why an engine gave nothing: for whoever reads `status`. `of_text` when others may still be translated."""

    reason: str
    of_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """What translations are made with now: an article that was translated with something else may need it again.

    `versions` are the engine's by source language, `names` is the revision of the locked names.
    """

    engine: str
    versions: Mapping[str, str]
    names: str
    scope: Scope

    @property
    def revision(self) -> str:
        """Return a fingerprint of all of it."""
        parts = (self.engine, sorted(self.versions.items()), self.names, self.scope)
        return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:16]

    def covered_by(self, scope: str | None, original: Wording) -> bool:
        """Tell whether a scope takes as much of an original as this standard does."""
        return len(text_of(original, scope)) >= len(text_of(original, self.scope))

    def is_met_by(self, translation: Wording, original: Wording, names: str) -> bool:
        """Tell whether a translation is as good as one made now; `names` is the fingerprint of those in its original.

        A dictionary gloss never takes the place of an engine's translation.
        """
        whole = self.covered_by(translation.scope, original)
        weaker = self.engine == _WEAKEST and translation.engine != _WEAKEST
        same = (translation.engine, translation.engine_version) == (
            self.engine,
            self.versions.get(original.language, ""),
        )
        return weaker or (whole and same and translation.names == names)


def wider(original: Wording, one: Scope, other: str | None) -> Scope:
    """Return which of two scopes takes more of an original."""
    longer = len(text_of(original, other)) > len(text_of(original, one))
    return Scope(other) if longer and other else one


def text_of(original: Wording, scope: Scope | str | None) -> str:
    """Return what of a body belongs to a scope."""
    if scope == Scope.ALL:
        return original.body
    return lead(original.body) if scope == Scope.LEAD else ""


def lead(body: str) -> str:
    """Return the first sentences of a body, up to about 400 characters: what a reader skims."""
    end = 0
    for start, stop in sentence_spans(body):
        if start and stop > _LEAD:
            break
        end = stop
    return body[: min(end, 2 * _LEAD)].strip()


def cache_key(
    sentence: str, *, source: str, into: str, engine: str, version: str, names: str
) -> str:
    """Return under which key the translation of a sentence is kept."""
    parts = (source, into, engine, version, names, sentence)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def in_batches(articles: Sequence[Article], scope: Scope, characters: int) -> list[list[Article]]:
    """Return articles in their order, in batches of about so many characters to translate; none is empty."""
    batches: list[list[Article]] = []
    size = 0
    for article in articles:
        own = len(article.original.title) + len(text_of(article.original, scope))
        if not batches or size + own > characters:
            batches.append([])
            size = 0
        batches[-1].append(article)
        size += own
    return batches
