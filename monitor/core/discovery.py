"""Finds the feeds that an HTML page names."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.core.links import safe_link
from monitor.core.text import one_line

_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "application/xml",
        "text/xml",
    }
)
# pages that are older than autodiscovery only link to their feed
_LOOKS_LIKE_A_FEED = re.compile(
    r"(\.(rdf|rss|atom)|/(rss|atom|feed|index|news)\.xml|/(feed|rss)/?)$", re.I
)
_LONGEST_PAGE, _MOST = 2_000_000, 50


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that a page names: its address, and what the page calls it."""

    url: str
    title: str


def discover_feeds(page: str, address: str) -> tuple[FoundFeed, ...]:
    """Return the feeds of an HTML page: those of `<link rel="alternate">` first, then links that look like feeds."""
    tree = LexborHTMLParser(page[:_LONGEST_PAGE].replace("\x00", ""))
    base = tree.css_first("base[href]")
    start = safe_link(_attribute(base, "href"), address) if base else address
    found: dict[str, FoundFeed] = {}
    for node in tree.css("link[href]"):
        kinds = _attribute(node, "rel").lower().split()
        if "alternate" in kinds and _attribute(node, "type").lower().strip() in _TYPES:
            _add(found, node, _attribute(node, "title"), start or address)
    for node in tree.css("a[href]"):
        if _LOOKS_LIKE_A_FEED.search(_attribute(node, "href").split("?")[0]):
            _add(found, node, node.text(), start or address)
    return tuple(found.values())[:_MOST]


def _add(found: dict[str, FoundFeed], node: LexborNode, title: str, base: str) -> None:
    url = safe_link(_attribute(node, "href"), base)
    if url:
        found.setdefault(url, FoundFeed(url, one_line(title)))


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""
