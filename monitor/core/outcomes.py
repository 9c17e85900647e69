"""Defines what is asked of a server, and what can come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.core.model import Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """One conditional GET, fully decided; `url` is where a feed that moved is asked, None for the listed address."""

    feed: Feed
    url: str | None = None
    etag: str | None = None
    last_modified: str | None = None

    @property
    def address(self) -> str:
        """Return the address that is asked first."""
        return self.url or self.feed.url


@dataclass(frozen=True, slots=True)
class Hop:
    """One answer on the way to a document: which address gave which status, and where it leads, if anywhere."""

    url: str
    status: int
    to: str | None = None


Headers = Mapping[str, str]
"""The headers of an answer that matter to us, by their names in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A document came, unpacked; `url` is where it came from after redirects.

    `complete` is False when the server broke off; the beginning is there.
    """

    request: FetchRequest
    url: str
    body: bytes
    headers: Headers = field(default_factory=dict)
    hops: tuple[Hop, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The server says that nothing has changed (304)."""

    request: FetchRequest
    headers: Headers = field(default_factory=dict)
    hops: tuple[Hop, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailed:
    """Nothing came; `state` names the kind of failure, `reason` tells it to a person."""

    request: FetchRequest
    state: str
    reason: str
    headers: Headers = field(default_factory=dict)
    hops: tuple[Hop, ...] = ()

    @property
    def is_gone(self) -> bool:
        """Tell whether the listed address itself says that it is gone for good (410), not one that it led to."""
        return self.state == "http-410" and all(
            hop.url == self.request.feed.url for hop in self.hops
        )


FetchOutcome = Fetched | NotModified | FetchFailed
