"""Reads the tables of cases beside the tests: a line a case, the first line names the columns."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "translation_cases"


def cases(name: str) -> list[dict[str, str]]:
    """Return the rows of a table; cells may be blanks or hold quotes."""
    text = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8")
    head, *rows = (line.split("\t") for line in text.removesuffix("\n").split("\n"))
    return [dict(zip(head, row, strict=True)) for row in rows]
