"""Each measurement runs, at a small size; what it measured is for a person to read."""

from pathlib import Path

import pytest

from tests.benchmarks import backtest, gloss, matching, parity, translation, trust


def test_matching_is_measured(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    matching.main(["--articles", "60", "--aliases", "200", "--few", "20", "--reference", "3"])
    out = capsys.readouterr().out

    assert "60 articles" in out
    for word in ("loop", "folding", "candidates", "tokenising", "judging", "tree", "reference"):
        assert word in out


def test_parity_is_measured_on_what_was_not_developed_on(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parity.main([])
    first, heading, *table = capsys.readouterr().out.splitlines()
    recall, precision = (float(first.split(word)[1].split()[0].strip(",")) for word in ("recall", "precision"))  # fmt: skip

    assert recall >= 0.85
    assert precision >= 0.85
    assert heading.split() == ["entity", "en", "ja", "both", "missed", "extra"]
    assert len(table) > 30


def test_a_backtest_is_measured(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    backtest.main(["--articles", "150"])

    assert "150 articles" in capsys.readouterr().out


def test_the_gloss_is_measured(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gloss.main(["--documents", "62-64", "--headlines", "50"])
    out = capsys.readouterr().out

    assert "chrF" in out
    assert "headlines, first time" in out


def test_the_checks_are_measured_on_both_halves(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trust.main([])
    out = capsys.readouterr().out

    assert "documents 62-123 (not tuned on)" in out
    assert "any that marks suspect" in out
    assert "leftover: 20, 0, 0" in out


def test_translation_is_measured_and_is_that_of_argostranslate(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A package of full size, but for its vocabulary; every hypothesis is the same in batches and one by one."""
    translation.main(["--headlines", "6", "--words", "1500"])
    out = capsys.readouterr().out

    assert "times argostranslate as it comes" in out
    assert "the same output for 6 of 6" in out
