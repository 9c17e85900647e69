"""Serves folders of feed documents on loopback, with ETags, and writes settings that poll them.

python -m tests.serve_feeds FOLDER...        # then follow what it prints; Ctrl-C ends it
"""

import hashlib
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import quote, unquote

from monitor.settings.locate import shipped_config
from tests.fakes import http_server, reply


@contextmanager
def serve_folders(folders: list[Path]) -> Iterator[dict[str, str]]:
    """Serve every file of some folders; give the address of each by its path "FOLDER/FILE"."""
    files = {
        f"/{quote(f'{folder.name}/{path.name}')}": path
        for folder in folders
        for path in sorted(folder.iterdir())
    }

    def answer(handler: BaseHTTPRequestHandler) -> None:
        path = files.get(handler.path)
        if path is None:
            reply(handler, status=404)
            return
        body = path.read_bytes()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if handler.headers.get("If-None-Match") == etag:
            handler.send_response(304)
            handler.end_headers()
        else:
            reply(handler, body, ETag=etag, Content_Type="application/xml")

    with http_server(answer) as address:
        yield {unquote(path[1:]): address + path for path in files}


def feeds_toml(addresses: dict[str, str]) -> str:
    """Return feeds.toml for some addresses; the ids are f0, f1 ... in their order, the names their files."""
    return "\n".join(
        f'[[feed]]\nid = "f{number}"\nname = "{name}"\nurl = "{url}"\nevery = "6h"\ntags = ["security"]\n'
        for number, (name, url) in enumerate(addresses.items())
    )


def main() -> None:
    """Serve until Ctrl-C."""
    with (
        serve_folders([Path(name) for name in sys.argv[1:]]) as addresses,
        tempfile.TemporaryDirectory() as folder,
    ):
        Path(folder, "feeds.toml").write_text(feeds_toml(addresses), encoding="utf-8")
        Path(folder, "monitor.toml").write_text("", encoding="utf-8")
        Path(folder, "watchlist.toml").write_bytes(
            (shipped_config() / "watchlist.toml").read_bytes()
        )
        sys.stdout.write(f"monitor --config {folder} --database {folder}/monitor.db poll\n")
        sys.stdout.flush()
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
