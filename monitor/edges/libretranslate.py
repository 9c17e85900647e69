"""Asks a LibreTranslate server, which the user named, for translations; what goes wrong with it is a value."""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import aiohttp

from monitor.core.errors import MonitorError
from monitor.core.translation import EngineFailure, Sentence

_SECONDS = 60  # in all, for one request: a server without a graphics card takes its time
_SECONDS_FOR_LANGUAGES = 10
_TEXTS, _CHARACTERS = 50, 2000  # of one request: what public servers allow
_LARGEST = 4 << 20
_OK, _BAD_REQUEST, _TOO_OFTEN = 200, 400, 429
# what may be the fault of one text: it is then asked for without the others
_OF_TEXT = frozenset({413, 500, 502, 504})
_KNOWN_FOR = 600.0  # seconds that what a server translates is believed
_HOLD, _LONGEST_HOLD = 60.0, 3600.0
_CAUSES = {
    403: "it refuses the key; look at translation.key_env",
    404: "there is no LibreTranslate at this address",
    301: "it has moved; write its new address into translation.url",
    302: "it leads elsewhere; write the address that it leads to into translation.url",
    308: "it has moved; write its new address into translation.url",
}


class LibreTranslate:
    """An engine at an address; `key` is sent with every request, if there is one."""

    name = "libretranslate"
    renders_names = False
    portion = _CHARACTERS

    def __init__(self, url: str, key: str | None = None) -> None:
        """Ask nothing yet."""
        self._url = url.rstrip("/")
        self._key = key
        self._versions: dict[str, tuple[float, Mapping[str, str]]] = {}
        self._hold_until = 0.0

    def versions(self, into: str) -> Mapping[str, str]:
        """Return the languages that the server translates into one; it tells no versions.

        Raises:
            MonitorError: it cannot be asked, or knows none.
        """
        asked_at, known = self._versions.get(into, (0.0, {}))
        if not known or time.monotonic() - asked_at > _KNOWN_FOR:
            answer = asyncio.run(self._ask("languages", None, _SECONDS_FOR_LANGUAGES))
            if isinstance(answer, EngineFailure):
                raise MonitorError(answer.reason)
            known = dict.fromkeys(_sources(answer, into), "")
            if not known:
                raise MonitorError(f"the server {self._url} translates nothing into {into}")
            self._versions[into] = time.monotonic(), known
        return known

    def translate(
        self, sentences: Sequence[Sentence], source: str, into: str
    ) -> Sequence[str] | EngineFailure:
        """Return a translation for each sentence, or why there are none."""
        if (left := self._hold_until - time.monotonic()) > 0:
            return self._failure(f"it wants to be asked again in {left:.0f} seconds")
        texts = [sentence.text for sentence in sentences]
        translated: list[str] = []
        for part in _parts(texts):
            asked = {"q": part, "source": source, "target": into, "format": "text"}
            answer = asyncio.run(self._ask("translate", asked, _SECONDS))
            if isinstance(answer, EngineFailure):
                return answer
            results = answer.get("translatedText") if isinstance(answer, dict) else None
            if not isinstance(results, list) or not all(isinstance(r, str) for r in results):
                return EngineFailure(f"the server {self._url} answered with no translations")
            if len(results) != len(part):
                return EngineFailure(
                    f"the server {self._url} answered {len(part)} texts with {len(results)} translations"
                )
            translated += results
        return translated

    async def _ask(self, path: str, asked: dict[str, Any] | None, seconds: float) -> Any:
        """Return the JSON of an answer, or what went wrong; a redirect is not followed: the key is for this server."""
        limit = aiohttp.ClientTimeout(total=seconds)
        if asked is not None and self._key:
            asked["api_key"] = self._key
        try:
            async with (
                aiohttp.ClientSession(timeout=limit, trust_env=True) as session,
                session.request(
                    "GET" if asked is None else "POST",
                    f"{self._url}/{path}",
                    json=asked,
                    allow_redirects=False,
                ) as answer,
            ):
                body = await answer.content.read(_LARGEST)
                while len(body) < _LARGEST and (more := await answer.content.read(_LARGEST)):
                    body += more
                return self._read(answer.status, body, answer.headers.get("Retry-After"))
        except TimeoutError:
            return self._failure(f"it gave no answer within {seconds:g} seconds", of_text=True)
        except (aiohttp.ClientError, OSError) as error:
            return self._failure(str(error) or type(error).__name__)

    def _read(self, status: int, body: bytes, retry_after: str | None) -> Any:
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            answer = None
        if status == _OK and answer is not None:
            return answer
        if status == _TOO_OFTEN:
            seconds = float(retry_after) if retry_after and retry_after.isdecimal() else _HOLD
            self._hold_until = time.monotonic() + min(seconds, _LONGEST_HOLD)
            return self._failure("it was asked too often; what is left waits")
        said = str(answer.get("error", "")) if isinstance(answer, dict) else ""
        if status == _OK:
            return self._failure(
                "it answered with something else than JSON; look at translation.url"
            )
        reason = _CAUSES.get(status) or f"it answered {status}"
        too_long = status == _BAD_REQUEST and "limit" in said.lower()
        of_text = too_long or status in _OF_TEXT
        return self._failure(f"{reason}{f': {said[:200]}' if said else ''}", of_text=of_text)

    def _failure(self, reason: str, *, of_text: bool = False) -> EngineFailure:
        return EngineFailure(f"the server {self._url}: {reason}", of_text=of_text)


def _sources(answer: Any, into: str) -> Iterator[str]:
    for language in answer if isinstance(answer, list) else ():
        if isinstance(language, dict) and isinstance(language.get("code"), str):
            targets = language.get("targets")
            leads = targets is None or (isinstance(targets, list) and into in targets)
            if language["code"] != into and leads:
                yield language["code"]


def _parts(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield texts in portions that one request may hold."""
    part: list[str] = []
    for text in texts:
        if part and (len(part) == _TEXTS or sum(map(len, part)) + len(text) > _CHARACTERS):
            yield part
            part = []
        part.append(text)
    if part:
        yield part
