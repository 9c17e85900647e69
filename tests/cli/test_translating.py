"""`monitor translate`, `monitor models placeholders`, retrying, and what never leaves the machine, on the real command line."""

import json
import os
import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.argos_package import build_package
from tests.fakes import http_server, reply, rss, write_settings
from tests.terminal import Terminal

HEADLINE = "警察庁、JAXAへのサイバー攻撃で中国共産党員の男を書類送検"


def test_a_text_is_translated_with_its_checks_and_names(monitor: Terminal) -> None:
    shown = monitor("translate", HEADLINE)
    told = monitor("translate", HEADLINE, "--json").json

    assert "National Police Agency refers man" in " ".join(shown.out.split())
    assert "no check found fault with it" in shown.out
    assert "ja by gloss" in shown.out
    assert {"written": "警察庁", "rendering": "National Police Agency"} in told["names"]
    assert (told["language"], told["into"], told["engine"]) == ("ja", "en", "gloss")
    assert told["suspect"] == told["notes"] == []
    assert told["sentences"][0]["source"] == HEADLINE
    assert told["seconds"] >= 0


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_answer_fits_the_terminal(
    width: int, monitor: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    shown = monitor("translate", "漆黒の" + HEADLINE * 3)

    assert max(map(len, shown.out.splitlines())) <= width


def test_every_line_has_its_document(monitor: Terminal) -> None:
    lines = monitor(
        "translate", "--lines", stdin=f"{HEADLINE}\n\nhello\n{HEADLINE}\n政府は増税を認めない"
    ).out.splitlines()
    told = [json.loads(line) for line in lines]

    assert [bool(document["translation"]) for document in told] == [True, False, False, True, True]
    assert told[0]["translation"] == told[3]["translation"]
    assert "not" in told[4]["translation"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["hello"], 1, "in en already"),
        ([""], 1, "no text to translate"),
        ([], 2, "give a text"),
        (["x", "--lines"], 2, "give a text"),
        (["x", "--from", "jp"], 2, "its language is 'ja'"),
        (["あ", "--engine", "deepl"], 2, "write auto, argos, gloss or libretranslate"),
        (["あ", "--engine", "libretranslate"], 2, "names no server"),
        (["あ", "--engine", "argos"], 1, "monitor models install ja-en"),
        (["Der Angriff", "--from", "de"], 1, "nothing translates from de into en"),
    ],
)
def test_wrong_usage_says_what_would_be_right(
    arguments: list[str], code: int, message: str, monitor: Terminal
) -> None:
    answer = monitor("translate", *arguments)

    assert answer.code == code
    assert message in " ".join(answer.err.split())


def test_placeholders_are_measured_on_the_installed_model(
    monitor: Terminal, tmp_path: Path
) -> None:
    write_settings(tmp_path / "c")
    os.environ["MONITOR_CONFIG"] = str(tmp_path / "c")
    assert "no engine that could use placeholders" in monitor("models", "placeholders").err
    words = {"X0Y": "X0Y", "の": "of", "関与": "role", "警察": "Police", "が": ""}
    package = build_package(tmp_path / "ja_en.argosmodel", words=words)
    monitor("models", "install", str(package))

    told = monitor("models", "placeholders", "--json").json
    shown = monitor("models", "placeholders").out

    assert told["engine"] == "argos"
    assert told["sentences"] == 5
    assert told["rendered"] == 0
    assert told["kept"] == 5
    assert told["safe"] is (told["sound_with"] >= told["sound_without"])
    assert "with placeholders 5 keep them all" in shown


class SlowServer:
    """A LibreTranslate server that takes its time, and counts what it was asked."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.asked: list[str] = []

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        if handler.command == "GET":
            reply(handler, json.dumps([{"code": "ja"}]).encode())
            return
        asked = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))["q"]
        time.sleep(self.seconds)
        self.asked += asked
        reply(
            handler, json.dumps({"translatedText": [f"Headline {len(t)}" for t in asked]}).encode()
        )


def settings_for(folder: Path, feed: str, server: str) -> list[str]:
    """Write settings for one feed and one server, and return the command line that uses them."""
    write_settings(
        folder / "c",
        feeds=f'[[feed]]\nid = "a"\nurl = "{feed}"\n',
        monitor=f'[translation]\nengine = "libretranslate"\nurl = "{server}"\n',
    )
    return [sys.executable, "-m", "monitor", "--config", str(folder / "c"), "--database", f"sqlite:///{folder}/m.db"]  # fmt: skip


def translated(folder: Path) -> int:
    engine = create_engine(f"sqlite:///{folder}/m.db")
    with engine.connect() as connection:
        found = connection.scalar(text("select count(*) from wordings where via = 'translation'"))
    engine.dispose()
    return int(found or 0)


def test_a_kill_in_a_long_translation_loses_one_batch_and_the_next_run_goes_on(
    tmp_path: Path,
) -> None:
    titles = [f"見出し{chr(0x4E00 + n)}" + "あ" * 90 for n in range(200)]
    document = rss(*((str(n), title) for n, title in enumerate(titles)))
    server = SlowServer(0.05)
    with (
        http_server(lambda handler: reply(handler, document)) as feed,
        http_server(server) as address,
    ):
        command = settings_for(tmp_path, feed, address)
        first = subprocess.Popen([*command, "poll"], stdout=subprocess.DEVNULL)
        while not ((tmp_path / "m.db").exists() and len(server.asked) > 70):
            time.sleep(0.01)
        first.send_signal(signal.SIGKILL)
        first.wait()
        time.sleep(0.1)
        kept, asked = translated(tmp_path), len(server.asked)
        second = subprocess.run([*command, "poll", "--all"], capture_output=True, check=False)

    batch = 6000 // len(titles[0])
    assert second.returncode == 0, second.stderr
    assert translated(tmp_path) == 200
    assert asked - kept <= batch + 20  # and what the server was still answering
    assert len(server.asked) - 200 <= batch + 20


GUARD = """
import sys
allowed = {int(port) for port in sys.argv.pop(1).split(",")}
def guard(event, arguments):
    if event == "socket.connect" and (arguments[1][0] != "127.0.0.1" or arguments[1][1] not in allowed):
        raise SystemExit(f"CONNECTS TO {arguments[1]}")
    if event == "socket.getaddrinfo" and arguments[0] not in ("127.0.0.1", None):
        raise SystemExit(f"LOOKS UP {arguments[0]}")
    if event == "socket.gethostbyname" and arguments[0] != "127.0.0.1":
        raise SystemExit(f"LOOKS UP {arguments[0]}")
sys.addaudithook(guard)
from monitor.__main__ import main
sys.argv[0] = "monitor"
main()
"""


@pytest.mark.parametrize("engine", ["gloss", "argos", "libretranslate"])
def test_nothing_is_asked_but_feeds_and_the_configured_engine(engine: str, tmp_path: Path) -> None:
    """Every socket of the process is watched by an audit hook of Python; a connection elsewhere ends it."""
    document = rss(("1", "病院でサイバー攻撃"), bodies=["銀行の顧客。" * 3])
    server = SlowServer(0)
    environment = os.environ | {"ARGOS_PACKAGES_DIR": str(tmp_path / "argos")}
    with (
        http_server(lambda handler: reply(handler, document)) as feed,
        http_server(server) as address,
    ):
        settings_for(tmp_path, feed, address)
        (tmp_path / "c" / "monitor.toml").write_text(
            f'[translation]\nengine = "{engine}"\nurl = "{address}"\n', encoding="utf-8"
        )
        ports = ",".join(url.rpartition(":")[2].strip("/") for url in (feed, address))
        package = build_package(tmp_path / "p.argosmodel")
        base = [sys.executable, "-c", GUARD, ports, "--config", str(tmp_path / "c"), "--database", f"sqlite:///{tmp_path}/m.db"]  # fmt: skip
        for arguments in (["models", "install", str(package)], ["poll"], ["translate", "病院"], ["status"], ["digest"]):  # fmt: skip
            done = subprocess.run(
                [*base, *arguments], capture_output=True, text=True, env=environment, check=False
            )
            assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    asked = bool(server.asked)

    assert translated(tmp_path) == 1
    assert asked is (engine == "libretranslate")


def test_the_guard_of_that_test_would_notice(tmp_path: Path) -> None:
    settings_for(tmp_path, "http://127.0.0.1:9/feed", "http://127.0.0.1:9")
    done = subprocess.run(
        [sys.executable, "-c", GUARD, "1", "--config", str(tmp_path / "c"), "--database", f"sqlite:///{tmp_path}/m.db", "poll"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "CONNECTS TO" in done.stderr


def test_a_key_that_is_not_set_is_told_and_never_shown(
    monitor: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings(
        tmp_path / "c",
        monitor='[translation]\nengine = "libretranslate"\nurl = "http://127.0.0.1:9"\nkey_env = "LT_KEY"\n',
    )
    monkeypatch.setenv("MONITOR_CONFIG", str(tmp_path / "c"))
    missing = monitor("translate", "あ")
    monkeypatch.setenv("LT_KEY", "very-secret")
    refused = monitor("translate", "あ")

    assert "LT_KEY is not set" in missing.err
    assert (missing.code, refused.code) == (1, 1)
    assert "http://127.0.0.1:9" in refused.err
    assert "very-secret" not in refused.err + refused.out


def test_a_server_without_an_address_is_a_mistake_in_the_settings(
    monitor: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings(tmp_path / "c", monitor='[translation]\nengine = "libretranslate"\n')
    monkeypatch.setenv("MONITOR_CONFIG", str(tmp_path / "c"))
    answer = monitor("check")

    assert answer.code == 2
    assert "translation.url" in answer.err
