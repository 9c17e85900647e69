"""Reads the parallel news of NTREX (WMT19): English and its professional Japanese translation, by documents."""

from tests.benchmarks.history import SHARED

FOLDER = SHARED / "parallel" / "ntrex128"


def lines(first: int, last: int) -> tuple[list[str], list[str]]:
    """Return the English and the Japanese lines of some documents, counted from 1 in the order of the files."""
    english, japanese, documents = (
        (FOLDER / name).read_text(encoding="utf-8").splitlines()
        for name in ("en.txt", "ja.txt", "document_ids.tsv")
    )
    order = {document: number for number, document in enumerate(dict.fromkeys(documents), start=1)}
    chosen = [n for n, document in enumerate(documents) if first <= order[document] <= last]
    return [english[n] for n in chosen], [japanese[n] for n in chosen]
