"""Opens the shipped lexicon: unpacked once into a SQLite file of the cache folder, then read word by word."""

import csv
import hashlib
import lzma
import os
import re
import sqlite3
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cached_property, lru_cache
from pathlib import Path

from monitor.core.errors import MonitorError
from monitor.core.gloss.lexicon import Lexeme

_ONE_KANJI = re.compile("[\u3400-\u9fff]")
_DATA = Path(__file__).parent.parent / "data"
_WORDS = _DATA / "lexicon.tsv.xz"
_NEWS_TERMS = _DATA / "news_terms.tsv"
_SURNAMES = _DATA / "surnames.tsv"
# of a term with several kinds the first that fits its place is taken
_ORDER = (
    "suffix",
    "prefix",
    "person",
    "organisation",
    "place",
    "verb",
    "adjective",
    "noun",
    "adverb",
)


class Lexicon:
    """A `Lookup`; the dictionary is unpacked at the first call (about two seconds, once), then opened."""

    def __init__(self, cache: Path) -> None:
        """Open nothing yet."""
        self._cache = cache
        self._local = threading.local()
        self._lookup = lru_cache(maxsize=50_000)(self._find)

    def __call__(self, form: str) -> tuple[Lexeme, ...]:
        """Return what a written form may be: curated news terms first, then the dictionary."""
        return self._lookup(form)

    def forms_of(self, english: str) -> Sequence[tuple[str, str, str]]:
        """Return (form, kind, English) of each word with this English, whatever its capitals.

        The first call makes an index of the whole lexicon, which takes about a second.
        """
        return self._by_english.get(english.casefold(), ())

    @cached_property
    def _by_english(self) -> dict[str, list[tuple[str, str, str]]]:
        rows = self._connection().execute("SELECT form, kind, english FROM words")
        curated = (
            (term, lexeme.kind, lexeme.english)
            for term, lexemes in self._curated.items()
            for lexeme in lexemes
        )
        index: dict[str, list[tuple[str, str, str]]] = {}
        for form, kind, several in (*curated, *rows):
            for text in several.split("|"):
                index.setdefault(text.casefold(), []).append((form, kind, text))
        return index

    @cached_property
    def _curated(self) -> dict[str, tuple[Lexeme, ...]]:
        return _read_news_terms()

    @cached_property
    def _surnames(self) -> dict[str, str]:
        rows = (line.split("\t") for line in _SURNAMES.read_text(encoding="utf-8").splitlines())
        return {kanji: readings.replace("/", "|") for kanji, readings in rows}

    def _find(self, form: str) -> tuple[Lexeme, ...]:
        found = self._curated.get(form, ())
        if readings := self._surnames.get(form):
            found = (*found, Lexeme("surname", readings))
        if _ONE_KANJI.fullmatch(form):
            return found  # the first sense of a dictionary is wrong too often: 露 is dew there, Russia in the news
        row = (
            self._connection()
            .execute("SELECT kind, english FROM words WHERE form = ?", (form,))
            .fetchone()
        )
        return (*found, Lexeme(*row)) if row else found

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            path = unpacked_words(self._cache)
            self._local.connection = sqlite3.connect(
                f"file:{path.as_posix()}?mode=ro&immutable=1", uri=True
            )
        connection: sqlite3.Connection = self._local.connection
        return connection


def unpacked_words(cache: Path) -> Path:
    """Return the dictionary as a SQLite file, making it first where this version's is not yet in the cache.

    Raises:
        MonitorError: the cache folder cannot be written.
    """
    packed = _WORDS.read_bytes()
    path = cache / f"lexicon-{hashlib.sha256(packed).hexdigest()[:16]}.sqlite"
    if path.exists():
        return path
    try:
        cache.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=cache, suffix=".draft")
        os.close(handle)
        with closing(sqlite3.connect(draft)) as database, database:
            database.execute(
                "CREATE TABLE words (form TEXT PRIMARY KEY, kind TEXT, english TEXT) WITHOUT ROWID"
            )
            database.executemany(
                "INSERT INTO words VALUES (?, ?, ?)", _rows(lzma.decompress(packed).decode())
            )
        Path(draft).replace(path)  # whole or not at all, also when two processes do this at once
    except (OSError, sqlite3.Error) as error:
        raise MonitorError(f"the dictionary cannot be unpacked into {cache}: {error}") from None
    return path


def _rows(text: str) -> Iterator[list[str]]:
    return (line.split("\t") for line in text.splitlines())


def _read_news_terms() -> dict[str, tuple[Lexeme, ...]]:
    terms: dict[str, list[Lexeme]] = {}
    with _NEWS_TERMS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            terms.setdefault(row["term"], []).append(
                Lexeme(row["kind"], row["english"], row["noun"])
            )
    return {
        term: tuple(sorted(lexemes, key=lambda lexeme: _ORDER.index(lexeme.kind)))
        for term, lexemes in terms.items()
    }
