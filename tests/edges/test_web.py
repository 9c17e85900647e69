"""The real client against a real server on loopback."""

import contextlib
import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

import brotli
import pytest

from monitor.core.errors import MonitorError
from monitor.core.model import Feed
from monitor.core.outcomes import Fetched, FetchFailed, FetchOutcome, FetchRequest, Hop, NotModified
from monitor.edges.web.addresses import is_private
from monitor.edges.web.client import Limits, Web
from tests.fakes import http_server, make_feed, reply

Handler = BaseHTTPRequestHandler


def fetch(url: str, web: Web | None = None, **validators: str) -> FetchOutcome:
    (outcome,) = list((web or Web())([FetchRequest(feed=make_feed(url=url), **validators)]))
    return outcome


def served(
    answer: Callable[[Handler], None], web: Web | None = None, **validators: str
) -> FetchOutcome:
    with http_server(answer) as address:
        return fetch(f"{address}/feed", web, **validators)


def state(outcome: FetchOutcome) -> str:
    assert isinstance(outcome, FetchFailed), outcome
    return outcome.state


def test_a_document_comes_with_its_validators() -> None:
    outcome = served(
        lambda h: reply(
            h, b"<rss/>", ETag='"e"', Last_Modified="m", Content_Type="text/xml; charset=euc-jp"
        )
    )

    assert isinstance(outcome, Fetched)
    assert (outcome.body, outcome.complete) == (b"<rss/>", True)
    assert outcome.headers["etag"] == '"e"'
    assert outcome.headers["last-modified"] == "m"
    assert outcome.headers["content-type"] == "text/xml; charset=euc-jp"


def test_both_validators_are_sent_and_304_is_understood() -> None:
    seen: dict[str, str | None] = {}

    def answer(handler: Handler) -> None:
        seen.update(
            {
                name: handler.headers.get(name)
                for name in ("If-None-Match", "If-Modified-Since", "User-Agent")
            }
        )
        handler.send_response(304)
        handler.end_headers()

    outcome = served(answer, etag='"e"', last_modified="m")

    assert isinstance(outcome, NotModified)
    assert (seen["If-None-Match"], seen["If-Modified-Since"]) == ('"e"', "m")
    assert "news-monitor" in (seen["User-Agent"] or "")


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress)],
)
def test_compressed_documents_are_unpacked(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    outcome = served(lambda h: reply(h, pack(b"<rss/>"), Content_Encoding=encoding))

    assert isinstance(outcome, Fetched)
    assert outcome.body == b"<rss/>"


def test_a_document_that_unpacks_to_too_much_is_too_big() -> None:
    bomb = gzip.compress(b"x" * 3_000_000)

    assert (
        state(
            served(
                lambda h: reply(h, bomb, Content_Encoding="gzip"), Web(limits=Limits(megabytes=1))
            )
        )
        == "too-big"
    )


@pytest.mark.parametrize(
    ("status", "named"),
    [
        (401, "http-401"),
        (403, "http-403"),
        (404, "http-404"),
        (410, "http-410"),
        (429, "http-429"),
        (500, "http-5xx"),
        (503, "http-5xx"),
    ],
)
def test_an_error_status_is_the_state(status: int, named: str) -> None:
    outcome = served(lambda h: reply(h, b"no", status=status, Retry_After="7"))

    assert state(outcome) == named
    assert isinstance(outcome, FetchFailed)
    assert str(status) in outcome.reason
    assert outcome.headers["retry-after"] == "7"


def test_redirects_are_followed_and_the_last_address_is_known() -> None:
    def answer(handler: Handler) -> None:
        if handler.path == "/feed":
            reply(handler, status=301, Location="/new")
        else:
            reply(handler, b"<rss/>")

    outcome = served(answer)

    assert isinstance(outcome, Fetched)
    assert outcome.url.endswith("/new")


def test_endless_redirects_end() -> None:
    assert state(served(lambda h: reply(h, status=302, Location="/feed"))) == "redirects"


def test_a_redirect_to_another_scheme_is_blocked() -> None:
    assert state(served(lambda h: reply(h, status=302, Location="file:///etc/passwd"))) == "blocked"


def test_headers_with_broken_bytes_are_no_validators_and_a_reason_is_plain_text() -> None:
    def answer(handler: Handler) -> None:
        handler.wfile.write(b'HTTP/1.1 200 OK\r\nETag: "\xff"\r\nContent-Length: 6\r\n\r\n<rss/>')

    def rude(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 500 \x1b[2J\xff\xfe\r\nContent-Length: 0\r\n\r\n")

    outcome, failure = served(answer), served(rude)

    assert isinstance(outcome, Fetched)
    assert "etag" not in outcome.headers
    assert isinstance(failure, FetchFailed)
    assert failure.reason.encode()
    assert "\x1b" not in failure.reason


def test_a_public_name_that_leads_to_a_private_address_is_blocked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def resolve(*_: object, **__: object) -> list[dict[str, object]]:
        return [
            {
                "hostname": "x",
                "host": "127.0.0.1",
                "port": port,
                "family": socket.AF_INET,
                "proto": 0,
                "flags": 0,
            }
        ]

    monkeypatch.setattr("aiohttp.resolver.ThreadedResolver.resolve", resolve)
    with http_server(lambda h: reply(h, b"secret")) as inner:
        port = int(inner.rsplit(":", 1)[1])

        assert state(fetch(f"http://evil.example:{port}/")) == "blocked"
        assert isinstance(fetch(f"http://nas.local:{port}/"), Fetched)


def test_waiting_for_our_own_turn_at_a_host_is_not_its_slowness() -> None:
    def answer(handler: Handler) -> None:
        time.sleep(0.1)
        reply(handler, b"<rss/>")

    web = Web(limits=Limits(seconds=0.5, per_host=1))
    with http_server(answer) as address:
        outcomes = list(
            web([FetchRequest(feed=make_feed(f"f{n}", url=f"{address}/{n}")) for n in range(8)])
        )

    assert all(isinstance(outcome, Fetched) for outcome in outcomes)


def test_a_public_feed_may_not_lead_to_a_private_address() -> None:
    """127.0.0.1 plays the public host here, and 127.0.0.2 the private one behind it."""
    web = Web(is_private=lambda address: address != "127.0.0.1")
    with http_server(lambda h: reply(h, b"secret")) as inner:
        port = inner.rsplit(":", 1)[1]
        outcome = served(lambda h: reply(h, status=302, Location=f"http://127.0.0.2:{port}/"), web)

    assert state(outcome) == "blocked"
    assert isinstance(outcome, FetchFailed)
    assert "127.0.0.2" in outcome.reason


def test_a_private_feed_that_the_user_listed_is_fine_but_only_on_its_own_host() -> None:
    with http_server(lambda h: reply(h, b"other")) as other:
        assert isinstance(served(lambda h: reply(h, b"<rss/>")), Fetched)
        assert state(served(lambda h: reply(h, status=302, Location=other))) == "blocked"


@pytest.mark.parametrize(
    ("address", "private"),
    [("127.0.0.1", True), ("10.1.2.3", True), ("169.254.169.254", True), ("::1", True), ("::ffff:127.0.0.1", True), ("fe80::1%eth0", True), ("64:ff9b::7f00:1", True), ("2002:7f00:1::", True), ("64:ff9b::808:808", False), ("2002:808:808::1", False), ("64:ff9b:1::1", True), ("224.0.0.1", True), ("::127.0.0.1", True),
     ("8.8.8.8", False), ("2001:4860:4860::8888", False)],
)  # fmt: skip
def test_private_addresses_are_known(address: str, private: bool) -> None:
    assert is_private(address) is private


def test_a_closed_port_refuses() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]

    assert state(fetch(f"http://127.0.0.1:{port}/")) == "refused"


def test_an_unknown_name_is_told() -> None:
    assert state(fetch("http://no-such-host.invalid/feed")) == "dns"


def test_a_slow_answer_ends_at_the_time_limit_of_the_whole_feed() -> None:
    def drip(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    assert state(served(drip, Web(limits=Limits(seconds=0.3)))) == "timeout"


def test_an_answer_that_is_broken_off_is_told() -> None:
    def cut(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"half")

    def nothing(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()

    outcome = served(cut)

    assert isinstance(outcome, Fetched)
    assert (outcome.body, outcome.complete) == (b"half", False)
    assert state(served(nothing)) == "truncated"


def test_no_tls_where_tls_is_asked_for_is_told() -> None:
    with http_server(lambda h: reply(h)) as address:
        assert state(fetch(address.replace("http:", "https:"))) == "tls"


def test_what_is_no_http_at_all_is_a_failure_with_a_reason() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def babble() -> None:
            connection, _ = listener.accept()
            connection.recv(1000)
            connection.sendall(b"220 ftp ready\r\n")
            connection.close()

        thread = threading.Thread(target=babble)
        thread.start()
        outcome = fetch(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join()

    assert isinstance(outcome, FetchFailed)
    assert outcome.reason


def test_one_feed_in_trouble_does_not_stop_the_others_and_all_answer() -> None:
    def answer(handler: Handler) -> None:
        number = int(handler.path[2:])
        reply(handler, b"<rss/>", status=500 if number % 7 == 0 else 200)

    with http_server(answer) as address:
        requests = [FetchRequest(feed=make_feed(f"f{n}", url=f"{address}/f{n}")) for n in range(50)]
        outcomes = list(Web()(requests))

    assert {o.request.feed.id for o in outcomes} == {f"f{n}" for n in range(50)}
    assert sum(isinstance(o, FetchFailed) for o in outcomes) == 8


def test_no_requests_give_no_outcomes() -> None:
    assert list(Web()([])) == []


def test_a_reader_that_stops_early_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    with http_server(lambda h: reply(h, b"x")) as address:
        running = threading.active_count()
        outcomes = Web()(
            [FetchRequest(feed=make_feed(f"f{n}", url=f"{address}/{n}")) for n in range(30)]
        )
        next(outcomes)
        outcomes.close()  # type: ignore[attr-defined]

        assert not [t for t in threading.enumerate() if t.name == "web"]
    assert threading.active_count() <= max(before, running)


def test_a_document_that_is_said_to_be_too_big_is_not_even_read() -> None:
    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "3000000")
        handler.end_headers()

    assert state(served(answer, Web(limits=Limits(megabytes=1)))) == "too-big"


def test_a_document_that_is_too_big_as_it_is_sent_is_cut_short() -> None:
    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(40):
                handler.wfile.write(b"x" * 65536)

    assert state(served(answer, Web(limits=Limits(megabytes=1)))) == "too-big"


def test_half_of_a_packed_document_is_read_as_far_as_it_came() -> None:
    packed = gzip.compress(b"<rss>" + bytes(range(256)) * 40)

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Encoding", "gzip")
        handler.send_header("Content-Length", str(len(packed)))
        handler.end_headers()
        handler.wfile.write(packed[: len(packed) - 20])

    outcome = served(answer)

    assert isinstance(outcome, Fetched)
    assert not outcome.complete
    assert outcome.body.startswith(b"<rss>")


def test_every_hop_is_told() -> None:
    def answer(handler: Handler) -> None:
        if handler.path == "/feed":
            reply(handler, status=301, Location="/b")
        elif handler.path == "/b":
            reply(handler, status=307, Location="/c")
        else:
            reply(handler, status=404)

    with http_server(answer) as address:
        outcome = fetch(f"{address}/feed")

    assert outcome.hops == (
        Hop(f"{address}/feed", 301, f"{address}/b"),
        Hop(f"{address}/b", 307, f"{address}/c"),
        Hop(f"{address}/c", 404),
    )


def test_a_feed_that_moved_is_asked_at_its_new_address() -> None:
    with http_server(lambda h: reply(h, h.path.encode())) as address:
        feed = make_feed(url=f"{address}/old")
        (outcome,) = Web()([FetchRequest(feed=feed, url=f"{address}/new")])

    assert isinstance(outcome, Fetched)
    assert outcome.body == b"/new"


@pytest.mark.parametrize("count", [5, 6])
def test_five_redirects_are_followed_and_six_are_not(count: int) -> None:
    def answer(handler: Handler) -> None:
        number = int(handler.path.removeprefix("/feed") or 0)
        if number < count:
            reply(handler, status=302, Location=f"/feed{number + 1}")
        else:
            reply(handler, b"<rss/>")

    outcome = served(answer)

    assert isinstance(outcome, Fetched) == (count == 5)
    assert len(outcome.hops) == 6


# 127.0.0.1 plays the public host here; every other address is as private as it is.
PUBLIC_LOOPBACK = Web(is_private=lambda address: address != "127.0.0.1" and is_private(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.2",
        "[::ffff:127.0.0.1]",
        "[::1]",
        "0x7f000002",
        "localhost.localdomain",
    ],
)
def test_a_public_feed_may_not_redirect_to_any_private_address(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolves(monkeypatch, {"localhost.localdomain": ["127.0.0.3"]})
    with http_server(lambda h: reply(h, b"secret")) as inner:
        port = inner.rsplit(":", 1)[1]
        location = f"http://{host}:{port}/"
        outcome = served(lambda h: reply(h, status=302, Location=location), PUBLIC_LOOPBACK)

    assert state(outcome) == "blocked"
    assert isinstance(outcome, FetchFailed)
    assert outcome.hops[0].status == 302


def resolves(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> None:
    """Let names resolve to the addresses of a list, each look-up to the next one."""
    real = socket.getaddrinfo

    def look_up(host: object, port: object, *rest: Any, **options: Any) -> Any:
        given = names.get(str(host))
        if given:
            host = given.pop(0) if len(given) > 1 else given[0]
        return real(host, port, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def test_a_name_that_resolves_to_another_address_at_the_second_time_is_blocked_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: what counts is the address that the socket connects to, each time."""
    resolves(monkeypatch, {"rebinding.example": ["127.0.0.1", "127.0.0.2"]})
    with http_server(lambda h: reply(h, b"<rss/>")) as address:
        url = f"http://rebinding.example:{address.rsplit(':', 1)[1]}/"
        first, second = fetch(url, PUBLIC_LOOPBACK), fetch(url, PUBLIC_LOOPBACK)

    assert isinstance(first, Fetched)
    assert state(second) == "blocked"


def test_what_a_feeds_server_asks_for_is_sent_to_it_and_to_nobody_else() -> None:
    asked: list[tuple[str, str | None]] = []

    def other(handler: Handler) -> None:
        asked.append(("other", handler.headers.get("Authorization")))
        reply(handler, b"<rss/>")

    with http_server(other) as elsewhere:

        def answer(handler: Handler) -> None:
            asked.append((handler.path, handler.headers.get("Authorization")))
            there = {"/feed": "/again", "/again": elsewhere}
            reply(handler, status=302, Location=there[handler.path])

        web = Web(
            is_private=lambda _address: False,
            secret_headers=lambda _feed: {"Authorization": "Bearer s3cret"},
        )
        assert isinstance(served(answer, web), Fetched)

    assert asked == [("/feed", "Bearer s3cret"), ("/again", "Bearer s3cret"), ("other", None)]


def test_a_secret_that_is_not_there_is_a_state_of_the_feed() -> None:
    def missing(_feed: Feed) -> dict[str, str]:
        raise MonitorError("the variable X is not set")

    with http_server(lambda h: reply(h, b"<rss/>")) as address:
        outcome = fetch(address, Web(secret_headers=missing))

    assert state(outcome) == "no-secret"


@contextmanager
def proxy_server(asked: list[str]) -> Iterator[str]:
    """Run a small forward proxy that notes what it is asked for, and answers itself."""

    def answer(handler: Handler) -> None:
        asked.append(handler.path)
        if handler.path.endswith("/inside"):
            reply(handler, status=302, Location="http://127.0.0.2/")
        else:
            reply(handler, b"<rss/>", Via="1.1 test")

    with http_server(answer) as address:
        yield address


def test_the_proxy_of_the_environment_is_used_and_no_proxy_is_obeyed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    resolves(monkeypatch, {"public.example": ["127.0.0.1"], "direct.example": ["127.0.0.1"]})
    with proxy_server(asked) as proxy, http_server(lambda h: reply(h, b"direct")) as server:
        port = server.rsplit(":", 1)[1]
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.setenv("no_proxy", "direct.example")
        through = fetch("http://public.example/feed", PUBLIC_LOOPBACK)
        direct = fetch(f"http://direct.example:{port}/feed", PUBLIC_LOOPBACK)

    assert isinstance(through, Fetched)
    assert isinstance(direct, Fetched)
    assert (through.headers["via"], direct.body) == ("1.1 test", b"direct")
    assert asked == ["http://public.example/feed"]


def test_behind_a_proxy_names_are_checked_before_each_hop(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    resolves(monkeypatch, {"public.example": ["127.0.0.1"], "inner.example": ["10.0.0.1"]})
    with proxy_server(asked) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy)
        outcomes = [
            fetch(f"http://{where}", PUBLIC_LOOPBACK)
            for where in ("inner.example/", "public.example/inside", "no-such-host.invalid/")
        ]

    assert [state(outcome) for outcome in outcomes] == ["blocked", "blocked", "dns"]
    assert asked == ["http://public.example/inside"]


def test_a_listed_private_feed_is_asked_directly_whatever_the_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    assert isinstance(served(lambda h: reply(h, b"<rss/>")), Fetched)


def test_a_proxy_that_does_not_answer_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolves(monkeypatch, {"public.example": ["127.0.0.1"]})
    monkeypatch.setenv("http_proxy", "http://me:s3cret@127.0.0.1:9")

    outcome = fetch("http://public.example/", PUBLIC_LOOPBACK)

    assert state(outcome) == "proxy"
    assert isinstance(outcome, FetchFailed)
    assert "127.0.0.1:9" in outcome.reason
    assert "s3cret" not in outcome.reason


def test_a_proxy_that_refuses_a_tunnel_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves(monkeypatch, {"public.example": ["127.0.0.1"]})
    with http_server(lambda h: reply(h)) as proxy:  # it knows no CONNECT
        monkeypatch.setenv("https_proxy", proxy)
        outcome = fetch("https://public.example/", PUBLIC_LOOPBACK)

    assert state(outcome) == "proxy"


def test_the_user_agent_is_ours_with_the_contact() -> None:
    seen: list[str | None] = []

    def answer(handler: Handler) -> None:
        seen.append(handler.headers.get("User-Agent"))
        reply(handler, b"<rss/>")

    served(answer, Web(user_agent="news-monitor/1 (+me@example.org)"))

    assert seen == ["news-monitor/1 (+me@example.org)"]


@pytest.mark.parametrize(
    "proxy",
    [
        "http://me:s3cret/x@proxy.corp:3128",
        "http://me:s3cret@proxy.corp:port",
        "http://me:s3cret@[::1",
        "socks5h://me:s3cret@127.0.0.1:9",
    ],
)
def test_a_proxy_that_cannot_be_used_is_told_and_not_shown(
    proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("all_proxy", proxy)

    outcome = fetch("http://public.example/")

    assert state(outcome) == "proxy"
    assert isinstance(outcome, FetchFailed)
    assert "s3cret" not in outcome.reason
    assert "NO_PROXY" in outcome.reason


def test_an_address_with_blanks_and_japanese_can_be_kept_and_asked_again() -> None:
    paths: list[str] = []

    def answer(handler: Handler) -> None:
        paths.append(handler.path)
        if handler.path == "/feed":
            handler.send_response_only(301)
            handler.send_header("Location", "/a  b/日本.xml".encode().decode("latin-1"))
            handler.send_header("Content-Length", "0")
            handler.end_headers()
        else:
            reply(handler, b"<rss/>")

    with http_server(answer) as address:
        moved = fetch(f"{address}/feed").hops[0].to
        assert moved is not None
        assert isinstance(fetch(moved), Fetched)

    assert paths[1] == paths[2] == "/a%20%20b/%E6%97%A5%E6%9C%AC.xml"


def test_an_endless_redirect_address_is_no_address() -> None:
    long = "/" + "x" * 3000

    assert state(served(lambda h: reply(h, status=301, Location=long))) == "bad-address"


def test_a_name_with_several_addresses_is_refused_or_blocked_like_one_with_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = socket.getaddrinfo

    def both(_host: object, port: object, *rest: Any, **options: Any) -> Any:
        found = real("127.0.0.1", port, *rest, **options)  # type: ignore[arg-type]
        return found + [(f, t, p, n, ("127.0.0.3", a[1])) for f, t, p, n, a in found]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        assert (
            state(fetch(f"http://two.example:{port}/", Web(is_private=lambda _: False)))
            == "refused"
        )
        assert state(fetch(f"http://two.example:{port}/")) == "blocked"


def test_addresses_that_carry_a_private_one_in_other_ways_are_private() -> None:
    assert all(map(is_private, ("fec0::1", "::ffff:0:7f00:1")))


@pytest.mark.parametrize("names", [["127.0.0.1"] * 6, ["localhost", "LOCALHOST", "LocalHost"] * 2])
def test_a_server_has_its_turns_whatever_it_is_called_and_whoever_leads_to_it(
    names: list[str],
) -> None:
    under_way, most, lock = 0, 0, threading.Lock()

    def busy(handler: Handler) -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.05)
        with lock:
            under_way -= 1
        reply(handler, b"<rss/>")

    with http_server(busy) as address:
        port = address.rsplit(":", 1)[1]
        feeds = [
            make_feed(f"f{n}", url=f"http://{name}:{port}/{n}") for n, name in enumerate(names)
        ]
        outcomes = list(Web()([FetchRequest(feed=feed) for feed in feeds]))

    assert all(isinstance(outcome, Fetched) for outcome in outcomes)
    assert most == 2


def test_a_private_feed_may_write_its_host_otherwise() -> None:
    def answer(handler: Handler) -> None:
        if handler.path == "/feed":
            port = handler.headers["Host"].rpartition(":")[2]
            reply(handler, status=302, Location=f"http://LocalHost:{port}/x")
        else:
            reply(handler, b"<rss/>")

    with http_server(answer) as address:
        assert isinstance(fetch(address.replace("127.0.0.1", "localhost") + "/feed"), Fetched)


def test_a_look_up_that_hangs_does_not_hold_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    real, release = socket.getaddrinfo, threading.Event()

    def hang(host: object, *rest: Any, **options: Any) -> Any:
        if host == "hangs.example":
            release.wait(20)
        return real(host, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    outcome = fetch("http://hangs.example/", Web(limits=Limits(seconds=0.2)))
    waited = release.is_set()
    release.set()

    assert state(outcome) == "timeout"
    assert not waited
