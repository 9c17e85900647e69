"""The commands about feeds.toml: `feeds list`, `add`, `remove`, `import`, `export`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.app import JsonOption, app, err, load, out, print_json, remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.discovery import FoundFeed
    from monitor.core.model import PlainText
    from monitor.settings.loading import Settings

feeds_app = typer.Typer(help="What is read.", no_args_is_help=True)
app.add_typer(feeds_app, name="feeds")


@feeds_app.command("list")
def list_feeds(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the feeds of feeds.toml."""
    from monitor.edges.terminal import print_table

    feeds = load(context).feeds
    if as_json:
        print_json(
            {
                "feeds": [
                    {
                        "id": f.id,
                        "name": f.name,
                        "url": f.url,
                        "language": f.language,
                        "every": int(f.every.total_seconds()),
                        "tags": sorted(f.tags),
                    }
                    for f in feeds
                ]
            }
        )
    else:
        print_table(
            out(),
            ["id", "name", "tags", "address"],
            [[f.id, f.name, " ".join(sorted(f.tags)), f.url] for f in feeds],
        )


@feeds_app.command("add")
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="A feed, or a page that names its feeds.")],
    choose: Annotated[
        int | None, typer.Option(help="Which of a page's feeds, by its number in the list.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="How digests call it; else its title.")] = None,
    tag: Annotated[list[str] | None, typer.Option("--tag", help="May be repeated.")] = None,
    unchecked: Annotated[
        bool, typer.Option("--unchecked", help="Write it without asking whether it is a feed.")
    ] = False,
) -> None:
    """Ask an address, find its feeds if it is a page, and write the feed into feeds.toml."""
    from monitor.core.opml import ListedFeed
    from monitor.settings.editing import add_feeds
    from monitor.settings.values import is_tag

    settings = load(context)
    if wrong := [text for text in tag or () if not is_tag(text)]:
        raise typer.BadParameter(f"--tag {wrong[0]!r}: a tag is one word, such as security")
    address, title = (url, "") if unchecked else _find(settings, url, choose)
    known = {feed.url: feed.id for feed in settings.feeds}
    if address in known:
        raise typer.BadParameter(f"{address} is in feeds.toml already, as {known[address]}")
    listed = ListedFeed(url=address, name=name or title, tags=tuple(tag or ()))
    (given,) = add_feeds(settings.directory, [listed])
    _say(f"added {given}: {address}")
    remark(f"next: `monitor poll --feed {given}`")


@feeds_app.command("remove")
def remove(context: typer.Context, feed: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Take a feed out of feeds.toml; its articles stay."""
    from monitor.core.model import FeedId
    from monitor.settings.editing import remove_feed

    settings = load(context)
    remove_feed(settings.directory, FeedId(feed))
    _say(f"removed {feed}; its articles stay")


@feeds_app.command("import")
def import_opml(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An OPML file, as other readers export it.")],
) -> None:
    """Add the feeds of an OPML file; its folders become tags."""
    from monitor.core.opml import read_opml
    from monitor.edges.web.addresses import is_listed_private, is_private
    from monitor.settings.editing import add_feeds

    settings = load(context)
    read = read_opml(file.read_bytes())
    known = {feed.url for feed in settings.feeds}
    new = [feed for feed in read.feeds if feed.url not in known]
    repeated = (f"{f.url}: is in feeds.toml already" for f in read.feeds if f.url in known)
    skipped = [*read.skipped, *repeated]
    for feed in new:
        if is_listed_private(feed.url, is_private):
            remark(f"{feed.url}: is a private address, and trusted from now on as you list it")
    if new:
        add_feeds(settings.directory, new)
    for line in skipped:
        remark(f"skipped: {line}")
    _say(f"added {len(new)} feeds, skipped {len(skipped)} entries")


@feeds_app.command("export")
def export_opml(
    context: typer.Context,
    output: Annotated[Path | None, typer.Option(help="Write it to this file.")] = None,
) -> None:
    """Print the feeds as OPML for other readers; each in the folder of its first tag."""
    from monitor.core.opml import write_opml

    document = '<?xml version="1.0" encoding="UTF-8"?>\n' + write_opml(
        load(context).feeds, "news-monitor"
    )
    if output:
        output.write_text(document, encoding="utf-8")
        remark(f"wrote {output}")
    else:
        typer.echo(document, nl=False)


def _say(text: str) -> None:
    """Print one line of result as it is: rich would read emoji codes and markup in it."""
    from rich.text import Text

    out().print(Text(text), soft_wrap=True)


def _find(settings: "Settings", url: str, choose: int | None) -> tuple[str, "PlainText | str"]:
    """Return the address of the feed behind an address, and its title.

    Raises:
        MonitorError: there is none, or it could not be read.
        BadParameter: a page has several, and none was chosen.
    """
    from rich.text import Text

    from monitor.cli.asking import ask
    from monitor.core.errors import MonitorError

    with err().status(Text(f"asking {url}")):
        answer = ask(settings, url)
    if answer.found:
        url = _chosen(answer.found, choose)
        with err().status(Text(f"asking {url}")):
            answer = ask(settings, url, found_on=answer.outcome.request.feed)
    elif choose is not None:
        raise typer.BadParameter(f"--choose goes with a page that names feeds; {url} names none")
    if answer.parsed is None or answer.parsed.failure:
        raise MonitorError(
            f"{url} was not added: {answer.state} ({answer.reason}); `monitor feeds test` tells more, "
            "--unchecked adds it all the same"
        )
    return answer.address, answer.parsed.title


def _chosen(found: "Sequence[FoundFeed]", choose: int | None) -> str:
    import sys

    if len(found) == 1 and choose is None:
        return found[0].url
    if choose is None:
        remark("this page names several feeds:")
        for number, feed in enumerate(found, start=1):
            remark(f"  {number}  {feed.title or '(no title)'}  {feed.url}")
        if not sys.stdin.isatty():
            raise typer.BadParameter(f"choose one with --choose 1 to {len(found)}")
        choose = typer.prompt("which", type=int, err=True)
    if not 1 <= choose <= len(found):
        raise typer.BadParameter(f"--choose {choose}: the page names {len(found)} feeds")
    return found[choose - 1].url
