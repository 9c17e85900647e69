"""A LibreTranslate server is asked in batches, and whatever it does is a value."""

import json
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from monitor.core.errors import MonitorError
from monitor.core.translation import EngineFailure, Sentence
from monitor.edges import libretranslate
from monitor.edges.libretranslate import LibreTranslate
from tests.fakes import http_server, reply

LANGUAGES = [
    {"code": "ja", "name": "Japanese", "targets": ["en", "de"]},
    {"code": "en", "name": "English", "targets": ["ja"]},
    {"code": "ko", "name": "Korean"},
    {"name": "broken"},
]


class Server:
    """What a server was asked, and what it answers next."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answers: list[tuple[int, bytes]] = []

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        if handler.command == "GET":
            reply(handler, json.dumps(LANGUAGES).encode())
            return
        asked = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        self.asked.append(asked)
        translated = json.dumps({"translatedText": [text.upper() for text in asked["q"]]})
        status, body = self.answers.pop(0) if self.answers else (200, translated.encode())
        reply(handler, body, status=status)


def translate(engine: LibreTranslate, *texts: str) -> Any:
    return engine.translate([Sentence(text) for text in texts], "ja", "en")


def test_texts_are_sent_together_with_the_key_and_come_back_in_order() -> None:
    server = Server()
    with http_server(server) as address:
        engine = LibreTranslate(f"{address}/", "secret")
        result = translate(engine, "a", "b", "c")

        assert engine.versions("en") == {"ja": "", "ko": ""}
    assert result == ["A", "B", "C"]
    assert server.asked == [
        {"q": ["a", "b", "c"], "source": "ja", "target": "en", "format": "text", "api_key": "secret"}
    ]  # fmt: skip


def test_many_texts_are_sent_in_portions() -> None:
    server = Server()
    with http_server(server) as address:
        result = translate(LibreTranslate(address), *(["x" * 30] * 120))

    assert len(result) == 120
    assert [len(asked["q"]) for asked in server.asked] == [50, 50, 20]


@pytest.mark.parametrize(
    ("status", "body", "reason", "of_text"),
    [
        (403, b'{"error": "Invalid API key"}', "refuses the key", False),
        (429, b'{"error": "Slowdown"}', "asked too often", False),
        (500, b"<html>", "it answered 500", True),
        (413, b"", "it answered 413", True),
        (200, b"<html>", "something else than JSON", False),
        (200, b"[" * 100_000, "something else than JSON", False),
        (200, b'{"translatedText": "A"}', "no translations", False),
        (200, b'{"translatedText": ["A", "B"]}', "1 texts with 2", False),
        (200, b'{"translatedText": [1]}', "no translations", False),
        (400, b'{"error": "request exceeds text limit"}', "exceeds text limit", True),
        (400, b'{"error": "xx is not supported"}', "not supported", False),
        (302, b"", "it leads elsewhere", False),
    ],
)
def test_what_a_server_does_wrong_is_a_value(
    status: int, body: bytes, reason: str, of_text: bool
) -> None:
    server = Server()
    server.answers = [(status, body)]
    with http_server(server) as address:
        result = translate(LibreTranslate(address, "secret"), "a")

    assert isinstance(result, EngineFailure)
    assert reason in result.reason
    assert address in result.reason
    assert "secret" not in result.reason
    assert result.of_text is of_text


def test_a_server_that_is_not_there_or_sleeps_is_a_value_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import time

    def sleep(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.5)

    gone = translate(LibreTranslate("http://127.0.0.1:9"), "a")
    monkeypatch.setattr(libretranslate, "_SECONDS", 0.1)
    with http_server(sleep) as address:
        slow = translate(LibreTranslate(address), "a")

    assert isinstance(gone, EngineFailure)
    assert isinstance(slow, EngineFailure)
    assert "no answer within 0.1 seconds" in slow.reason


def test_without_languages_there_is_nothing_to_do() -> None:
    with pytest.raises(MonitorError, match=r"127\.0\.0\.1:9"):
        LibreTranslate("http://127.0.0.1:9").versions("en")
    with (
        http_server(lambda handler: reply(handler, b"[]")) as address,
        pytest.raises(MonitorError, match="translates nothing into en"),
    ):
        LibreTranslate(address).versions("en")


def test_a_server_that_was_asked_too_often_is_left_alone() -> None:
    server = Server()
    server.answers = [(429, b'{"error": "Slowdown"}')]
    with http_server(server) as address:
        engine = LibreTranslate(address)
        first, second = translate(engine, "a"), translate(engine, "a")

    assert len(server.asked) == 1
    assert "it was asked too often" in first.reason
    assert "wants to be asked again in 60 seconds" in second.reason


def test_languages_of_another_shape_are_no_languages() -> None:
    odd = json.dumps([{"code": "ja", "targets": 5}, {"code": 3}, 7]).encode()
    with (
        http_server(lambda handler: reply(handler, odd)) as address,
        pytest.raises(MonitorError, match="translates nothing"),
    ):
        LibreTranslate(address).versions("en")
