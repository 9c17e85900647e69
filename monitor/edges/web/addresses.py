"""Tells which addresses are private: where no public feed may lead."""

import ipaddress
from collections.abc import Callable
from urllib.parse import urlsplit

IsPrivate = Callable[[str], bool]
"""Whether an IP address is private; tests declare a loopback address public."""

# addresses that carry an IPv4 one in their last 32 bits: NAT64 (RFC 6052), IPv4-mapped, -translated and -compatible
_CARRIERS = tuple(
    map(ipaddress.ip_network, ("64:ff9b::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "::/96"))
)
# RFC 8215: what it leads to is a network's own affair
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")
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
        if ip in _LOCAL_NAT64 or ip.is_loopback or ip.is_site_local:
            return True
        if ip.sixtofour is not None:
            ip = ip.sixtofour
        elif any(ip in network for network in _CARRIERS):
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return not ip.is_global or ip.is_multicast


def server_of(url: str) -> tuple[str, int]:
    """Return the host and the port of an address, however they are written."""
    parts = urlsplit(url)
    default = 443 if parts.scheme == "https" else 80
    return (parts.hostname or "").rstrip("."), parts.port or default


def is_listed_private(url: str, private: IsPrivate) -> bool:
    """Tell whether a user listed a private address: then, and only then, it is fine to go there.

    What a public name resolves to does not make it private: its owner could point it anywhere.
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return private(host)
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_NAMES)
