"""The commands about translation models: `models list`, `install`, `remove`."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.app import JsonOption, app, err, load, out, print_json, remark

models_app = typer.Typer(help="Argos translation packages.", no_args_is_help=True)
app.add_typer(models_app, name="models")


@models_app.command("list")
def list_models(as_json: JsonOption = False) -> None:
    """List the installed packages."""
    from monitor.edges.argos.packages import installed_models
    from monitor.edges.terminal import print_table

    models = installed_models()
    if as_json:
        print_json(
            {
                "models": [
                    {"pair": m.pair, "version": m.version, "folder": str(m.folder)} for m in models
                ]
            }
        )
    elif models:
        print_table(
            out(),
            ["pair", "version", "folder"],
            [[m.pair, m.version, str(m.folder)] for m in models],
        )
    else:
        remark(
            "no Argos package is installed; Japanese headlines are glossed by dictionary. "
            "`monitor models install ja-en` downloads one (about 100 MB)"
        )


@models_app.command("install")
def install(
    package: Annotated[
        str, typer.Argument(metavar="PAIR|FILE", help="ja-en, or a .argosmodel file.")
    ],
) -> None:
    """Install a package from the Argos index, or from a file."""
    from monitor.edges.argos.download import download_package
    from monitor.edges.argos.engine import open_model
    from monitor.edges.argos.packages import install_file
    from monitor.edges.terminal import ProgressBars

    path = Path(package)
    if path.suffix == ".argosmodel" or path.is_file():
        model = install_file(path, open_model)
    else:
        if package.count("-") != 1:
            raise typer.BadParameter(f"{package!r} is no file, and no pair such as ja-en")
        with ProgressBars(err()) as bars:
            path = download_package(
                package, lambda done, total: bars(f"Downloading {package} (bytes)", done, total)
            )
        try:
            model = install_file(path, open_model)
        finally:
            path.unlink(missing_ok=True)
    remark(f"installed {model.pair} {model.version}")


@models_app.command("remove")
def remove(pair: Annotated[str, typer.Argument(help="A pair such as ja-en.")]) -> None:
    """Remove an installed package."""
    from monitor.core.errors import MonitorError
    from monitor.edges.argos.packages import remove_model

    if not remove_model(pair):
        raise MonitorError(f"no package {pair} is installed; see `monitor models list`")
    remark(f"removed {pair}")


@models_app.command("placeholders")
def placeholders(context: typer.Context, as_json: JsonOption = False) -> None:
    """Measure whether your engine keeps placeholders for names, and whether translation.placeholders is safe."""
    from dataclasses import asdict

    from rich.text import Text

    from monitor.wiring.placeholders import measure_placeholders

    report = measure_placeholders(load(context, or_shipped=True))
    if as_json:
        print_json(asdict(report) | {"safe": report.is_safe})
        return
    lines = [
        f"{report.engine}: {report.sentences} sentences with a name of your watchlist",
        f"without placeholders {report.rendered} have the name in its form; the others get it in brackets",
        f"with placeholders {report.kept} keep them all",
        f"checks passed: {report.sound_without} without placeholders, {report.sound_with} with",
        "translation.placeholders = true is safe with this engine"
        if report.is_safe
        else "leave translation.placeholders = false: this engine loses them, or its sentences get worse",
    ]
    for line in lines:
        out().print(Text(line, overflow="fold"))
