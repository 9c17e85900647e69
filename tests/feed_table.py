"""Prints what becomes of real feed documents, beside what feedparser alone makes of them.

python -m tests.feed_table FOLDER...        # rows that differ, or in which something is worth a look; -a: all
"""

import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import feedparser

from monitor.core.model import FeedStatus
from monitor.core.outcomes import Fetched, FetchRequest
from monitor.core.reading import read_outcome
from monitor.core.unpacking import unpack
from monitor.edges.langid import LanguageGuess
from tests.fakes import NOON, make_feed


@dataclass(frozen=True)
class Row:
    """One document: how many distinct entries feedparser finds, how many we store, and how it was read."""

    name: str
    distinct: int
    stored: int
    languages: dict[str, int]
    state: str
    reason: str | None
    read_as: str
    seconds: float
    titles: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """Tell whether there is nothing to explain."""
        return (
            self.distinct == self.stored
            and self.state in ("ok", "quiet")
            and len(self.languages) < 2
        )


def distinct_entries(document: bytes) -> int:
    """Return how many entries a document has: by id, else link; one id with other links and titles is several."""
    names = set()
    parsed = feedparser.parse(document)
    links: dict[str, set[str]] = {}
    for number, entry in enumerate(parsed.entries):
        name = entry.get("id") or entry.get("link") or str(number)
        links.setdefault(name, set()).add(entry.get("link") or "")
        names.add((name, entry.get("link"), entry.get("title")))
    several = {n for n, found in links.items() if len(found) > 1}
    return len({name if name[0] in several else (name[0],) for name in names})


def read(path: Path, guess: LanguageGuess) -> Row:
    """Read one document as a poll would."""
    body = path.read_bytes()
    feed = make_feed(url=f"https://example.org/{path.name}")
    started = time.perf_counter()
    unpacked = unpack(body, "", 20_000_000)
    reading = read_outcome(
        Fetched(
            request=FetchRequest(feed=feed),
            url=feed.url,
            body=unpacked.body,
            headers={"content-type": "application/xml"},
            complete=unpacked.complete,
        ),
        FeedStatus(),
        NOON,
        guess,
    )
    seconds = time.perf_counter() - started
    return Row(
        name=f"{path.parent.name}/{path.name}",
        distinct=distinct_entries(body),
        stored=len(reading.entries),
        languages=dict(Counter(entry.language for entry in reading.entries)),
        state=reading.state,
        reason=reading.reason,
        read_as=reading.provenance,
        seconds=seconds,
        titles=tuple(entry.title for entry in reading.entries),
    )


def main() -> None:
    """Print the table."""
    everything = "-a" in sys.argv
    guess = LanguageGuess()
    rows = [
        read(path, guess)
        for folder in sys.argv[1:]
        if folder != "-a"
        for path in sorted(Path(folder).iterdir())
    ]
    for row in rows:
        if everything or not row.is_plain:
            languages = " ".join(f"{language}:{count}" for language, count in row.languages.items())
            sys.stdout.write(
                f"{row.name}\tfeedparser {row.distinct}\tours {row.stored}\t{languages}\t{row.state}"
                f"\t{row.reason or ''}\t{row.read_as}\t{row.seconds:.2f} s\n"
            )
    slowest = max(rows, key=lambda row: row.seconds)
    sys.stdout.write(
        f"{len(rows)} documents, {sum(row.distinct for row in rows)} distinct entries by feedparser, "
        f"{sum(row.stored for row in rows)} articles; {sum(not row.is_plain for row in rows)} to look at; "
        f"slowest {slowest.name} {slowest.seconds:.2f} s\n"
    )


if __name__ == "__main__":
    main()
