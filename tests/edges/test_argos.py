"""The real Argos code on a small real package: one Transformer layer that maps word to word."""

import json
import os
import zipfile
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from monitor.core.errors import MonitorError
from monitor.core.translation import Sentence
from monitor.edges.argos.download import download_package
from monitor.edges.argos.engine import Argos, open_model
from monitor.edges.argos.packages import Model, installed_models, remove_model
from monitor.edges.argos.packages import install_file as install
from tests.argos_package import build_package
from tests.fakes import http_server, reply


def install_file(path: Path) -> Model:
    return install(path, open_model)


def translated(texts: list[str], source: str = "ja", into: str = "en") -> list[str]:
    return list(Argos().translate([Sentence(text) for text in texts], source, into))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_package(tmp_path_factory.mktemp("argos") / "ja_en.argosmodel")


def test_a_package_is_installed_listed_used_and_removed(package: Path) -> None:
    model = install_file(package)

    assert (model.pair, model.version) == ("ja-en", "1.0")
    assert [m.pair for m in installed_models()] == ["ja-en"]
    assert Argos().versions("en") == {"ja": "1.0"}
    assert translated(["サイバー攻撃", "病院。攻撃"]) == ["cyber attack", "hospital. attack"]
    assert remove_model("ja-en")
    assert installed_models() == []
    assert not remove_model("ja-en")


def test_its_translation_is_that_of_argostranslate_itself(package: Path) -> None:
    from argostranslate import package as argos_package
    from argostranslate.translate import PackageTranslation

    install_file(package)

    class Whole:
        def split_sentences(self, text: str) -> list[str]:
            return [text]

    (installed,) = argos_package.get_installed_packages()
    translation = PackageTranslation(None, None, installed)
    translation.sentencizer = Whole()
    texts = ["東京の病院でサイバー攻撃が発生した", "政府が企業の個人情報の流出", "銀行の顧客"]

    assert translated(texts) == [translation.translate(text).strip() for text in texts]


def test_an_upgrade_replaces_the_earlier_package(package: Path, tmp_path: Path) -> None:
    install_file(package)
    install_file(build_package(tmp_path / "new.argosmodel", version="1.10"))

    assert [(m.pair, m.version) for m in installed_models()] == [("ja-en", "1.10")]
    assert len(list(Path(os.environ["ARGOS_PACKAGES_DIR"]).iterdir())) == 1


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_bad_file_is_refused_and_leaves_what_is_installed(package: Path, tmp_path: Path) -> None:
    install_file(package)
    metadata = json.dumps({"from_code": "ja", "to_code": "en", "package_version": "9"}).encode()
    truncated = tmp_path / "half.argosmodel"
    truncated.write_bytes(package.read_bytes()[:5000])
    text = tmp_path / "text.argosmodel"
    text.write_text("not a zip")
    bad = {
        "no such file": tmp_path / "none.argosmodel",
        "no whole .argosmodel": text,
        "download it again": truncated,
        "no single folder": zipped(tmp_path / "a.argosmodel", **{"readme.txt": b""}),
        "no Argos translation package": zipped(
            tmp_path / "b.argosmodel", **{"x/metadata.json": b"{}", "x/model/a": b""}
        ),
        "damaged": zipped(
            tmp_path / "c.argosmodel",
            **{
                "x/metadata.json": metadata,
                "x/model/model.bin": b"",
                "x/sentencepiece.model": b"z",
            },
        ),
        "lead out of it": zipped(tmp_path / "d.argosmodel", **{"../evil/metadata.json": metadata}),
    }

    for message, path in bad.items():
        with pytest.raises(MonitorError, match=message):
            install_file(path)

    assert [(m.pair, m.version) for m in installed_models()] == [("ja-en", "1.0")]
    assert translated(["病院"]) == ["hospital"]


def test_a_damaged_folder_does_not_hide_the_others(package: Path) -> None:
    install_file(package)
    broken = Path(os.environ["ARGOS_PACKAGES_DIR"]) / "broken"
    broken.mkdir()
    (broken / "metadata.json").write_text("{")

    assert [m.pair for m in installed_models()] == ["ja-en"]


def test_without_a_package_the_message_says_what_to_do() -> None:
    with pytest.raises(MonitorError, match="monitor models install ja-en"):
        Argos(needed=True).versions("en")
    assert Argos().versions("en") == {}
    with pytest.raises(MonitorError, match="monitor models install ja-en"):
        translated(["x"])


@pytest.fixture
def index(package: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    from argostranslate import settings

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/index.json":
            link = f"http://{handler.headers['Host']}/ja_en.argosmodel"
            rows = [
                {"from_code": "ja", "to_code": "en", "links": ["ipfs://x", link]},
                {"from_code": "zh", "to_code": "en", "links": []},
            ]
            reply(handler, json.dumps(rows).encode())
        elif handler.path == "/broken.json":
            reply(handler, b"{")
        else:
            reply(handler, package.read_bytes())

    with http_server(answer) as address:
        monkeypatch.setattr(settings, "remote_package_index", f"{address}/index.json")
        yield address


def test_a_package_is_downloaded_from_the_index_with_progress(index: str) -> None:
    seen: list[tuple[int, int]] = []
    path = download_package("ja-en", lambda done, total: seen.append((done, total)))

    assert install_file(path).pair == "ja-en"
    assert seen[-1][0] == seen[-1][1] == path.stat().st_size
    path.unlink()


def test_a_pair_that_the_index_does_not_have_is_told(index: str) -> None:
    for pair in ("ja-xx", "zh-en"):
        with pytest.raises(MonitorError, match=f"no package {pair}"):
            download_package(pair, lambda _done, _total: None)


def test_offline_the_message_names_the_way_without_a_network(
    index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argostranslate import settings

    for url in ("http://127.0.0.1:9/index.json", f"{index}/broken.json"):
        monkeypatch.setattr(settings, "remote_package_index", url)
        with pytest.raises(MonitorError, match="monitor models install FILE"):
            download_package("ja-en", lambda _done, _total: None)
