"""Downloads an Argos package from the Argos index, and goes on where an earlier download broke off."""

import http.client
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from monitor.core.errors import MonitorError
from monitor.edges.argos.packages import packages_folder, version_key

_SECONDS = 30
_CHUNK = 1 << 16
_PARTIAL = 206
_BEYOND_END = 416

DownloadProgress = Callable[[int, int], None]
"""(bytes so far, bytes in all or 0)."""


def download_package(pair: str, progress: DownloadProgress) -> Path:
    """Return the file of a pair's package, downloaded into the packages folder; the caller removes it.

    What an earlier call that broke off has left there is not downloaded again.

    Raises:
        MonitorError: there is no such package, or no way to it.
    """
    folder = packages_folder()
    from argostranslate import settings

    try:
        with urllib.request.urlopen(settings.remote_package_index, timeout=_SECONDS) as answer:  # noqa: S310 - Argos's own setting
            link, version = _link(json.load(answer), pair)
        return _save(link, folder / f".download-{pair}-{version}", progress)
    except (
        urllib.error.URLError,
        http.client.HTTPException,
        OSError,
        ValueError,
        RecursionError,
    ) as error:
        reason = getattr(error, "reason", error)
        raise MonitorError(
            f"the package {pair} could not be downloaded: {reason}. Run the command again to go on where it broke off; "
            "without a network, bring the .argosmodel file from another machine and run `monitor models install FILE`"
        ) from None


def _link(index: Any, pair: str) -> tuple[str, str]:
    """Return the web address of a pair's newest package, and its version."""
    links = []
    for row in index if isinstance(index, list) else ():
        if isinstance(row, dict) and f"{row.get('from_code')}-{row.get('to_code')}" == pair:
            version = "".join(re.findall(r"[0-9A-Za-z.]", str(row.get("package_version", "0"))))
            own = row.get("links")
            links += (
                [(link, version) for link in own if _is_web(link)] if isinstance(own, list) else []
            )
    if not links:
        raise MonitorError(
            f"the Argos index has no package {pair}; `monitor models install FILE` takes a local one"
        )
    return max(links, key=lambda link: version_key(link[1]))


def _is_web(link: Any) -> bool:
    return isinstance(link, str) and link.startswith(("https://", "http://"))


def _mark(headers: Mapping[str, str]) -> str:
    """Return by what a server recognises the same file later (RFC 9110, If-Range), or "" where it cannot."""
    tag = headers.get("ETag") or ""
    return headers.get("Last-Modified") or "" if tag.startswith("W/") or not tag else tag


def _save(link: str, path: Path, progress: DownloadProgress) -> Path:
    """Download into a .part file beside a note of what it is a part of, and rename it when it is whole."""
    whole, part, mark = (
        path.with_name(path.name + end) for end in (".argosmodel", ".part", ".etag")
    )
    if whole.exists():
        return whole  # by a command that was killed before it could install it
    known = mark.read_text(encoding="utf-8") if part.exists() and mark.exists() else ""
    start = part.stat().st_size if known else 0
    headers = {"Range": f"bytes={start}-", "If-Range": known} if start else {}
    request = urllib.request.Request(link, headers=headers)  # noqa: S310 - http(s) only, see _link
    try:
        answer = urllib.request.urlopen(request, timeout=_SECONDS)  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code != _BEYOND_END:
            raise
        part.unlink()
        return _save(link, path, progress)
    with answer:
        if answer.status == _PARTIAL and not _goes_on(answer.headers, start, known):
            part.unlink()
            return _save(link, path, progress)
        if answer.status != _PARTIAL:
            start = 0
        mark.write_text(_mark(answer.headers), encoding="utf-8")
        _append(answer, part, start, progress)
    mark.unlink()
    part.replace(whole)
    return whole


def _goes_on(headers: Mapping[str, str], start: int, known: str) -> bool:
    """Tell whether an answer in part is the rest of the same file: not every server obeys If-Range."""
    here = (headers.get("Content-Range") or "").startswith(f"bytes {start}-")
    return here and _mark(headers) in ("", known)


def _append(answer: Any, part: Path, start: int, progress: DownloadProgress) -> None:
    left = int(answer.headers.get("Content-Length") or 0)
    total, done = start + left if left else 0, start
    with part.open("ab" if start else "wb") as file:
        while chunk := answer.read(_CHUNK):
            file.write(chunk)
            done += len(chunk)
            progress(done, total)
    if total and done != total:
        raise OSError(f"the download broke off after {done} of {total} bytes")
