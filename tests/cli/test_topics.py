"""The rule lab as a user meets it: test, explain, suggest, backtest, rematch, and what a mistake in the watchlist does."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from monitor.cli.polling import run_monitor
from monitor.settings.loading import load_settings
from monitor.wiring.opening import open_monitor
from tests.fakes import FakeWeb, http_server, reply, rss, write_settings
from tests.terminal import Terminal

WATCHLIST = """
[concepts.iran]
en = ["Iran"]
ja = ["イラン"]
[[topic]]
name = "Iran and oil"
query = "@iran AND (oil OR 石油) AND NOT 演習"
priority = "high"
feeds = ["tag:t"]
[[topic]]
name = "near"
query = "title:(@iran NEAR/2 missile*)"
"""
ITEMS = (
    ("1", "イランの石油、輸出再開へ"),
    ("2", "Iran's missiles and Iranians"),
    ("3", "イラン沖で石油流出の演習"),
)

MONITOR = '[translation]\nengine = "off"\n'


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Serve a feed, and write settings that poll it."""
    from datetime import UTC, datetime

    body = rss(*ITEMS, at=datetime.now(UTC))

    def answer(handler: BaseHTTPRequestHandler) -> None:
        reply(handler, body)

    with http_server(answer) as address:
        feeds = f'[[feed]]\nid = "a"\nurl = "{address}/a"\ntags = ["t"]\n'
        folder = write_settings(tmp_path / "c", feeds=feeds, watchlist=WATCHLIST, monitor=MONITOR)
        monkeypatch.setenv("MONITOR_CONFIG", str(folder))
        monkeypatch.setenv("MONITOR_DATABASE", str(tmp_path / "m.db"))
        yield folder


def edit(config: Path, old: str, new: str) -> None:
    path = config / "watchlist.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_topics_test_shows_hits_trees_and_reasons(monitor: Terminal, config: Path) -> None:
    result = monitor("topics", "test", "Iran oil 演習 Iranian", "--lang", "en")

    assert result.code == 0
    assert "fires nothing" in result.out
    assert "iran: Iran at 12-16 of the en title: inside Iranian" in result.out
    assert "quiet: Iran and oil: NOT matched 演習" in result.out
    assert "+@iran AND (+oil OR -石油) AND NOT +演習" in result.out
    assert "quiet: near: in the title no @iran NEAR/2 missile*" in result.out
    fired = monitor("topics", "test", "Iran tests missiles")
    assert "fires: near (normal), by the original" in fired.out
    assert "iran: Iran is 'Iran' at 0-4 of the en title" in fired.out
    assert "title:(+@iran NEAR/2 +missile*)" in fired.out


def test_topics_test_can_pretend_a_feed(monitor: Terminal, config: Path) -> None:
    (topic,) = monitor("topics", "test", "Iran oil", "--feed", "a", "--json").json["topics"]

    assert (topic["name"], topic["via"]) == ("Iran and oil", "original")
    assert topic["tree"]["held"] is True
    assert monitor("topics", "test", "x", "--feed", "b").code == 2
    assert monitor("topics", "test", "x", "--lang", "EN").code == 2


def test_explain_shows_what_a_stored_article_does(monitor: Terminal, config: Path) -> None:
    monitor("poll")
    shown = monitor("topics", "explain", "#3").out
    document = monitor("topics", "explain", "2", "--json").json

    assert "ja: イラン沖で石油流出の演習" in shown
    assert "quiet: Iran and oil: NOT matched 演習" in shown
    assert document["article"] == "2"
    assert [topic["name"] for topic in document["topics"]] == ["near"]
    assert document["near_misses"] == [
        {"concept": "iran", "alias": "Iran", "language": "en", "field": "title", "start": 20, "end": 24,
         "reason": "inside Iranians", "via": "original"},
    ]  # fmt: skip
    assert document["others"][0]["reasons"] == ["none of oil, 石油"]
    assert monitor("topics", "explain", "99").code == 1
    assert monitor("topics", "explain", "x").code == 2


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_an_explanation_fits_the_terminal(
    columns: str, monitor: Terminal, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", columns)
    text = "イランの石油タンカーを米国務省が非難、イラン国営通信は「演習」と報道、イランの外相も"
    suggested = monitor("topics", "suggest", "北朝鮮").out
    for out in (monitor("topics", "test", text).out, suggested):
        assert max(cell_len(line.rstrip()) for line in out.splitlines()) <= int(columns)
    assert "North Korea" in suggested


def test_backtest_says_what_an_edit_gains_and_loses_and_changes_nothing(
    monitor: Terminal, config: Path
) -> None:
    assert "nothing to compare with" in monitor("topics", "backtest").err
    monitor("poll")
    assert "the rules are the same" in monitor("topics", "backtest").out
    edit(config, "AND NOT 演習", "AND NOT 輸出")
    result = monitor("topics", "backtest")
    document = monitor("topics", "backtest", "--json").json

    assert "3 articles, 1 changed topics" in result.out
    assert "Iran and oil: 1 gained, 1 lost" in result.out
    assert "+ #3 イラン沖で石油流出の演習 (イラン; 石油)" in result.out
    assert "- #1 イランの石油、輸出再開へ (NOT matched 輸出)" in result.out
    assert document["topics"][0]["lost"] == [
        {
            "id": "1",
            "feed": "a",
            "title": "イランの石油、輸出再開へ",
            "reasons": ["NOT matched 輸出"],
        }
    ]
    assert "and 1 more; --show 1 prints all" in monitor("topics", "backtest", "--show", "0").out
    assert [m["name"] for m in monitor("show", "1", "--json").json["topics"]] == ["Iran and oil"]


def test_backtest_compares_the_watchlist_with_another_file(
    monitor: Terminal, config: Path, tmp_path: Path
) -> None:
    monitor("poll")
    other = tmp_path / "other.toml"
    other.write_text(WATCHLIST.replace("NEAR/2 missile*", "NEAR/2 oil"), encoding="utf-8")

    assert "near: 0 gained, 1 lost" in monitor("topics", "backtest", "--against", str(other)).out
    other.write_text(WATCHLIST.replace("@iran AND", "@iraq AND"), encoding="utf-8")
    wrong = monitor("topics", "backtest", "--against", str(other))
    assert wrong.code == 2
    assert f"{other}: topic[1].query: column 1: there is no concept 'iraq'" in wrong.err
    absent = monitor("topics", "backtest", "--against", str(tmp_path / "absent.toml"))
    assert (absent.code, "there is no such file" in absent.err) == (2, True)


def test_rematch_finds_late_and_alerts_nobody(monitor: Terminal, config: Path) -> None:
    monitor("poll")
    edit(config, "AND NOT 演習", "")
    again = monitor("topics", "rematch")

    assert again.code == 0
    assert "Iran and oil: 1 articles found late, 0 not any more" in again.err
    assert "3 articles matched anew" in again.err
    assert "matched with this watchlist already" in monitor("topics", "rematch").err
    shown = monitor("show", "3")
    assert "found late, when the watchlist or the translation changed" in " ".join(
        shown.out.split()
    )
    assert monitor("show", "3", "--json").json["topics"][0]["found_late"] is True
    assert "ALERT" not in monitor("poll", "--all").out
    digest = monitor("digest", "--to", "json").json
    late = {a["id"]: a.get("found_late", False) for t in digest["topics"] for s in t["stories"] for a in s["articles"]}  # fmt: skip
    assert late == {"1": False, "2": False, "3": True}
    text = " ".join(monitor("digest").out.split())
    assert "found late, when the watchlist or the translation changed; matched iran" in text


def test_a_wrong_watchlist_leaves_the_last_good_one_in_force(
    monitor: Terminal, config: Path
) -> None:
    edit(config, "@iran AND", "@iraq AND")
    assert monitor("poll").code == 2  # nothing good is known yet
    edit(config, "@iraq AND", "@iran AND")
    assert monitor("poll").code == 0
    edit(config, "@iran AND", "@iraq AND")
    polled = monitor("poll", "--all", "--json")

    assert polled.code == 1
    assert polled.json["feeds"]["due"] == 1
    assert "column 1: there is no concept 'iraq'; did you mean @iran?" in polled.err
    assert "the last good watchlist stays in force" in polled.err
    digest = monitor("digest", "--to", "json").json
    assert [t["name"] for t in digest["topics"]] == ["Iran and oil", "near"]
    assert "iraq" in digest["coverage"]["problems"][0]
    assert "your edit of watchlist.toml is not in force" in " ".join(monitor("digest").out.split())
    status = monitor("status", "--json")
    assert (status.code, status.json["healthy"]) == (1, False)
    assert "iraq" in status.json["watchlist_problems"][0]
    assert monitor("topics", "backtest").code == 2
    assert monitor("topics", "rematch").code == 2
    assert monitor("check").code == 2


def test_a_mistake_elsewhere_is_not_forgiven(monitor: Terminal, config: Path) -> None:
    monitor("poll")
    edit(config, "@iran AND", "@iraq AND")
    (config / "monitor.toml").write_text("nonsense = 1", encoding="utf-8")

    result = monitor("digest")
    assert result.code == 2
    assert "monitor.toml: nonsense" in result.err
    assert "iraq" in result.err


def test_a_running_monitor_takes_over_an_edited_watchlist(config: Path, tmp_path: Path) -> None:
    settings = load_settings(config)
    url = settings.feeds[0].url
    said: list[str] = []
    web = FakeWeb({url: rss(*ITEMS)})

    def wake(one_round: object) -> None:
        assert callable(one_round)
        one_round()
        edit(config, "@iran AND", "@iraq AND")
        one_round()
        one_round()
        edit(config, "@iraq AND", "NOT @iran AND")
        one_round()
        (config / "watchlist.toml").unlink()
        one_round()

    with open_monitor(settings, f"sqlite:///{tmp_path}/r.db", fetch=web) as opened:
        run_monitor(opened, wake=wake, say=said.append)
        topics = [match.topic for match in opened.matches.of_article(opened.articles.after(0, 9)[1].id)]  # type: ignore[arg-type]  # fmt: skip

    assert [line for line in said if "iraq" in line][1:] == []
    assert said.count("watchlist.toml was edited: it is in force from now on") == 1
    assert "there is no such file" in said[-2]
    assert topics == ["near"]


def test_a_running_monitor_wants_a_restart_for_an_edit_of_several_files(
    config: Path, tmp_path: Path
) -> None:
    settings = load_settings(config)
    said: list[str] = []
    web = FakeWeb({settings.feeds[0].url: rss(*ITEMS)})

    def wake(one_round: object) -> None:
        assert callable(one_round)
        one_round()
        edit(config, '"near"', '"close"')
        (config / "monitor.toml").write_text('[[digest]]\nname = "d"\n', encoding="utf-8")
        one_round()
        (config / "monitor.toml").write_text(MONITOR, encoding="utf-8")
        one_round()

    with open_monitor(settings, f"sqlite:///{tmp_path}/r.db", fetch=web) as opened:
        run_monitor(opened, wake=wake, say=said.append)

    assert [line for line in said if "start it again" in line] != []
    assert said[-2:] == [
        "watchlist.toml is right again",
        "watchlist.toml was edited: it is in force from now on",
    ]


def test_a_renamed_topic_keeps_what_it_found(monitor: Terminal, config: Path) -> None:
    monitor("poll")
    edit(config, '"near"', '"renamed"')

    assert "the rules are the same" in monitor("topics", "backtest").out
    monitor("topics", "rematch")
    (topic,) = monitor("show", "2", "--json").json["topics"]
    assert (topic["name"], topic["found_late"]) == ("renamed", False)


def test_a_message_cannot_speak_to_the_terminal(monitor: Terminal, config: Path) -> None:
    edit(config, "@iran AND", "@ir\\u001b[31man AND")
    result = monitor("check")

    assert result.code == 2
    assert "\x1b" not in result.err
    edit(config, 'name = "near"', 'name = "ne\\u001bar"')
    assert "control character" in monitor("check").err


def test_every_mistake_in_the_watchlist_is_told_at_once(monitor: Terminal, config: Path) -> None:
    edit(config, "@iran AND", "@iraq AND")
    edit(config, 'feeds = ["tag:t"]', 'feeds = ["zz"]\nlanguages = ["ja"]')
    edit(config, "title:(@iran NEAR/2 missile*)", "iran missile")
    err = monitor("check").err

    for mistake in (
        "there is no concept 'iraq'",
        "no feed has the id or tag 'zz'",
        "two words side by side",
    ):
        assert mistake in err
    edit(config, 'languages = ["ja"]', 'languages = ["jp"]')
    assert "'jp' is a country; its language is 'ja'" in monitor("check").err


def test_suggest_ranks_names_and_warns(monitor: Terminal, config: Path) -> None:
    document = monitor("topics", "suggest", "IAEA", "--json").json
    found = {s["text"]: s for s in document["suggestions"]}

    assert found["国際原子力機関"]["language"] == "ja"
    assert found["International Atomic Energy Agency"]["warnings"] == []
    assert "also an ordinary word" in " ".join(monitor("topics", "suggest", "WHO").out.split())
    unknown = monitor("topics", "suggest", "qqqq")
    assert "no further name of qqqq" in unknown.out
    assert "--misp FILE" in unknown.err
    assert "careful with ZINC: also an ordinary word" in monitor("topics", "suggest", "ZINC").err
    assert monitor("topics", "suggest", "a\x1b[31m").code == 2
    assert monitor("topics", "suggest", " ").code == 2


def test_chosen_suggestions_enter_the_watchlist(monitor: Terminal, config: Path) -> None:
    names = [s["text"] for s in monitor("topics", "suggest", "IAEA", "--json").json["suggestions"]]
    number = str(names.index("国際原子力機関") + 1)
    result = monitor("topics", "suggest", "IAEA", "--add", "iaea", "--choose", number)

    assert "added to concept iaea: IAEA, 国際原子力機関" in result.err
    assert load_settings(config).watchlist.concepts["iaea"].aliases[0].text == "IAEA"
    again = monitor("topics", "suggest", "IAEA", "--add", "iaea", "--choose", number)
    assert "has these names already" in again.err
    asked = monitor("topics", "suggest", "IAEA", "--add", "iaea", stdin="1-2\n")
    assert "which ones?" in asked.err
    assert "added to concept iaea" in asked.err
    assert "no topic asks for it yet: write @iaea into a query" in asked.err
    nothing = monitor("topics", "suggest", "IAEA", "--add", "iae", stdin="\n")
    assert "nothing was chosen" in nothing.err
    mistyped = monitor("topics", "suggest", "Persia", "--add", "irann", "--choose", "")
    assert "concept irann is new (did you mean iran?)" in mistyped.err


@pytest.mark.parametrize(
    "arguments",
    [("--choose", "1"), ("--add", "x", "--choose", "99"), ("--add", "x", "--choose", "a"), ("--add", "x", "--choose", "0"), ("--add", "x", "--choose", "3-1"), ("--add", "x", "--choose", "1-")],
)  # fmt: skip
def test_a_wrong_choice_changes_nothing(
    arguments: tuple[str, ...], monitor: Terminal, config: Path
) -> None:
    before = (config / "watchlist.toml").read_text(encoding="utf-8")

    assert monitor("topics", "suggest", "IAEA", *arguments).code == 2
    assert (config / "watchlist.toml").read_text(encoding="utf-8") == before


def test_suggest_asks_a_file_of_misp(monitor: Terminal, config: Path, tmp_path: Path) -> None:
    path = tmp_path / "threat-actor.json"
    cluster = {"value": "Red Cap", "meta": {"synonyms": ["APT999"]}}
    path.write_text(json.dumps({"values": [cluster]}), encoding="utf-8")
    found = monitor("topics", "suggest", "APT999", "--misp", str(path), "--json").json

    assert found["suggestions"][0]["source"] == "MISP threat-actor.json"
    assert monitor("topics", "suggest", "x", "--misp", str(tmp_path / "no")).code == 1
