"""Finds the settings folder and the database, and writes the first settings."""

import os
import shutil
from pathlib import Path

import platformdirs

from monitor.core.errors import MonitorError, SettingsError
from monitor.settings.loading import FILES
from monitor.settings.problems import FEEDS

_APP = "news-monitor"
_PACKAGE = Path(__file__).parent.parent


def shipped_config() -> Path:
    """Return the folder of the default settings: in the wheel, or in a checkout."""
    in_wheel = _PACKAGE / "_config"
    return in_wheel if in_wheel.is_dir() else _PACKAGE.parent / "config"


def find_config(option: Path | None) -> Path | None:
    """Return the settings folder: the option, $MONITOR_CONFIG, ./config or the user's; None if there is none.

    Raises:
        SettingsError: the folder that was asked for does not exist.
    """
    asked = option or (
        Path(os.environ["MONITOR_CONFIG"]) if os.environ.get("MONITOR_CONFIG") else None
    )
    if asked:
        if not asked.is_dir():
            raise SettingsError(
                [f"{asked}: there is no such folder; `monitor init {asked}` writes one"]
            )
        return asked
    candidates = (Path("config"), user_config())
    return next((folder for folder in candidates if (folder / FEEDS).is_file()), None)


def user_config() -> Path:
    """Return the user's own settings folder, which need not exist."""
    return platformdirs.user_config_path(_APP)


def cache_folder() -> Path:
    """Return the folder for what can be made again."""
    return platformdirs.user_cache_path(_APP)


def database_url(option: str | None, setting: str | None) -> str:
    """Return the database's URL: the option, $MONITOR_DATABASE, the setting, or a file in the user's data folder.

    A plain path is a SQLite file.
    """
    chosen = option or os.environ.get("MONITOR_DATABASE") or setting
    if chosen is None:
        chosen = str(platformdirs.user_data_path(_APP) / "monitor.db")
    return chosen if "://" in chosen else f"sqlite:///{chosen}"


def write_config(folder: Path) -> list[Path]:
    """Copy the default settings files into a folder, and return those written; never overwrites one.

    Raises:
        MonitorError: the folder cannot be written to.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            if not (folder / name).exists():
                shutil.copyfile(shipped_config() / name, folder / name)
                written.append(folder / name)
    except OSError as error:
        raise MonitorError(
            f"{folder} cannot be written: {error.strerror}; choose another folder"
        ) from None
    return written
