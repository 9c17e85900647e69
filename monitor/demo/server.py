"""Serves the sample feeds on loopback in the formats and encodings that real Japanese feeds have."""

import hashlib
import threading
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

_SAMPLES = Path(__file__).parent / "feeds.toml"
_SITE = "https://news.example/"
_PAGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser.</body></html>"
# what a server that means Windows-31J calls it, and the Python codec for it
_CODECS = {"shift_jis": "cp932", "euc-jp": "euc_jp", "utf-8": "utf-8"}


@dataclass(frozen=True, slots=True)
class SampleFeed:
    """A sample feed: what feeds.toml says of it, and the document at its path; None answers 404."""

    id: str
    name: str
    language: str
    tags: tuple[str, ...]
    content_type: str
    document: bytes | None


def sample_feeds(now: datetime) -> list[SampleFeed]:
    """Return the sample feeds with dates shortly before a time."""
    feeds = tomllib.loads(_SAMPLES.read_text(encoding="utf-8"))["feed"]
    return [_sample(feed, now) for feed in feeds]


@contextmanager
def serve(feeds: list[SampleFeed]) -> Iterator[str]:
    """Serve feeds at `/ID` for the time of a block, which gets the address before it."""
    with running(_handler({f"/{feed.id}": feed for feed in feeds})) as address:
        yield address


@contextmanager
def running(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Run an HTTP server on a free port of 127.0.0.1 for the time of a block, which gets its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    )
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(feeds: dict[str, SampleFeed]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            feed = feeds.get(self.path)
            if feed is None or feed.document is None:
                self.send_error(404)
                return
            etag = f'"{hashlib.sha256(feed.document).hexdigest()[:16]}"'
            unchanged = self.headers.get("If-None-Match") == etag
            self.send_response(304 if unchanged else 200)
            self.send_header("ETag", etag)
            if not unchanged:
                self.send_header("Content-Type", feed.content_type)
                self.send_header("Content-Length", str(len(feed.document)))
            self.end_headers()
            if not unchanged:
                self.wfile.write(feed.document)

        def log_message(self, *_: object) -> None:
            """Stay silent: stderr belongs to the monitor."""

    return Handler


def _sample(feed: dict[str, Any], now: datetime) -> SampleFeed:
    build = {"rss": _rss, "rdf": _rdf, "atom": _atom}.get(feed["format"])
    document: bytes | None = None
    content_type = "text/html; charset=utf-8"
    if build:
        text = f'<?xml version="1.0" encoding="{feed["encoding"]}"?>\n' + build(feed, now)
        document = text.encode(_CODECS[feed["encoding"]], errors="xmlcharrefreplace")
        content_type = "application/xml"
    elif feed["format"] == "page":
        document = _PAGE
    return SampleFeed(
        feed["id"], feed["name"], feed["language"], tuple(feed["tags"]), content_type, document
    )


def _entries(
    feed: dict[str, Any], now: datetime, line: Callable[[str, str, str, datetime], str]
) -> str:
    return "\n".join(
        line(escape(title), _SITE + path, escape(text), now - timedelta(minutes=minutes))
        for minutes, path, title, text in feed["articles"]
    )


def _rss(feed: dict[str, Any], now: datetime) -> str:
    items = _entries(
        feed,
        now,
        lambda title, link, text, when: (
            f"<item><title>{title}</title><link>{link}?utm_source=rss</link><guid>{link}</guid>"
            f"<description><![CDATA[<p>{text}</p>]]></description><pubDate>{format_datetime(when)}</pubDate></item>"
        ),
    )
    return f'<rss version="2.0"><channel><title>{escape(feed["name"])}</title><link>{_SITE}</link>{items}</channel></rss>'


def _rdf(feed: dict[str, Any], now: datetime) -> str:
    items = _entries(
        feed,
        now,
        lambda title, link, text, when: (
            f'<item rdf:about="{link}"><title>{title}</title><link>{link}</link>'
            f"<description>{text}</description><dc:date>{when.isoformat()}</dc:date></item>"
        ),
    )
    return (
        '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="{_SITE}"><title>{escape(feed["name"])}</title>'
        f"<link>{_SITE}</link></channel>{items}</rdf:RDF>"
    )


def _atom(feed: dict[str, Any], now: datetime) -> str:
    entries = _entries(
        feed,
        now,
        lambda title, link, text, when: (
            f'<entry><title>{title}</title><link href="{link}"/><id>{link}</id>'
            f"<updated>{when.isoformat()}</updated><summary>{text}</summary></entry>"
        ),
    )
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(feed["name"])}</title><id>{_SITE}</id>'
        f"<updated>{now.isoformat()}</updated>{entries}</feed>"
    )
