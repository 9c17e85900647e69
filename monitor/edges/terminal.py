"""Prints to the terminal: digests, alerts, tables and progress; what feeds wrote reaches rich as `Text` only."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from types import TracebackType

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from monitor.core.view import DigestView, Headline, SourceView, StoryView, TopicView

_HIT = "bold yellow"
_PRIORITY = {"high": "bold red", "normal": "bold cyan", "low": "bold"}
_INDENT = "  "


class _Wrapped:
    """A text on as many lines as it needs, none padded to the width or cut; indented below a headline."""

    def __init__(self, text: Text, indent: str = _INDENT) -> None:
        self._text = text
        self._indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(options.max_width - len(self._indent), 1)
        for line in self._text.wrap(console, width, overflow="fold"):
            line.rstrip()
            yield Text(self._indent).append_text(line)


def print_digest(console: Console, digest: DigestView) -> None:
    """Print a digest at the console's width."""
    console.print(Text(f"{digest.name}: {digest.summary}", style="bold"))
    console.print(Text(digest.period, style="dim"))
    for topic in digest.topics:
        console.print()
        console.print(_topic(topic))
    console.print()
    console.print(Text(digest.coverage + ("; blind:" if digest.blind else "")))
    for line in digest.blind:
        console.print(_Wrapped(Text(line, style="red")))
    if digest.silent:
        console.print(Text("seen, but silent:"))
    for line in digest.silent:
        console.print(_Wrapped(Text(line, style="yellow")))


def print_alert(console: Console, topic: str, story: StoryView) -> None:
    """Print one story as soon as it was found."""
    console.print(Group(Text(f"ALERT {topic}", style=_PRIORITY["high"]), _story(story)))


def print_article(console: Console, pairs: Sequence[tuple[str, Text | str]]) -> None:
    """Print labelled lines, the labels in one column."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for label, value in pairs:
        table.add_row(Text(label), value if isinstance(value, Text) else Text(value))
    console.print(table)


def print_table(
    console: Console, headings: Sequence[str], rows: Sequence[Sequence[str | Text]]
) -> None:
    """Print rows under headings; a column that does not fit is folded, never cut."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row))
    console.print(table)


def print_remarks(console: Console, remarks: Sequence[Text]) -> None:
    """Print remarks on what stands above, each on as many lines as it needs."""
    for remark in remarks:
        console.print(_Wrapped(remark))


def headline_text(headline: Headline, style: str = "") -> Text:
    """Return a title with the watched names in it highlighted."""
    text = Text(style=style, overflow="fold")
    for piece in headline.pieces:
        text.append(piece.text, style=_HIT if piece.hit else None)
    return text


def _topic(topic: TopicView) -> RenderableType:
    parts: list[RenderableType] = [
        Rule(
            Text(f"{topic.name} ({topic.priority})", style=_PRIORITY[topic.priority]),
            align="left",
            style="dim",
            characters="-",
        )
    ]
    for story in topic.stories:
        parts += [_story(story), Text()]
    if topic.repeated:
        parts.append(Text(f"and {topic.repeated} shown above", style="dim"))
    return Group(*parts)


def _story(story: StoryView) -> RenderableType:
    below: list[Text] = []
    if story.original:
        below.append(headline_text(story.original))
    below += map(_source, story.sources)
    below.append(Text(story.why, style="green"))
    if story.translated:
        below.append(Text(story.translated, style="magenta" if story.suspect else "dim"))
    return Group(_Wrapped(headline_text(story.first, "bold"), indent=""), *map(_Wrapped, below))


def _source(source: SourceView) -> Text:
    line = Text(f"{source.feed}, {source.when}", style="cyan", overflow="fold")
    line.append(f"  #{source.id}", style="dim")
    if source.url:
        line.append(f"\n{source.url}", style="blue")
    return line


class ProgressBars(AbstractContextManager["ProgressBars"]):
    """A progress bar per stage on a terminal; silent elsewhere."""

    def __init__(self, console: Console) -> None:
        """Show nothing before a stage reports."""
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._tasks: dict[str, object] = {}

    def __enter__(self) -> "ProgressBars":
        """Begin to show."""
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave no bar behind."""
        self._progress.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is; a total of 0 ends it."""
        if total and stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total)
        task = self._tasks.get(stage)
        if task is None:
            return
        if total:
            self._progress.update(task, completed=done, total=total)  # type: ignore[arg-type]
        else:
            self._progress.remove_task(self._tasks.pop(stage))  # type: ignore[arg-type]
