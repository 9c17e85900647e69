"""Translates what the reader cannot read: headlines and leads, in batches that survive a crash one by one."""

from datetime import timedelta

from monitor.core.model import Article, Translated
from monitor.core.text import one_line, plain
from monitor.core.translation import lead
from monitor.core.trust import doubts
from monitor.pipeline.ports import Engine, Plan, World

_BATCH = 64


def translate_new(plan: Plan, world: World, *, at_most: timedelta | None = None) -> int:
    """Translate the articles that wait, the newest first, and return how many were translated.

    An article for which the engine gives nothing is tried three times, and then left in its own language.

    Raises:
        MonitorError: the engine cannot work at all; what was translated before is kept.
    """
    engine = world.engine
    if engine is None:
        return 0
    waiting = world.articles.untranslated(plan.language, engine.languages(plan.language))
    translated = 0
    started = world.now()
    for start in range(0, len(waiting), _BATCH):
        if at_most is not None and world.now() - started > at_most:
            break
        world.progress("Translating", start, len(waiting))
        made = _translate(
            engine, world.articles.load(waiting[start : start + _BATCH]), plan.language
        )
        good = [row for row in made if row[1].text]
        world.articles.save_translations(
            good, into=plan.language, engine=engine.name, now=world.now()
        )
        for article, title, _ in made:
            if not title.text:
                world.articles.save_failed_translation(
                    article.id, f"{engine.name} returned nothing"
                )
        translated += len(good)
    world.progress("Translating", 0, 0)
    return translated


def _translate(
    engine: Engine, batch: list[Article], into: str
) -> list[tuple[Article, Translated, Translated]]:
    """Hand an engine all texts of one language together: batches are several times faster than single texts."""
    made = []
    for language in sorted({article.original.language for article in batch}):
        group = [article for article in batch if article.original.language == language]
        texts = [
            text
            for article in group
            for text in (article.original.title, lead(article.original.body))
        ]
        results = engine.translate(texts, language, into)
        checked = [
            Translated(text=plain(result), suspect=doubts(text, result, into=into))
            for text, result in zip(texts, results, strict=True)
        ]
        titles = [
            Translated(text=one_line(title.text), suspect=title.suspect) for title in checked[::2]
        ]
        made += list(zip(group, titles, checked[1::2], strict=True))
    return made
