"""The command `translate`: what the engine makes of a text, and what the checks say."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.app import (
    JsonOption,
    LinesOption,
    app,
    load,
    out,
    print_json,
    read_lines,
    text_or_lines,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.settings.loading import Settings
    from monitor.wiring.trying import Trial, Tried

_TOGETHER = 64  # lines: an engine is faster with many at once


@app.command()
def translate(
    context: typer.Context,
    text: Annotated[str | None, typer.Argument(help="A headline or a text.")] = None,
    source: Annotated[
        str | None,
        typer.Option("--from", help="Its language, such as ja; otherwise it is recognised."),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(help="auto, argos, gloss or libretranslate; otherwise that of the settings."),
    ] = None,
    lines: LinesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Translate a text as the monitor would, and say what the checks found."""
    from monitor.core.language import language_mistake
    from monitor.wiring.trying import Trial

    if source is not None and (mistake := language_mistake(source)):
        raise typer.BadParameter(f"--from: {mistake}")
    given = text_or_lines(text, lines)
    settings = _with_engine(load(context, or_shipped=True), engine)
    trial = Trial(settings)
    if lines:
        for document in _documents(trial, source, settings.language):
            print_json(document, lines=True)
        return
    _one(trial, given, source, settings, as_json)


def _with_engine(settings: "Settings", engine: str | None) -> "Settings":
    """Return the settings with another engine."""
    from dataclasses import replace

    if engine is None:
        return settings
    if engine not in ("auto", "argos", "gloss", "libretranslate"):
        raise typer.BadParameter(f"--engine {engine!r}: write auto, argos, gloss or libretranslate")
    if engine == "libretranslate" and not settings.translation.url:
        raise typer.BadParameter("--engine libretranslate: translation.url names no server")
    return replace(settings, translation=replace(settings.translation, engine=engine))


def _one(
    trial: "Trial", text: str, source: str | None, settings: "Settings", as_json: bool
) -> None:
    from monitor.core.errors import MonitorError

    language = _language(text, source)
    if not text.strip():
        raise MonitorError("there is no text to translate")
    if language == settings.language:
        raise MonitorError(
            f"the text is in {language} already, the reader's language; --from says that it is another"
        )
    (tried,) = trial.translate([text], language)
    if as_json:
        print_json(_document(tried, settings.language))
    else:
        _print(tried)


def _language(text: str, source: str | None) -> str:
    from monitor.core.language import detect_language

    return source or detect_language(text)


def _documents(trial: "Trial", source: str | None, into: str) -> "Iterator[dict[str, Any]]":
    """Yield a document for each line, in their order; one that needs no translation has none."""
    waiting: list[str] = []
    for line in read_lines(sys.stdin):
        waiting.append(line)
        if len(waiting) == _TOGETHER or sys.stdin.isatty():
            yield from _batch(trial, waiting, source, into)
            waiting = []
    yield from _batch(trial, waiting, source, into)


def _batch(
    trial: "Trial", texts: list[str], source: str | None, into: str
) -> "Iterator[dict[str, Any]]":
    from monitor.core.errors import MonitorError

    by_language: dict[str, list[str]] = {}
    for text in dict.fromkeys(texts):
        if text.strip() and (language := _language(text, source)) != into:
            by_language.setdefault(language, []).append(text)
    found: dict[str, dict[str, Any]] = {}
    for language, own in by_language.items():
        try:
            for tried in trial.translate(own, language):
                found[tried.text] = _document(tried, into)
        except MonitorError as error:
            found |= {text: _without(text, language, into, str(error)) for text in own}
    for text in texts:
        reason = "it needs no translation"
        yield found.get(text) or _without(text, _language(text, source), into, reason)


def _without(text: str, language: str, into: str, reason: str) -> dict[str, Any]:
    """Return a document of the same keys for a text that was not translated."""
    empty: dict[str, Any] = {"suspect": [], "notes": [], "names": [], "sentences": []}
    return {
        "text": text,
        "language": language,
        "into": into,
        "translation": None,
        "reason": reason,
        "engine": None,
        "engine_version": None,
        **empty,
        "seconds": 0.0,
    }


def _document(tried: "Tried", into: str) -> dict[str, Any]:
    return {
        "text": tried.text,
        "language": tried.language,
        "into": into,
        "translation": tried.translation,
        "reason": None,
        "engine": tried.engine,
        "engine_version": tried.version,
        "suspect": list(tried.findings.suspect),
        "notes": list(tried.findings.notes),
        "names": [{"written": n.written, "rendering": n.rendering} for n in tried.names],
        "sentences": [
            {
                "source": source,
                "translation": made.text,
                "suspect": list(made.findings.suspect),
                "notes": list(made.findings.notes),
            }
            for source, made in tried.sentences
        ],
        "seconds": round(tried.seconds, 4),
    }


def _print(tried: "Tried") -> None:
    from rich.text import Text

    from monitor.core.view import translation_remark

    console, findings = out(), tried.findings
    console.print(Text(tried.translation, style="bold", overflow="fold"))
    remark = translation_remark(tried.engine, findings.suspect, findings.notes)
    console.print(Text(remark, style="magenta" if findings.suspect else "dim"))
    if not findings.suspect:
        console.print(Text("no check found fault with it", style="dim"))
    if tried.names:
        names = ", ".join(f"{n.written}: {n.rendering}" for n in tried.names)
        console.print(Text(f"locked names: {names}", style="dim"))
    version = f" {tried.version}" if tried.version else ""
    number = len(tried.sentences)
    count = f"{number} sentence{'' if number == 1 else 's'}"
    console.print(
        Text(
            f"{tried.language} by {tried.engine}{version}, {count}, {tried.seconds:.2f} s with loading",
            style="dim",
        )
    )
