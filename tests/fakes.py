"""Small working stand-ins for what is far away, and builders for values that many tests need."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler

from monitor.core.model import (
    Arrival,
    Article,
    ArticleId,
    Feed,
    FeedId,
    PlainText,
    StoryId,
    Via,
    Wording,
    WordingId,
)
from monitor.core.outcomes import Fetched, FetchFailed, FetchOutcome, FetchRequest, NotModified
from monitor.core.translation import EngineFailure, Sentence
from monitor.demo.server import running

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass
class FakeClock:
    """A clock that a test moves; like a real one it never gives the same time twice."""

    time: datetime = NOON

    def __call__(self) -> datetime:
        self.time += timedelta(microseconds=1)
        return self.time

    def advance(self, **delta: float) -> None:
        self.time += timedelta(**delta)


@dataclass
class FakeWeb:
    """A `Fetch` over documents in memory; it answers 304 for a document that has not changed."""

    pages: dict[str, bytes] = field(default_factory=dict)
    asked: list[FetchRequest] = field(default_factory=list)

    def __call__(self, requests: Sequence[FetchRequest]) -> Iterator[FetchOutcome]:
        for request in requests:
            self.asked.append(request)
            body = self.pages.get(request.feed.url)
            if body is None:
                yield FetchFailed(
                    request=request, state="http-404", reason="the server answered 404"
                )
            elif request.etag == str(hash(body)):
                yield NotModified(request=request)
            else:
                yield Fetched(
                    request=request,
                    url=request.feed.url,
                    body=body,
                    headers={"etag": str(hash(body))},
                )


@dataclass
class FakeEngine:
    """A translation engine that knows whole sentences; what it does not know it leaves untranslated, as ""."""

    known: dict[str, str] = field(default_factory=dict)
    name: str = "fake"
    asked: list[str] = field(default_factory=list)

    version: str = "1"
    renders_names: bool = False
    portion: int = 6000
    failure: EngineFailure | None = None

    def versions(self, into: str) -> Mapping[str, str]:
        return {"ja": self.version} if into == "en" else {}

    def translate(
        self, sentences: Sequence[Sentence], source: str, into: str
    ) -> Sequence[str] | EngineFailure:
        if self.failure:
            return self.failure
        self.asked += [sentence.text for sentence in sentences]
        return [self.known.get(sentence.text, "") for sentence in sentences]


class Inbox(MessageHandler):
    """What an SMTP server received."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.mails.append(message)


class _Controller(Controller):
    """Lets the system choose the port: aiosmtpd itself would then knock at port 0."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def smtp_server(**options: Any) -> Iterator[tuple[Inbox, int]]:
    """Run a real SMTP server on a free loopback port."""
    inbox = Inbox()
    controller = _Controller(inbox, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield inbox, controller.port
    finally:
        controller.stop()


Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def http_server(answer: Answer) -> Iterator[str]:
    """Run a real HTTP server on a free loopback port, and give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        do_POST = do_GET  # noqa: N815 - the name that http.server asks for

        def log_message(self, *_: object) -> None: ...

    with running(Handler) as address:
        yield address


def reply(
    handler: BaseHTTPRequestHandler, body: bytes = b"", *, status: int = 200, **headers: str
) -> None:
    """Answer a request; underscores in header names stand for hyphens."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def make_feed(name: str = "a", **values: object) -> Feed:
    """Return a feed with the values that a test cares about."""
    defaults: dict[str, object] = {"url": f"https://example.org/{name}", "name": name.upper()}
    return Feed(id=FeedId(name), **(defaults | values))  # type: ignore[arg-type]


def fetched(body: bytes, **feed: object) -> Fetched:
    """Return a document as if it had been fetched."""
    request = FetchRequest(feed=make_feed(**feed))  # type: ignore[arg-type]
    return Fetched(request=request, url=request.feed.url, body=body)


def rss(
    *items: tuple[str, str], at: datetime = NOON, body: str = "", bodies: Sequence[str] = ()
) -> bytes:
    """Return an RSS document with (guid, title) items that came out at a time, all with one body or each with its own."""
    texts = bodies or [body] * len(items)
    entries = "".join(
        f"<item><guid>{escape(guid)}</guid><title>{escape(title)}</title><link>https://example.org/{escape(guid)}</link>"
        f"<description>{escape(text)}</description><pubDate>{format_datetime(at)}</pubDate></item>"
        for (guid, title), text in zip(items, texts, strict=True)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{entries}</channel></rss>'.encode()


def make_wording(
    title: str, body: str = "", *, language: str = "ja", via: Via = Via.ORIGINAL, number: int = 1
) -> Wording:
    """Return a wording."""
    return Wording(
        id=WordingId(number),
        via=via,
        language=language,
        title=PlainText(title),
        body=PlainText(body),
    )


def make_article(
    title: str = "見出し", *, number: int = 1, translation: str | None = None, **values: object
) -> Article:
    """Return a stored article with an original and perhaps a translation."""
    wordings = [make_wording(title, str(values.pop("body", "")))]
    if translation is not None:
        wordings.append(make_wording(translation, language="en", via=Via.TRANSLATION, number=2))
    defaults: dict[str, object] = {
        "feed": FeedId("a"),
        "story": StoryId(number),
        "url": f"https://example.org/{number}",
        "published": NOON,
        "published_from": "published",
        "first_seen": NOON,
        "arrival": Arrival.LIVE,
    }
    return Article(id=ArticleId(number), wordings=tuple(wordings), **(defaults | values))  # type: ignore[arg-type]


def write_settings(
    folder: Path, *, feeds: str = "", watchlist: str = "", monitor: str = ""
) -> Path:
    """Write the three settings files, with defaults for what a test does not care about."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "feeds.toml").write_text(
        feeds or '[[feed]]\nid = "a"\nurl = "https://example.org/a"\n', encoding="utf-8"
    )
    (folder / "watchlist.toml").write_text(
        watchlist
        or '[concepts.tick]\nen = ["Tick"]\nja = ["ティック"]\n[[topic]]\nname = "Tick"\nquery = "@tick"\npriority = "high"\n',
        encoding="utf-8",
    )
    (folder / "monitor.toml").write_text(monitor, encoding="utf-8")
    return folder


def plain_text(mail: Message) -> str:
    """Return the text/plain part of a mail."""
    part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode("utf-8")
