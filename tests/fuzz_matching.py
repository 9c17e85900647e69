"""Compares the automaton with a slow reference on random watchlists and nasty texts.

python -m tests.fuzz_matching [--cases 100000] [--seed 1]
"""

import argparse
import random
import sys
import unicodedata

from monitor.core.candidates import Candidates, PreparedText
from monitor.core.query import ConceptRef, Leaf, Phrase, Word
from monitor.core.watchlist import Alias, Concept, Homograph, Topic, Watchlist
from monitor.edges.sudachi import Sudachi
from tests.reference import find_slowly

NAMES = [
    "Tick", "PLA", "JAXA", "F-35", "APT41", "Unit 61419", "U.S.", "US", "cyber attack", "hacker", "embassy", "Zürich", "Bronze Butler",
    "BRONZE BUTLER", "Chinese military", "737", "ティック", "サーバー", "タワー", "カー", "リー", "ジョー・バイデン", "ウラジーミル", "ヴェトナム",
    "コンピューターウイルス", "中国", "中国軍", "米国", "首相", "日本", "京都", "警察庁", "防衛省", "共産党", "人民解放軍", "臺灣", "國", "六一", "さくら",
    "61419部隊", "三菱UFJ", "第7艦隊", "㈱東芝", "大分", "a", "ー", "々", "Aー",
]  # fmt: skip
PIECES = [
    " ", "　", "\n", "・", "、", "。", "「", "」", "(", ")", "-", "－", "—", "'s", "’s", "s", "es", ".", ",", "0", "1", "ー", "の", "が", "を", "に",
    "製", "人", "庁舎", "電力", "地方", "防長官", "大", "小", "党", "相次ぎ", "ショック", "スカイ", "ポリ", "ット", "ス", "x", "Z", "borne", "linked",
    "\u3099", "\u0301", "ﾞ", "㈱", "①", "𠮷", "😀", "‍", "ß", "İ", "ﬁ", "\0", "〇", "百", "US", "The ", "et",
]  # fmt: skip


def main() -> int:
    """Run, and print the first case in which the two differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    different, places = compare(options.cases, options.seed)
    sys.stdout.write(f"{options.cases} cases, {places} places found, {different} differences\n")
    return 1 if different else 0


def compare(cases: int, seed: int) -> tuple[int, int]:
    """Return how many cases differ, and how many places were found in all; the cases are the same for a seed."""
    choose, tokenize = random.Random(seed), Sudachi()
    different = places = 0
    watchlist = random_watchlist(choose)
    candidates = Candidates(watchlist)
    for number in range(cases):
        if number % 20 == 0:
            watchlist = random_watchlist(choose)
            candidates = Candidates(watchlist)
        text = random_text(choose, watchlist)
        found = candidates.find(PreparedText(text, tokenize)).places
        fast = sorted((str(p.leaf), p.start, p.end) for p in found)
        slow = sorted(
            (str(leaf), start, end) for leaf, start, end in find_slowly(watchlist, text, tokenize)
        )
        places += len(fast)
        if any(not 0 <= start < end <= len(text) for _, start, end in fast) or fast != slow:
            different += 1
            sys.stderr.write(f"{text!r}\n  fast {fast}\n  slow {slow}\n")
    return different, places


def random_watchlist(choose: random.Random) -> Watchlist:
    """Return a watchlist of a few names, some of them with names inside which they do not count."""
    concepts = {}
    for number in range(choose.randint(1, 3)):
        names = choose.sample(NAMES, choose.randint(1, 4))
        exclude = tuple(
            choose.choice(names) + choose.choice(PIECES) for _ in range(choose.randint(0, 2))
        )
        concepts[f"c{number}"] = Concept(
            name=f"c{number}",
            aliases=tuple(Alias(name, "ja") for name in names),
            exclude=tuple(text for text in exclude if text.strip("\0 \n\u3000")),
            kanji_numbers=choose.random() < 0.2,
        )
    word = choose.choice(NAMES)
    leaves: list[Leaf] = [ConceptRef(name) for name in concepts]
    words: list[Leaf] = [Word(word), Word(word, prefix=True), Phrase(word)]
    leaves.append(choose.choice(words))
    topics = [Topic(name=str(leaf), query=leaf) for leaf in leaves]
    homographs = [
        Homograph(alias="中国", name="中国電力", means=""),
        Homograph(alias="中国", name="中国地方", means="", unless=("中国地方政府",)),
    ]
    return Watchlist(concepts=concepts, topics=tuple(topics), homographs=tuple(homographs))


def random_text(choose: random.Random, watchlist: Watchlist) -> str:
    """Return names, most of them watched, in all their spellings between pieces that change what they are."""
    watched = [alias.text for concept in watchlist.concepts.values() for alias in concept.aliases]
    parts = []
    for _ in range(choose.randint(1, 9)):
        part = choose.choice(choose.choice([NAMES, PIECES, PIECES, watched, watched]))
        parts.append(_respelt(part, choose))
    return "".join(parts)


def _respelt(text: str, choose: random.Random) -> str:
    match choose.randint(0, 7):
        case 0:
            return text.upper()
        case 1:
            return text.lower()
        case 2:
            return unicodedata.normalize("NFD", text)
        case 3:
            return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
        case 4:
            return text.replace(" ", "-").replace("・", "")
        case _:
            return text


if __name__ == "__main__":
    sys.exit(main())
