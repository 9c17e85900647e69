"""What a new user does first: help that comes at once, the demo, and the lines of the README."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from monitor.demo.tour import run_demo

ROOT = Path(__file__).parent.parent.parent
HEAVY = {
    "aiohttp", "alembic", "apscheduler", "argostranslate", "ctranslate2", "feedparser", "jinja2", "lark", "numpy", "pydantic",
    "selectolax", "sqlalchemy", "sudachipy", "ahocorasick_rs",
}  # fmt: skip


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from monitor.cli import main; sys.argv = ['monitor', '--help']\ntry: main()\nexcept SystemExit: pass\nprint('|'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )

    loaded = {name.split(".")[0] for name in done.stdout.splitlines()[-1].split("|")}
    assert not loaded & HEAVY
    assert "typer" in loaded


def test_every_command_has_help() -> None:
    from typer.main import get_command

    from monitor.cli.app import app

    commands = [("", get_command(app))]
    while commands:
        name, command = commands.pop()
        assert command.help, name
        commands += [
            (f"{name} {child}", sub) for child, sub in getattr(command, "commands", {}).items()
        ]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_demo_shows_what_it_promises(width: int) -> None:
    out = io.StringIO()
    run_demo(Console(file=out, width=width), Console(file=io.StringIO()))
    text = out.getvalue()
    flowing = " ".join(text.split())

    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert re.search(
        r"First poll: 9 feeds, 7 read, 0 not modified \(304\), 2 failed; 61 new articles", flowing
    )
    assert re.search(
        r"Second poll: 9 feeds, 0 read, 7 not modified \(304\), 2 failed; 0 new articles", flowing
    )
    assert "①ハッカー集団「Tick」" in text  # from Shift_JIS
    assert "宇宙機構への攻撃" in text  # from EUC-JP
    assert "東都新聞 速報" in text
    assert "みなと日報" in text
    for trap in ("中国電力", "プラスティック", "ticket", "Tick season", "fine china", "中国運輸局"):
        assert trap not in text, trap
    for blind in ("消えた新聞: http-404", "Challenge Daily: not-a-feed"):
        assert blind in flowing


def test_the_readme_names_every_command_and_its_blocks_exist() -> None:
    from typer.main import get_command

    from monitor.cli.app import app

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, command in getattr(get_command(app), "commands", {}).items():
        for sub in getattr(command, "commands", {None: None}):
            assert f"`monitor {name}{f' {sub}' if sub else ''}" in readme, (name, sub)


def test_the_readme_lists_every_setting() -> None:
    from monitor.settings import schema

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    tables: list[type[schema.Table]] = [
        schema.FeedTable, schema.TopicTable, schema.ReaderTable, schema.PollingTable,
        schema.TranslationTable, schema.StorageTable, schema.DigestTable, schema.MailTable,
    ]  # fmt: skip
    for table in tables:
        for key in table.model_fields:
            assert f"`{key}`" in readme, (table.__name__, key)
