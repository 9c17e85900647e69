"""Opens the translation engines that the settings ask for, and says when another one translates."""

import os
from collections.abc import Sequence

from monitor.core.errors import MonitorError
from monitor.core.gloss.engine import Gloss
from monitor.core.japanese import Tokenize
from monitor.core.names import NameLocks
from monitor.edges.argos.engine import Argos, Drive
from monitor.edges.lexicon import Lexicon
from monitor.edges.libretranslate import LibreTranslate
from monitor.edges.store.articles import ArticleStore
from monitor.pipeline.ports import Engine
from monitor.pipeline.translating import translators
from monitor.settings.loading import Settings, TranslationSettings
from monitor.settings.locate import cache_folder

_ENGINE_NOTE = "engine"
_ORGANISATIONS = ("organisation", "name")


def open_engines(settings: TranslationSettings, tokenize: Tokenize) -> tuple[Engine, ...]:
    """Return the engines that the settings ask for; of a language the first one that knows it translates.

    "auto" is Argos for every pair that is installed, and the gloss for Japanese into English where none is.

    Raises:
        MonitorError: the key of a server is not in the environment.
    """
    match settings.engine:
        case "off":
            return ()
        case "libretranslate":
            return (LibreTranslate(settings.url or "", _key(settings)),)
        case "argos":
            return (Argos(_drive(settings), needed=True),)
        case "gloss":
            return (Gloss(tokenize, Lexicon(cache_folder())),)
        case _:
            return Argos(_drive(settings)), Gloss(tokenize, Lexicon(cache_folder()))


def names_of(settings: Settings, tokenize: Tokenize) -> NameLocks:
    """Return the names that translations must hold."""
    lexicon = Lexicon(cache_folder())

    def is_organisation(text: str) -> bool:
        return any(lexeme.kind in _ORGANISATIONS for lexeme in lexicon(text))

    return NameLocks(settings.watchlist, settings.language, tokenize, is_organisation)


def _drive(settings: TranslationSettings) -> Drive:
    return Drive(beam=settings.beam, threads=settings.threads, compute_type=settings.compute_type)


def _key(settings: TranslationSettings) -> str | None:
    key = os.environ.get(settings.key_env) if settings.key_env else None
    if settings.key_env and not key:
        raise MonitorError(
            f"translation: the environment variable {settings.key_env} is not set; it holds the key of {settings.url}"
        )
    return key


def told_engine_change(articles: ArticleStore, engines: Sequence[Engine], into: str) -> str | None:
    """Return a sentence when other engines translate than in the last round, once; None otherwise."""
    try:
        name = engine_names(engines, into)
    except MonitorError:
        return None  # the round says it
    before = articles.note(_ENGINE_NOTE)
    if before == name:
        return None
    articles.save_note(_ENGINE_NOTE, name)
    if before == "argos" and name == "gloss":
        return (
            "no Argos model is installed any more: headlines are glossed by dictionary until one is"
        )
    return f"headlines are now translated by {name} (before: {before})" if before else None


def engine_names(engines: Sequence[Engine], into: str) -> str:
    """Return who translates into a language, such as "argos and gloss", or "off"; a server is not asked.

    Raises:
        MonitorError: an engine cannot work.
    """
    if any(isinstance(engine, LibreTranslate) for engine in engines):
        return LibreTranslate.name
    return " and ".join(engine.name for engine, _ in translators(engines, into)) or "off"


def engine_trouble(engines: Sequence[Engine], into: str) -> str | None:
    """Return why an engine that the settings demand cannot work, or None; a server is asked."""
    try:
        translators(engines, into)
    except MonitorError as error:
        return str(error)
    return None
