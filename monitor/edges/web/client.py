"""Fetches feeds: conditional GETs side by side, limited in time, size, redirects and in where they may lead."""

import asyncio
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urljoin, urlsplit

import aiohttp
from yarl import URL

from monitor.core.errors import MonitorError
from monitor.core.links import is_web_address
from monitor.core.model import Feed
from monitor.core.outcomes import (
    Fetched,
    FetchFailed,
    FetchOutcome,
    FetchRequest,
    Headers,
    Hop,
    NotModified,
)
from monitor.core.text import one_line
from monitor.core.unpacking import TooBigError, unpack
from monitor.edges.web.addresses import IsPrivate, is_listed_private, is_private, server_of
from monitor.edges.web.background import in_background
from monitor.edges.web.failures import BlockedError, BrokenOffError, explained
from monitor.edges.web.proxies import environment_proxy
from monitor.edges.web.turns import Turns

USER_AGENT = "news-monitor/0.1 (feed reader)"
_ACCEPT = "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.5"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65536
_MOST_HEADERS, _LONGEST_HEADER = 60, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a poll may cost; `seconds` is the whole time of one feed with all its redirects.

    `megabytes` bound a document as it is sent, and once more when it is unpacked.
    """

    seconds: float = 30.0
    megabytes: float = 20.0
    redirects: int = 5
    at_once: int = 20
    per_host: int = 2


@dataclass(frozen=True, slots=True)
class _Ways:
    """A session that connects to anything, one that looks at each address before it connects, and whose turn it is."""

    open: aiohttp.ClientSession
    guarded: aiohttp.ClientSession
    turns: Turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """A `Fetch`: one outcome per request as they come, never an exception for a feed's own trouble.

    `secret_headers` gives what a feed's server asks for, or raises `MonitorError`; it is sent to that server only.
    `proxy` names the proxy for an address, None for a direct connection.
    """

    limits: Limits = field(default_factory=Limits)
    user_agent: str = USER_AGENT
    is_private: IsPrivate = is_private
    secret_headers: Callable[[Feed], Mapping[str, str]] = lambda _feed: {}
    proxy: Callable[[str], str | None] = environment_proxy

    def __call__(self, requests: Sequence[FetchRequest]) -> Iterator[FetchOutcome]:
        """Fetch in a thread of its own, so that documents are parsed while others are still under way."""
        if not requests:
            return iter(())
        return in_background(partial(self._fetch_all, requests), len(requests))

    async def _fetch_all(
        self, requests: Sequence[FetchRequest], put: Callable[[FetchOutcome], None]
    ) -> None:
        async with self._session(guarded=False) as free, self._session(guarded=True) as guarded:
            ways = _Ways(free, guarded, Turns(self.limits.at_once, self.limits.per_host))

            async def one(request: FetchRequest) -> None:
                put(await self._fetch(request, ways))

            await asyncio.gather(*(one(request) for request in requests))

    def _session(self, *, guarded: bool) -> aiohttp.ClientSession:
        """Return a session; a guarded one looks at the address of every socket before it connects."""

        def checked_socket(info: aiohttp.AddrInfoType) -> socket.socket:
            if guarded and self.is_private(str(info[4][0])):
                raise BlockedError(str(info[4][0]))
            made = socket.socket(info[0], info[1], info[2])
            made.setblocking(False)
            return made

        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=self.limits.at_once,
                socket_factory=checked_socket,
            ),
            timeout=aiohttp.ClientTimeout(total=None),  # ours covers all redirects
            headers={
                "User-Agent": self.user_agent,
                "Accept": _ACCEPT,
                "Accept-Encoding": "gzip, deflate, br",
            },
            auto_decompress=False,  # so that both sizes have a limit, and half a document is better than none
            cookie_jar=aiohttp.DummyCookieJar(),
            max_line_size=32768,
            max_field_size=32768,
        )

    async def _fetch(self, request: FetchRequest, ways: _Ways) -> FetchOutcome:
        hops: list[Hop] = []
        try:
            secrets = self.secret_headers(request.feed)
            async with asyncio.timeout(self.limits.seconds) as limit:
                return await self._follow(request, ways, secrets, hops, limit)
        except MonitorError as error:
            return FetchFailed(request=request, state="no-secret", reason=str(error))
        except Exception as error:
            limits = self.limits
            state, told = explained(error, seconds=limits.seconds, megabytes=limits.megabytes)
            return FetchFailed(
                request=request, state=state, reason=one_line(told), hops=tuple(hops)
            )

    async def _follow(
        self,
        request: FetchRequest,
        ways: _Ways,
        secrets: Mapping[str, str],
        hops: list[Hop],
        limit: asyncio.Timeout,
    ) -> FetchOutcome:
        url = request.address
        for _ in range(self.limits.redirects + 1):
            # waiting for our own turn at a server is not its slowness
            async with ways.turns.at(url, limit):
                outcome = await self._ask(url, request, ways, secrets, hops)
            if not isinstance(outcome, str):
                return outcome
            url = outcome
        reason = f"more than {self.limits.redirects} redirects"
        return FetchFailed(request=request, state="redirects", reason=reason, hops=tuple(hops))

    async def _ask(
        self,
        url: str,
        request: FetchRequest,
        ways: _Ways,
        secrets: Mapping[str, str],
        hops: list[Hop],
    ) -> FetchOutcome | str:
        """Return what one address gives: an outcome, or the address that it leads to."""
        session, proxy = await self._way_to(url, request.feed, ways)
        headers = _conditions(request)
        if _may_see_secrets(url, request.feed.url):
            headers |= secrets
        async with session.get(
            url, headers=headers, proxy=proxy, allow_redirects=False
        ) as response:
            location = response.headers.get("Location")
            if response.status not in _REDIRECTS or not location:
                hops.append(Hop(url, response.status))
                return await self._read(request, url, response, tuple(hops))
            # percent-encoded: it can be kept and asked again
            target = str(URL(urljoin(url, location)))
            hops.append(Hop(url, response.status, target))
        if not is_web_address(target):
            state = "bad-address" if target.startswith(("http:", "https:")) else "blocked"
            reason = f"it redirects to {target[:200]!r}"
            return FetchFailed(request=request, state=state, reason=reason, hops=tuple(hops))
        return target

    async def _way_to(
        self, url: str, feed: Feed, ways: _Ways
    ) -> tuple[aiohttp.ClientSession, str | None]:
        """Return the session and the proxy for an address.

        A private feed that the user listed is asked directly, and may redirect within its own host only.
        """
        own = server_of(url) == server_of(feed.url) or _is_upgrade(url, feed.url)
        if own and is_listed_private(feed.url, self.is_private):
            return ways.open, None
        proxy = self.proxy(url)
        if proxy is None:
            return ways.guarded, None
        await self._check_name(url)
        return ways.open, proxy

    async def _check_name(self, url: str) -> None:
        """Refuse a name that leads to a private address, before a proxy is asked to connect to it."""
        parts = urlsplit(url)
        loop = asyncio.get_running_loop()
        for info in await loop.getaddrinfo(
            parts.hostname or "", parts.port or 80, type=socket.SOCK_STREAM
        ):
            if self.is_private(str(info[4][0])):
                raise BlockedError(str(info[4][0]))

    async def _read(
        self,
        request: FetchRequest,
        url: str,
        response: aiohttp.ClientResponse,
        hops: tuple[Hop, ...],
    ) -> FetchOutcome:
        headers = _headers(response)
        if response.status == 304:
            return NotModified(request=request, headers=headers, hops=hops)
        if response.status not in (200, 203):
            state = f"http-{response.status}" if response.status < 500 else "http-5xx"
            reason = one_line(f"the server answered {response.status} {response.reason or ''}")
            return FetchFailed(
                request=request, state=state, reason=reason, headers=headers, hops=hops
            )
        packed, complete = await self._receive(response)
        limit = int(self.limits.megabytes * 1_000_000)
        unpacked = unpack(packed, headers.get("content-encoding", ""), limit)
        return Fetched(
            request=request,
            url=url,
            body=unpacked.body,
            headers=headers,
            hops=hops,
            complete=complete and unpacked.complete,
        )

    async def _receive(self, response: aiohttp.ClientResponse) -> tuple[bytes, bool]:
        """Return the body as it was sent, and whether all of it came."""
        limit = self.limits.megabytes * 1_000_000
        if (response.content_length or 0) > limit:
            raise TooBigError
        body = bytearray()
        try:
            async for chunk in response.content.iter_chunked(_CHUNK):
                body += chunk
                if len(body) > limit:
                    raise TooBigError
        except (aiohttp.ClientPayloadError, ConnectionError):
            if not body:
                raise BrokenOffError from None
            return bytes(body), False
        return bytes(body), True


def _headers(response: aiohttp.ClientResponse) -> Headers:
    """Return the headers that can be kept, shown and sent again; one with broken bytes is none."""
    return {
        name.lower(): value
        for name, value in list(response.headers.items())[:_MOST_HEADERS]
        if value.isprintable() and name.isprintable() and len(value) <= _LONGEST_HEADER
    }


def _conditions(request: FetchRequest) -> dict[str, str]:
    """Return the validators of the last good answer; a server may know either of them (RFC 9110, 13.1)."""
    headers = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
    return {name: value for name, value in headers.items() if value}


def _may_see_secrets(url: str, listed: str) -> bool:
    """Tell whether an address may see what the user gave for a listed one: the same server, and no less secret."""
    if urlsplit(url).scheme == urlsplit(listed).scheme:
        return server_of(url) == server_of(listed)
    return _is_upgrade(url, listed)


def _is_upgrade(url: str, listed: str) -> bool:
    """Tell whether an address is the listed one's host by https instead of http."""
    safe = urlsplit(url).scheme == "https" and urlsplit(listed).scheme == "http"
    return safe and server_of(url) == (server_of(listed)[0], 443)
