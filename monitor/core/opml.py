"""Reads and writes OPML 2.0, in which feed readers hand each other their lists of feeds; folders are tags."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.core.charset import decode
from monitor.core.errors import MonitorError
from monitor.core.links import holds_login, is_web_address
from monitor.core.model import Feed
from monitor.core.text import one_line

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DEEPEST, _MOST_TAGS = 5, 20
_NO_TAG = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFeed:
    """A feed as a list of feeds names it; `name` is "" where there is none."""

    url: str
    name: str = ""
    tags: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Outlines:
    """What a list held: its feeds in order, each once, and a line for each entry that is no feed."""

    feeds: tuple[ListedFeed, ...]
    skipped: tuple[str, ...]


def read_opml(document: bytes) -> Outlines:
    """Return the feeds of an OPML document in any encoding.

    Raises:
        MonitorError: it is no OPML.
    """
    text = _DECLARATION.sub("", decode(document).text.removeprefix("\ufeff"))
    try:
        # expat fetches nothing, and stops entities that grow (since 2.4.1)
        root = ET.fromstring(text)  # noqa: S314
    except ET.ParseError as error:
        raise MonitorError(f"this is no OPML: {error}") from None
    if _name(root) != "opml":
        raise MonitorError(f"this is no OPML: its root is <{one_line(root.tag[:40])}>")
    feeds: dict[str, ListedFeed] = {}
    skipped: list[str] = []
    for outline, folders in _outlines(root):
        found = _listed(outline, folders)
        if isinstance(found, str):
            skipped.append(found)
        elif found.url in feeds:
            skipped.append(f"{found.url}: is listed twice")
        else:
            feeds[found.url] = found
    return Outlines(tuple(feeds.values()), tuple(skipped))


def write_opml(feeds: Iterable[Feed], title: str) -> str:
    """Return an OPML document: each feed once, in the folder of its first tag, with all tags as its category."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = one_line(title)
    body = ET.SubElement(root, "body")
    folders: dict[str, ET.Element] = {}
    for feed in feeds:
        tags = sorted(feed.tags)
        name = one_line(feed.name)
        attributes = {"type": "rss", "text": name, "title": name, "xmlUrl": feed.url}
        if feed.language:
            attributes["language"] = feed.language
        if tags:
            attributes["category"] = ",".join(f"/{tag}" for tag in tags)
            if tags[0] not in folders:
                folders[tags[0]] = ET.SubElement(body, "outline", text=tags[0], title=tags[0])
        ET.SubElement(folders[tags[0]] if tags else body, "outline", attributes)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def _outlines(root: ET.Element) -> Iterable[tuple[ET.Element, tuple[str, ...]]]:
    """Yield the outlines that have no others in them, with the folders around each, in the order of the document."""
    stack: list[tuple[ET.Element, tuple[str, ...]]] = [
        (outline, ())
        for body in root.iter()
        if _name(body) == "body"
        for outline in reversed(body)
        if _name(outline) == "outline"
    ]
    while stack:
        outline, folders = stack.pop()
        inner = [child for child in outline if _name(child) == "outline"]
        if not inner or outline.get("xmlUrl"):
            yield outline, folders
        # of folders that are nested deeper the innermost ones tell most
        within = (*folders, outline.get("text") or outline.get("title") or "")[-_DEEPEST:]
        stack.extend((child, within) for child in reversed(inner))


def _listed(outline: ET.Element, folders: tuple[str, ...]) -> ListedFeed | str:
    """Return a feed, or why an outline is none."""
    name = one_line(outline.get("title") or outline.get("text") or "")
    url = (outline.get("xmlUrl") or outline.get("xmlurl") or "").strip()
    if not url:
        return f"{name or 'an outline without a name'}: has no xmlUrl, so it is no feed"
    if holds_login(url):
        return f"{name or 'a feed'}: its address holds a password; add it by hand with basic_env"
    if not is_web_address(url):
        return f"{name or 'a feed'}: {one_line(url)[:200]!r} is no web address"
    categories = re.split(r"[,/]", outline.get("category") or "")
    tags = dict.fromkeys(tag for text in (*folders, *categories) if (tag := _tag(text)))
    language = (outline.get("language") or "").split("-")[0].lower()
    return ListedFeed(
        url=url,
        name="" if name == url else name,
        tags=tuple(tags)[:_MOST_TAGS],
        language=language if re.fullmatch("[a-z]{2,3}", language) else None,
    )


def _tag(folder: str) -> str:
    """Return a folder's name as a tag: what is no letter or digit becomes a hyphen."""
    return _NO_TAG.sub("-", one_line(folder)).strip("-.")
