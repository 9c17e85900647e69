"""Which entry is which article, over the documents of real feeds: nothing is lost, nothing comes twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest

from monitor.core.feeds import parse_feed
from monitor.core.model import ArticleId, FeedId
from monitor.core.outcomes import Fetched, FetchFailed, FetchRequest, Hop
from monitor.core.polling import after_poll, due_requests
from monitor.core.reading import read_outcome
from monitor.pipeline.rounds import run_round
from tests.bench import URL, Bench
from tests.fakes import NOON, FakeWeb, rss

PAGE = "https://example.org/page"


def item(title: str, *, guid: str = "", link: str = "", at: datetime | None = None) -> str:
    return (
        f"<item><title>{title}</title>"
        + (f"<link>{link}</link>" if link else "")
        + (f'<guid isPermaLink="false">{guid}</guid>' if guid else "")
        + (f"<pubDate>{format_datetime(at)}</pubDate>" if at else "")
        + "</item>"
    )


def document(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>x</title>{''.join(items)}</channel></rss>".encode()


def titles(bench: Bench) -> list[str]:
    """Return the present titles of all articles in the order in which they came."""
    with bench.open() as (monitor, _):
        count = sum(monitor.feeds.article_counts().values())
        found = monitor.articles.load([ArticleId(n) for n in range(1, count + 1)])
        return [article.original.title for article in found]


def poll(bench: Bench, *documents: bytes) -> list[str]:
    for body in documents:
        bench.web.pages[URL] = body
        bench.round()
    return titles(bench)


SHORT = [item(title, link=PAGE) for title in ("お知らせ", "地震速報", "津波警報")]
ALIKE = [
    item(title, link=PAGE)
    for title in (
        "Breaking news: quake hits!",
        "Breaking news – quake hits",
        "Breaking news: quake hits",
    )
]


@pytest.mark.parametrize("items", [SHORT, ALIKE], ids=["short", "alike"])
def test_headlines_that_share_a_link_are_articles_of_their_own(
    bench: Bench, items: list[str]
) -> None:
    found = poll(
        bench,
        document(items[0]),
        document(items[1], items[2]),
        document(items[2], items[1], items[0]),
        document(items[1]),
        document(items[2], items[1]),
    )

    assert len(found) == 3
    assert len(set(found)) == 3


def test_a_headline_that_is_joined_by_another_on_its_page_stays_what_it_is(bench: Bench) -> None:
    one, two = item("地震速報", link=PAGE), item("津波警報", link=PAGE)

    assert poll(bench, document(one), document(two, one), document(one), document(two, one)) == [
        "地震速報",
        "津波警報",
    ]


def test_entries_that_share_an_id_are_told_apart_by_their_links(bench: Bench) -> None:
    a, b = (item(f"title {n}", guid="X", link=f"https://example.org/{n}") for n in "ab")
    corrected = item("title b, corrected", guid="X", link="https://example.org/b")

    found = poll(bench, document(a), document(b, a), document(b), document(corrected, a))

    assert found == ["title a", "title b, corrected"]


def test_a_headline_with_an_id_of_its_own_is_corrected_in_its_place(bench: Bench) -> None:
    assert poll(bench, document(item("before", guid="1")), document(item("after", guid="1"))) == [
        "after"
    ]


def test_a_cut_document_changes_no_article_that_is_known(bench: Bench) -> None:
    whole = rss(("1", "the first headline"), ("2", "the second headline"), body="a long text")
    cut = whole[: whole.rindex(b"long text")]

    assert poll(bench, whole, cut, whole) == ["the first headline", "the second headline"]
    assert bench.article(2).original.body == "a long text"


@pytest.mark.parametrize("place", ["<guid", "</guid", "</item>"])
def test_the_entry_in_which_a_document_was_cut_comes_once(bench: Bench, place: str) -> None:
    rows = [item(f"news {n}", guid=f"tag:{n}", link=f"https://example.org/{n}") for n in range(3)]
    whole = document(*rows)
    cut = whole[: whole.rindex(place.encode()) + 3]

    assert poll(bench, cut, whole) == ["news 0", "news 1", "news 2"]


def test_what_a_cut_first_document_left_out_is_no_news_either(bench: Bench) -> None:
    rows = [item(f"Tick strikes {n}", guid=str(n), at=NOON - timedelta(days=100)) for n in range(9)]
    whole = document(*rows)

    poll(bench, whole[: whole.index(b"strikes 3")], whole)

    assert bench.alerts == []
    assert bench.digest() == []


def test_failures_between_a_cut_first_document_and_a_whole_one_make_no_news_of_old_entries(
    bench: Bench,
) -> None:
    rows = [item(f"Tick strikes {n}", guid=str(n)) for n in range(5)]
    whole = document(*rows)
    poll(bench, whole[: whole.index(b"strikes 3")])
    del bench.web.pages[URL]
    for _ in range(3):
        bench.round()

    poll(bench, whole)

    assert bench.alerts == []


def test_a_feed_that_never_comes_whole_alerts_after_three_polls(bench: Bench) -> None:
    rows = [item(f"quiet {n}", guid=str(n)) for n in range(6)]
    poll(bench, *(document(*rows[: n + 1])[:-10] for n in range(5)))

    poll(bench, document(item("Tick strikes", guid="x"), *rows)[:-10])

    assert bench.alerts == [("Tick", "Tick strikes")]


@pytest.mark.parametrize("at", [None, NOON], ids=["undated", "dated"])
def test_the_first_warning_of_a_feed_that_was_empty_alerts(
    bench: Bench, at: datetime | None
) -> None:
    poll(bench, document(), document())

    poll(bench, document(item("Tick strikes", guid="1", at=at)))

    assert bench.alerts == [("Tick", "Tick strikes")]


def test_the_same_feed_at_a_new_address_alerts_nothing_old(bench: Bench) -> None:
    poll(bench, rss(("0", "quiet day")))
    bench.feeds = '[[feed]]\nid = "a"\nurl = "https://example.org/new"\n'
    bench.web.pages["https://example.org/new"] = rss(
        ("9", "Tick long ago"), at=NOON - timedelta(days=90)
    )

    bench.round()

    assert bench.alerts == []


def test_a_document_on_which_the_monitor_itself_fails_stops_no_other_feed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse: Callable[..., object] = parse_feed

    def fails_on_a(fetched: Fetched, **options: object) -> object:
        if fetched.url.endswith("/a"):
            raise ZeroDivisionError
        return parse(fetched, **options)

    monkeypatch.setattr("monitor.core.reading.parse_feed", fails_on_a)
    bench.feeds = "".join(f'[[feed]]\nid = "{n}"\nurl = "https://example.org/{n}"\n' for n in "ab")
    bench.web.pages["https://example.org/b"] = rss(("1", "still read"))

    done = bench.round()

    assert (done.collected.new, done.collected.ok) == (1, 1)
    (failure,) = done.collected.failures
    assert (failure.feed, failure.state) == ("a", "failed")
    assert "the monitor itself failed on it: ZeroDivisionError" in (failure.reason or "")


def test_a_feed_is_gone_only_when_its_listed_address_says_so(bench: Bench) -> None:
    class Gone(FakeWeb):
        def __call__(self, requests):  # type: ignore[no-untyped-def]
            for request in requests:
                yield FetchFailed(
                    request=request, state="http-410", reason="410 Gone", hops=self.hops
                )

        hops: tuple[Hop, ...] = ()

    def due_after(*hops: Hop) -> bool:
        web = Gone()
        web.hops = hops
        with bench.open() as (monitor, world):
            run_round(monitor.plan, replace(world, fetch=web), everything=True)
            statuses = monitor.feeds.statuses()
            assert (statuses[FeedId("a")].next_poll is None) == (len(hops) == 1)
            return bool(due_requests(monitor.plan.feeds, statuses, NOON + timedelta(days=30)))

    elsewhere = Hop(URL, 302, "https://example.org/b"), Hop("https://example.org/b", 410)
    assert due_after(*elsewhere)
    assert not due_after(Hop(URL, 410))


def test_an_address_that_a_feed_moved_to_and_that_is_gone_is_forgotten(bench: Bench) -> None:
    with bench.open() as (monitor, world):
        run_round(monitor.plan, world)
        feed = monitor.plan.feeds[0]
        status = replace(monitor.feeds.statuses()[feed.id], moved_to="https://example.org/b")
        request = FetchRequest(feed=feed, url=status.moved_to)
        gone = FetchFailed(
            request=request,
            state="http-410",
            reason="410",
            hops=(Hop("https://example.org/b", 410),),
        )
        after = after_poll(status, gone, read_outcome(gone, status, NOON), NOON)

    assert after.moved_to is None
    assert after.next_poll is not None
