"""Runs commands as a user types them, in the process of the test."""

import io
import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from monitor.cli import main


@dataclass
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Terminal:
    """Runs commands in this process."""

    capture: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *arguments: str, stdin: str = "") -> Result:
        self.monkeypatch.setattr(sys, "argv", ["monitor", *arguments])
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self.capture.readouterr()
        code = ended.value.code
        return Result(code if isinstance(code, int) else 0, out, err)
