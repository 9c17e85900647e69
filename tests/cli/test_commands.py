"""The command line as a user meets it: output, messages and exit codes."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.argos_package import build_package
from tests.fakes import http_server, plain_text, reply, rss, smtp_server, write_settings
from tests.terminal import Terminal

SCHEMA = json.loads(
    (Path(__file__).parent.parent / "schemas" / "digest.json").read_text(encoding="utf-8")
)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    """Serve what a test puts into the mapping, with settings that poll two of its pages."""
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    pages = {
        "/a": rss(("1", "ティックの犯行か"), ("2", "Tick strikes"), at=now),
        "/b": rss(("3", "quiet day"), at=now),
    }

    def answer(handler: BaseHTTPRequestHandler) -> None:
        body = pages.get(handler.path)
        reply(handler, body or b"", status=200 if body is not None else 404)

    with http_server(answer) as address:
        feeds = "".join(
            f'[[feed]]\nid = "{name}"\nurl = "{address}/{name}"\ntags = ["t"]\n' for name in "ab"
        )
        monkeypatch.setenv("MONITOR_CONFIG", str(write_settings(tmp_path / "c", feeds=feeds)))
        monkeypatch.setenv("MONITOR_DATABASE", str(tmp_path / "m.db"))
        yield pages


def test_without_a_command_the_help_is_shown(monitor: Terminal) -> None:
    for arguments in ([], ["--help"]):
        result = monitor(*arguments)
        assert "Watches Japanese and English news feeds" in result.out + result.err
    assert result.code == 0


def test_wrong_usage_exits_with_2(monitor: Terminal) -> None:
    for arguments in (
        ["nonsense"],
        ["poll", "--nonsense"],
        ["show"],
        ["topics", "test"],
        ["show", "abc"],
        ["models", "install", "nonsense"],
    ):
        assert monitor(*arguments).code == 2, arguments


def test_without_settings_commands_point_to_init(monitor: Terminal) -> None:
    result = monitor("poll")

    assert (result.code, result.out) == (2, "")
    assert "`monitor init` writes them" in result.err


def test_init_writes_settings_that_check_accepts(monitor: Terminal, tmp_path: Path) -> None:
    assert "wrote mine/feeds.toml" in monitor("init", "mine").err
    assert "left as they are" in monitor("init", "mine").err
    result = monitor("--config", "mine", "check")
    assert result.code == 0
    assert "mine: fine: " in result.out


def test_check_tells_every_mistake_and_exits_with_2(monitor: Terminal, tmp_path: Path) -> None:
    config = write_settings(
        tmp_path / "c", feeds="[[feed]]\n", monitor='[reader]\ntimezone = "x"\n'
    )
    result = monitor("--config", str(config), "check")

    assert result.code == 2
    assert len(result.err.splitlines()) == 2
    assert "Traceback" not in result.err


def test_poll_counts_what_it_did_in_the_agreed_shape(
    monitor: Terminal, site: dict[str, bytes]
) -> None:
    del site["/b"]
    first, second = monitor("poll", "--json"), monitor("poll", "--all", "--json")

    assert first.code == 0
    assert first.json["feeds"] == {"due": 2, "ok": 1, "not_modified": 0, "failed": 1}
    assert first.json["articles"] == {"new": 2, "updated": 0}
    assert (first.json["translated"], first.json["hits"] > 0) == (1, True)
    assert first.json["failures"] == [
        {"feed": "b", "state": "http-404", "reason": "the server answered 404 Not Found"}
    ]
    assert second.json["feeds"]["not_modified"] == 1
    assert second.json["articles"] == {"new": 0, "updated": 0}
    assert set(second.json) == {"feeds", "articles", "translated", "hits", "failures"}


def test_poll_says_in_words_what_it_did_and_alerts_on_what_is_new(
    monitor: Terminal, site: dict[str, bytes]
) -> None:
    assert "2 feeds polled: 2 ok" in monitor("poll").out
    site["/b"] = rss(("9", "Tick again"))
    result = monitor("poll", "--all")

    assert "ALERT Tick" in result.out
    assert "Tick again" in result.out
    assert "ALERT" not in monitor("poll", "--all").out


def test_poll_can_be_limited_to_a_feed_and_refuses_unknown_ones(
    monitor: Terminal, site: dict[str, bytes]
) -> None:
    assert monitor("poll", "--feed", "b", "--json").json["feeds"]["due"] == 1
    result = monitor("poll", "--feed", "zzz")
    assert (result.code, "no feed is called zzz" in result.err) == (2, True)


def test_poll_fails_when_no_feed_can_be_read(monitor: Terminal, site: dict[str, bytes]) -> None:
    site.clear()
    result = monitor("poll")

    assert result.code == 1
    assert "http-404" in result.out


def test_a_digest_is_valid_json_and_every_hit_is_where_it_says(
    monitor: Terminal, site: dict[str, bytes]
) -> None:
    monitor("poll")
    digest = monitor("digest", "--since", "9999d", "--to", "json").json

    jsonschema.validate(digest, SCHEMA)
    (topic,) = digest["topics"]
    articles = [article for story in topic["stories"] for article in story["articles"]]
    assert {article["title"] for article in articles} == {"ティックの犯行か", "Tick strikes"}
    for article in articles:
        for hit in article["hits"]:
            shown = article if hit["via"] == "original" else article["translation"]
            assert shown[hit["field"]][hit["start"] : hit["end"]] == hit["text"]


def test_a_digest_is_printed_or_written_to_a_file(
    monitor: Terminal, site: dict[str, bytes]
) -> None:
    monitor("poll")
    assert "ティックの犯行か" in monitor("digest").out
    for destination in ("json", "terminal"):
        assert monitor("digest", "--to", destination, "--output", f"d.{destination}").out == ""
        assert "ティックの犯行か" in Path(f"d.{destination}").read_text(encoding="utf-8")
    assert monitor("digest", "--output", "none/d").code == 1


@pytest.mark.parametrize(
    "arguments",
    [["--since", "yesterday"], ["--until", "99"], ["--since", "1h", "--until", "2h"], ["--topic", "nothing"], ["nobody"], ["--to", "fax"], ["--to", "mail:x"]],
)  # fmt: skip
def test_a_wrong_period_topic_or_channel_is_wrong_usage(
    arguments: list[str], monitor: Terminal, site: dict[str, bytes]
) -> None:
    result = monitor("digest", *arguments)

    assert result.code == 2
    assert "Traceback" not in result.err


def test_a_digest_takes_a_time_of_the_readers_zone_and_chosen_topics(
    monitor: Terminal, site: dict[str, bytes]
) -> None:
    monitor("poll")
    result = monitor(
        "digest",
        "--since",
        "2026-01-01T00:00",
        "--until",
        "2026-01-02T00:00:00+00:00",
        "--topic",
        "Tick",
        "--to",
        "json",
    )

    assert (result.json["since"], result.json["until"], result.json["topics"]) == (
        "2026-01-01T00:00:00Z",
        "2026-01-02T00:00:00Z",
        [],
    )
    assert (
        "Nothing matched." in monitor("digest", "--since", "999999w", "--until", "2026-01-02").out
    )


def test_a_digest_goes_out_by_mail_and_a_failed_one_stays_in_the_outbox(
    monitor: Terminal, site: dict[str, bytes], tmp_path: Path
) -> None:
    with smtp_server() as (inbox, port):
        settings = '[[digest]]\nname = "daily"\nto = ["mail:me"]\n[channels.mail.me]\nto = ["r@example.com"]\nhost = "127.0.0.1"\nport = {}\nsecurity = "none"\n'
        (tmp_path / "c" / "monitor.toml").write_text(settings.format(port))
        monitor("poll", "--no-send")
        assert monitor("digest", "daily", "--to", "mail:me").code == 0
        assert "ティックの犯行か" in plain_text(inbox.mails[0])
    (tmp_path / "c" / "monitor.toml").write_text(settings.format(9))

    failed = monitor("digest", "--to", "mail:me")

    assert (failed.code, "stays in the outbox" in failed.err) == (1, True)
    deliveries = monitor("status", "--json").json["deliveries"]
    assert (deliveries["sent"], deliveries["pending"]) == (1, 1)
    assert "127.0.0.1:9" in deliveries["last_error"]


def test_the_outbox_is_listed_and_a_delivery_tried_again(
    monitor: Terminal, site: dict[str, bytes], tmp_path: Path
) -> None:
    settings = '[channels.mail.me]\nto = ["r@example.com"]\nhost = "127.0.0.1"\nport = {}\nsecurity = "none"\n'
    (tmp_path / "c" / "monitor.toml").write_text(settings.format(9))
    empty = monitor("deliveries", "list")
    monitor("digest", "--to", "mail:me")
    waiting, again = (
        monitor("deliveries", "list", "--json").json,
        monitor("deliveries", "retry", "1"),
    )
    shown = monitor("deliveries", "list")
    with smtp_server() as (inbox, port):
        (tmp_path / "c" / "monitor.toml").write_text(settings.format(port))
        sent = monitor("deliveries", "retry", "1")
        twice, unknown = monitor("deliveries", "retry", "1"), monitor("deliveries", "retry", "7")

    assert "nothing was ever to be delivered" in empty.err
    assert [(d["id"], d["channel"], d["state"], d["attempts"]) for d in waiting["deliveries"]] == [
        ("1", "mail:me", "pending", 1)
    ]
    assert (again.code, "it stays in the outbox" in again.err) == (1, True)
    assert "127.0.0.1:9 could not be used" in " ".join(shown.out.split())
    assert (sent.code, len(inbox.mails)) == (0, 1)
    assert (twice.code, "delivery 1 arrived" in twice.err) == (1, True)
    assert (unknown.code, "there is no delivery 7" in unknown.err) == (1, True)
    assert [d["state"] for d in monitor("deliveries", "list", "--json").json["deliveries"]] == [
        "sent"
    ]


def test_a_digest_that_waits_for_the_terminal_is_not_taken_by_a_mail(
    monitor: Terminal, site: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitor.edges import terminal

    def closed(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monitor("poll", "--no-send")
    with smtp_server() as (_, port):
        (tmp_path / "c" / "monitor.toml").write_text(
            f'[[digest]]\nname = "daily"\n[channels.mail.me]\nto = ["r@example.com"]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
        )
        monitor("poll", "--no-send")
        with monkeypatch.context() as broken:
            broken.setattr(terminal, "print_digest", closed)
            broken.setattr("monitor.pipeline.telling.digest_is_due", lambda *_: True)
            monitor("poll")
        with sqlite3.connect(tmp_path / "m.db") as database:
            database.execute("UPDATE deliveries SET next_try = created")  # a minute later
        mailed = monitor("digest", "--to", "mail:me")
    waiting = monitor("deliveries", "list", "--json").json["deliveries"]
    shown = monitor("deliveries", "retry", "1")

    assert mailed.code == 0
    assert [(d["channel"], d["state"]) for d in waiting] == [
        ("mail:me", "sent"),
        ("terminal", "pending"),
    ]
    assert (shown.code, "daily" in shown.out) == (0, True)


def test_status_tells_the_health_of_every_feed(monitor: Terminal, site: dict[str, bytes]) -> None:
    before = monitor("status", "--json")
    del site["/b"]
    for _ in range(3):
        monitor("poll", "--all")
    after, shown = monitor("status", "--json"), monitor("status")

    assert (before.code, before.json["healthy"], before.json["feeds"][0]["state"]) == (
        0,
        True,
        "not-polled",
    )
    assert (after.code, after.json["healthy"]) == (1, False)
    fine, broken = after.json["feeds"]
    assert (fine["state"], fine["articles"], broken["state"], broken["failures"]) == (
        "not-modified",
        2,
        "http-404",
        3,
    )
    assert set(after.json) >= {"healthy", "feeds", "queues", "models", "deliveries"}
    assert "something needs you" in shown.out


def japanese_article(monitor: Terminal) -> str:
    """Return the id of the Japanese article; feeds are stored in the order in which they answer."""
    topics = monitor("digest", "--to", "json").json["topics"]
    articles = [
        article for topic in topics for story in topic["stories"] for article in story["articles"]
    ]
    return next(str(article["id"]) for article in articles if article["language"] == "ja")


def test_show_tells_all_that_is_known_of_an_article(
    monitor: Terminal, site: dict[str, bytes]
) -> None:
    monitor("poll")
    number = japanese_article(monitor)
    shown, document = monitor("show", f"#{number}").out, monitor("show", number, "--json").json

    for part in (
        "ティックの犯行か",
        "gloss (dictionary)",
        "https://example.org/1",
        "Tick by the original",
        "'ティック' (tick: ティック)",
    ):
        assert part in " ".join(shown.split()), part
    assert document["topics"][0]["name"] == "Tick"
    assert (monitor("show", "999").code, monitor("show", "9" * 5000).code) == (1, 2)


def test_feeds_and_topics_are_listed(monitor: Terminal, site: dict[str, bytes]) -> None:
    assert monitor("feeds", "list", "--json").json["feeds"][0]["id"] == "a"
    assert "127.0.0.1" in monitor("feeds", "list").out
    assert monitor("topics", "list", "--json").json["topics"] == [
        {
            "name": "Tick",
            "priority": "high",
            "query": "@tick",
            "feeds": [],
            "languages": [],
            "original_only": False,
        }
    ]
    assert "@tick" in monitor("topics", "list").out


def test_topics_test_explains_a_headline_with_the_shipped_watchlist(monitor: Terminal) -> None:
    quiet = monitor("topics", "test", "中国電力、島根原発2号機の再稼働を延期", "--json").json
    unit = monitor("topics", "test", "中国人民解放軍61419部隊の指示か", "--json").json
    ticket = monitor("topics", "test", "New ticket sales begin").out

    assert quiet["topics"] == []
    assert {
        "alias": "中国",
        "start": 0,
        "end": 2,
        "reason": "not-list: 中国電力",
    }.items() <= quiet["near_misses"][0].items()
    assert {
        "concept": "unit-61419",
        "alias": "61419部隊",
        "text": "61419部隊",
        "start": 7,
        "end": 14,
    }.items() <= unit["topics"][0]["hits"][0].items()
    assert "fires nothing" in ticket
    assert "tick: Tick at 4-8 of the en title: inside ticket" in ticket
    assert (
        "fires: PLA cyber espionage (high)"
        in monitor("topics", "test", "ハッカー集団「Tick」が関与").out
    )


def test_topics_test_answers_every_line(monitor: Terminal) -> None:
    result = monitor("topics", "test", "--lines", "--json", stdin="Tick strikes\n\n日本\r\n")
    documents = [json.loads(line) for line in result.out.splitlines()]

    assert [bool(document["topics"]) for document in documents] == [True, False, False]
    assert result.out.endswith("\n")


def test_models_are_installed_listed_used_and_removed(
    monitor: Terminal, site: dict[str, bytes], tmp_path: Path
) -> None:
    words = {"ティック": "Tick", "犯行": "crime", "の": "", "か": ""}
    package = build_package(tmp_path / "ja_en.argosmodel", words=words)
    assert "no Argos package is installed" in monitor("models", "list").err
    assert "installed ja-en 1.0" in monitor("models", "install", str(package)).err
    assert monitor("models", "list", "--json").json["models"][0]["pair"] == "ja-en"
    assert "ja-en" in monitor("models", "list").out

    monitor("poll")
    shown = monitor("show", japanese_article(monitor), "--json").json
    assert shown["translation"]["engine"] == "argos"
    assert monitor("status", "--json").json["engine"] == "argos"

    assert "removed ja-en" in monitor("models", "remove", "ja-en").err
    assert monitor("models", "remove", "ja-en").code == 1
    first, second = monitor("poll", "--all"), monitor("poll", "--all")
    assert "no Argos model is installed any more" in first.err
    assert "no Argos model" not in second.err
    assert monitor("status", "--json").json["engine"] == "gloss"


def test_a_wanted_model_that_is_missing_is_told_and_originals_are_matched_all_the_same(
    monitor: Terminal, site: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "c" / "monitor.toml").write_text('[translation]\nengine = "argos"\n')
    polled, status = monitor("poll"), monitor("status", "--json")

    assert (polled.code, "monitor models install ja-en" in " ".join(polled.out.split())) == (
        1,
        True,
    )
    assert (status.code, status.json["healthy"]) == (1, False)
    assert "ティックの犯行か" in monitor("digest").out


def test_a_model_comes_from_the_index_or_the_message_says_what_to_do_offline(
    monitor: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argostranslate import settings

    package = build_package(tmp_path / "p.argosmodel").read_bytes()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        index = [
            {"from_code": "ja", "to_code": "en", "links": [f"http://{handler.headers['Host']}/p"]}
        ]
        reply(handler, json.dumps(index).encode() if handler.path == "/i" else package)

    with http_server(answer) as address:
        monkeypatch.setattr(settings, "remote_package_index", f"{address}/i")
        assert "installed ja-en" in monitor("models", "install", "ja-en").err
    offline = monitor("models", "install", "ja-en")
    assert (offline.code, "monitor models install FILE" in offline.err) == (1, True)


def test_check_online_asks_feeds_models_and_mail(
    monitor: Terminal, site: dict[str, bytes], tmp_path: Path
) -> None:
    with smtp_server() as (_, port):
        mail = f'[channels.mail.me]\nto = ["r@example.com"]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
        (tmp_path / "c" / "monitor.toml").write_text(mail)
        fine = monitor("check", "--online")
    site["/b"] = b"<html>"
    del site["/a"]
    (tmp_path / "c" / "monitor.toml").write_text(
        '[translation]\nengine = "argos"\n' + mail + 'username = "u"\npassword_env = "NOT_SET"\n'
    )
    broken = monitor("check", "--online")

    assert (fine.code, fine.out.count(": fine")) == (0, 5)
    assert broken.code == 1
    for part in (
        "feed a: http-404",
        "feed b: not-a-feed",
        "translation argos: no Argos package",
        "mail:me: mail:me: the environment variable NOT_SET",
    ):
        assert part in broken.out, part


def test_a_database_that_is_none_is_one_message(
    monitor: Terminal, site: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "text").write_text("not a database " * 100)
    result = monitor("--database", str(tmp_path / "text"), "poll")

    assert (result.code, "Traceback" in result.err) == (1, False)
    assert "not a database" in result.err


def test_ctrl_c_in_a_poll_leaves_a_database_that_the_next_poll_continues(
    monitor: Terminal, site: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitor.pipeline import rounds

    with monkeypatch.context() as patch:
        patch.setattr(
            rounds, "translate_new", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        interrupted = monitor("poll")
    result = monitor("poll", "--json")

    assert interrupted.code == 130
    assert (result.json["feeds"]["due"], result.json["translated"]) == (0, 1)


def test_run_stops_on_a_signal(
    monitor: Terminal, site: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitor.edges import timer

    def once(one_round: Any) -> None:
        one_round()
        one_round()

    monkeypatch.setattr(timer, "wake_each_minute", once)
    site["/b"] = b"<html>"
    result = monitor("-v", "run")

    assert result.code == 0
    assert "watching 2 feeds" in result.err
    assert result.err.count("feeds polled") == 1
    assert "stopped" in result.err


def test_a_second_run_on_one_database_says_so_and_a_poll_goes_on(
    monitor: Terminal, site: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitor.edges import timer

    ended: list[subprocess.CompletedProcess[str]] = []

    def others(_one_round: Any) -> None:
        ended.extend(
            subprocess.run(
                [sys.executable, "-m", "monitor", *command],
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            for command in (["run"], ["poll", "--no-send"])
        )

    monkeypatch.setattr(timer, "wake_each_minute", others)
    first = monitor("run")
    second, poll = ended

    assert (first.code, second.returncode, poll.returncode) == (0, 1, 0)
    assert "`monitor run` already watches this database" in second.stderr


def test_a_version_is_printed(monitor: Terminal) -> None:
    result = monitor("--version")

    assert (result.code, result.out.strip()) == (0, "0.1.0")


def test_one_digest_can_be_mailed_twice(
    monitor: Terminal, site: dict[str, bytes], tmp_path: Path
) -> None:
    with smtp_server() as (inbox, port):
        mail = f'[channels.mail.me]\nto = ["r@example.com"]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
        (tmp_path / "c" / "monitor.toml").write_text(mail)
        for _ in range(2):
            assert (
                monitor(
                    "digest", "--since", "2026-01-01", "--until", "2026-01-02", "--to", "mail:me"
                ).code
                == 0
            )
        assert monitor("digest", "--to", "mail:me", "--output", "x").code == 2

    assert len({message["Message-ID"] for message in inbox.mails}) == 2


def test_a_database_that_breaks_is_one_message(
    monitor: Terminal, site: dict[str, bytes], tmp_path: Path
) -> None:
    import sqlite3

    monitor("poll")
    connection = sqlite3.connect(tmp_path / "m.db")
    connection.execute("DROP TABLE hits")
    connection.close()
    result = monitor("digest")

    assert (result.code, "Traceback" in result.err) == (1, False)
    assert "no such table: hits" in result.err


def test_a_full_disk_behind_stdout_is_one_message() -> None:
    import subprocess

    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "monitor", "--help"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_round_connects_to_the_feeds_and_to_nothing_else(
    monitor: Terminal, site: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    words = {"ティック": "Tick", "犯行": "crime", "の": "", "か": ""}
    monitor("models", "install", str(build_package(tmp_path / "ja_en.argosmodel", words=words)))
    looked_up: list[object] = []
    connected: list[object] = []
    look_up, connect = socket.getaddrinfo, socket.socket.connect

    def watched_look_up(host: Any, *rest: Any, **options: Any) -> Any:
        looked_up.append(host)
        return look_up(host, *rest, **options)

    def watched_connect(self: socket.socket, address: Any) -> None:
        connected.append(address[0])
        connect(self, address)

    monkeypatch.setattr(socket, "getaddrinfo", watched_look_up)
    monkeypatch.setattr(socket.socket, "connect", watched_connect)
    result = monitor("poll", "--json")

    assert result.json["translated"] == 1
    assert set(connected) == {"127.0.0.1"}
    assert set(looked_up) <= {"127.0.0.1"}


def test_show_tells_what_an_article_said_before_and_how_it_was_read(
    monitor: Terminal, site: dict[str, bytes]
) -> None:
    site["/b"] = '<rss version="2.0"><channel><item><guid>9</guid><title>前の見出し</title></item></channel></rss>'.encode("cp932")  # fmt: skip
    monitor("poll", "--feed", "b")  # alone, so that the article has the first number
    site["/b"] = site["/b"].replace("前の".encode("cp932"), "次の".encode("cp932"))
    monitor("poll", "--feed", "b")
    number = "1"

    shown = monitor("show", number)
    document = monitor("show", number, "--json").json

    assert (document["title"], document["read_as"]) == ("次の見出し", "cp932 (its kana)")
    assert [(r["title"], r["read_as"]) for r in document["revisions"]] == [
        ("前の見出し", "cp932 (its kana)")
    ]
    assert (document["published"], document["published_from"]) == (None, "seen")
    for piece in (
        "次の見出し",
        "前の見出し",
        "read as",
        "cp932 (its kana)",
        "first seen",
        "(seen)",
    ):
        assert piece in shown.out
