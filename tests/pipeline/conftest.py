"""Gives the tests of whole rounds a bench."""

from pathlib import Path

import pytest

from tests.bench import URL, Bench
from tests.fakes import rss


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    bench.web.pages[URL] = rss(("0", "quiet day"))
    return bench
