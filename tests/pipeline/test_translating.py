"""What is translated first, what is never asked twice, and what is translated again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.errors import MonitorError
from monitor.core.names import NameLocks
from monitor.core.translation import EngineFailure, cache_key
from monitor.pipeline.rounds import run_round
from monitor.pipeline.translating import translate_new
from tests.bench import URL, WATCHLIST, Bench
from tests.fakes import FakeEngine, rss

GLOSSARY = WATCHLIST + '[glossary]\n"犯行" = "crime"\n'


def put(bench: Bench, *items: tuple[str, str], bodies: list[str] | None = None) -> None:
    bench.web.pages[URL] = rss(*items, bodies=bodies or [""] * len(items))


def asked(bench: Bench) -> list[str]:
    assert bench.engine is not None
    return bench.engine.asked


def test_headlines_come_before_bodies_and_both_are_kept(bench: Bench) -> None:
    bench.engine = FakeEngine(
        {"男を逮捕": "Man arrested", "詳細は不明。": "Details are unknown.", "会見を開いた。": "A news conference was held.", "会見": "News conference"}
    )  # fmt: skip
    put(bench, ("1", "男を逮捕"), ("2", "会見"), bodies=["詳細は不明。", "会見を開いた。"])

    done = bench.round()

    assert set(asked(bench)[:2]) == {"男を逮捕", "会見"}
    assert set(asked(bench)[2:]) == {"詳細は不明。", "会見を開いた。"}
    assert done.translated == 2
    assert (bench.translation(1).title, bench.translation(1).body) == (
        "Man arrested",
        "Details are unknown.",
    )


@pytest.mark.parametrize(
    ("setting", "body"), [("title", ""), ("title+lead", "One."), ("all", "One.\nTwo. Two.")]
)
def test_the_setting_says_how_much_is_translated(bench: Bench, setting: str, body: str) -> None:
    bench.monitor_toml = f'[translation]\ntranslate = "{setting}"\n'
    bench.engine = FakeEngine({"男を逮捕": "Man arrested"})
    put(bench, ("1", "男を逮捕"), bodies=["一文目です。<br>" + "二" * 500 + "。"])
    bench.engine.known |= {
        "一文目です。": "One.",
        "二" * 250: "Two.",
        "二" * 250 + "。": "",
        "。": "",
    }

    bench.round()
    bench.round()

    assert bench.translation().scope == setting
    assert bench.translation().body == body
    assert asked(bench).count("男を逮捕") == 1


def test_a_sentence_of_several_feeds_is_translated_once(bench: Bench) -> None:
    bench.engine = FakeEngine({"男を逮捕": "Man arrested"})
    put(bench, ("1", "男を逮捕"), ("2", "男を逮捕"))
    bench.round()
    put(bench, ("3", "男を逮捕"))
    bench.round()

    assert asked(bench) == ["男を逮捕"]
    assert bench.translation(3).title == "Man arrested"


def test_what_fails_a_check_is_shown_and_never_kept_as_known(bench: Bench) -> None:
    bench.engine = FakeEngine({"男を逮捕": "arrest arrest arrest arrest"})
    put(bench, ("1", "男を逮捕"))
    bench.round()
    bench.engine.known["男を逮捕"] = "Man arrested"
    put(bench, ("1", "男を逮捕"), ("2", "男を逮捕"))
    bench.round()

    assert bench.translation(1).suspect == ("repeats itself",)
    assert bench.translation(2).title == "Man arrested"
    with bench.open() as (monitor, _):
        assert monitor.translations.count_suspect("en") == 1


def test_a_suspect_sentence_is_tried_once_more_by_clause(bench: Bench) -> None:
    whole = "政府は増税を検討、野党は反発"
    bench.engine = FakeEngine(
        {whole: "tax tax tax tax", "政府は増税を検討、": "Government considers tax hike;", "野党は反発": "opposition objects"}
    )  # fmt: skip
    put(bench, ("1", whole))
    bench.round()

    assert asked(bench) == [whole, "政府は増税を検討、", "野党は反発"]
    assert bench.translation().title == "Government considers tax hike; opposition objects"
    assert bench.translation().suspect == ()


def test_a_lost_name_is_added_and_noted(bench: Bench) -> None:
    bench.engine = FakeEngine({"ティックの犯行か": "A crime?"})
    put(bench, ("1", "ティックの犯行か"))
    bench.round()

    assert bench.translation().title == "A crime? [Tick]"
    assert bench.translation().notes == ("name added: Tick",)


def test_an_engine_that_heeds_names_is_told_those_that_it_lost(bench: Bench) -> None:
    class Heeding(FakeEngine):
        def translate(self, sentences, source, into):  # type: ignore[no-untyped-def]
            return [
                f"A crime of {s.names[0].rendering}" if s.names else "A crime" for s in sentences
            ]

    bench.engine = Heeding(renders_names=True)
    put(bench, ("1", "ティックの犯行か"))
    bench.round()

    assert bench.translation().title == "A crime of Tick"
    assert bench.translation().notes == ()


@pytest.mark.parametrize(
    ("masked", "title"), [("X0Y's crime?", "Tick's crime?"), ("The crime?", "A crime? [Tick]")]
)
def test_placeholders_are_used_where_they_are_asked_for_and_kept(
    bench: Bench, masked: str, title: str
) -> None:
    bench.monitor_toml = "[translation]\nplaceholders = true\n"
    bench.engine = FakeEngine({"ティックの犯行か": "A crime?", "X0Yの犯行か": masked})
    put(bench, ("1", "ティックの犯行か"))
    bench.round()

    assert bench.translation().title == title


def test_an_edited_glossary_translates_again_what_it_touches_and_alerts_nobody(
    bench: Bench,
) -> None:
    bench.engine = FakeEngine(
        {"ティックの犯行か": "The work of Tick?", "静かな一日": "A quiet day"}
    )
    bench.round()
    put(bench, ("1", "ティックの犯行か"), ("2", "静かな一日"))
    bench.round()
    bench.watchlist = GLOSSARY

    done = bench.round()
    again = bench.round()

    assert asked(bench).count("静かな一日") == 1
    assert asked(bench).count("ティックの犯行か") == 2
    assert bench.translation(2).title == "The work of Tick? [crime]"
    assert (done.translated, again.translated) == (1, 0)
    assert bench.alerts == [("Tick", "ティックの犯行か")]


def test_a_better_engine_translates_recent_articles_again(bench: Bench) -> None:
    bench.engine = FakeEngine({"情報が流出": "information flows"}, name="gloss")
    bench.round()
    put(bench, ("1", "情報が流出"))
    bench.round()
    bench.clock.advance(days=6)
    bench.engine = FakeEngine({"情報が流出": "data breach"}, name="argos")

    done = bench.round()

    assert done.translated == 1
    assert bench.translation(2).engine == "argos"
    with bench.open() as (monitor, _):
        (match,) = monitor.matches.of_article(bench.article(2).id)
    assert match.topic == "breach"
    assert match.late  # it is in the next digest, and alerts nobody


def test_old_articles_and_good_translations_stay_as_they_are(bench: Bench) -> None:
    bench.engine = FakeEngine({"情報が流出": "data leak"}, name="argos")
    put(bench, ("1", "情報が流出"))
    bench.round()
    for days, name in ((1, "gloss"), (8, "libretranslate")):
        bench.clock.advance(days=days)
        bench.engine = FakeEngine({"情報が流出": "other"}, name=name)
        bench.round()

    assert bench.translation().title == "data leak"


def test_an_edited_article_is_translated_anew(bench: Bench) -> None:
    bench.engine = FakeEngine({"男を逮捕": "Man arrested", "女を逮捕": "Woman arrested"})
    put(bench, ("1", "男を逮捕"))
    bench.round()
    put(bench, ("1", "女を逮捕"))
    bench.round()

    assert bench.translation().title == "Woman arrested"


def test_a_server_that_fails_costs_no_attempt_and_is_told(bench: Bench) -> None:
    bench.engine = FakeEngine({"男を逮捕": "Man arrested"}, failure=EngineFailure("it is asleep"))
    put(bench, ("1", "男を逮捕"))
    rounds = [bench.round() for _ in range(4)]
    with bench.open() as (monitor, _):
        assert monitor.translations.trouble() == "it is asleep"
    bench.engine.failure = None

    assert bench.round().translated == 1
    assert rounds[3].problems == ["translation stopped: it is asleep"]
    with bench.open() as (monitor, _):
        assert monitor.translations.trouble() is None


def test_a_text_that_a_server_refuses_does_not_stop_the_others(bench: Bench) -> None:
    class Picky(FakeEngine):
        def translate(self, sentences, source, into):  # type: ignore[no-untyped-def]
            if any("長い" in sentence.text for sentence in sentences):
                return EngineFailure("it is too long", of_text=True)
            return ["Man arrested" for _ in sentences]

    bench.engine = Picky()
    put(bench, *((str(n), f"男を逮捕{'いろは'[n]}" if n else "長い見出し") for n in range(3)))
    bench.round()

    assert bench.translation(2).title == "Man arrested"
    with bench.open() as (monitor, _):
        monitor.translations.save_failed(bench.article(1).id, "x")
        monitor.translations.save_failed(bench.article(1).id, "fake: it is too long")
        assert monitor.translations.given_up() == (1, "fake: it is too long")


def test_what_was_given_up_is_retried_when_asked(bench: Bench) -> None:
    put(bench, ("1", "訳せない見出し"))
    for _ in range(4):
        bench.round()
    with bench.open() as (monitor, _):
        assert monitor.translations.retry() == 1
    bench.engine = FakeEngine({"訳せない見出し": "Headline"})

    assert bench.round().translated == 1


def test_what_fired_a_topic_and_urgent_feeds_come_first(bench: Bench) -> None:
    bench.watchlist = WATCHLIST.replace('priority = "high"', 'priority = "high"\nfeeds = ["b"]')
    bench.watchlist += '[[topic]]\nname = "all of a"\nquery = "逮捕"\n'
    bench.feeds = f'[[feed]]\nid = "a"\nurl = "{URL}"\n[[feed]]\nid = "b"\nurl = "{URL}b"\n'
    put(bench, ("1", "静かな朝"), ("2", "男を逮捕"))
    bench.web.pages[f"{URL}b"] = rss(("3", "別の見出し"))
    bench.engine = FakeEngine()
    with bench.open() as (monitor, world):
        world = replace(world, engines=())
        run_round(monitor.plan, world, everything=True)
        waiting = monitor.translations.untranslated("en", ["ja"], monitor.plan.urgent_feeds)
        titles = [a.original.title for a in monitor.articles.load(waiting)]

    assert titles == ["男を逮捕", "別の見出し", "静かな朝"]


def test_a_killed_stage_loses_one_batch_at_most(bench: Bench) -> None:
    class Killed(FakeEngine):
        calls = 0

        def translate(self, sentences, source, into):  # type: ignore[no-untyped-def]
            self.calls += 1
            if self.calls > 2:
                raise KeyboardInterrupt
            return ["Headline" for _ in sentences]

    put(bench, *((str(n), f"見出し{chr(0x4E00 + n)}" + "あ" * 95) for n in range(150)))
    bench.engine = Killed()
    with pytest.raises(KeyboardInterrupt):
        bench.round()
    with bench.open() as (monitor, world):
        left = monitor.translations.untranslated("en", ["ja"])
        done = 150 - len(left)
        engine = FakeEngine({a.original.title: "Headline" for a in monitor.articles.load(left)})
        translate_new(monitor.plan, replace(world, engines=(engine,)))

    assert done == 2 * (6000 // 99)
    assert len(engine.asked) == 150 - done


def test_two_engines_share_the_languages(bench: Bench) -> None:
    class Chinese(FakeEngine):
        def versions(self, into: str) -> dict[str, str]:
            return {"zh": "1", "ja": "1"}

    first, second = (
        FakeEngine({"男を逮捕": "Man arrested"}),
        Chinese({"警方逮捕一名男子": "Man arrested"}),
    )
    put(bench, ("1", "男を逮捕"), ("2", "警方逮捕一名男子，这是他们说的"))
    second.known["警方逮捕一名男子，这是他们说的"] = "Police arrest man"
    with bench.open() as (monitor, world):
        run_round(monitor.plan, replace(world, engines=(first, second)), everything=True)

    assert (first.asked, second.asked) == (["男を逮捕"], ["警方逮捕一名男子，这是他们说的"])


def test_a_progress_bar_is_fed_and_ended(bench: Bench) -> None:
    seen: list[tuple[str, int, int]] = []
    bench.engine = FakeEngine({"男を逮捕": "Man arrested"})
    put(bench, ("1", "男を逮捕"))
    with bench.open() as (monitor, world):
        world = replace(world, progress=lambda *step: seen.append(step))
        run_round(monitor.plan, world, everything=True)

    assert ("Translating", 0, 1) in seen
    assert [step for step in seen if step[0] == "Translating"][-1] == ("Translating", 0, 0)


def test_a_name_that_the_rest_of_an_article_needs_is_in_its_fingerprint(bench: Bench) -> None:
    bench.engine = FakeEngine({"男を逮捕": "Man arrested", "ティックだ。": "It is Tick."})
    put(bench, ("1", "男を逮捕"), bodies=["ティックだ。"])
    bench.round()
    with bench.open() as (monitor, world):
        locks = NameLocks(monitor.settings.watchlist, "en", world.tokenize)
        assert locks.names_in("ティックだ。")
    assert bench.translation().names
    assert bench.round().translated == 0


def test_what_one_article_breaks_is_its_own_failure(bench: Bench) -> None:
    class Breaking(FakeEngine):
        def translate(self, sentences, source, into):  # type: ignore[no-untyped-def]
            if any("壊" in sentence.text for sentence in sentences):
                raise ZeroDivisionError
            return ["Man arrested" for _ in sentences]

    bench.engine = Breaking()
    put(bench, ("1", "壊れた見出し"), ("2", "男を逮捕"))
    done = bench.round()

    assert done.problems == []
    assert bench.translation(2).title == "Man arrested"
    assert bench.article(1).translation("en") is None


def test_digests_do_not_wait_for_a_translator_that_breaks(bench: Bench) -> None:
    class Broken(FakeEngine):
        def versions(self, into: str) -> dict[str, str]:
            raise ZeroDivisionError

    bench.engine = Broken()
    put(bench, ("1", "ティックの犯行か"))
    done = bench.round()

    assert "please report it" in done.problems[0]
    assert done.hits == 1


def test_very_long_numbers_are_no_quantities(bench: Bench) -> None:
    title = "番号は" + "1" * 40
    bench.engine = FakeEngine({title: "The number is " + "1" * 40})
    put(bench, ("1", title))
    bench.round()

    assert bench.translation().title == "The number is " + "1" * 40


def test_a_language_whose_model_is_damaged_stops_no_other(bench: Bench) -> None:
    class Half(FakeEngine):
        def versions(self, into: str) -> dict[str, str]:
            return {"zh": "1"}

        def translate(self, sentences, source, into):  # type: ignore[no-untyped-def]
            raise MonitorError("the package zh-en is damaged")

    other = FakeEngine({"男を逮捕": "Man arrested"})
    put(bench, ("1", "警方逮捕一名男子，这是他们说的"), ("2", "男を逮捕"))
    with bench.open() as (monitor, world):
        done = run_round(monitor.plan, replace(world, engines=(Half(), other)), everything=True)

    assert bench.translation(2).title == "Man arrested"
    assert done.problems == ["translation stopped: the package zh-en is damaged"]


def test_a_translation_with_faults_is_better_than_none(bench: Bench) -> None:
    whole = "首相が12人と会談、大臣が辞任した"
    bench.engine = FakeEngine({whole: "Prime minister meets 13 people, minister resigns"})
    put(bench, ("1", whole))
    bench.round()

    assert bench.translation().title == "Prime minister meets 13 people, minister resigns"
    assert bench.translation().suspect == (
        "number lost: 12",
        "number not in the original: 13",
    )


def test_what_was_given_up_is_tried_with_another_engine(bench: Bench) -> None:
    put(bench, ("1", "訳せない見出し"))
    for _ in range(4):
        bench.round()
    bench.engine = FakeEngine({"訳せない見出し": "Headline"}, name="argos")

    assert bench.round().translated == 1
    with bench.open() as (monitor, _):
        assert monitor.translations.given_up() == (0, None)


def test_what_an_earlier_translation_fired_stays_in_the_digest(bench: Bench) -> None:
    bench.engine = FakeEngine({"情報が流出": "data breach"}, name="gloss")
    bench.round()
    put(bench, ("1", "情報が流出"))
    bench.round()
    bench.engine = FakeEngine({"情報が流出": "information leak"}, name="argos")
    bench.round()

    assert bench.translation(2).title == "information leak"
    assert bench.digest() == [("breach", ["情報が流出"])]


def test_a_first_translation_of_old_news_alerts_nobody(bench: Bench) -> None:
    bench.watchlist += 'priority = "high"\n'
    bench.engine = None
    bench.round()
    put(bench, ("1", "情報が流出"))
    bench.round()
    bench.clock.advance(days=60)
    bench.engine = FakeEngine({"情報が流出": "data breach"})
    bench.round()

    assert bench.alerts == []
    with bench.open() as (monitor, _):
        (match,) = monitor.matches.of_article(bench.article(2).id)
    assert match.late


def test_a_very_long_text_goes_to_the_engine_in_portions_and_is_continued(bench: Bench) -> None:
    class Slow(FakeEngine):
        sizes: list[int] = []  # noqa: RUF012

        def translate(self, sentences, source, into):  # type: ignore[no-untyped-def]
            bench.clock.advance(seconds=20)
            self.sizes.append(sum(len(s.text) for s in sentences))
            return [f"Sentence {s.text[1:5]}." for s in sentences]

    bench.monitor_toml = '[translation]\ntranslate = "all"\n'
    bench.engine = Slow()
    body = "".join(f"文{n}の長い続きの文である。" for n in range(1000, 3000))
    put(bench, ("1", "男を逮捕"), bodies=[body])
    with bench.open() as (monitor, world):
        run_round(monitor.plan, world, everything=True, translate_for=timedelta(seconds=30))
        assert bench.translation().scope == "title"
        for _ in range(6):
            run_round(monitor.plan, world, translate_for=timedelta(seconds=30))

    assert bench.translation().scope == "all"
    assert max(bench.engine.sizes) <= 6000
    assert (
        sum(bench.engine.sizes) <= len(body) + 100
    )  # nothing is asked twice, but what is doubtful


def test_a_narrower_scope_takes_nothing_away(bench: Bench) -> None:
    bench.monitor_toml = '[translation]\ntranslate = "all"\n'
    second = "二" * 240 + "ティック。"
    bench.engine = FakeEngine(
        {"男を逮捕": "Man arrested", "一" * 240 + "。": "One.", second: "Tick."}
    )
    put(bench, ("1", "男を逮捕"), bodies=["一" * 240 + "。" + second])
    bench.round()
    bench.monitor_toml = ""
    bench.round()

    assert bench.translation().body == "One. Tick."


def test_a_headline_of_which_a_part_is_missing_is_shown_with_a_doubt(bench: Bench) -> None:
    bench.engine = FakeEngine({"首相が辞任した。": "Prime minister resigned."})
    put(bench, ("1", "首相が辞任した。続報。"))
    bench.round()

    assert bench.translation().title == "Prime minister resigned."
    assert bench.translation().suspect == ("empty",)


def test_a_server_that_refuses_everything_gives_up_no_article(bench: Bench) -> None:
    bench.engine = FakeEngine(failure=EngineFailure("it answered 500", of_text=True))
    put(bench, *((str(n), f"見出し{'いろはにほ'[n]}") for n in range(5)))
    done = bench.round()

    assert done.problems == ["translation stopped: it answered 500"]
    with bench.open() as (monitor, _):
        assert len(monitor.translations.untranslated("en", ["ja"])) == 5


def test_a_kept_sentence_that_the_checks_doubt_now_is_asked_for_again(bench: Bench) -> None:
    bench.engine = FakeEngine({"男を逮捕": "Man arrested"})
    put(bench, ("1", "男を逮捕"))
    bench.round()
    with bench.open() as (_, world):
        key = cache_key("男を逮捕", source="ja", into="en", engine="fake", version="1", names="")
        assert world.translations.known_sentences([key]) == {key: "Man arrested"}
        world.translations.save_sentences({key: "arrest arrest arrest arrest"}, world.now())
    put(bench, ("2", "男を逮捕"))
    bench.round()

    assert bench.translation(2).title == "Man arrested"
    assert bench.translation(2).suspect == ()
