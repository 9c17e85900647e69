"""The real Argos code on a small real package: one Transformer layer that maps word to word."""

import json
import os
import zipfile
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from monitor.core.errors import MonitorError
from monitor.core.translation import Sentence
from monitor.edges.argos import engine as engine_module
from monitor.edges.argos.download import download_package
from monitor.edges.argos.engine import Argos, Drive, open_model
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


def test_another_language_is_crossed_where_there_is_no_direct_way(tmp_path: Path) -> None:
    for source, into, words in (
        ("ja", "en", {"病院": "hospital"}),
        ("en", "de", {"hospital": "Krankenhaus"}),
    ):
        install_file(
            build_package(
                tmp_path / f"{source}_{into}.argosmodel", source=source, target=into, words=words
            )
        )  # fmt: skip

    assert Argos().versions("de") == {"en": "1.0", "ja": "1.0>1.0"}
    assert translated(["病院"], "ja", "de") == ["Krankenhaus"]
    assert Argos().versions("fr") == {}


def test_a_target_prefix_is_given_to_the_model_and_taken_off(package: Path, tmp_path: Path) -> None:
    path = tmp_path / "multi.argosmodel"
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("metadata.json"):
                data = json.dumps(json.loads(data) | {"target_prefix": "Tokyo"}).encode()
            new.writestr(name, data)
    model = install_file(path)

    assert model.target_prefix == "Tokyo"
    assert "hospital" in translated(["東京病院"])[0]
    assert not translated(["東京病院"])[0].startswith("Tokyo")


def test_the_beam_and_the_workers_can_be_set(package: Path) -> None:
    install_file(package)
    engine = Argos(Drive(beam=1, threads=1, compute_type="int8"))

    assert list(engine.translate([Sentence("病院")], "ja", "en")) == ["hospital"]


def test_a_model_is_loaded_when_it_is_first_needed_and_once(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_file(package)
    opened: list[str] = []
    real = engine_module.open_model

    def noted(model: Model, drive: Drive | None = None) -> object:
        opened.append(model.pair)
        return real(model, drive)

    monkeypatch.setattr(engine_module, "open_model", noted)
    engine = Argos()
    engine.versions("en")
    assert opened == []
    for _ in range(3):
        engine.translate([Sentence("病院")], "ja", "en")

    assert opened == ["ja-en"]


class HalfServer:
    """A server of a package that hangs up halfway, and knows ranges or not."""

    def __init__(self, package: bytes, *, ranges: bool) -> None:
        self.package, self.ranges = package, ranges
        self.tag = '"one"'
        self.asked: list[str | None] = []

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/index.json":
            link = f"http://{handler.headers['Host']}/ja_en.argosmodel"
            reply(
                handler,
                json.dumps([{"from_code": "ja", "to_code": "en", "links": [link]}]).encode(),
            )
            return
        wanted = handler.headers.get("Range")
        self.asked.append(wanted)
        same = handler.headers.get("If-Range") == self.tag
        start = int(wanted[6:-1]) if wanted and self.ranges and same else 0
        handler.send_response(206 if start else 200)
        handler.send_header("Content-Length", str(len(self.package) - start))
        handler.send_header("ETag", self.tag)
        if start:
            handler.send_header("Content-Range", f"bytes {start}-/{len(self.package)}")
        handler.end_headers()
        first = len(self.asked) == 1
        handler.wfile.write(self.package[start : len(self.package) // 2 if first else None])


@pytest.mark.parametrize(("ranges", "tag"), [(True, '"one"'), (False, '"one"'), (True, '"two"')])
def test_a_download_that_broke_off_goes_on(
    package: Path, ranges: bool, tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argostranslate import settings

    server = HalfServer(package.read_bytes(), ranges=ranges)
    with http_server(server) as address:
        monkeypatch.setattr(settings, "remote_package_index", f"{address}/index.json")
        with pytest.raises(MonitorError, match="go on where it broke off"):
            download_package("ja-en", lambda _done, _total: None)
        server.tag = tag
        path = download_package("ja-en", lambda _done, _total: None)

    assert path.read_bytes() == package.read_bytes()
    assert server.asked[:2] == [None, f"bytes={path.stat().st_size // 2}-"]
    assert install_file(path).pair == "ja-en"
    assert not list(path.parent.glob(".download-*.part"))


def test_a_part_that_is_longer_than_the_file_is_thrown_away(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argostranslate import settings

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/index.json":
            link = f"http://{handler.headers['Host']}/p.argosmodel"
            rows = [
                {"from_code": "ja", "to_code": "en", "links": [link], "package_version": "../1.0"}
            ]
            reply(handler, json.dumps(rows).encode())
        elif handler.headers.get("Range"):
            reply(handler, b"", status=416)
        else:
            reply(handler, package.read_bytes())

    folder = Path(os.environ["ARGOS_PACKAGES_DIR"])
    folder.mkdir(exist_ok=True)
    (folder / ".download-ja-en-..1.0.part").write_bytes(b"x" * 10)
    (folder / ".download-ja-en-..1.0.etag").write_text('"x"')
    with http_server(answer) as address:
        monkeypatch.setattr(settings, "remote_package_index", f"{address}/index.json")
        path = download_package("ja-en", lambda _done, _total: None)

    assert path.parent == folder
    assert path.read_bytes() == package.read_bytes()


def test_a_package_that_would_fill_the_disk_is_refused(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitor.edges.argos import packages

    monkeypatch.setattr(packages, "_LARGEST", 1000)
    with pytest.raises(MonitorError, match="do not trust this file"):
        install_file(package)
    assert installed_models() == []
