"""Translates sentences: what is known is not asked for, names are locked, each result is checked, and tried once more by clause."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from monitor.core.japanese import Tokenize
from monitor.core.names import LockedName, NameLocks, fingerprint, with_names
from monitor.core.placeholders import masked, unmasked
from monitor.core.sentences import clauses_of, glue_of
from monitor.core.text import one_line
from monitor.core.translation import EngineFailure, Sentence, cache_key
from monitor.core.trust.checks import Findings, check
from monitor.pipeline.ports import Clock, Engine, SentenceCache

_REFUSALS = 3


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a sentence became, and what the checks say of it; `missing` are names that the engine lost."""

    text: str
    findings: Findings
    missing: tuple[LockedName, ...] = ()

    @property
    def faults(self) -> int:
        """Return how much is wrong with it; a lost name is less than any doubt."""
        return 10 * self.findings.severity + len(self.missing)


class EngineStoppedError(Exception):
    """The engine gives nothing now; `failure` says why."""

    def __init__(self, failure: EngineFailure) -> None:
        """Keep the reason."""
        super().__init__(failure.reason)
        self.failure = failure


class OutOfTimeError(Exception):
    """The time that was given is over; what was translated is in the cache."""


@dataclass(slots=True, kw_only=True)
class SentenceTranslator:
    """Translates the sentences of one language with one engine; each different sentence once.

    Without a cache nothing is known and nothing is kept; with one, each portion is kept as soon as it is there, so that a
    very long text is continued and not begun again. `is_late` ends the work between two portions. `errors` says of a sentence that the engine refused why it did.
    """

    engine: Engine
    language: str
    into: str
    names: NameLocks
    tokenize: Tokenize
    placeholders: bool = False
    cache: SentenceCache | None = None
    now: Clock | None = None
    is_late: Callable[[], bool] = lambda: False
    errors: dict[str, str] = field(default_factory=dict)
    _refused: int = 0
    _locked: dict[str, tuple[LockedName, ...]] = field(default_factory=dict)

    def translate(self, sentences: Iterable[str]) -> dict[str, Rendering]:
        """Return a rendering for every sentence.

        Raises:
            EngineStoppedError: the engine gives nothing now.
            OutOfTimeError: `is_late` said so.
            MonitorError: the engine cannot work before somebody mends it.
        """
        wanted = list(dict.fromkeys(sentences))
        self._locked |= {text: self.names.names_in(text) for text in wanted}
        keys = self._keys(wanted)
        known = self.cache.known_sentences(list(keys.values())) if self.cache else {}
        found = self._judge({text: known[key] for text, key in keys.items() if key in known})
        # what a later version of the checks finds fault with is not known
        finished = self._finish({t: r for t, r in found.items() if not r.findings.suspect})
        for portion in _portions([t for t in wanted if t not in finished], self.engine.portion):
            if self.is_late():
                raise OutOfTimeError
            finished |= self._fresh(portion, keys)
        return finished

    def _fresh(self, texts: Sequence[str], keys: Mapping[str, str]) -> dict[str, Rendering]:
        """Return what the engine makes of sentences that are not known, and keep what is good."""
        fresh = self._judge(self._ask([Sentence(text) for text in texts]))
        for again in (self._with_names_told, self._by_clause):
            fresh |= {t: r for t, r in again(fresh).items() if r.faults < fresh[t].faults}
        finished = self._finish(fresh)
        good = {keys[t]: fresh[t].text for t, r in finished.items() if not r.findings.suspect}
        if self.cache and self.now:
            self.cache.save_sentences(good, self.now())
        return finished

    def _finish(self, judged: Mapping[str, Rendering]) -> dict[str, Rendering]:
        return {text: self._completed(text, rendering) for text, rendering in judged.items()}

    def _keys(self, wanted: Sequence[str]) -> dict[str, str]:
        version = self.engine.versions(self.into).get(self.language, "")
        return {
            text: cache_key(
                text,
                source=self.language,
                into=self.into,
                engine=self.engine.name,
                version=version,
                names=fingerprint(self._locked[text]),
            )
            for text in wanted
        }

    def _judge(self, translations: Mapping[str, str]) -> dict[str, Rendering]:
        return {text: self._judged(text, result) for text, result in translations.items()}

    def _judged(self, text: str, translation: str, added: str = "") -> Rendering:
        """Return what the checks say of a translation; names that were `added` count as if they stood in the original."""
        findings = check(
            text + added,
            translation + added,
            language=self.language,
            into=self.into,
            tokenize=self.tokenize,
        )
        missing = self.names.missing(self._locked[text], translation)
        return Rendering(translation, findings, missing)

    def _completed(self, text: str, rendering: Rendering) -> Rendering:
        """Add the names that are still missing, and say so."""
        if not rendering.missing or not rendering.text:
            return rendering
        added = with_names("", rendering.missing)
        judged = self._judged(text, rendering.text, f" {added}")
        notes = tuple(f"name added: {name.rendering}" for name in rendering.missing)
        findings = replace(judged.findings, notes=(*judged.findings.notes, *notes))
        return Rendering(f"{rendering.text} {added}", findings)

    def _with_names_told(self, judged: Mapping[str, Rendering]) -> dict[str, Rendering]:
        """Ask once more where names were lost: with the names told to an engine that heeds them, or signs in their place."""
        lost = {text: rendering.missing for text, rendering in judged.items() if rendering.missing}
        if self.engine.renders_names:
            told = [Sentence(text, names) for text, names in lost.items()]
            return self._judge(self._ask(told))
        if not self.placeholders:
            return {}
        signed = {text: masked(text, names) for text, names in lost.items()}
        results = self._ask([Sentence(text) for text in dict.fromkeys(signed.values())])
        restored = {text: unmasked(results[signed[text]], names) for text, names in lost.items()}
        return self._judge({text: whole for text, whole in restored.items() if whole is not None})

    def _by_clause(self, judged: Mapping[str, Rendering]) -> dict[str, Rendering]:
        """Ask once more for what is suspect, clause by clause: an engine that lost its way seldom does in a short text."""
        split = {
            text: clauses
            for text, rendering in judged.items()
            if rendering.findings.suspect and len(clauses := clauses_of(text)) > 1
        }
        different = dict.fromkeys(clause for parts in split.values() for clause in parts)
        results = self._ask([Sentence(clause) for clause in different])
        glue = glue_of(self.into)
        return self._judge(
            {
                text: glue.join(filter(None, (results[part] for part in parts)))
                for text, parts in split.items()
            }
        )

    def _ask(self, sentences: Sequence[Sentence]) -> dict[str, str]:
        """Return what the engine makes of each sentence; one that it refuses becomes "", and the others are asked without it."""
        if not sentences:
            return {}
        results = self.engine.translate(sentences, self.language, self.into)
        if not isinstance(results, EngineFailure):
            if len(results) != len(sentences):
                counts = f"{len(sentences)} texts with {len(results)} translations"
                raise EngineStoppedError(EngineFailure(f"{self.engine.name} answered {counts}"))
            self._refused = 0
            pairs = zip(sentences, results, strict=True)
            return {sentence.text: one_line(result) for sentence, result in pairs}
        if not results.of_text:
            raise EngineStoppedError(results)
        if len(sentences) == 1:
            self._refused += 1
            if self._refused >= _REFUSALS:  # then it is not the text
                raise EngineStoppedError(results)
            self.errors[sentences[0].text] = results.reason
            return {sentences[0].text: ""}
        middle = len(sentences) // 2
        return self._ask(sentences[:middle]) | self._ask(sentences[middle:])


def _portions(texts: Sequence[str], characters: int) -> Iterator[list[str]]:
    """Yield texts in their order, in portions of about so many characters."""
    portion: list[str] = []
    for text in texts:
        if portion and sum(map(len, portion)) + len(text) > characters:
            yield portion
            portion = []
        portion.append(text)
    if portion:
        yield portion
