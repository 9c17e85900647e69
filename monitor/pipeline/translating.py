"""Translates what the reader cannot read, in batches that survive a crash one by one: headlines first, then what follows."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.core.errors import MonitorError
from monitor.core.model import Article, ArticleId, Translation, Wording
from monitor.core.names import fingerprint
from monitor.core.sentences import Paragraphs, paragraphs_of, put_together
from monitor.core.text import plain
from monitor.core.translation import Scope, Standard, in_batches, text_of, wider
from monitor.core.trust.checks import UNUSABLE, Findings, together
from monitor.pipeline.ports import Engine, Plan, World
from monitor.pipeline.sentences import (
    EngineStoppedError,
    OutOfTimeError,
    Rendering,
    SentenceTranslator,
)

log = logging.getLogger(__name__)
_CHARACTERS = 6000  # of a batch: some seconds of a neural engine, which a crash may cost
_LOADED = 200


@dataclass(slots=True)
class Translated:
    """Which articles were translated, and why engines stopped, where they did."""

    articles: set[ArticleId] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)


def translate_new(plan: Plan, world: World, *, at_most: timedelta | None = None) -> Translated:
    """Translate the headlines that wait, then as much of the bodies as the plan says, and what is outdated.

    What matters most comes first. An article of which the engine makes nothing is tried three times, and then left in its
    own language; with another engine, model or glossary it is tried again.

    Raises:
        MonitorError: no engine can say what it translates.
    """
    done = Translated()
    started = world.now()
    stages = [
        _Stage(
            plan=plan,
            world=world,
            engine=engine,
            standard=Standard(
                engine=engine.name, versions=versions, names=world.names.revision, scope=plan.scope
            ),
            done=done,
            started=started,
            at_most=at_most,
        )
        for engine, versions in translators(world.engines, plan.language)
    ]
    world.translations.start_standard("".join(stage.standard.revision for stage in stages))
    try:
        for phase in (_Stage.headlines, _Stage.rest):
            for stage in stages:
                phase(stage)
    except OutOfTimeError:
        log.info("the time for translations is over; the next round goes on")
    finally:
        world.progress("Translating", 0, 0)
    return done


def translators(engines: Sequence[Engine], into: str) -> list[tuple[Engine, dict[str, str]]]:
    """Return the engines that have something to do, with the languages that each translates and its versions."""
    claimed: set[str] = set()
    found = []
    for engine in engines:
        versions = {
            language: version
            for language, version in engine.versions(into).items()
            if language not in claimed
        }
        claimed |= versions.keys()
        if versions:
            found.append((engine, versions))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """One engine's part of the stage: everything that its batches share."""

    plan: Plan
    world: World
    engine: Engine
    standard: Standard
    done: Translated
    started: datetime
    at_most: timedelta | None
    broken: set[str] = field(default_factory=set)

    def headlines(self) -> None:
        """Translate the headlines of articles that have no translation."""
        waiting = self.world.translations.untranslated(
            self.plan.language, self.standard.versions, self.plan.urgent_feeds
        )
        self._all(waiting, Scope.TITLE)

    def rest(self) -> None:
        """Translate what is not whole, and what a better engine or an edited glossary would change."""
        waiting = self.world.translations.outdated(
            self.plan.language,
            self.standard.versions,
            standard=self.standard.revision,
            since=self.started - self.plan.upgrade,
            first=self.plan.urgent_feeds,
        )
        self._all(waiting, self.plan.scope)

    def _all(self, waiting: list[ArticleId], scope: Scope) -> None:
        finished = 0
        for batch in self._batches(waiting, scope):
            self.world.progress("Translating", finished, len(waiting))
            outdated = [article for article in batch if not self._is_current(article)]
            current = [article.id for article in batch if article not in outdated]
            if current:
                self.world.translations.save_standard(current, self.standard.revision)
            for language in sorted({article.original.language for article in outdated}):
                group = [a for a in outdated if a.original.language == language]
                self._guarded(group, language, scope)
            finished += len(batch)

    def _guarded(self, group: list[Article], language: str, scope: Scope) -> None:
        """Translate articles of a language, unless its engine stopped before; what one of them breaks is its own failure."""
        if language in self.broken:
            return
        if self._is_late():
            raise OutOfTimeError
        try:
            self._translate(group, language, scope)
        except OutOfTimeError:
            raise
        except (EngineStoppedError, MonitorError) as error:
            self.broken.add(language)
            self.done.troubles.append(str(error))
        except Exception as error:
            if len(group) > 1:
                for article in group:
                    self._guarded([article], language, scope)
                return
            log.exception("article %s could not be translated", group[0].id)
            self.world.translations.save_failed(group[0].id, f"{self.engine.name}: {error!r}")

    def _is_late(self) -> bool:
        return self.at_most is not None and self.world.now() - self.started > self.at_most

    def _batches(self, waiting: list[ArticleId], scope: Scope) -> Iterator[list[Article]]:
        for start in range(0, len(waiting), _LOADED):
            articles = self.world.articles.load(waiting[start : start + _LOADED])
            yield from in_batches(articles, scope, _CHARACTERS)

    def _is_current(self, article: Article) -> bool:
        translation = article.translation(self.plan.language)
        if translation is None:
            return False
        scope = wider(article.original, self.plan.scope, translation.scope)
        names = self._fingerprint(article.original, scope)
        return self.standard.is_met_by(translation, article.original, names)

    def _fingerprint(self, original: Wording, scope: Scope) -> str:
        texts = (original.title, text_of(original, scope))
        return fingerprint(name for text in texts for name in self.world.names.names_in(text))

    def _translate(self, group: list[Article], language: str, scope: Scope) -> None:
        """Translate articles of one language in one batch, and keep the result."""
        cut = {
            article.id: (
                paragraphs_of(article.original.title, language),
                paragraphs_of(text_of(article.original, scope), language),
            )
            for article in group
        }
        translator = SentenceTranslator(
            engine=self.engine,
            language=language,
            into=self.plan.language,
            names=self.world.names,
            tokenize=self.world.tokenize,
            placeholders=self.plan.placeholders,
            cache=self.world.translations,
            now=self.world.now,
            is_late=self._is_late,
        )
        renderings = translator.translate(
            s for parts in cut.values() for part in parts for line in part for s in line
        )
        good: dict[bool, list[Translation]] = {True: [], False: []}
        for article in group:
            title, body = cut[article.id]
            if reason := _unusable(title, renderings, translator.errors):
                self.world.translations.save_failed(article.id, f"{self.engine.name}: {reason}")
                continue
            whole = self.standard.covered_by(scope, article.original)
            good[whole].append(self._made(article, title, body, renderings, scope))
        for whole, made in good.items():
            self.world.translations.save(
                made,
                into=self.plan.language,
                standard=self.standard.revision if whole else None,
                now=self.world.now(),
            )
            self.done.articles.update(one.article for one in made)

    def _made(
        self,
        article: Article,
        title: Paragraphs,
        body: Paragraphs,
        renderings: dict[str, Rendering],
        scope: Scope,
    ) -> Translation:
        findings = together([*_findings(title, renderings), *_findings(body, renderings)])
        into = self.plan.language
        shown = plain(put_together(title, lambda s: renderings[s].text, into))
        return Translation(
            article=article.id,
            title=shown or article.original.title,  # of a headline such as "!!!" nothing is left
            body=plain(put_together(body, lambda s: renderings[s].text, into)),
            engine=self.engine.name,
            engine_version=self.standard.versions.get(article.original.language, ""),
            names=self._fingerprint(article.original, scope),
            scope=scope,
            suspect=findings.suspect,
            notes=findings.notes,
        )


def _unusable(
    title: Paragraphs, renderings: dict[str, Rendering], errors: dict[str, str]
) -> str | None:
    """Return why a headline has no translation that could be shown, or None."""
    if not title:
        return "it has no headline"
    sentences = [sentence for line in title for sentence in line]
    found = [renderings[sentence].findings.suspect for sentence in sentences]
    if not all(UNUSABLE.intersection(reasons) for reasons in found):
        return None  # a part of it can be shown, and the rest is told
    refused = [errors[sentence] for sentence in sentences if sentence in errors]
    return ", ".join(refused or [reason for reasons in found for reason in reasons])


def _findings(paragraphs: Paragraphs, renderings: dict[str, Rendering]) -> list[Findings]:
    return [renderings[sentence].findings for line in paragraphs for sentence in line]
