"""Lists the installed Argos packages, installs one from a file, and removes one."""

import json
import os
import re
import shutil
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from monitor.core.errors import MonitorError

_CODE = re.compile("[A-Za-z]{2,8}")
_VERSION = re.compile(r"[0-9A-Za-z.]{1,20}")
_DAY = 86_400
_LARGEST = 4 << 30  # unpacked; the largest package of the index has 0.3 GB


@dataclass(frozen=True, slots=True)
class Model:
    """An installed package: from which language into which, its version, and what its output begins with ("" for nothing)."""

    source: str
    target: str
    version: str
    folder: Path
    target_prefix: str = ""

    @property
    def pair(self) -> str:
        """Return the pair as commands write it: "ja-en"."""
        return f"{self.source}-{self.target}"


def installed_models() -> list[Model]:
    """Return the installed packages by pair, the newest version of each; a damaged folder is passed over."""
    models: dict[str, Model] = {}
    for model in _all_models():
        if model.pair not in models or (
            version_key(model.version) > version_key(models[model.pair].version)
        ):
            models[model.pair] = model
    return [models[pair] for pair in sorted(models)]


def packages_folder() -> Path:
    """Return the folder that argostranslate itself uses, so that packages are shared with it."""
    # onnxruntime, which argostranslate brings along, reports to its maker unless told not to before it is loaded
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    from argostranslate import settings

    folder = Path(settings.package_data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def install_file(path: Path, try_out: Callable[[Model], object]) -> Model:
    """Install a package from a .argosmodel file, in place of an earlier one of its pair, and return it.

    It is unpacked and tried out beside the installed ones first: a bad file leaves them untouched.

    Raises:
        MonitorError: the file is no such package, or holds paths that lead out of it.
    """
    if not path.is_file():
        raise MonitorError(f"{path}: there is no such file")
    target = packages_folder()
    _clean_up(target)
    with tempfile.TemporaryDirectory(prefix=".incoming-", dir=target) as draft:
        model = _read_model(_unpack(path, Path(draft)))
        if model is None:
            raise MonitorError(
                f"{path}: this is no Argos translation package (it needs a metadata.json with a language pair, and a model)"
            )
        try:
            try_out(model)
        except MonitorError as error:
            reason = str(error).partition(";")[0]
            raise MonitorError(
                f"{path}: {reason}; download it again. What is installed stays as it is"
            ) from None
        earlier = [m for m in _all_models() if m.pair == model.pair]
        name = f"translate-{model.source}_{model.target}-{model.version.replace('.', '_')}"
        final, taken = target / name, Path(draft) / "earlier"
        if final.exists():
            final.rename(taken)  # whatever it is: it goes with the draft
        model.folder.rename(final)
        for old in earlier:
            if old.folder != final:
                shutil.rmtree(old.folder)
    return Model(model.source, model.target, model.version, final, model.target_prefix)


def _clean_up(folder: Path) -> None:
    """Remove what an installation left that was killed more than a day ago."""
    for draft in folder.glob(".incoming-*"):
        if time.time() - draft.stat().st_mtime > _DAY:
            shutil.rmtree(draft, ignore_errors=True)


def remove_model(pair: str) -> bool:
    """Remove all packages of a pair; return False if there was none."""
    found = [model for model in _all_models() if model.pair == pair]
    for model in found:
        shutil.rmtree(model.folder)
    return bool(found)


def _all_models() -> list[Model]:
    folders = sorted(packages_folder().iterdir())
    return [model for folder in folders if (model := _read_model(folder))]


def _read_model(folder: Path) -> Model | None:
    try:
        metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
        source, target = metadata["from_code"], metadata["to_code"]
        version = str(metadata.get("package_version", "0"))
        prefix = str(metadata.get("target_prefix", ""))
        translates = metadata.get("type", "translate") == "translate"
        named = _CODE.fullmatch(source) and _CODE.fullmatch(target) and _VERSION.fullmatch(version)
    except (OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError):
        return None
    if not translates or not named or source == target or not (folder / "model").is_dir():
        return None
    return Model(source, target, version, folder, prefix)


def version_key(version: str) -> tuple[int, ...]:
    """Return what versions are compared by: 1.10 is newer than 1.9."""
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def _unpack(path: Path, draft: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name.replace("\\", "/") for name in archive.namelist()]
            if any(name.startswith("/") or ".." in name.split("/") for name in names):
                raise MonitorError(
                    f"{path}: holds paths that lead out of it; do not trust this file"
                )
            size = sum(info.file_size for info in archive.infolist())
            if size > _LARGEST:
                raise MonitorError(
                    f"{path}: would unpack to {size >> 30} GB, which no Argos package does; do not trust this file"
                )
            archive.extractall(draft)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
        raise MonitorError(
            f"{path}: this is no whole .argosmodel file: {error}; download it again"
        ) from None
    folders = [folder for folder in draft.iterdir() if (folder / "metadata.json").is_file()]
    if len(folders) != 1:
        raise MonitorError(
            f"{path}: this is no Argos package (it holds no single folder with a metadata.json)"
        )
    return folders[0]
