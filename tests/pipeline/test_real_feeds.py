"""Polls real feed documents from a loopback server, as a user would poll them."""

import csv
from pathlib import Path

import feedparser
import pytest

from monitor.pipeline.rounds import run_round
from monitor.settings.loading import load_settings
from monitor.wiring import open_monitor
from tests.fakes import write_settings
from tests.serve_feeds import feeds_toml, serve_folders


def distinct_entries(document: bytes) -> int:
    """Return how many entries a document has by id, else link, as the baseline counts them."""
    parsed = feedparser.parse(document)
    return len(
        {
            entry.get("id") or entry.get("link") or f"{number}"
            for number, entry in enumerate(parsed.entries)
        }
    )


def test_real_feeds_are_stored_once_and_what_yields_nothing_is_explained(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_CONFIG", "")
    folders = [shared / "feeds" / "ja", shared / "feeds" / "en"]
    with (shared / "feeds.tsv").open(encoding="utf-8") as file:
        listed = {
            row["file"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
    with serve_folders(folders) as addresses:
        known = {name: url for name, url in addresses.items() if name in listed}
        expected = sum(distinct_entries((shared / "feeds" / name).read_bytes()) for name in known)
        settings = load_settings(write_settings(tmp_path / "c", feeds=feeds_toml(known)))
        with open_monitor(settings, f"sqlite:///{tmp_path}/m.db") as monitor:
            first = run_round(monitor.plan, monitor.world)
            second = run_round(monitor.plan, monitor.world, everything=True)
            counts, statuses = monitor.feeds.article_counts(), monitor.feeds.statuses()

    assert first.collected.new >= 0.95 * expected
    assert second.collected.new == second.collected.updated == 0
    assert second.collected.not_modified + len(second.collected.failures) == len(known)
    for feed in settings.feeds:
        if not counts.get(feed.id):
            assert statuses[feed.id].reason, feed.name
