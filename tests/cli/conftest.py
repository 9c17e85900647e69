"""Gives the tests of the command line a terminal."""

import pytest

from tests.terminal import Terminal


@pytest.fixture
def monitor(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(capsys, monkeypatch)
