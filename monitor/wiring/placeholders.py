"""Measures on the user's own engine whether it keeps signs that stand in the place of names."""

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.core.errors import MonitorError
from monitor.core.language import has_japanese
from monitor.core.placeholders import masked, unmasked
from monitor.core.translation import EngineFailure, Sentence
from monitor.core.trust.checks import check
from monitor.core.watchlist import Watchlist
from monitor.edges.sudachi import Sudachi
from monitor.pipeline.ports import Engine
from monitor.pipeline.translating import translators
from monitor.settings.loading import Settings
from monitor.wiring.engines import names_of, open_engines

LANGUAGE = "ja"
# a name at the start, in the middle, in a quotation, behind another noun, and as who does it
_SENTENCES = (
    "{}、情報流出の可能性を発表",
    "警察が{}の関与を調べている",
    "政府は「{}が原因だ」と説明した",
    "外務省と{}が対応を協議",
    "専門家によると、{}は昨年から活動していた",
)
_MOST_NAMES = 50
_SAFE = 0.98


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceholderReport:
    """Of `sentences` with a name: how many render it without signs, how many keep the sign, and how many results pass the checks."""

    engine: str
    sentences: int
    rendered: int
    kept: int
    sound_without: int
    sound_with: int

    @property
    def is_safe(self) -> bool:
        """Tell whether signs lose nothing: nearly all are kept, and the rest of the sentence is about as good as without."""
        as_good = self.sound_with >= _SAFE * self.sound_without
        return self.kept >= _SAFE * self.sentences and as_good


def measure_placeholders(settings: Settings) -> PlaceholderReport:
    """Translate five sentences with each name of the watchlist, with signs and without, and count.

    Raises:
        MonitorError: no engine that takes signs translates Japanese, or no name is locked.
    """
    tokenize = Sudachi()
    names = names_of(settings, tokenize)
    engine = _engine(settings)
    locked = [name for name in _names(settings.watchlist) if names.names_in(name)][:_MOST_NAMES]
    texts = [sentence.format(written) for written in locked for sentence in _SENTENCES]
    found = {text: own for text in texts if (own := names.names_in(text))}
    if not found:
        raise MonitorError("the watchlist has no Japanese names with a form in your language")
    signed = {text: masked(text, own) for text, own in found.items()}
    plain = _translations(engine, list(found), settings.language)
    marked = _translations(engine, list(dict.fromkeys(signed.values())), settings.language)
    restored = {text: unmasked(marked[signed[text]], own) for text, own in found.items()}

    def sound(text: str, translation: str | None) -> bool:
        return (
            translation is not None
            and not check(
                text, translation, language=LANGUAGE, into=settings.language, tokenize=tokenize
            ).suspect
        )

    return PlaceholderReport(
        engine=engine.name,
        sentences=len(found),
        rendered=sum(not names.missing(own, plain[text]) for text, own in found.items()),
        kept=sum(translation is not None for translation in restored.values()),
        sound_without=sum(sound(text, plain[text]) for text in found),
        sound_with=sum(sound(text, restored[text]) for text in found),
    )


def _engine(settings: Settings) -> Engine:
    for engine, versions in translators(
        open_engines(settings.translation, Sudachi()), settings.language
    ):
        if LANGUAGE in versions and not engine.renders_names:
            return engine
    raise MonitorError(
        "no engine that could use placeholders translates Japanese here; the gloss renders names as it is told. "
        f"`monitor models install {LANGUAGE}-{settings.language}` installs a model"
    )


def _names(watchlist: Watchlist) -> Iterator[str]:
    for concept in watchlist.concepts.values():
        yield from (alias.text for alias in concept.aliases if alias.language == LANGUAGE)
    yield from filter(has_japanese, watchlist.glossary)


def _translations(engine: Engine, texts: list[str], into: str) -> dict[str, str]:
    results = engine.translate([Sentence(text) for text in texts], LANGUAGE, into)
    if isinstance(results, EngineFailure):
        raise MonitorError(results.reason)
    return dict(zip(texts, results, strict=True))
