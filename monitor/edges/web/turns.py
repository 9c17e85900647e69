"""Lets requests wait for their turn: so many at once, and so many to one server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from monitor.edges.web.addresses import server_of


class Turns:
    """Whose turn it is, in one round of requests."""

    def __init__(self, at_once: int, per_host: int) -> None:
        """Let `at_once` requests go at the same time, and `per_host` of them to one host and port."""
        self._at_once = asyncio.Semaphore(at_once)
        self._per_host = per_host
        self._hosts: dict[tuple[str, int], asyncio.Semaphore] = {}

    @asynccontextmanager
    async def at(self, url: str, limit: asyncio.Timeout) -> AsyncIterator[None]:
        """Hold a turn at the server of an address; a time limit does not run while one waits for it."""
        loop, ends = asyncio.get_running_loop(), limit.when()
        asked = loop.time()
        limit.reschedule(None)
        server = server_of(url)
        host = self._hosts.setdefault(server, asyncio.Semaphore(self._per_host))
        async with host, self._at_once:
            limit.reschedule(None if ends is None else ends + loop.time() - asked)
            yield
