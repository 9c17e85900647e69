from dataclasses import replace

import pytest

from monitor.core.candidates import Candidates, Found, PreparedText
from monitor.core.japanese import Tokenize
from monitor.core.matching import Matcher
from monitor.core.model import FeedId, Priority, Via
from monitor.core.query import ConceptRef
from monitor.core.query_parser import parse_query
from monitor.core.watchlist import Alias, Concept, Homograph, Topic, Watchlist
from monitor.settings.watchlist_file import shipped_homographs
from tests.fakes import NOON, make_article, make_feed


def watch(
    *names: str,
    exclude: tuple[str, ...] = (),
    keep: tuple[str, ...] = (),
    homographs: tuple[Homograph, ...] = (),
) -> Watchlist:
    concept = Concept(
        name="c", aliases=tuple(Alias(name, "ja") for name in names), exclude=exclude, keep=keep
    )
    return Watchlist(
        concepts={"c": concept},
        topics=(Topic(name="t", query=ConceptRef("c")),),
        homographs=homographs,
    )


def queries(*texts: str, **concepts: tuple[str, ...]) -> Watchlist:
    return Watchlist(
        concepts={
            n: Concept(name=n, aliases=tuple(Alias(a, "ja") for a in names))
            for n, names in concepts.items()
        },
        topics=tuple(Topic(name=text, query=parse_query(text)) for text in texts),
    )


def look(watchlist: Watchlist, text: str, tokenize: Tokenize) -> Found:
    return Candidates(watchlist).find(PreparedText(text, tokenize))


def found(watchlist: Watchlist, text: str, tokenize: Tokenize) -> list[str]:
    return [text[p.start : p.end] for p in look(watchlist, text, tokenize).places]


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("防衛省", "防衛省が発表", "防衛省"),
        ("NEC", "NECが量子暗号", "NEC"),
        ("ドローン", "中国製ﾄﾞﾛｰﾝを禁止", "ﾄﾞﾛｰﾝ"),
        ("61398部隊", "人民解放軍の６１３９８部隊が", "６１３９８部隊"),
        ("海上保安庁", "海上保安庁長官が会見", "海上保安庁"),
        ("オペレーター", "オペレータを募集", "オペレータ"),
        ("オペレータ", "オペレーターを募集", "オペレーター"),
        ("Lazarus", "The Lazarus Group", "Lazarus"),
        ("Lazarus", "LAZARUS STRIKES", "LAZARUS"),
        ("Korea", "Korea-linked hackers", "Korea"),
        ("NATO", "NATO-wide exercise", "NATO"),
        ("Korea", "Korea-Russia talks", "Korea"),
        ("Korea", "Korean-language malware, Korea-language press", "Korea"),
        ("supply chain", "Supply-chain attack", "Supply-chain"),
        ("FANCY BEAR", "Fancy Bear returns", "Fancy Bear"),
        ("National Police Agency", "the National Police\nAgency said", "National Police\nAgency"),
        ("ティック", "ティック―中国系", "ティック"),
        ("Iran", "Iran's nuclear plan", "Iran"),
        ("ransomware", "Ransomware hits port", "Ransomware"),
        ("Unit 29155", "GRU unit\nUnit 29155 named", "Unit 29155"),
        ("澤田", "沢田氏が会見", "沢田"),
        ("Hungarian", "Hungarians vote", "Hungarians"),
        ("Iran", "Iran-contra papers", "Iran"),
        ("737 MAX", "the 737 Max returns", "737 Max"),
        ("日本", "元日本代表が引退", "日本"),
        ("首相", "元首相銃撃事件", "首相"),
        ("日銀", "元日銀総裁が死去", "日銀"),
        ("李在明", "李在明氏が会見", "李在明"),
        ("法務省", "法務省案を了承", "法務省"),
        ("トルコ", "トルコリラが急落", "トルコ"),
        ("シュルツ", "ドイツシュルツ首相", "シュルツ"),
        ("大分", "参院大分選挙区で", "大分"),
        ("US Navy", "the U.S. Navy said", "U.S. Navy"),
        ("U.N. Security Council", "UN Security Council meets", "UN Security Council"),
        ("Kim Jong Un", "Kim Jong-un visits", "Kim Jong-un"),
        ("Foreign Ministry", "Foreign Ministries agree", "Foreign Ministries"),
        ("LockBit", "LockBit3.0摘発", "LockBit"),
        ("ガザ", "ガザデモに10万人", "ガザ"),
        ("イラン", "イランドローンを撃墜", "イラン"),
        ("NTTデータ", "NTTデータグループが発表", "NTTデータ"),
        ("村山", "村山元首相の談話", "村山"),
        ("日本", "WBC2026日本代表", "日本"),
        ("日本", "30日日本代表が", "日本"),
        ("new", "News of the day", None),
        ("tick", "(tick)", "tick"),
        ("missile", "Missiles fired", "Missiles"),
        ("embargo", "embargoes lifted", "embargoes"),
        ("company", "Companies warned", "Companies"),
        ("NGO", "NGOs leave", "NGOs"),
        ("HUNGARIAN", "HUNGARIANS VOTE", None),
        ("Hungarian", "HUNGARIANS VOTE", "HUNGARIANS"),
        ("MiG-29", "two MiG29s crashed", "MiG29s"),
        ("FIN8", "the FIN 8 gang", "FIN 8"),
        ("B-52", "a B 52 flew", None),
        ("U.K.", "the UK said", "UK"),
        ("UN", "the U.N. said", "U.N."),
        ("Defence Ministry", "the Defence ministry said", "Defence ministry"),
        ("Polish army", "Polish Army Buys Tanks", "Polish Army"),
        ("Málaga", "police in Malaga", "Malaga"),
        ("Łódź", "in Lodz", "Lodz"),
        ("1,200", "1,200 people", "1,200"),
        ("200", "1,200 people", None),
        ("ニコラス・マドゥロ", "ニコラスマドゥロ大統領", "ニコラスマドゥロ"),
        ("ニコラスマドゥロ", "ニコラス＝マドゥロ氏", "ニコラス＝マドゥロ"),
        ("林芳正", "林　芳正氏", "林　芳正"),
        ("電力", "中国 電力不足", "電力"),
        ("ミラー", "カーブミラーを設置", "ミラー"),
        ("ミラー", "カーブミラ", None),
        ("リー", "ブルースリー展", None),
        ("メモリー", "半導体メモリの価格", "メモリ"),
        ("ヴァチカン", "バチカンで", "バチカン"),
        ("パランティア", "パランティアショックが広がる", "パランティア"),
        ("ひので", "衛星「ひので」が捉えた", "ひので"),
        ("英国", "英国営放送", "英国"),
        ("国土交通省", "国土交通省庁舎", "国土交通省"),
    ],
)
def test_a_name_is_found_however_it_is_written(
    name: str, text: str, shown: str | None, tokenize: Tokenize
) -> None:
    assert found(watch(name), text, tokenize) == ([shown] if shown else [])


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("京都", "東京都が発表", "inside 東京都"),
        ("ロック", "ブロックを積む", "inside ブロック"),
        ("Iran", "Iranian officials", "inside Iranian"),
        ("Lazarus", "a lazarus taxon", "case: lazarus"),
        ("Stand", "Stand-off At Sea", "inside Stand-off"),
        ("29155", "part 291550", "inside 291550"),
        ("NEC", "CONNECT", "inside CONNECT"),
        ("NGO", "CARGO AND NGOS", "case: NGOS"),
        ("200", "1,200 people", "inside 1,200"),
        ("長野", "市長野党に敗れる", "read as 市長|野党"),
        ("大分", "雪は大分とけた", "read as adverb 大分"),
        ("三四", "一二三四部隊", "inside 一二三四"),
        ("日本", "30日本会議で可決", "read as 日本会議"),
        ("Quad", "Quad-Core chip", "inside Quad-Core"),
    ],
)
def test_a_place_that_does_not_count_says_why(
    name: str, text: str, reason: str, tokenize: Tokenize
) -> None:
    result = look(watch(name), text, tokenize)

    assert not result.places
    assert result.near_misses[0].reason.startswith(reason)


def test_the_shipped_homographs_hold_back_names_that_only_look_alike(tokenize: Tokenize) -> None:
    china = watch("中国", homographs=shipped_homographs())
    result = look(china, "中国電力、島根原発2号機の再稼働を延期", tokenize)

    assert not result.places
    assert [miss.reason for miss in result.near_misses] == ["not-list: 中国電力"]
    assert found(china, "中国地方政府の債務", tokenize) == ["中国"]
    assert found(
        watch("中国", keep=("中国電力",), homographs=shipped_homographs()),
        "中国電力が発表",
        tokenize,
    ) == ["中国"]


def test_a_blank_parts_a_name_from_what_would_make_another_of_it(tokenize: Tokenize) -> None:
    china = watch("中国", homographs=shipped_homographs())

    assert found(china, "中国　電力不足が深刻", tokenize) == ["中国"]
    assert found(china, "中国\n電力各社の決算", tokenize) == ["中国"]


def test_homographs_of_a_name_with_a_capital_do_not_touch_the_word_without(
    tokenize: Tokenize,
) -> None:
    homographs = (Homograph(alias="Turkey", name="Turkey Trot", means="a run"),)

    assert not found(watch("Turkey", homographs=homographs), "Turkey Trot at noon", tokenize)
    assert found(watch("turkey", homographs=homographs), "Turkey Trot at noon", tokenize)


def test_every_shipped_homograph_is_held_back_and_its_exceptions_are_not(
    tokenize: Tokenize,
) -> None:
    homographs = shipped_homographs()
    for alias in {h.alias for h in homographs}:
        candidates = Candidates(watch(alias, homographs=homographs))
        for homograph in (h for h in homographs if h.alias == alias):
            shown = candidates.find(PreparedText(homograph.name, tokenize)).places
            assert not shown, homograph


def test_numbers_in_kanji_are_found_where_a_concept_asks_for_them(tokenize: Tokenize) -> None:
    unit = watch("29155部隊")
    asked = replace(unit, concepts={"c": replace(unit.concepts["c"], kanji_numbers=True)})

    for text in ("二九一五五部隊の関与", "二万九千百五十五部隊の関与"):
        assert not found(unit, text, tokenize)
        assert found(asked, text, tokenize) == [text.removesuffix("の関与")]
    assert not found(asked, "一二九一五五部隊", tokenize)


def test_a_phrase_in_quotes_takes_no_plural(tokenize: Tokenize) -> None:
    assert found(queries("drone"), "Drones over Kyiv", tokenize) == ["Drones"]
    assert found(queries('"drone"'), "Drones over Kyiv", tokenize) == []


def test_a_not_list_holds_back_the_place_and_not_the_article(tokenize: Tokenize) -> None:
    bank = watch("中国", exclude=("中国銀行",))

    assert found(bank, "中国銀行が増資、中国では", tokenize) == ["中国"]


def test_of_names_inside_one_another_the_longest_counts(tokenize: Tokenize) -> None:
    assert found(watch("人民解放軍", "中国人民解放軍"), "中国人民解放軍の部隊", tokenize) == [
        "中国人民解放軍"
    ]


@pytest.mark.parametrize(
    ("query", "text", "fires"),
    [
        ("@tick AND hack*", "Tick hackers return", True),
        ("@tick AND hack*", "Tick returns", False),
        ("@tick AND NOT 訓練", "Tickを想定した訓練", False),
        ('"supply chain"', "a Supply Chain attack", True),
        ('"supply chain"', "chain of supply", False),
        ("サイバー* OR nothing", "サイバー防衛", True),
        ("*", "anything at all", True),
        ("NOT @tick", "anything at all", True),
    ],
)
def test_a_query_decides_over_the_whole_article(
    query: str, text: str, fires: bool, tokenize: Tokenize
) -> None:
    matcher = Matcher(queries(query, tick=("Tick",)), [], tokenize)

    assert bool(matcher.match(make_article(text), now=NOON)) is fires


def test_hits_show_only_what_made_the_query_hold(tokenize: Tokenize) -> None:
    matcher = Matcher(
        queries("@tick OR (@china AND war)", tick=("Tick",), china=("China",)), [], tokenize
    )

    (match,) = matcher.match(make_article("Tick and China"), now=NOON)

    assert [hit.text for hit in match.hits] == ["Tick"]


def test_a_translation_adds_matches_and_takes_none_away(tokenize: Tokenize) -> None:
    matcher = Matcher(queries("@jaxa AND NOT training", "satellite", jaxa=("JAXA",)), [], tokenize)
    alone = matcher.match(make_article("JAXAが発表"), now=NOON)
    both = matcher.match(
        make_article("JAXAが発表", translation="JAXA announces satellite training"), now=NOON
    )

    assert [(m.topic, m.via) for m in alone] == [("@jaxa AND NOT training", Via.ORIGINAL)]
    assert [(m.topic, m.via) for m in both] == [
        ("@jaxa AND NOT training", Via.ORIGINAL),
        ("satellite", Via.TRANSLATION),
    ]
    assert [(h.via, h.text) for h in both[0].hits] == [
        (Via.ORIGINAL, "JAXA"),
        (Via.TRANSLATION, "JAXA"),
    ]


def test_a_topic_fires_by_both_wordings_together(tokenize: Tokenize) -> None:
    matcher = Matcher(queries("@jaxa AND breach", jaxa=("宇宙機構",)), [], tokenize)

    (match,) = matcher.match(
        make_article("宇宙機構が発表", translation="Space agency reports breach"), now=NOON
    )

    assert match.via is Via.TRANSLATION


def test_a_topic_is_limited_to_its_feeds(tokenize: Tokenize) -> None:
    topics = (
        Topic(name="tag", query=parse_query("*"), feeds=("tag:security",)),
        Topic(name="id", query=parse_query("*"), feeds=("b",), priority=Priority.HIGH),
    )
    matcher = Matcher(
        Watchlist(topics=topics),
        [make_feed("a", tags=frozenset({"security"})), make_feed("b")],
        tokenize,
    )

    assert [m.topic for m in matcher.match(make_article("x", feed=FeedId("a")), now=NOON)] == [
        "tag"
    ]
    assert [m.topic for m in matcher.match(make_article("x", feed=FeedId("b")), now=NOON)] == ["id"]
    assert not matcher.match(make_article("x", feed=FeedId("gone")), now=NOON)


def test_hits_count_code_points_of_the_shown_text(tokenize: Tokenize) -> None:
    matcher = Matcher(queries("@tick", tick=("ティック",)), [], tokenize)
    article = make_article("㈱の𠮷野氏、ﾃｨｯｸを非難", body="😀ティック")

    (match,) = matcher.match(article, now=NOON)

    for hit in match.hits:
        shown = article.original.title if hit.field == "title" else article.original.body
        assert shown[hit.start : hit.end] == hit.text
    assert [hit.text for hit in match.hits] == ["ﾃｨｯｸ", "ティック"]


def test_a_name_deep_in_a_very_long_body_is_found(tokenize: Tokenize) -> None:
    body = "何もない文です。" * 9000 + "あ" * 20000 + "、東京都と京都の話"

    assert found(watch("京都"), body, tokenize) == ["京都"]


def test_very_many_places_are_found_in_a_moment(tokenize: Tokenize) -> None:
    china = watch("China", exclude=("China Lake",), homographs=shipped_homographs())

    assert len(found(china, "China Lake China " * 10_000, tokenize)) == 10_000


def test_text_that_grows_when_it_is_normalised_is_matched(tokenize: Tokenize) -> None:
    assert found(watch("ティック"), "ティック" + "\ufdfa" * 7000, tokenize) == ["ティック"]


def test_an_explanation_tells_fired_and_quiet_topics_apart(tokenize: Tokenize) -> None:
    matcher = Matcher(
        queries("@tick", "@tick AND (war OR NOT peace)", "x AND NOT y", tick=("Tick",)),
        [],
        tokenize,
    )
    explanation = matcher.explain(make_article("Tick in the uptick of peace"))

    assert [e.topic.name for e in explanation.topics if e.via] == ["@tick"]
    assert [e.reasons for e in explanation.topics] == [
        (),
        ("none of war, NOT peace",),
        ("no x",),
    ]
    assert explanation.topics[1].tree == {
        "op": "and",
        "held": False,
        "parts": [
            {"term": "@tick", "held": True},
            {"op": "or", "held": False, "parts": [
                {"term": "war", "held": False},
                {"op": "not", "held": False, "parts": [{"term": "peace", "held": True}]},
            ]},
        ],
    }  # fmt: skip
    assert {miss.reason for _, _, miss in explanation.near_misses} == {"inside uptick"}


def test_the_revision_changes_with_what_decides_and_with_nothing_else() -> None:
    assert watch("a").revision == watch("a").revision
    assert watch("a").revision != watch("b").revision
    assert watch("a").revision != watch("a", exclude=("x",)).revision


def test_a_watchlist_of_topics_on_everything_needs_no_names(tokenize: Tokenize) -> None:
    (match,) = Matcher(queries("*"), [], tokenize).match(make_article("x"), now=NOON)

    assert match.hits == ()
