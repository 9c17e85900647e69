"""Fetches feeds: conditional GETs side by side, limited in time, size, redirects and in where they may lead."""

import asyncio
import ipaddress
import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import aiohttp

from monitor.core.model import Fetched, FetchFailed, FetchOutcome, FetchRequest, NotModified
from monitor.core.text import one_line

USER_AGENT = "news-monitor/0.1 (feed reader)"
_ACCEPT = "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.5"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65536


# addresses that carry an IPv4 one in their last 32 bits: NAT64 (RFC 6052), IPv4-mapped and -compatible
_CARRIERS = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "::ffff:0:0/96", "::/96")))
_LOCAL_NAT64 = ipaddress.ip_network(
    "64:ff9b:1::/48"
)  # RFC 8215: what it leads to is a network's own affair
# names that nobody can own on the public Internet (RFC 6761, 6762, 8375 and common use)
_LOCAL_NAMES = (
    ".localhost",
    ".local",
    ".lan",
    ".internal",
    ".intranet",
    ".home",
    ".home.arpa",
    ".corp",
)


def is_private(address: str) -> bool:
    """Tell whether an IP address is one that a public feed has no business to lead to."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _LOCAL_NAT64 or ip.is_loopback:
            return True
        if ip.sixtofour is not None:
            ip = ip.sixtofour
        elif any(ip in network for network in _CARRIERS):
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return not ip.is_global or ip.is_multicast


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a poll may cost; `seconds` is the whole time of one feed with all its redirects."""

    seconds: float = 30.0
    megabytes: float = 20.0
    redirects: int = 5
    at_once: int = 20
    per_host: int = 2


class _BlockedError(OSError):
    """A public address led to a private one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """A `Fetch`: one outcome per request as they come, never an exception for a feed's own trouble."""

    limits: Limits = field(default_factory=Limits)
    is_private: Callable[[str], bool] = is_private

    def __call__(self, requests: Sequence[FetchRequest]) -> Iterator[FetchOutcome]:
        """Fetch in a thread of its own, so that documents are parsed while others are still under way."""
        if not requests:
            return
        outcomes: queue.SimpleQueue[FetchOutcome | BaseException] = queue.SimpleQueue()
        loop = asyncio.new_event_loop()
        task = loop.create_task(self._fetch_all(requests, outcomes))
        thread = threading.Thread(target=_run, args=(loop, task, outcomes), name="web", daemon=True)
        thread.start()
        try:
            for _ in requests:
                outcome = outcomes.get()
                if isinstance(outcome, BaseException):
                    raise outcome
                yield outcome
        finally:  # also when whoever reads stops early: Ctrl-C leaves no request behind
            if thread.is_alive():
                loop.call_soon_threadsafe(task.cancel)
            thread.join()
            loop.close()

    async def _fetch_all(
        self,
        requests: Sequence[FetchRequest],
        outcomes: queue.SimpleQueue[FetchOutcome | BaseException],
    ) -> None:
        at_once = asyncio.Semaphore(self.limits.at_once)
        # waiting for our own turn at a host is not the host's slowness: the time limit begins behind it
        hosts = {
            urlsplit(r.feed.url).netloc: asyncio.Semaphore(self.limits.per_host) for r in requests
        }
        async with self._session(guarded=False) as listed, self._session(guarded=True) as public:

            async def one(request: FetchRequest) -> None:
                async with hosts[urlsplit(request.feed.url).netloc], at_once:
                    outcomes.put(await self._fetch(request, listed, public))

            await asyncio.gather(*(one(request) for request in requests))

    def _session(self, *, guarded: bool) -> aiohttp.ClientSession:
        """Return a session; a guarded one looks at the address of every socket before it connects."""

        def checked_socket(info: aiohttp.AddrInfoType) -> socket.socket:
            if guarded and self.is_private(str(info[4][0])):
                raise _BlockedError(
                    f"it leads to the private address {info[4][0]}; if you trust it, list it by that address"
                )
            made = socket.socket(info[0], info[1], info[2])
            made.setblocking(False)
            return made

        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=self.limits.at_once,
                socket_factory=checked_socket,
            ),
            timeout=aiohttp.ClientTimeout(total=None),  # ours covers all redirects
            headers={"User-Agent": USER_AGENT, "Accept": _ACCEPT},
            cookie_jar=aiohttp.DummyCookieJar(),
            max_line_size=32768,
            max_field_size=32768,
        )

    async def _fetch(
        self, request: FetchRequest, listed: aiohttp.ClientSession, public: aiohttp.ClientSession
    ) -> FetchOutcome:
        try:
            async with asyncio.timeout(self.limits.seconds):
                first = listed if self._is_listed_private(request.feed.url) else public
                return await self._follow(request, first, public)
        except Exception as error:
            state, told = _explained(error, self.limits)
            return FetchFailed(request=request, state=state, reason=one_line(told))

    def _is_listed_private(self, url: str) -> bool:
        """Tell whether the user listed a private address: then, and only then, it is fine to go there.

        What a public name resolves to does not make it private: its owner could point it anywhere.
        """
        host = (urlsplit(url).hostname or "").rstrip(".")
        try:
            return self.is_private(host)
        except ValueError:
            return "." not in host or host.endswith(_LOCAL_NAMES)

    async def _follow(
        self, request: FetchRequest, session: aiohttp.ClientSession, public: aiohttp.ClientSession
    ) -> FetchOutcome:
        url, host = request.feed.url, urlsplit(request.feed.url).netloc
        for _ in range(self.limits.redirects + 1):
            # a private feed may redirect within its own host only
            here = session if urlsplit(url).netloc == host else public
            async with here.get(
                url, headers=_conditions(request), allow_redirects=False
            ) as response:
                location = response.headers.get("Location")
                if response.status not in _REDIRECTS or not location:
                    return await self._read(request, url, response)
                url = urljoin(url, location)
                if urlsplit(url).scheme not in ("http", "https"):
                    return FetchFailed(
                        request=request, state="blocked", reason=f"it redirects to {url[:200]!r}"
                    )
        return FetchFailed(
            request=request,
            state="redirects",
            reason=f"more than {self.limits.redirects} redirects",
        )

    async def _read(
        self, request: FetchRequest, url: str, response: aiohttp.ClientResponse
    ) -> FetchOutcome:
        if response.status == 304:
            return NotModified(request=request)
        if response.status != 200:
            reason = one_line(f"the server answered {response.status} {response.reason or ''}")
            return FetchFailed(request=request, state=f"http-{response.status}", reason=reason)
        body = bytearray()
        limit = int(self.limits.megabytes * 1_000_000)
        async for chunk in response.content.iter_chunked(_CHUNK):  # after decompression
            body += chunk
            if len(body) > limit:
                too_big = f"it is larger than {self.limits.megabytes:g} MB"
                return FetchFailed(request=request, state="too-big", reason=too_big)
        return Fetched(
            request=request,
            url=url,
            body=bytes(body),
            content_type=_header(response, "Content-Type"),
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
        )


def _run(
    loop: asyncio.AbstractEventLoop,
    task: "asyncio.Task[None]",
    outcomes: queue.SimpleQueue[FetchOutcome | BaseException],
) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(task)
    except asyncio.CancelledError:
        pass
    except BaseException as error:
        outcomes.put(error)
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())


def _header(response: aiohttp.ClientResponse, name: str) -> str | None:
    """Return a header that can be kept and sent again; one with broken bytes is none."""
    value = response.headers.get(name)
    return value if value and value.isprintable() else None


def _conditions(request: FetchRequest) -> dict[str, str]:
    """Return the validators of the last good answer; a server may know either of them (RFC 9110, 13.1)."""
    headers = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
    return {name: value for name, value in headers.items() if value}


def _explained(error: Exception, limits: Limits) -> tuple[str, str]:
    """Return the state and the reason that a person would name."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    match cause:
        case _BlockedError():
            return "blocked", str(cause)
        case TimeoutError():
            return "timeout", f"no complete answer within {limits.seconds:g} seconds"
        case socket.gaierror():
            return "dns", "its name is not known"
        case ssl.SSLError() | ssl.CertificateError() | aiohttp.ClientSSLError():
            return "tls", f"no safe connection: {cause}"
        case ConnectionRefusedError():
            return "refused", "the server refused the connection"
        case aiohttp.InvalidURL() | UnicodeError():
            return "bad-address", f"this is no usable address: {cause}"
        case aiohttp.ClientPayloadError() | aiohttp.ServerDisconnectedError() | ConnectionError():
            return "broken-off", "the server broke off its answer"
        case _:
            return "failed", f"{type(cause).__name__}: {cause}"
