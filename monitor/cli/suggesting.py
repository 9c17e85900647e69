"""The command `topics suggest`: further names of a thing in both languages, and into the watchlist with those chosen."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.app import JsonOption, err, load, out, print_json, remark
from monitor.cli.topics import topics_app

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.suggestions import Suggestion


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

    from monitor.core.suggestions import suggest
    from monitor.edges.lexicon import Lexicon
    from monitor.edges.thesaurus import Thesaurus, misp_actors
    from monitor.settings.locate import cache_folder

    if choose and not add:
        raise typer.BadParameter("--choose wants --add CONCEPT, into which the chosen names go")
    name = " ".join(name.split())
    if not name:
        raise typer.BadParameter("give a name, such as JAXA or 警察庁")
    with err().status(Text(f"looking up {name}")):
        lexicon = Lexicon(cache_folder())
        also = misp_actors(misp, name) if misp else []
        found = suggest(name, Thesaurus(lexicon, lexicon.forms_of), also)
    if as_json:
        print_json({"name": name, "suggestions": [_document(s) for s in found]})
    else:
        _print(name, found)
    if add:
        _add(context, add, name, found, choose)


def _document(suggestion: "Suggestion") -> dict[str, Any]:
    return {
        "text": suggestion.text,
        "language": suggestion.language,
        "source": suggestion.source,
        "warnings": list(suggestion.warnings),
    }


def _print(name: str, found: "Sequence[Suggestion]") -> None:
    from rich.text import Text

    from monitor.edges.terminal import print_table

    if not found:
        out().print(Text(f"no further name of {name} is known here", overflow="fold"))
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
    if choose is None and found:
        choose = typer.prompt("which ones? (such as 1,3-5; empty for none)", default="", err=True)
    chosen = [found[number - 1] for number in _numbers(choose or "", len(found))]
    own = ("ja" if any(map(is_japanese, name)) else "en", name)
    added = add_aliases(settings.directory, concept, [own, *((s.language, s.text) for s in chosen)])
    if not added:
        remark(f"concept {concept} has these names already; watchlist.toml was left as it is")
        return
    names = ", ".join(text for _, text in added)
    remark(f"added to concept {concept}: {names}; `monitor topics backtest` says what that finds")


def _numbers(text: str, most: int) -> list[int]:
    """Return the numbers of a list such as 1,3-5.

    Raises:
        BadParameter: it is none, or a number is not in the list of suggestions.
    """
    numbers: dict[int, None] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        first, _, last = part.partition("-")
        if not all(n.isdecimal() and n.isascii() and len(n) < 6 for n in (first, last or first)):
            raise typer.BadParameter(f"--choose {text}: write numbers of the list, such as 1,3-5")
        for number in range(int(first), int(last or first) + 1):
            if not 1 <= number <= most:
                raise typer.BadParameter(f"--choose {text}: the list has {most} names")
            numbers[number] = None
    return list(numbers)
