"""Feeds the query parser with random texts: it may only raise its own error, and what it reads prints as it was read.

python -m tests.fuzz_query [--cases 1000000] [--seed 1]
"""

import argparse
import random
import sys

from monitor.core.errors import QueryError
from monitor.core.query_parser import parse_query

PIECES = [
    "a", "b*", "日本", "訓練*", "@c", "@", '"', '"a b"', '"日本 語"', "AND", "OR", "NOT", "NEAR/3", "NEAR/99999", "NEAR", "NEAR/", "(", ")", "*",
    "title:", "body:", "feed:x", "tag:security", "lang:ja", "lang:", "titel:x", "/CVE-\\d+/", "/a b/i", "/(/", "/a*/", "/[/]/", "/\\//", "/", "//",
    "\\", ":", "（", "”", "\n", "\t", "　", "and", "or", "\0", "\ud800", "😀", "e\u0301", "10:30", "http://x", "x" * 50, "((((((", "NOT NOT NOT",
]  # fmt: skip


def main() -> int:
    """Run, and print what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    failures, read = fuzz(options.cases, options.seed)
    sys.stdout.write(f"{options.cases} texts, {read} read as queries, {failures} failures\n")
    return 1 if failures else 0


def fuzz(cases: int, seed: int) -> tuple[int, int]:
    """Return how many texts failed, and how many were queries; the texts are the same for a seed."""
    choose = random.Random(seed)
    failures = read = 0
    for _ in range(cases):
        text = random_query(choose)
        try:
            query = parse_query(text)
        except QueryError as error:
            if not 1 <= error.column <= len(text) + 1:
                failures += 1
                sys.stderr.write(f"column {error.column}: {text!r}\n")
            continue
        except Exception as error:
            failures += 1
            sys.stderr.write(f"{type(error).__name__}: {text!r}\n")
            continue
        read += 1
        if parse_query(str(query)) != query:
            failures += 1
            sys.stderr.write(f"printed otherwise: {text!r} as {query}\n")
    return failures, read


def random_query(choose: random.Random) -> str:
    """Return pieces of queries, most of them with blanks between, some of them made by rule."""
    if choose.random() < 0.4:
        return _by_rule(choose, 3)
    separator = choose.choice([" ", " ", ""])
    return separator.join(choose.choices(PIECES, k=choose.randint(0, 10)))


def _by_rule(choose: random.Random, depth: int) -> str:
    if not depth or choose.random() < 0.3:
        return choose.choice(["a", "日本", "@c", '"a b"', "x*", "/a+/i", "tag:t", "title:x", "*"])
    one, other = _by_rule(choose, depth - 1), _by_rule(choose, depth - 1)
    return choose.choice(
        [
            f"{one} AND {other}",
            f"({one} OR {other})",
            f"NOT {one}",
            f"title:({one})",
            f"{one} NEAR/4 {other}",
            f"({one})",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
