"""Mutates feed documents and reads them as a poll would: nothing may raise, and nothing unsafe may come out.

python -m tests.fuzz_feeds --seconds 600 FOLDER...    # or --inputs 1000; the sample feeds are always among the seeds
"""

import argparse
import gzip
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from monitor.core.discovery import discover_feeds
from monitor.core.model import FeedStatus
from monitor.core.outcomes import Fetched, FetchRequest
from monitor.core.polling import after_poll
from monitor.core.reading import read_outcome
from monitor.core.unpacking import TooBigError, unpack
from monitor.demo.server import sample_feeds
from monitor.edges.langid import LanguageGuess
from tests.fakes import NOON, make_feed

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
TOKENS = [
    b"<item>", b"</item>", b"<entry>", b"<![CDATA[", b"]]>", b"</rss>", b"</channel>", b"<title>", b"</title>",
    b"&#0;", b"&#27;[2J", b"&#xD800;", b"&bogus;", b"&amp;amp;", b"\x1b$B", b"\x1b(B", b"\x1b(I", b"\x8f\xf4\xfb", b"\x81",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"<pubDate>0000-00-00</pubDate>", b"<pubDate>\xe4\xbb\xa4\xe5\x92\x8c99999\xe5\xb9\xb4",
    b"<dc:date>9999-12-31T23:59:59-23:59</dc:date>", b"<ttl>99999999999</ttl>", b"<link>http://[</link>", b"<guid/>",
    b"<link>javascript:x</link>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<?xml version='1.0' encoding='utf-7'?>",
    b"<?xml version='1.0' encoding='iso-2022-jp'?>", "\u202e㈱髙①".encode(), b"{", b'"items": [', b"[[[[[[[[", b"1" * 5000,
    b"<div>" * 500, b"\xe2\x80\x8b",
]  # fmt: skip
CLAIMS = [
    "text/xml",
    "text/xml; charset=shift_jis",
    "x; charset=utf-16",
    "; charset=utf-7",
    "\udcff",
]
FORCED = [None, None, None, "cp932", "euc-jp", "iso-2022-jp", "utf-16"]
CODECS = ["utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16", "cp1252"]


@dataclass
class Report:
    """What a run saw."""

    inputs: int = 0
    articles: int = 0
    states: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list)


def seeds(folders: list[Path]) -> list[bytes]:
    """Return the documents to begin with."""
    found = [feed.document for feed in sample_feeds(NOON) if feed.document]
    for folder in folders:
        found += [path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()]
    return [document for document in found if len(document) < 150_000]


def mutants(documents: list[bytes], chance: random.Random) -> Iterator[bytes]:
    """Yield documents that are broken in a few places each."""
    while True:
        body = chance.choice(documents)
        for _ in range(chance.randint(1, 6)):
            body = _mutated(body, documents, chance)
        yield body[:200_000]


def _mutated(body: bytes, documents: list[bytes], chance: random.Random) -> bytes:
    start = chance.randint(0, len(body))
    end = min(len(body), start + chance.choice([1, 3, 30, 1000]))
    match chance.randint(0, 8):
        case 0:
            return body[:start] + body[end:]
        case 1:
            return body[:end] + body[start:]
        case 2 | 3:
            return body[:start] + chance.choice(TOKENS) + body[start:]
        case 4:
            return body[:start] + chance.randbytes(end - start) + body[end:]
        case 5:
            return body[:start]
        case 6:
            return body[:start] + chance.choice(documents)[start:]
        case 7:
            text = body.decode(chance.choice(CODECS), "replace")
            return text.encode(chance.choice(CODECS), "replace")
        case _:
            return (
                gzip.compress(body)[: chance.choice([None, -9, 40])] if len(body) < 50_000 else body
            )


def check(body: bytes, chance: random.Random, guess: LanguageGuess, report: Report) -> None:
    """Read one document, and note what went wrong."""
    feed = make_feed(encoding=chance.choice(FORCED))
    claim = chance.choice(CLAIMS)
    started = time.perf_counter()
    try:
        unpacked = unpack(body, chance.choice(["", "", "gzip", "deflate", "br"]), 1_000_000)
        outcome = Fetched(
            request=FetchRequest(feed=feed),
            url=feed.url,
            body=unpacked.body,
            headers={"content-type": claim, "last-modified": claim, "cache-control": claim},
            complete=unpacked.complete,
        )
        reading = read_outcome(outcome, FeedStatus(last_success=NOON), NOON, guess)
        after_poll(FeedStatus(), outcome, reading, NOON)
        discover_feeds(unpacked.body.decode("utf-8", "replace"), feed.url)
    except TooBigError:
        report.states["too-big"] += 1
        return
    except Exception as error:
        report.failures.append(f"{type(error).__name__}: {error} for {body[:200]!r} ...")
        return
    report.slowest = max(report.slowest, time.perf_counter() - started)
    report.states[reading.state] += 1
    report.articles += len(reading.entries)
    for entry in reading.entries:
        if UNSAFE.search(entry.title + entry.body) or "\n" in entry.title:
            report.failures.append(f"unsafe text in {entry!r}"[:2000])
        if entry.url and not entry.url.startswith(("http://", "https://")):
            report.failures.append(f"unsafe link in {entry!r}"[:2000])


def fuzz(folders: list[Path], *, seed: int, inputs: int | None, seconds: float | None) -> Report:
    """Read mutants until enough inputs or seconds have passed."""
    chance, guess, report = random.Random(seed), LanguageGuess(), Report()
    documents, ends = seeds(folders), time.monotonic() + (seconds or 1e9)
    for number, body in zip(count(1), mutants(documents, chance), strict=False):
        check(body, chance, guess, report)
        report.inputs = number
        if (inputs and number >= inputs) or time.monotonic() > ends:
            return report
    return report


def main() -> None:
    """Run, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--inputs", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if not given.seconds and not given.inputs:
        parser.error("give --seconds or --inputs")
    report = fuzz(given.folders, seed=given.seed, inputs=given.inputs, seconds=given.seconds)
    sys.stdout.write(
        f"{report.inputs} inputs, {report.articles} articles, slowest {report.slowest:.2f} s, "
        f"{len(report.failures)} failures; states {dict(report.states)}\n"
    )
    for failure in report.failures[:20]:
        sys.stdout.write(f"{failure}\n")
    sys.exit(bool(report.failures))


if __name__ == "__main__":
    main()
