"""The command `topics suggest`: further names of a thing in both languages, and into the watchlist with those chosen."""

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.app import JsonOption, err, load, out, print_json, remark
from monitor.cli.topics import topics_app

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.suggestions import Suggestion
    from monitor.core.watchlist import Watchlist


@topics_app.command("suggest")
def suggest_names(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A name, in either language.")],
    add: Annotated[
        str | None,
        typer.Option(metavar="CONCEPT", help="Write the chosen ones into this concept, with NAME."),
    ] = None,
    choose: Annotated[
        str | None,
        typer.Option(metavar="NUMBERS", help="Which ones, such as 1,3-5; else you are asked."),
    ] = None,
    misp: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="A threat-actor.json of MISP, for names of hacker groups."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Suggest further names of a thing in Japanese and English; nothing is watched for before you choose it."""
    from rich.text import Text

    from monitor.core.suggestions import suggest, warnings_about
    from monitor.edges.lexicon import Lexicon
    from monitor.edges.thesaurus import Thesaurus, misp_actors
    from monitor.settings.locate import cache_folder
    from monitor.settings.watchlist_file import shipped_homographs

    if choose and not add:
        raise typer.BadParameter("--choose wants --add CONCEPT, into which the chosen names go")
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise typer.BadParameter("give a name, such as JAXA or 警察庁")
    with err().status(Text(f"looking up {name}")):
        lexicon = Lexicon(cache_folder())
        thesaurus = Thesaurus(lexicon, lexicon.forms_of)
        also = misp_actors(misp, name) if misp else []
        found = suggest(name, thesaurus, also, {h.name for h in shipped_homographs()})
        warnings = warnings_about(name, thesaurus)
    if as_json:
        document = {"name": name, "warnings": list(warnings)}
        print_json(document | {"suggestions": [_document(s) for s in found]})
    else:
        _print(name, found, misp is not None)
    for warning in warnings:
        remark(f"careful with {name}: {warning}")
    if add:
        _add(context, add, name, found, choose)


def _document(suggestion: "Suggestion") -> dict[str, Any]:
    return {
        "text": suggestion.text,
        "language": suggestion.language,
        "source": suggestion.source,
        "warnings": list(suggestion.warnings),
    }


def _print(name: str, found: "Sequence[Suggestion]", misp: bool) -> None:
    from rich.text import Text

    from monitor.edges.terminal import print_table

    if not found:
        out().print(Text(f"no further name of {name} is known here", overflow="fold"))
        if not misp:
            remark(
                "names of hacker groups are in MISP's threat-actor.json: give it with --misp FILE"
            )
        return
    rows: list[list[str | Text]] = [
        [
            str(number),
            s.text,
            s.language,
            s.source,
            Text("; ".join(s.warnings), style="yellow"),
        ]
        for number, s in enumerate(found, start=1)
    ]
    print_table(out(), ["", "name", "in", "source", "careful"], rows)


def _add(
    context: typer.Context,
    concept: str,
    name: str,
    found: "Sequence[Suggestion]",
    choose: str | None,
) -> None:
    from monitor.core.fold import is_japanese
    from monitor.settings.watchlist_editing import add_aliases

    settings = load(context)
    if choose is None:
        choose = _asked() if found else ""
        if choose is None:
            remark("nothing was chosen; watchlist.toml was left as it is")
            return
    chosen = [found[number - 1] for number in _numbers(choose, len(found))]
    own = ("ja" if any(map(is_japanese, name)) else "en", name)
    added = add_aliases(settings.directory, concept, [own, *((s.language, s.text) for s in chosen)])
    if not added:
        remark(f"concept {concept} has these names already; watchlist.toml was left as it is")
        return
    _remark_on_added(settings.watchlist, concept, ", ".join(text for _, text in added))


def _asked() -> str | None:
    """Return which suggestions a person wants, None for none.

    Raises:
        Exit: Ctrl-C.
    """
    try:
        return (
            typer.prompt(
                "which ones? (such as 1,3-5; empty for none)",
                default="",
                err=True,
                show_default=False,
            )
            or None
        )
    except typer.Abort:
        raise typer.Exit(130) from None


def _remark_on_added(watchlist: "Watchlist", concept: str, names: str) -> None:
    """Say what was written, and what is to be done for it to matter."""
    from monitor.core.query import ConceptRef, leaves

    if concept not in watchlist.concepts:
        close = difflib.get_close_matches(concept, watchlist.concepts, n=1)
        remark(f"concept {concept} is new" + (f" (did you mean {close[0]}?)" if close else ""))
    asked = any(ConceptRef(concept) in leaves(topic.query) for topic in watchlist.topics)
    next_step = (
        "`monitor topics backtest` says what that finds"
        if asked
        else f"no topic asks for it yet: write @{concept} into a query"
    )
    remark(f"added to concept {concept}: {names}; {next_step}")


def _numbers(text: str, most: int) -> list[int]:
    """Return the numbers of a list such as 1,3-5.

    Raises:
        BadParameter: it is none, or a number is not in the list of suggestions.
    """
    numbers: dict[int, None] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        range_ = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", part, re.ASCII)
        first, last = (int(n) for n in range_.groups(range_[1])) if range_ else (1, 0)
        if last < first:
            raise typer.BadParameter(f"--choose {text}: write numbers of the list, such as 1,3-5")
        for number in range(first, last + 1):
            if not 1 <= number <= most:
                raise typer.BadParameter(f"--choose {text}: the list has {most} names")
            numbers[number] = None
    return list(numbers)
