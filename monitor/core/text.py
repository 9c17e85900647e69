"""Turns what a feed wrote into text that is safe to show anywhere: `PlainText`."""

import html
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.core.model import PlainText

# C0 and C1 controls but tab and line ends, bidi controls (a headline could otherwise reorder the line it
# stands in), invisible separators, surrogates, tags, non-characters. ZWJ and variation selectors stay: emoji.
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
_BLANKS = re.compile("[\t \xa0\u1680\u2000-\u200a\u202f\u205f]+|\u3000{2,}")
_LINE_ENDS = re.compile(" ?[\n\r\x0b\x0c\x85\u2028\u2029][\n\r\x0b\x0c\x85\u2028\u2029 \u3000]*")
# nobody reads more of an entry; what costs more than linear time stays small, whatever a feed sends
_LONGEST_MARKUP = 200_000
_LONGEST_LINE = 2_000
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_SILENT = frozenset({"script", "style", "noscript", "template", "iframe", "object", "svg", "head"})


def plain(text: str) -> PlainText:
    """Return text without control characters, with single blanks, and at most one line end in a row."""
    return PlainText(_LINE_ENDS.sub("\n", _BLANKS.sub(" ", _UNSAFE.sub("", text))).strip())


def one_line(text: str) -> PlainText:
    """Return plain text on a single line of at most 2,000 characters: what a title, a name or a message must be."""
    return PlainText(plain(text[: 2 * _LONGEST_LINE]).replace("\n", " ")[:_LONGEST_LINE].rstrip())


def printable(text: str) -> str:
    """Return a message of several lines that no terminal obeys: settings and arguments may hold anything."""
    return "".join(c if c in "\n\t" or c.isprintable() else "\ufffd" for c in text)


def unescaped(text: str) -> str:
    """Undo one more level of character references: many feeds escape their titles twice."""
    return html.unescape(text) if "&" in text else text


def from_markup(markup: str) -> PlainText:
    """Return the text that a browser would show for a piece of HTML, one line per block.

    Of more than 200,000 characters the first are taken.
    """
    markup = markup[:_LONGEST_MARKUP]
    if "<" not in markup:
        return plain(unescaped(markup))
    # lexbor wants valid UTF-8, and NUL has a meaning of its own in HTML
    parser = LexborHTMLParser(_UNSAFE.sub("", markup))
    pieces: list[str] = []
    if parser.root is not None:
        _collect(parser.root, pieces)
    return plain("".join(pieces))


def _collect(root: LexborNode, pieces: list[str]) -> None:
    """Walk without recursion: hostile markup is nested thousands deep."""
    stack: list[LexborNode | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        if node.tag == "-text":
            # a line end in markup is a blank, not a new line
            pieces.append(_LINE_ENDS.sub(" ", _BLANKS.sub(" ", node.text_content or "")))
            continue
        if node.tag in _SILENT:
            continue
        children = list(node.iter(include_text=True))
        if node.tag in _BLOCKS:
            children_and_ends: list[LexborNode | str] = ["\n", *children, "\n"]
        else:
            children_and_ends = [*children]
        stack.extend(reversed(children_and_ends))
