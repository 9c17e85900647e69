"""Installed Argos Translate packages: listed, installed, removed, and driven in batches without Argos's downloads."""

import json
import os
import re
import shutil
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.core.errors import MonitorError
from monitor.core.japanese import split_sentences

# the parameters of argostranslate.translate.apply_packaged_translation, but for batches of all that waits
_BEAM_SIZE = 4
_LENGTH_PENALTY = 0.2
_BATCH_TOKENS = 1024
_SECONDS = 30
_CODE = re.compile("[A-Za-z]{2,8}")
_VERSION = re.compile(r"[0-9A-Za-z.]{1,20}")
_CHUNK = 1 << 16

DownloadProgress = Callable[[int, int], None]
"""(bytes so far, bytes in all or 0)."""


@dataclass(frozen=True, slots=True)
class Model:
    """An installed package: from which language into which, and its version."""

    source: str
    target: str
    version: str
    folder: Path

    @property
    def pair(self) -> str:
        """Return the pair as commands write it: "ja-en"."""
        return f"{self.source}-{self.target}"


class Argos:
    """An engine over the installed packages; models are loaded at their first use."""

    name = "argos"

    def __init__(self) -> None:
        """Load nothing yet."""
        self._loaded: dict[str, tuple[Any, Any]] = {}

    def languages(self, into: str) -> tuple[str, ...]:
        """Return the languages from which a package translates into a language.

        Raises:
            MonitorError: no package does.
        """
        languages = tuple(
            sorted({model.source for model in installed_models() if model.target == into})
        )
        if not languages:
            raise MonitorError(
                f"no Argos package into {into} is installed; run `monitor models install ja-{into}`"
            )
        return languages

    def translate(self, texts: Sequence[str], source: str, into: str) -> list[str]:
        """Return a translation for each text, sentence by sentence, all sentences in one batch.

        Raises:
            MonitorError: the package is damaged.
        """
        translator, tokenizer = self._load(source, into)
        split = [split_sentences(text) for text in texts]
        sentences = [sentence for group in split for sentence in group]
        if not sentences:
            return ["" for _ in texts]
        try:
            results = translator.translate_batch(
                [tokenizer.encode(sentence) for sentence in sentences],
                replace_unknowns=True,
                max_batch_size=_BATCH_TOKENS,
                batch_type="tokens",
                beam_size=_BEAM_SIZE,
                num_hypotheses=1,
                length_penalty=_LENGTH_PENALTY,
            )
        except (RuntimeError, ValueError) as error:
            raise MonitorError(
                f"the model {source}-{into} cannot translate: {error}; install it again"
            ) from None
        done = iter(tokenizer.decode(result.hypotheses[0]).strip() for result in results)
        return [" ".join(next(done) for _ in group) for group in split]

    def _load(self, source: str, into: str) -> tuple[Any, Any]:
        pair = f"{source}-{into}"
        if pair not in self._loaded:
            model = next((m for m in installed_models() if m.pair == pair), None)
            if model is None:
                raise MonitorError(
                    f"no Argos package {pair} is installed; run `monitor models install {pair}`"
                )
            self._loaded[pair] = _open(model)
        return self._loaded[pair]


def _open(model: Model) -> tuple[Any, Any]:
    """Open a model and its tokenizer without argostranslate.translate, which loads a second inference engine."""
    import ctranslate2
    from argostranslate.tokenizer import BPETokenizer, SentencePieceTokenizer

    try:
        piece, bpe = model.folder / "sentencepiece.model", model.folder / "bpe.model"
        tokenizer = (
            SentencePieceTokenizer(piece)
            if piece.exists()
            else BPETokenizer(bpe, model.source, model.target)
        )
        tokenizer.encode("a")
        threads = os.cpu_count() or 1
        translator = ctranslate2.Translator(
            str(model.folder / "model"), device="cpu", inter_threads=threads, intra_threads=1
        )
    except (RuntimeError, OSError, ValueError) as error:
        raise MonitorError(
            f"the Argos package {model.pair} is damaged: {error}; "
            f"run `monitor models remove {model.pair}` and install it again"
        ) from None
    return translator, tokenizer


def installed_models() -> list[Model]:
    """Return the installed packages by pair, the newest version of each; a damaged folder is passed over."""
    models: dict[str, Model] = {}
    for folder in sorted(_packages_folder().iterdir()):
        model = _read_model(folder)
        if model and (model.pair not in models or _version(model) > _version(models[model.pair])):
            models[model.pair] = model
    return [models[pair] for pair in sorted(models)]


def _read_model(folder: Path) -> Model | None:
    try:
        metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
        pair, version = (
            (metadata["from_code"], metadata["to_code"]),
            str(metadata.get("package_version", "0")),
        )
        translates = (
            metadata.get("type", "translate") == "translate" and (folder / "model").is_dir()
        )
        named = all(_CODE.fullmatch(code) for code in pair) and _VERSION.fullmatch(version)
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return None
    return Model(*pair, version, folder) if translates and named else None


def _version(model: Model) -> tuple[int, ...]:
    return tuple(int(part) for part in model.version.split(".") if part.isdigit())


def _packages_folder() -> Path:
    """Return the folder that argostranslate itself uses, so that packages are shared with it."""
    # onnxruntime, which argostranslate brings along, reports to its maker unless told not to before it is loaded
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    from argostranslate import settings

    folder = Path(settings.package_data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def install_file(path: Path) -> Model:
    """Install a package from a .argosmodel file, in place of an earlier one of its pair, and return it.

    It is unpacked and opened beside the installed ones first: a bad file leaves them untouched.

    Raises:
        MonitorError: the file is no such package, or holds paths that lead out of it.
    """
    if not path.is_file():
        raise MonitorError(f"{path}: there is no such file")
    target = _packages_folder()
    with tempfile.TemporaryDirectory(prefix=".incoming-", dir=target) as draft:
        folder = _unpack(path, Path(draft))
        model = _read_model(folder)
        if model is None:
            raise MonitorError(
                f"{path}: this is no Argos translation package (no metadata.json with a language pair)"
            )
        _open(model)
        for earlier in [m for m in _all_models() if m.pair == model.pair]:
            shutil.rmtree(earlier.folder)
        final = (
            target / f"translate-{model.source}_{model.target}-{model.version.replace('.', '_')}"
        )
        folder.rename(final)
    return Model(model.source, model.target, model.version, final)


def _all_models() -> list[Model]:
    return [model for folder in _packages_folder().iterdir() if (model := _read_model(folder))]


def _unpack(path: Path, draft: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if any(Path(name).is_absolute() or ".." in Path(name).parts for name in names):
                raise MonitorError(
                    f"{path}: holds paths that lead out of it; do not trust this file"
                )
            archive.extractall(draft)
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise MonitorError(
            f"{path}: this is no whole .argosmodel file: {error}; download it again"
        ) from None
    folders = [folder for folder in draft.iterdir() if (folder / "metadata.json").is_file()]
    if len(folders) != 1:
        raise MonitorError(
            f"{path}: this is no Argos package (it holds no single folder with a metadata.json)"
        )
    return folders[0]


def remove_model(pair: str) -> bool:
    """Remove all packages of a pair; return False if there was none."""
    found = [model for model in _all_models() if model.pair == pair]
    for model in found:
        shutil.rmtree(model.folder)
    return bool(found)


def download_package(pair: str, progress: DownloadProgress) -> Path:
    """Download the package of a pair from the Argos index into a temporary file, and return it.

    Raises:
        MonitorError: there is no such package, or no way to it.
    """
    _packages_folder()
    from argostranslate import settings

    try:
        with urllib.request.urlopen(settings.remote_package_index, timeout=_SECONDS) as answer:  # noqa: S310 - Argos's own setting
            index = json.load(answer)
        rows = [row for row in index if f"{row.get('from_code')}-{row.get('to_code')}" == pair]
        links = [
            link
            for row in rows
            for link in row.get("links", ())
            if link.startswith(("https://", "http://"))
        ]
        if not links:
            raise MonitorError(
                f"the Argos index has no package {pair}; `monitor models install FILE` takes a local one"
            )
        return _save(links[-1], progress)
    except (urllib.error.URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise MonitorError(
            f"the package {pair} could not be downloaded: {reason}. Without a network, bring the .argosmodel file "
            "from another machine and run `monitor models install FILE`"
        ) from None


def _save(link: str, progress: DownloadProgress) -> Path:
    with (
        urllib.request.urlopen(link, timeout=_SECONDS) as answer,  # noqa: S310 - http(s) only, see above
        tempfile.NamedTemporaryFile(suffix=".argosmodel", delete=False) as file,
    ):
        total, done = int(answer.headers.get("Content-Length") or 0), 0
        while chunk := answer.read(_CHUNK):
            file.write(chunk)
            done += len(chunk)
            progress(done, total)
    if total and done != total:
        Path(file.name).unlink()
        raise OSError(f"the download broke off after {done} of {total} bytes")
    return Path(file.name)
