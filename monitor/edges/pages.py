"""Renders a digest as plain text and as HTML from templates that escape whatever feeds wrote."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from monitor.core.view import DigestView

_TEMPLATES = Path(__file__).parent.parent / "templates"


def render_text(view: DigestView) -> str:
    """Return a digest as plain text for a mail."""
    return _environment().get_template("digest.txt.j2").render(digest=view)


def render_html(view: DigestView) -> str:
    """Return a digest as one HTML page without scripts and remote parts; styles are inline, as mail readers need."""
    return _environment().get_template("digest.html.j2").render(digest=view)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
