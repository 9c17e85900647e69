import threading
from pathlib import Path

import pytest

from monitor.core.errors import MonitorError
from monitor.core.gloss.lexicon import Lookup
from monitor.edges.lexicon import Lexicon, unpacked_words
from monitor.edges.sudachi import Sudachi


def test_a_word_is_known_from_the_news_terms_first_and_then_from_the_dictionary(
    lookup: Lookup,
) -> None:
    assert lookup("警察庁")[0].english == "National Police Agency"
    assert lookup("書類送検")[0].kind == "verb"
    assert lookup("岸田文雄")
    assert lookup("この語はない") == ()


def test_the_dictionary_is_unpacked_once(tmp_path: Path) -> None:
    first = unpacked_words(tmp_path)
    stamp = first.stat().st_mtime_ns

    assert unpacked_words(tmp_path) == first
    assert first.stat().st_mtime_ns == stamp
    assert list(tmp_path.iterdir()) == [first]


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")

    with pytest.raises(MonitorError, match="cannot be unpacked"):
        Lexicon(blocked / "cache")("警察庁")


def test_words_are_cut_finely_or_in_whole_names() -> None:
    tokenize = Sudachi()

    assert [word.surface for word in tokenize("サイバー攻撃", True)] == ["サイバー", "攻撃"]
    assert next((word.start, word.end) for word in tokenize("😀防衛省", True)) == (0, 1)


def test_several_threads_may_cut_words_at_once() -> None:
    tokenize = Sudachi()
    results: list[int] = []

    def work() -> None:
        results.extend(
            len(tokenize("中国人民解放軍の部隊がサイバー攻撃に関与", True)) for _ in range(200)
        )

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(results) == 800
    assert len(set(results)) == 1
