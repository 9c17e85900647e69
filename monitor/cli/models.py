"""The commands about translation models: `models list`, `install`, `remove`."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.app import JsonOption, app, err, out, print_json, remark

models_app = typer.Typer(help="Argos translation packages.", no_args_is_help=True)
app.add_typer(models_app, name="models")


@models_app.command("list")
def list_models(as_json: JsonOption = False) -> None:
    """List the installed packages."""
    from monitor.edges.argos import installed_models
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
    from monitor.edges.argos import download_package, install_file
    from monitor.edges.terminal import ProgressBars

    path = Path(package)
    if path.suffix == ".argosmodel" or path.exists():
        model = install_file(path)
    else:
        if package.count("-") != 1:
            raise typer.BadParameter(f"{package!r} is no file, and no pair such as ja-en")
        with ProgressBars(err()) as bars:
            path = download_package(
                package, lambda done, total: bars(f"Downloading {package} (bytes)", done, total)
            )
        try:
            model = install_file(path)
        finally:
            path.unlink(missing_ok=True)
    remark(f"installed {model.pair} {model.version}")


@models_app.command("remove")
def remove(pair: Annotated[str, typer.Argument(help="A pair such as ja-en.")]) -> None:
    """Remove an installed package."""
    from monitor.core.errors import MonitorError
    from monitor.edges.argos import remove_model

    if not remove_model(pair):
        raise MonitorError(f"no package {pair} is installed; see `monitor models list`")
    remark(f"removed {pair}")
