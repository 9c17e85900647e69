"""Makes as many articles as a measurement wants out of real feeds: each title is another, each body as long as it was."""

import random
from datetime import timedelta
from pathlib import Path

from monitor.core.feeds import parse_feed
from monitor.core.model import Article, Entry
from tests.fakes import NOON, fetched, make_article

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
SUMMARY = 400  # characters of a body, as long as what most feeds give


def real_entries() -> list[Entry]:
    """Return every entry of the Japanese and English feeds."""
    return [
        entry
        for folder in ("ja", "en")
        for path in sorted((SHARED / "feeds" / folder).iterdir())
        for entry in parse_feed(fetched(path.read_bytes())).entries
        if entry.title
    ]


def make_history(size: int, body: int = SUMMARY) -> list[Article]:
    """Return articles made of real entries, over and over; from the second time on the number stands in the title.

    Of each body so many characters are taken.
    """
    entries = real_entries()
    random.Random(4).shuffle(entries)  # so that a small size has both languages
    articles = []
    for number in range(size):
        entry, again = entries[number % len(entries)], number // len(entries)
        articles.append(
            make_article(
                f"{entry.title} {again}" if again else entry.title,
                body=entry.body[:body],
                number=number + 1,
                first_seen=NOON - timedelta(minutes=number),
            )
        )
    return articles


def never_occurring(size: int, texts: list[str]) -> list[str]:
    """Return invented names in both scripts, half of each, that stand in none of the texts."""
    together = "\n".join(texts).lower()
    katakana, kanji = (
        "アカサタナハマヤラワイキシチニミリウクスツ",
        "海山東西南北中大新高田川本木村林森岡島松",
    )
    choose = random.Random(4)
    made: dict[str, None] = {}
    while len(made) < size:
        syllables = "".join(choose.choices(katakana, k=5))
        letters = "".join(choose.choices("bcdfghklmnprstvz", k=4))
        for name in (syllables + "".join(choose.choices(kanji, k=2)), f"{letters.title()}ax Group"):
            if name.lower() not in together:
                made[name] = None
    return list(made)[:size]
