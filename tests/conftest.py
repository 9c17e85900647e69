"""Gives every test a clean environment, and the real tokenizer and lexicon opened once."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# read once, when argostranslate is imported: set before any test can do that
_HOME = Path(tempfile.mkdtemp(prefix="news-monitor-tests-"))
os.environ["ARGOS_PACKAGES_DIR"] = str(_HOME / "argos")
for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
    os.environ[name] = str(_HOME / name)

from monitor.core.gloss.lexicon import Lookup  # noqa: E402
from monitor.core.japanese import Tokenize  # noqa: E402
from monitor.edges.lexicon import Lexicon  # noqa: E402
from monitor.edges.sudachi import Sudachi  # noqa: E402
from monitor.settings.locate import cache_folder  # noqa: E402

_SHARED = Path(__file__).parent.parent.parent / "shared" / "data"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Run in an empty folder, without the settings of whoever runs the tests, without installed models."""
    names = ["MONITOR_CONFIG", "MONITOR_DATABASE", "NO_COLOR", "FORCE_COLOR", "COLUMNS"]
    names += [name for name in os.environ if name.lower().endswith("_proxy")]
    for name in names:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    yield
    packages = Path(os.environ["ARGOS_PACKAGES_DIR"])
    if packages.exists():
        import shutil

        shutil.rmtree(packages)


@pytest.fixture(scope="session")
def tokenize() -> Tokenize:
    """Return the real tokenizer."""
    return Sudachi()


@pytest.fixture(scope="session")
def lookup() -> Lookup:
    """Return the real lexicon, unpacked once for all tests."""
    return Lexicon(cache_folder())


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real feeds and labelled texts; without it tests skip, but in CI they fail."""
    if not _SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{_SHARED} is missing")
        pytest.skip("the real feeds are not on this machine")
    return _SHARED
