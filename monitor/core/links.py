"""Decides which links are safe to show, and when two of them lead to the same page."""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from monitor.core.text import one_line

# added by senders to count readers; none of them changes the page
_TRACKING = re.compile(
    r"^(utm_.*|fbclid|gclid|yclid|msclkid|igshid|mc_cid|mc_eid|cmpid|ref|rss|iref|from|ns_.*|at_.*|_ga|ocid|ftag|xtor)$",
    re.IGNORECASE,
)
_LONGEST = 2_000
# ?source=rss, ?cmp=rss: which way a reader came, when that was a feed
_CAME_BY = re.compile(
    r"^(source|src|cmp|cid|via|medium|campaign|partner|channel|origin|feed)$", re.IGNORECASE
)
_FEED = re.compile(r"^(rss|atom|feed|rdf)(\d(\.\d)?)?$", re.IGNORECASE)


def safe_link(link: str, base: str) -> str:
    """Return an absolute http(s) link, or "" for anything else, such as `javascript:`."""
    if not link.strip():
        return ""
    try:
        absolute = urljoin(base, one_line(link).replace(" ", "%20"))
        parts = urlsplit(absolute)
    except ValueError:
        return ""
    return absolute if parts.scheme in ("http", "https") and parts.hostname else ""


def is_web_address(text: str) -> bool:
    """Tell whether a text is an http(s) address that can be asked, written in a file and shown."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        return False
    return bool(usable) and text.isprintable() and " " not in text and len(text) <= _LONGEST


def holds_login(address: str) -> bool:
    """Tell whether an address holds a user or a password, which belong into the environment."""
    return "@" in address.partition("://")[2].partition("/")[0]


def canonical_link(link: str) -> str:
    """Return the form in which two links to one page are equal; "" stays "".

    Scheme, `www.`, host case, fragment, order of parameters, tracking parameters and a closing slash are left out.
    """
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    except ValueError:
        return link
    if not host:
        return ""
    kept = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(name) and not (_CAME_BY.match(name) and _FEED.match(value))
    )
    path = parts.path.rstrip("/")
    return urlunsplit(("", host + port, path, urlencode(kept), "")).removeprefix("//")
