import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.gloss.engine import Gloss
from monitor.core.gloss.english import adverb, gerund, participle, past, plural, third_person
from monitor.core.gloss.headline import gloss
from monitor.core.gloss.lexicon import Lookup
from monitor.core.gloss.numbers import read_number
from monitor.core.gloss.romaji import romanized
from monitor.core.japanese import Tokenize, sentence_spans, split_sentences
from monitor.core.translation import Sentence


@pytest.mark.parametrize(
    ("headline", "english"),
    [
        ("菅首相、中国に抗議へ", "Prime Minister Suga to protest to China"),
        ("トヨタ、国内工場の稼働を停止", "Toyota suspends operation of domestic factory"),
        ("東京地検特捜部、元会社社長を詐欺容疑で逮捕", "Tokyo prosecutors' special investigation squad arrests former company president over suspicion of fraud"),
        ("日経平均株価、3日ぶりに反発", "Nikkei stock average rebounds for the first time in 3 days"),
        ("【独自】自衛隊、電子戦部隊を新設へ", "[Exclusive] Self-Defense Forces to establish electronic warfare unit"),
        ("マイクロソフト製品の脆弱性に関する注意喚起", "Security alert on vulnerability of Microsoft product"),
        ("偽名でレンタルサーバーを契約、容疑者は出国", "Rental server is contracted for over false name; suspect leaves the country"),
        ("三菱電機に不正アクセス", "Unauthorized access to Mitsubishi Electric"),
    ],
)  # fmt: skip
def test_a_plain_headline_comes_in_english_order(
    headline: str, english: str, tokenize: Tokenize, lookup: Lookup
) -> None:
    assert gloss(headline, tokenize, lookup) == english


def test_where_the_order_would_be_a_guess_words_stay_in_theirs(
    tokenize: Tokenize, lookup: Lookup
) -> None:
    english = gloss("山火事、発生6日目も鎮火せず", tokenize, lookup)

    assert " · " in english
    assert "not" in english
    assert english.index("Wildfire") < english.index("6th day") < english.index("extinguished")


@pytest.mark.parametrize(
    ("headline", "english"),
    [
        # what nobody can do is done
        ("五輪が中止", "Olympics is canceled"), ("男が逮捕", "Man is arrested"), ("警察が逮捕", "Police arrests"), ("政府が発表", "Government announces"),
        # who says what
        ("警察は容疑者を逮捕したと発表した。", "Police announced: suspect was arrested"),
        ("林総務相、行政指導を検討と発言", "Internal Affairs Minister Hayashi says: administrative guidance is considered"),
        # a bare noun that can do nothing is what all is about
        ("KADOKAWAへのサイバー攻撃、情報漏えいを確認", "Cyberattack to KADOKAWA; information leak is confirmed"),
        # の, places, counts
        ("火災で2人死亡 大分・佐賀関", "2 people dead over fire; Saganoseki, Oita"), ("ロシア軍の爆撃機2機が通過", "Russian forces' 2 bombers passes"),
        # denied
        ("首相は増税しないと強調", "Prime minister emphasizes: does not carry out tax hike"), ("影響はない", "No impact"), ("津波の心配なし", "No tsunami threat"),
        # must and perhaps deny nothing
        ("政府は対策を急がなければならない", "Government must speed up measures"), ("攻撃は国家主導かもしれない", "Attack: possibly state-led"),
        # at least, than, and people who are not counted by the noun before them
        ("少なくとも20人死亡", "At least 20 people dead"), ("避難指示3000人に", "Evacuation order 3,000 people"),
        ("強盗に襲われた店員が抵抗", "Shop employee (attacked by robbery) resists"),
        # a number ends where a token does; a doubt ends its clause; を stays with its verb; of whom something is demanded
        ("防衛費が7000億円超える", "Defense spending exceeds 700 billion yen"), ("個人情報3万人分入り", "Personal information 30,000 people forces way"),
        ("クマに襲われ男性死亡か、遺体発見", "Is attacked by bear; possibly man death; discovery of body"),
        ("元交際相手を殺害した罪に問われた男に判決", "Killing former partner · man (accused) · ruling"),
        ("国に賠償命じる判決", "Ruling (ordering compensation from state)"), ("首相に早期帰国を要請", "Early return home is requested from prime minister"),
        # who does it is not said: it is done; a goal stands beside its verb; one who is named without a particle does it or not
        ("大統領を拘束", "President is detained"), ("レーダー照射で中国に抗議", "Protest to China over radar lock-on"),
        ("住民ら国を提訴", "Residents and others sues state"), ("小野田氏起用", "Onoda · appointment"), ("男ら逮捕", "Man and others is arrested"),
        ("局長を大谷氏解任", "Otani dismisses bureau chief"),
        # what の reaches: over a place, all that stands before the verb; ・ behind a party
        ("中国の南シナ海での行動", "China's action in South China Sea"), ("東京の大学での講演", "Lecture in Tokyo's university"),
        ("野党、不信任案の提出見送り", "Opposition forgoes submission of no-confidence motion"), ("国民・玉木氏", "DPP's Tamaki"),
        ("輸出規制を停止で合意", "Agreement over suspension of export controls"),
        # one sign: only what the news terms hold
        ("露外相が訪朝", "Russia foreign minister visits North Korea"), ("英が反対", "Britain opposes"), ("露天", "Open air"),
        # と before who says it; が before 報道 is inside
        ("旧法は違憲と最高裁", "Old law: unconstitutional: Supreme Court"), ("米が拒否と報道", "U.S. rejects: report"),
        ("ホンダと日産、統合へ", "Honda and Nissan to integrate"), ("習氏と釜山で会談", "Talks with Xi in Busan"),
        ("最高裁、夫婦別姓を認めない規定は合憲と判断", "Supreme Court judges: stipulation (not acknowledging separate surnames for married couples): constitutional"),
        ("高裁、規定を違憲と判断", "High court judges: stipulation: unconstitutional"), ("外務省などが警告", "Foreign Ministry and others warns of"),
        ("自民は溝埋まらず", "LDP: gap is not filled"), ("内閣総辞職、信任投票で敗北", "Cabinet resignation; is defeated at confidence vote"),
        ("知事、不信任決議可決", "Governor; no-confidence resolution is passed"), ("会社員の男を逮捕", "Man (company employee) is arrested"),
        ("都が立ち入り要請", "Tokyo government requests entry"), ("米国出身者が会見", "Person from U.S. holds a news conference"),
        # forbidden; how long in prison; up to
        ("戦争を許してはならない", "Must not allow war"), ("懲役3年6月", "Prison term 3 years 6 months"), ("拘禁刑1年8月", "Imprisonment 1 year 8 months"), ("最大4000人削減", "Cut of up to 4,000 people"),
        # nouns that look like verbs; names that the tokenizer cuts
        ("国際線に遅れ", "Delays to international flights"), ("クシュタール", "Kushutaru"), ("豊昇龍が優勝", "豊昇龍 · victory"), ("イプシロンS", "Ipushiron S"),
        # % is no slot
        ("関税10%引き下げで合意", "Agreement over tariffs 10% cut"),
        # names in kana in quotes
        ("護衛艦「いずも」が出港", 'Destroyer "Izumo" leaves port'),
        # a name that the tokenizer takes for common words keeps its kanji
        ("坂口志文氏が受賞", "Sakaguchi 志文 · award"), ("船橋市で火災", "Fire in Funabashi city"), ("上野動物園", "Ueno zoo"),
    ],
)  # fmt: skip
def test_rules_of_grammar(headline: str, english: str, tokenize: Tokenize, lookup: Lookup) -> None:
    assert gloss(headline, tokenize, lookup) == english


@pytest.mark.parametrize("surname", ["菅", "河野", "羽生", "中谷"])
def test_a_surname_with_several_readings_keeps_its_kanji(
    surname: str, tokenize: Tokenize, lookup: Lookup
) -> None:
    shown = gloss(f"{surname}氏が会見", tokenize, lookup)

    assert shown.startswith(f"{surname} (")
    assert "/" in shown


def test_an_office_holder_is_known_by_the_office(tokenize: Tokenize, lookup: Lookup) -> None:
    assert "Prime Minister Suga" in gloss("菅首相が会見", tokenize, lookup)
    assert "Otani" in gloss("大谷氏が会見", tokenize, lookup)


def test_numbers_are_exact(tokenize: Tokenize, lookup: Lookup) -> None:
    assert "5.3422 trillion yen" in gloss("防衛費は過去最大の5兆3422億円", tokenize, lookup)
    assert "Unit 61419" in gloss("人民解放軍61419部隊の指示か", tokenize, lookup)


NASTY = st.lists(
    st.sampled_from(
        ["「", "」", "【", "】", "QUOTE0Q", "QUOTE9Q", "、", "。", "の", "へ", "か", "は", "が", "ない", "攻撃", "する", "第", "万", "兆", "12",
         "令和", "元年", "月", "％", "・", "\n", "　", "①", "ｱ", "JAXA", "菅", "へと", "に関する", "!", ":"]
    ) | st.text(max_size=3)
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(NASTY)
def test_any_text_has_a_gloss(text: str) -> None:
    from monitor.edges.lexicon import Lexicon
    from monitor.edges.sudachi import Sudachi
    from monitor.settings.locate import cache_folder

    clean = text.encode("utf-8", "ignore").decode()  # what reaches an engine is plain text

    assert isinstance(gloss(clean, Sudachi(), Lexicon(cache_folder())), str)


def test_the_engine_translates_japanese_into_english_only(
    tokenize: Tokenize, lookup: Lookup
) -> None:
    engine = Gloss(tokenize, lookup)

    assert set(engine.versions("en")) == {"ja"}
    assert engine.versions("de") == {}
    assert engine.translate([Sentence("防衛省"), Sentence("")], "ja", "en") == [
        "Defense Ministry",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("2万9000円台", "the 29,000 yen range"), ("1億2345万6789人", "123.456789 million people"), ("約", None), ("3.5%", "3.5％"),
        ("令和5年度", "fiscal 2023"), ("平成元年", "1989"), ("2021年4月20日", "April 20 2021"), ("4月", "April"), ("13月", "month 13"),
        ("2016年", "2016"), ("3年", "3 years"), ("1人", "1 person"), ("100人以上", "at least 100 people"), ("第3回", "the 3rd"), ("10代", "teenage"), ("3割", "30％"), ("7〜9月期", "July-September"), ("午後3時半", "3:30 p.m."), ("27年度", "fiscal 2027"), ("30日目", "30th day"), ("6四半期ぶり", "the first time in 6 quarters"), ("25万人分", "250,000 people"), ("26年3月期", "term to March 2026"), ("2度目", "2nd time"), ("40度", "40 degrees"),
        ("第3", "No. 3"), ("61419部隊", "Unit 61419"), ("1回", "once"), ("5", "5"), ("5千万円", "50 million yen"), ("1" * 40, "1" * 40),
    ],
)  # fmt: skip
def test_a_number_is_read_with_its_counter(text: str, english: str | None) -> None:
    read = read_number(text, 0)

    assert (read[0] if read else None) == english


def test_english_words_are_bent() -> None:
    words = (
        "sincere",
        "abnormal",
        "steady",
        "systematic",
        "possible",
        "whole",
        "large-scale",
        "at once",
        "early?",
    )
    assert [adverb(word) for word in words] == [
        "sincerely",
        "abnormally",
        "steadily",
        "systematically",
        "possibly",
        "wholly",
        "large-scale",
        "at once",
        "early?",
    ]
    assert [third_person(v) for v in ("refer % to prosecutors", "deny %", "be involved", "push %", "have %", "illegally access %", "buy %")] == [
        "refers % to prosecutors", "denies %", "is involved", "pushes %", "has %", "illegally accesses %", "buys %",
    ]  # fmt: skip
    assert [participle(v) for v in ("arrest %", "leave", "deny %", "stop %", "make %", "illegally access %")] == [
        "arrested %", "left", "denied %", "stopped %", "made %", "illegally accessed %",
    ]  # fmt: skip
    assert [gerund(v) for v in ("arrest %", "raise %", "lie", "be involved", "cut %", "illegally access %", "flee")] == [
        "arresting %", "raising %", "lying", "being involved", "cutting %", "illegally accessing %", "fleeing",
    ]  # fmt: skip
    assert [past(v) for v in ("take %", "begin", "be canceled", "announce %", "illegally access %", "apply for %")] == [
        "took %", "began", "was canceled", "announced %", "illegally accessed %", "applied for %",
    ]  # fmt: skip
    assert [plural(n) for n in ("company", "branch", "woman", "JAXA", "goods", "")] == [
        "companies",
        "branches",
        "women",
        "JAXA",
        "goods",
        "",
    ]


def test_names_are_romanised_as_newspapers_do() -> None:
    assert [romanized(kana) for kana in ("トウキョウ", "ジュンイチ", "ハットリ", "マッチャ", "ティック", "オオタ", "シンジュク", "ガッキュー")] == [
        "Tokyo", "Junichi", "Hattori", "Matcha", "Tikku", "Ota", "Shinjuku", "Gakkyu",
    ]  # fmt: skip


@given(
    st.text(max_size=50)
    | st.lists(st.sampled_from(["。", "」", "!", "あ", "\n", "？", "x "])).map("".join)
)
def test_sentences_cover_the_text(text: str) -> None:
    spans = sentence_spans(text)

    assert "".join(text[start:end] for start, end in spans) == text


def test_sentences_end_at_japanese_punctuation_with_its_brackets() -> None:
    assert split_sentences("「行く。」と言った。次は？ 最後") == [
        "「行く。」",
        "と言った。",
        "次は？",
        "最後",
    ]
    assert max(end - start for start, end in sentence_spans("あ" * 20_000)) == 8000
