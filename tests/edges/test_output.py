"""Mail, pages, terminal, logs, lock, timer: what leaves the monitor, and what drives it."""

import io
import logging
import os
import re
import signal
import threading
import time
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.smtp import AuthResult
from rich.cells import cell_len
from rich.console import Console

from monitor.core.digest import DigestPeriod, build_digest
from monitor.core.documents import BlindDocument, CoverageDocument
from monitor.core.errors import MonitorError
from monitor.core.model import Hit, Match, Priority, Via, WordingId
from monitor.core.query_parser import parse_query
from monitor.core.text import one_line
from monitor.core.view import DigestView, view_digest
from monitor.core.watchlist import Topic
from monitor.edges.lock import round_lock
from monitor.edges.logs import set_up_logs
from monitor.edges.mail import Mail, MailServer, build_message, send_mail, try_server
from monitor.edges.pages import render_html, render_text
from monitor.edges.terminal import ProgressBars, print_alert, print_digest, print_table
from monitor.edges.timer import wake_each_minute
from tests.fakes import NOON, make_article, plain_text, smtp_server

HOSTILE = one_line(
    "</h3><script>alert('x')</script>\r\nBcc: evil@example.org [/] [red]x[/red] \x1b]8;;http://e\x07 \u202e & \"q\""
)
LONG = "警察庁、宇宙航空研究開発機構（ＪＡＸＡ）などへの大規模なサイバー攻撃に関与したとして中国共産党員の男を書類送検、ﾃｨｯｸの犯行か"


def view(
    *titles: str,
    translation: str | None = "National Police Agency refers man to prosecutors over JAXA",
) -> DigestView:
    found = []
    for number, title in enumerate(titles, start=1):
        hit = Hit(
            wording=WordingId(1), concept="npa", alias=title[:3], query=None, language="ja", field="title", start=0, end=3,
            text=title[:3], via=Via.ORIGINAL,
        )  # fmt: skip
        article = make_article(title, number=number, translation=translation)
        found.append(
            (
                Match(
                    article=article.id,
                    topic="警察とJAXA",
                    via=Via.ORIGINAL,
                    first_hit=NOON,
                    hits=(hit,),
                ),
                article,
            )
        )
    blind = BlindDocument(
        feed="b", state="http-404", since="2026-11-22T00:00:00Z", reason="the server answered 404"
    )
    document = build_digest(
        DigestPeriod(name="daily", since=NOON - timedelta(days=1), until=NOON),
        matches=found,
        topics=[Topic(name="警察とJAXA", query=parse_query("a"), priority=Priority.HIGH)],
        coverage=CoverageDocument(feeds=2, seen=1, blind=[blind]),
        language="en",
    )
    return view_digest(
        document, feed_names={"a": "東都新聞", "b": "消えた新聞"}, zone=ZoneInfo("Asia/Tokyo")
    )


class Outline(HTMLParser):
    """Notes tags with their attributes, and the text outside of them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_terminal_digest_fits_its_width_exactly_also_in_japanese(width: int) -> None:
    out = io.StringIO()
    print_digest(Console(file=out, width=width, force_terminal=True), view(LONG, "短い", HOSTILE))
    lines = re.sub(r"\x1b\[[0-9;]*m", "", out.getvalue()).splitlines()

    assert max(cell_len(line) for line in lines) <= width
    assert all(
        line == line.rstrip() or set(line) == {" "} for line in lines if line.startswith("  ")
    )
    whole = "".join(line.strip() for line in lines)
    assert LONG in whole  # nothing is cut
    assert "消えた新聞: http-404 since 2026-11-22 09:00 (the server answered 404)" in " ".join(
        line.strip() for line in lines
    )


def test_hostile_text_brings_no_control_of_its_own_to_the_terminal() -> None:
    out = io.StringIO()
    console = Console(file=out, width=80, force_terminal=True)
    print_digest(console, view(HOSTILE, translation=HOSTILE))
    print_alert(console, "t", view(HOSTILE).topics[0].stories[0])
    print_table(console, ["a"], [[HOSTILE]])

    assert set(re.findall(r"\x1b[^m]*m?", out.getvalue())) <= set(
        re.findall(r"\x1b\[[0-9;]*m", out.getvalue())
    )
    assert "\u202e" not in out.getvalue()
    assert "[/]" in out.getvalue()


def test_the_html_digest_is_structured_and_needs_nothing_from_outside() -> None:
    outline = Outline(render_html(view(LONG, HOSTILE)))
    names = [tag for tag, _ in outline.tags]

    assert [name for name in names if name in ("h1", "h2", "h3")] == ["h1", "h2", "h3", "h3"]
    assert not {"script", "img", "link", "iframe", "style"} & set(names)
    assert {attributes["lang"] for _, attributes in outline.tags if "lang" in attributes} == {
        "en",
        "ja",
    }
    assert all(
        str(attributes["href"]).startswith("https://example.org/")
        for tag, attributes in outline.tags
        if tag == "a"
    )
    assert "alert('x')" in outline.text
    assert names.count("mark") == 2


def test_the_text_digest_holds_what_the_html_one_holds() -> None:
    text = render_text(view(LONG))

    for part in (
        LONG,
        "National Police Agency",
        "東都新聞, 2026-11-22 21:00",
        "https://example.org/1",
        "matched npa: 警察庁",
        "1 of 2 feeds seen",
    ):
        assert part in text


def mail(subject: str = "件名", text: str = "本文") -> Mail:
    return Mail(
        sender="monitor@example.com", to=("a@example.com", "b@example.com"), subject=subject, text=text, html=f"<p>{text}</p>",
        date=NOON, message_id="<x.1@example.com>",
    )  # fmt: skip


def server(
    port: int, security: str = "none", username: str | None = None, password: str | None = None
) -> MailServer:
    return MailServer(
        host="127.0.0.1", port=port, security=security, username=username, password=password
    )


def test_one_mail_arrives_with_text_and_html() -> None:
    with smtp_server() as (inbox, port):
        assert send_mail(server(port), mail()) is None
        assert try_server(server(port)) is None

    (received,) = inbox.mails
    assert [part.get_content_type() for part in received.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert plain_text(received).strip() == "本文"
    assert (received["Message-ID"], received["Date"]) == (
        "<x.1@example.com>",
        "Sun, 22 Nov 2026 12:00:00 +0000",
    )
    assert received["Auto-Submitted"] == "auto-generated"


def test_no_text_can_add_a_header() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        build_message(mail(subject="x\r\nBcc: evil@example.org"))
    message = build_message(mail(subject=HOSTILE))

    assert message["Bcc"] is None


def test_a_server_that_cannot_be_used_is_a_reason_and_no_error() -> None:
    reason = send_mail(server(9), mail())

    assert reason is not None
    assert "127.0.0.1:9" in reason
    assert "could not be used" in (try_server(server(9, security="tls")) or "")
    assert send_mail(server(9), mail(subject="a\nb")) is not None


def test_a_wrong_password_is_told_without_the_password() -> None:
    options = {
        "authenticator": lambda *_: AuthResult(success=False, handled=False),
        "auth_require_tls": False,
    }
    with smtp_server(**options) as (_, port):
        reason = send_mail(server(port, username="me", password="secret"), mail())

    assert reason == "127.0.0.1 refused the user name or password"


def test_a_server_without_starttls_is_told() -> None:
    with smtp_server() as (inbox, port):
        assert "STARTTLS" in (send_mail(server(port, security="starttls"), mail()) or "")
    assert not inbox.mails


def test_answers_of_the_server_are_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.fakes import Inbox

    async def full(self: object, *_: object) -> str:
        return "452 mailbox full"

    async def nobody(self: object, *_: object) -> str:
        return "550 nobody here"

    with smtp_server() as (_, port):
        monkeypatch.setattr(Inbox, "handle_DATA", full)
        assert send_mail(server(port), mail()) == "127.0.0.1 answered 452 mailbox full"
        monkeypatch.setattr(Inbox, "handle_RCPT", nobody, raising=False)
        assert "refused every reader" in (send_mail(server(port), mail()) or "")


def test_what_a_server_took_is_sent_whatever_it_says_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tests.fakes import Inbox

    async def one_reader(
        _self: object, _server: object, _session: object, envelope: Any, address: str, *_: object
    ) -> str:
        if address.startswith("b@"):
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def rude(*_: object) -> str:
        return "421 go away"

    with smtp_server() as (inbox, port):
        monkeypatch.setattr(Inbox, "handle_RCPT", one_reader, raising=False)
        monkeypatch.setattr(Inbox, "handle_QUIT", rude, raising=False)
        assert send_mail(server(port), mail()) is None

    assert len(inbox.mails) == 1


def test_logs_cannot_be_used_to_control_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(1)
    logging.getLogger("x").info("feed said %s", "\x1b[2J\u202e日本")
    set_up_logs(-1)
    logging.getLogger("x").warning("not shown")

    shown = capsys.readouterr().err
    assert "feed said \\x1b[2J\\u202e日本" in shown
    assert "not shown" not in shown


def test_one_process_holds_the_lock_and_the_next_says_so(tmp_path: Path) -> None:
    path = tmp_path / "m.lock"
    with (
        round_lock(path, wait_seconds=0),
        pytest.raises(MonitorError, match="another monitor"),
        round_lock(path, wait_seconds=0),
    ):
        pass
    with round_lock(path, wait_seconds=0):
        pass


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_after_the_round_in_hand(number: signal.Signals) -> None:
    rounds = []

    def one_round() -> None:
        os.kill(os.getpid(), number)
        time.sleep(0.05)
        rounds.append("whole")

    before = signal.getsignal(number)
    wake_each_minute(one_round)

    assert rounds == ["whole"]
    assert signal.getsignal(number) is before


def test_the_scheduler_wakes_the_rounds_and_a_failed_one_does_not_end_them(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("monitor.edges.timer._EVERY_SECONDS", 0.05)
    rounds: list[int] = []

    def one_round() -> None:
        rounds.append(1)
        if len(rounds) == 4:
            os.kill(os.getpid(), signal.SIGTERM)
        raise RuntimeError("a mistake of ours")

    wake_each_minute(one_round)

    assert len(rounds) >= 4
    assert "a mistake of ours" in caplog.text


def test_a_second_signal_ends_at_once() -> None:
    def one_round() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(SystemExit):
        wake_each_minute(one_round)


def test_progress_is_shown_on_a_terminal_only() -> None:
    for terminal in (True, False):
        out = io.StringIO()
        with ProgressBars(Console(file=out, force_terminal=terminal, width=80)) as bars:
            bars("Polling", 0, 10)
            bars("Polling", 5, 10)
            bars("Polling", 0, 0)
            bars("never begun", 0, 0)
        assert bool(out.getvalue()) is terminal
    assert threading.active_count() < 50
