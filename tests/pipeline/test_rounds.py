"""Whole rounds over a real SQLite database; only the web, the clock and the translator are stand-ins."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.digest import DigestPeriod
from monitor.core.errors import MonitorError
from monitor.core.model import ArticleId
from monitor.core.outcomes import Fetched
from monitor.pipeline.rounds import run_round
from monitor.pipeline.telling import make_digest
from monitor.wiring.engines import told_engine_change
from tests.bench import URL, WATCHLIST, Bench
from tests.fakes import NOON, FakeEngine, FakeWeb, rss, smtp_server


def test_a_second_poll_adds_nothing_and_reads_nothing(bench: Bench) -> None:
    first, second = bench.round(), bench.round()

    assert (first.collected.ok, first.collected.new) == (1, 1)
    assert (second.collected.not_modified, second.collected.new, second.hits) == (1, 0, 0)
    assert bench.web.asked[1].etag


def test_a_feed_is_polled_when_it_is_due_and_not_before(bench: Bench) -> None:
    bench.round(everything=False)
    bench.clock.advance(minutes=14)
    assert bench.round(everything=False).collected.due == 0
    bench.clock.advance(minutes=1)
    assert bench.round(everything=False).collected.due == 1


def test_the_first_poll_alerts_nothing_and_only_recent_articles_enter_the_digest(
    bench: Bench,
) -> None:
    recent, old = (
        rss(("1", "Tick today")),
        rss(("2", "Tick long ago"), at=NOON - timedelta(days=30)),
    )
    bench.web.pages[URL] = recent.replace(b"</channel></rss>", b"") + old[old.index(b"<item>") :]

    bench.round()

    assert bench.alerts == []
    assert bench.digest() == [("Tick", ["Tick today"])]
    assert bench.digest(history=True) == [("Tick", ["Tick today", "Tick long ago"])]


def test_a_new_article_alerts_once_also_when_the_round_is_repeated(bench: Bench) -> None:
    bench.round()
    bench.web.pages[URL] = rss(("1", "ティックの犯行か"))

    bench.round()
    bench.round()

    assert bench.alerts == [("Tick", "ティックの犯行か")]


def test_an_alert_does_not_wait_for_the_translator(bench: Bench) -> None:
    class Broken(FakeEngine):
        def translate(self, texts: object, source: str, into: str) -> list[str]:
            assert bench.alerts, "the original was not matched first"
            raise MonitorError("the model is damaged")

    bench.engine = Broken()
    bench.round()
    bench.web.pages[URL] = rss(("1", "ティックの犯行か"))

    done = bench.round()

    assert bench.alerts == [("Tick", "ティックの犯行か")]
    assert done.problems == ["translation stopped: the model is damaged"]


def test_a_translation_adds_a_hit_and_repeats_no_alert(bench: Bench) -> None:
    bench.engine = None
    bench.round()
    bench.web.pages[URL] = rss(("1", "ティックの犯行か"))
    bench.round()
    bench.engine = FakeEngine({"ティックの犯行か": "The work of Tick?"})

    done = bench.round()

    assert (done.translated, bench.alerts) == (1, [("Tick", "ティックの犯行か")])
    assert bench.digest() == [("Tick", ["ティックの犯行か"])]
    translation = bench.article(2).translation("en")
    assert translation is not None
    assert (translation.title, translation.engine, translation.suspect) == (
        "The work of Tick?",
        "fake",
        (),
    )


def test_a_match_by_translation_alone_is_found_later(bench: Bench) -> None:
    bench.engine = FakeEngine({"情報が流出": "data breach"})
    bench.round()
    bench.web.pages[URL] = rss(("1", "情報が流出"))

    done = bench.round()

    assert done.hits == 1
    assert bench.digest() == [("breach", ["情報が流出"])]


def test_an_article_that_the_engine_cannot_translate_is_given_up_after_three_rounds(
    bench: Bench,
) -> None:
    bench.web.pages[URL] = rss(("1", "訳せない見出し"))
    for _ in range(5):
        bench.round()

    assert bench.engine
    assert bench.engine.asked.count("訳せない見出し") == 3
    with bench.open() as (monitor, _):
        assert monitor.translations.given_up() == (1, "fake: empty")


def test_an_implausible_translation_is_marked(bench: Bench) -> None:
    bench.engine = FakeEngine({"男を逮捕": "arrest arrest arrest arrest arrest"})
    bench.web.pages[URL] = rss(("1", "男を逮捕"))
    bench.round()

    translation = bench.article().translation("en")
    assert translation is not None
    assert translation.suspect == ("repeats itself",)


def test_a_title_that_comes_back_as_it_was_is_no_translation(bench: Bench) -> None:
    bench.engine = FakeEngine({"同じまま": "同じまま"})
    bench.web.pages[URL] = rss(("1", "同じまま"))
    bench.round()

    assert bench.article().translation("en") is None


def test_a_killed_round_is_continued_by_the_next(bench: Bench) -> None:
    class Killed(FakeEngine):
        def translate(self, texts: object, source: str, into: str) -> list[str]:
            raise KeyboardInterrupt

    bench.engine = Killed()
    bench.web.pages[URL] = rss(("1", "ティックの犯行か"))
    with pytest.raises(KeyboardInterrupt):
        bench.round()
    bench.engine = FakeEngine({"ティックの犯行か": "Tick again"})

    done = bench.round()

    assert (done.collected.new, done.translated) == (0, 1)
    assert bench.digest() == [("Tick", ["ティックの犯行か"])]


def test_what_was_fetched_before_ctrl_c_is_kept_and_the_rest_is_polled_next_time(
    bench: Bench,
) -> None:
    bench.feeds = "".join(f'[[feed]]\nid = "{n}"\nurl = "https://example.org/{n}"\n' for n in "abc")
    bench.web.pages = {f"https://example.org/{n}": rss((n, f"Tick {n}")) for n in "abc"}

    class Interrupted(FakeWeb):
        def __call__(self, requests):  # type: ignore[no-untyped-def]
            yield next(super().__call__(requests))
            raise KeyboardInterrupt

    whole, bench.web = bench.web, Interrupted(bench.web.pages)
    with pytest.raises(KeyboardInterrupt):
        bench.round(everything=False)
    bench.web = whole

    done = bench.round(everything=False)

    assert (done.collected.due, done.collected.new) == (2, 2)
    assert bench.digest()[0][1] == ["Tick c", "Tick b", "Tick a"]


def test_a_changed_headline_is_a_new_revision_that_is_matched_and_translated_anew(
    bench: Bench,
) -> None:
    bench.engine = FakeEngine({"静かな一日": "A quiet day", "ティックの犯行か": "Tick?"})
    bench.web.pages[URL] = rss(("1", "静かな一日"))
    bench.round()
    bench.web.pages[URL] = rss(("1", "ティックの犯行か"))

    done = bench.round()

    assert (done.collected.new, done.collected.updated, done.translated) == (0, 1, 1)
    assert [w.title for w in bench.article().wordings] == ["ティックの犯行か", "Tick?"]
    assert bench.digest() == [("Tick", ["ティックの犯行か"])]


def test_an_edited_watchlist_is_applied_to_what_is_stored_without_alerting(bench: Bench) -> None:
    bench.round()
    bench.web.pages[URL] = rss(("1", "Tick drill 訓練"), ("2", "Tick strikes"))
    bench.round()
    assert bench.digest() == [("Tick", ["Tick strikes"])]
    bench.watchlist = WATCHLIST.replace("@tick AND NOT 訓練", "@tick AND NOT strikes")

    bench.round()

    assert bench.digest() == [("Tick", ["Tick drill 訓練"])]
    assert bench.alerts == [("Tick", "Tick strikes")]


def test_a_document_that_has_not_changed_is_known_by_its_bytes(bench: Bench) -> None:
    class NoValidators(FakeWeb):
        def __call__(self, requests):  # type: ignore[no-untyped-def]
            for outcome in super().__call__(requests):
                assert isinstance(outcome, Fetched)
                yield replace(outcome, headers={})

    bench.web = NoValidators(bench.web.pages)
    bench.round()

    assert bench.round().collected.not_modified == 1


def test_a_feed_that_cannot_be_read_is_told_with_its_reason(bench: Bench) -> None:
    bench.feeds = "".join(
        f'[[feed]]\nid = "{n}"\nurl = "https://example.org/{n}"\n'
        for n in ("gone", "page", "void", "a")
    )
    bench.web.pages |= {"https://example.org/page": b"<html>", "https://example.org/void": rss()}

    done = bench.round()

    assert [(f.feed, f.state) for f in done.collected.failures] == [
        ("gone", "http-404"),
        ("page", "not-a-feed"),
    ]
    assert done.collected.ok == 2
    with bench.open() as (monitor, _):
        assert monitor.feeds.statuses()["void"].state == "empty"  # type: ignore[index]


def test_the_change_of_engine_is_told_once(bench: Bench) -> None:
    with bench.open() as (monitor, world):
        articles, gloss = monitor.articles, monitor.world.engines
        assert told_engine_change(articles, gloss, "en") is None
        articles.save_note("engine", "argos")
        assert "no Argos model is installed any more" in (
            told_engine_change(articles, gloss, "en") or ""
        )
        assert told_engine_change(articles, gloss, "en") is None
        assert "(before: gloss)" in (told_engine_change(articles, world.engines, "en") or "")
        assert "by off" in (told_engine_change(articles, (), "en") or "")


def test_a_digest_that_could_not_be_sent_is_sent_later_and_once(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with smtp_server() as (inbox, port):
        bench.monitor_toml = (
            '[reader]\ntimezone = "UTC"\n[[digest]]\nname = "daily"\nat = "13:00"\nto = ["mail:me"]\n[channels.mail.me]\n'
            f'to = ["reader@example.com"]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
            'username = "u"\npassword_env = "NOT_SET"\n'
        )
        bench.round()
        bench.web.pages[URL] = rss(("1", "Tick strikes"))
        bench.clock.advance(hours=2)
        failed = bench.round()
        bench.monitor_toml = bench.monitor_toml.replace(
            'username = "u"\npassword_env = "NOT_SET"\n', ""
        )
        bench.clock.advance(minutes=5)
        sent, again = bench.round(), bench.round()

    assert (failed.digests, sent.digests, again.digests) == (1, 0, 0)
    assert "NOT_SET is not set" in failed.problems[0]
    assert len(inbox.mails) == 1
    assert inbox.mails[0]["Subject"] == "daily: 1 story from 1 article"
    assert "daily-20261122T140000" in inbox.mails[0]["Message-ID"]


def test_a_channel_that_was_removed_says_so(bench: Bench) -> None:
    channel = '[channels.mail.me]\nto = ["r@example.com"]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\n'
    bench.monitor_toml = '[[digest]]\nname = "d"\nat = "00:00"\nto = ["mail:me"]\n' + channel
    bench.round()
    bench.clock.advance(days=1)
    assert "could not be used" in bench.round().problems[0]
    bench.monitor_toml = ""
    bench.clock.advance(hours=2)

    assert "no such channel" in bench.round().problems[0]


def test_one_article_under_one_link_in_two_feeds_is_one_story(bench: Bench) -> None:
    bench.feeds = "".join(f'[[feed]]\nid = "{n}"\nurl = "https://example.org/{n}"\n' for n in "ab")
    bench.web.pages = {f"https://example.org/{n}": rss(("1", f"Tick strikes {n}")) for n in "ab"}

    bench.round()

    with bench.open() as (monitor, world):
        period = DigestPeriod(
            name="x", since=NOON - timedelta(days=1), until=NOON + timedelta(seconds=1)
        )
        (topic,) = make_digest(monitor.plan, world, period)["topics"]
    assert [[a["feed"] for a in story["articles"]] for story in topic["stories"]] == [["a", "b"]]


def test_a_corrected_typo_repeats_no_alert_and_loses_no_hit(bench: Bench) -> None:
    bench.watchlist = WATCHLIST.replace('query = "breach"', 'query = "breach"\npriority = "high"')
    bench.engine = FakeEngine({"情報が流出": "data breach"})
    bench.round()
    for body in ("誤字。", "正しい字。"):
        bench.web.pages[URL] = rss(("1", "情報が流出"), body=body)
        bench.round()

    assert bench.alerts == [("breach", "情報が流出")]
    assert bench.digest() == [("breach", ["情報が流出"])]


def test_a_headline_that_comes_back_is_no_news(bench: Bench) -> None:
    bench.round()
    for title in ("Tick strikes", "nothing", "Tick strikes"):
        bench.web.pages[URL] = rss(("1", title))
        bench.round()

    assert bench.alerts == [("Tick", "Tick strikes")]


def test_raising_a_priority_alerts_no_history(bench: Bench) -> None:
    bench.watchlist = WATCHLIST.replace('priority = "high"', 'priority = "low"')
    bench.round()
    bench.web.pages[URL] = rss(("1", "Tick strikes"))
    bench.round()
    bench.watchlist = WATCHLIST

    bench.round()

    assert bench.alerts == []


def test_one_story_in_several_feeds_alerts_once(bench: Bench) -> None:
    bench.feeds = "".join(f'[[feed]]\nid = "{n}"\nurl = "https://example.org/{n}"\n' for n in "abc")
    bench.web.pages = {f"https://example.org/{n}": rss((n, f"quiet {n}")) for n in "abc"}
    bench.round()
    for names in ("ab", "abc"):
        bench.web.pages = {
            f"https://example.org/{n}": rss((f"{n}2", "Tick strikes at dawn")) for n in names
        }
        bench.round()

    assert bench.alerts == [("Tick", "Tick strikes at dawn")]


def test_a_terminal_that_was_closed_keeps_alerts_for_later_and_stops_nothing(bench: Bench) -> None:
    bench.round()
    bench.web.pages[URL] = rss(("1", "Tick strikes"))
    with bench.open() as (monitor, world):
        done = run_round(
            monitor.plan,
            replace(world, alert=lambda *_: "the terminal was closed"),
            everything=True,
        )
    assert done.problems[0] == "alerts wait: the terminal was closed"

    bench.round()

    assert bench.alerts == [("Tick", "Tick strikes")]


def test_a_feed_that_begins_empty_alerts_nothing_old(bench: Bench) -> None:
    bench.web.pages[URL] = rss()
    bench.round()
    bench.web.pages[URL] = rss(("1", "Tick long ago"), at=NOON - timedelta(days=300))

    bench.round()

    assert bench.alerts == []
    assert bench.digest() == []


def test_a_long_queue_of_translations_lets_the_next_round_poll(bench: Bench) -> None:
    class Slow(FakeEngine):
        def translate(self, texts, source, into):  # type: ignore[no-untyped-def]
            bench.clock.advance(seconds=20)
            return [f"headline No. {text.text[4:7]}" for text in texts]

    bench.engine = Slow()
    bench.web.pages[URL] = rss(
        *((str(n), f"見出し第{n}号です" + "あ" * 91) for n in range(100, 400))
    )
    with bench.open() as (monitor, world):
        first = run_round(monitor.plan, world, translate_for=timedelta(seconds=30))
        second = run_round(monitor.plan, world, translate_for=timedelta(seconds=30))

    assert (first.translated, second.translated) == (118, 118)


def test_a_clock_that_is_set_back_hides_nothing_from_the_digest(bench: Bench) -> None:
    with smtp_server() as (inbox, port):
        bench.monitor_toml = (
            '[reader]\ntimezone = "UTC"\n[[digest]]\nname = "daily"\nat = "13:00"\nto = ["mail:me"]\n[channels.mail.me]\n'
            f'to = ["reader@example.com"]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
        )
        bench.round()
        bench.clock.advance(hours=2)
        bench.round()
        bench.clock.advance(minutes=-10)
        bench.web.pages[URL] = rss(("1", "Tick strikes"))
        bench.round()
        bench.clock.advance(days=1)
        bench.round()

    assert [mail["Subject"] for mail in inbox.mails] == [
        "daily: Nothing matched.",
        "daily: 1 story from 1 article",
    ]


DAILY = (
    '[reader]\ntimezone = "UTC"\n[[digest]]\nname = "daily"\nat = "13:00"\nto = ["mail:me"]\n[channels.mail.me]\n'
    'to = ["reader@example.com"]\nhost = "127.0.0.1"\nport = {}\nsecurity = "none"\n'
)


def test_what_rested_while_a_digest_went_out_is_in_the_next_and_only_there(bench: Bench) -> None:
    with smtp_server() as (inbox, port):
        bench.monitor_toml = DAILY.format(port)
        bench.round()
        for title in ("Tick strikes", "no more", "Tick strikes", "no more", *["Tick strikes"] * 5):
            bench.web.pages[URL] = rss(("1", title))
            bench.round()
            bench.clock.advance(hours=12)

    subjects = [mail["Subject"] for mail in inbox.mails]
    assert subjects.count("daily: 1 story from 1 article") == 1


def test_a_feed_that_uses_an_identity_twice_for_a_while_repeats_nothing(bench: Bench) -> None:
    def page(*titles: str) -> bytes:
        items = "".join(
            f"<item><title>{title}</title><link>/news</link></item>" for title in titles
        )
        return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()

    for titles in (
        ["alpha report"],
        ["beta report", "alpha report"],
        ["beta report"],
        ["beta report", "gamma report"],
    ):
        bench.web.pages[URL] = page(*titles)
        bench.round()

    with bench.open() as (monitor, _):
        assert sum(monitor.feeds.article_counts().values()) == 3


def test_a_changed_article_alerts_again_only_when_it_hits_something_new(bench: Bench) -> None:
    bench.watchlist = WATCHLIST.replace('name = "breach"', 'name = "breach"\npriority = "high"')
    bench.round()
    for title in ("Tick strikes", "Tick strikes again", "Tick strikes again, breach found"):
        bench.web.pages[URL] = rss(("1", title))
        bench.round()

    assert bench.alerts == [
        ("Tick", "Tick strikes"),
        ("breach", "Tick strikes again, breach found"),
    ]


def test_what_an_article_said_before_it_was_changed_stays_readable(bench: Bench) -> None:
    for title in ("first", "second", "third"):
        bench.web.pages[URL] = rss(("1", title))
        bench.round()

    with bench.open() as (monitor, _):
        earlier = monitor.articles.earlier_wordings(ArticleId(1))
    assert [wording.title for wording in earlier] == ["first", "second"]
    assert {wording.provenance for wording in earlier} == {"utf-8 (valid UTF-8)"}
    assert bench.article().original.title == "third"


def test_a_date_in_the_future_is_kept_but_never_first_and_never_news_of_a_new_feed(
    bench: Bench,
) -> None:
    future = rss(("1", "Tick from the future"), at=NOON + timedelta(days=400))
    bench.web.pages[URL] = future
    bench.round()
    assert bench.digest() == []
    bench.web.pages[URL] = rss(("2", "Tick tomorrow"), at=NOON + timedelta(days=400))
    bench.round()
    bench.clock.advance(minutes=5)
    bench.web.pages[URL] = rss(("3", "Tick now"))
    bench.clock.advance(minutes=5)
    bench.web.pages[URL] = rss(("3", "Tick now"), at=bench.clock.time)
    bench.round()

    assert bench.digest() == [("Tick", ["Tick now", "Tick tomorrow"])]
    assert bench.article(2).published == NOON + timedelta(days=400)


def test_a_cut_document_loses_nothing_and_is_read_again(bench: Bench) -> None:
    whole = rss(("1", "first"), ("2", "second"), ("3", "Tick strikes"))
    bench.round()
    bench.web.pages[URL] = whole[: whole.index(b"Tick") + 2]
    cut = bench.round()
    bench.web.pages[URL] = whole
    mended = bench.round()

    assert [(f.state, f.feed) for f in cut.collected.failures] == [("truncated", "a")]
    assert (cut.collected.new, mended.collected.new) == (2, 1)
    assert bench.alerts == [("Tick", "Tick strikes")]
