"""Decides by their last signs who may do something, to what it is done, and where it happens."""

import re

from monitor.core.gloss.phrase import FIRST_TIME, PEOPLE, Phrase
from monitor.core.gloss.unit import Role

_AUTHORITIES = (
    "警察", "署", "庁", "府", "省", "検察", "地検", "特捜部", "検", "警", "当局", "裁", "裁判所", "軍", "隊", "公安部", "捜査部", "政府", "国", "県警", "捜査本部", "捜査当局", "監視委", "委員会", "局", "公取委", "FBI", "ICC",
)  # fmt: skip
# what a headline lets do something
_AGENTS = (
    *_AUTHORITIES,
    "者", "員", "長", "人", "相", "社", "党", "団", "会", "側", "市", "県", "院", "官", "子", "男", "女", "氏", "企業", "首脳", "政権", "チーム", "グループ", "銀行", "大手", "領", "将", "幹部", "家族", "住民", "市民", "首相",
    "知事", "被告", "親子", "夫婦", "委", "区", "町", "村", "都", "道", "州", "校", "大", "機構", "組合", "連盟", "協会", "各社", "陣営", "議会", "本部", "メーカー", "王", "妃", "殿下", "選手", "監督", "機", "船", "艦", "娘", "息子",
    "妻", "夫", "母", "父", "親", "兄", "弟", "姉", "妹", "生", "児", "家", "師", "士", "手", "姿", "さん", "たち", "ら", "客", "民", "派", "会議", "団体", "センター", "研究所", "機関", "連合", "紙", "誌", "テレビ", "放送", "新聞", "病院", "大学", "業界", "球団", "クラブ", "財団", "法人", "証券", "電力", "鉄道", "航空", "自動車", "製薬", "製鉄", "重工", "電機", "工業", "建設", "商事", "物産", "代表", "総裁", "総統", "主席", "大使", "教授", "党首", "系", "連", "労組", "勢", "名", "国連", "米", "中", "露", "英", "仏", "独", "韓", "日銀",
)  # fmt: skip
# what authorities do, and other people have done to them
_BY_AUTHORITIES = frozenset(
    (
        "強制送還 国外追放 逮捕 起訴 送検 書類送検 釈放 拘束 再逮捕 摘発 指名手配 家宅捜索 起訴猶予 略式起訴 保釈 収監 追起訴 勾留 拘置 立件 聴取 懲戒免職 免職 停職 懲戒処分 減給処分 停職処分 身柄確保 解任 更迭 罷免 "
    ).split()
)
_WHERE = (
    "市", "県", "府", "都", "道", "町", "村", "区", "島", "国", "地", "内", "外", "沖", "上空", "周辺", "付近", "各地", "国内", "海外", "現場", "会場", "駅", "空港", "港", "湾", "海", "海域", "海峡", "地域", "地区", "州", "山", "川", "湖",
    "大学", "病院", "学校", "工場", "施設", "議会", "国会", "路上", "地方", "世界", "欧州", "アジア", "中東", "首都", "市場", "界", "店", "館", "園", "場", "所", "道路", "線", "分野", "月", "年", "期", "前半", "後半", "宅", "室", "学級", "戦", "アパート", "マンション", "ビル", "ホテル", "公園", "山林", "森林", "畑", "団地", "倉庫", "銀行", "スーパー", "コンビニ", "レストラン", "寺", "神社", "城", "橋", "トンネル", "交差点", "踏切", "空域", "水域", "半島", "列島", "沿岸", "沿い", "一帯", "東部", "西部", "南部", "北部", "中部", "広場", "官邸", "法廷", "国境", "領海", "基地", "住宅", "民家", "ダム", "プール", "スタジアム", "ドーム", "球場", "街", "村落", "通り", "タワー", "宮殿", "領空", "圏", "全土", "首都圏", "拠点", "教室", "自宅", "屋根", "屋上", "階",
)  # fmt: skip
_MEETINGS = ("会議", "会談", "会見", "講演", "総会", "演説", "集会", "大会", "式典", "裁判", "公判", "審議", "選挙", "投票", "式", "協議", "サミット", "五輪", "答弁", "大学", "空港", "駅")  # fmt: skip
_TOOLS = ("AI", "機", "車", "銃", "刃物", "ナイフ", "包丁", "機器", "システム", "アプリ", "ソフト", "ロボット", "カメラ", "衛星", "ドローン", "メール", "SNS", "電話", "バス", "ハンマー", "技術", "サイト", "ウイルス", "方式", "現金", "資金")  # fmt: skip
# verbs whose object stands with に
WITH_NI = frozenset(["なる", "入る", "侵入", "参加", "達する", "到達", "触れる", "従う", "会う", "勝つ", "出席", "違反", "反対", "対抗", "直面", "接近", "上陸", "合格", "賛成", "反する", "乗る", "上る", "及ぶ", "臨む", "挑む", "応じる", "関与", "参戦", "遭遇", "感染", "加盟", "加入", "署名", "抵触", "突入", "衝突", "着く", "勝利", "敗れる", "接触", "面会", "競り勝つ"])  # fmt: skip
_CREATURES = ("強盗", "通り魔", "暴漢", "犯", "クマ", "グマ", "熊", "犬", "猫", "サル", "猿", "イノシシ", "サメ", "ハチ", "蜂", "車", "トラック", "バス", "電車", "列車", "オートバイ", "バイク", "波", "雪崩", "土砂")  # fmt: skip
SAYING = frozenset("発表 発言 強調 主張 説明 判断 表明 指摘 予想 予測 推定 断定 結論 示唆 警告 批判 報告 証言 供述 非難 評価 反論 通知 声明 述べる 話す 語る 言う 伝える 報じる 訴える 認める 明かす 明らかにする 報道 公表 否定 否認 確認 見る みる".split())  # fmt: skip
VOTES = frozenset({"可決", "否決", "採択"})
STATES = frozenset(
    "違憲 合憲 違法 合法 適法 無罪 有罪 不当 妥当 必要 不要 可能 困難 無効 有効 安全 危険".split()
)
# what only somebody does
BY_PEOPLE = frozenset("合意 一致 協議 会談 抗議 対立 同意 賛成 反対".split())
FOUND = frozenset({"判明", "確認", "特定"})
# what が marks before と is inside of what they say
REPORTS = frozenset({"報道", "報じる", "伝える"})
PREPOSITIONS = {
    "に": "to",
    "へ": "to",
    "から": "from",
    "まで": "until",
    "より": "than",
    "と": "with",
    "で": "over",
    "でも": "in",
}
# what に means beside a noun that a headline ends in
TOWARD = {
    **dict.fromkeys(
        ("攻撃", "襲撃", "空爆", "砲撃", "爆撃", "制裁", "圧力", "テロ", "影響", "規制"), "on"
    ),
    **dict.fromkeys(("警戒", "警戒呼びかけ", "反発", "結束"), "against"),
    **dict.fromkeys(("懸念", "不安", "慎重", "注意", "関心", "疑問", "不満"), "about"),
    **dict.fromkeys(("関与", "参加"), "in"),
    "期待": "for",
}
_DATED = re.compile(
    r"^the \d+(?:st|nd|rd|th)$|^[12]\d{3}$|(?:January|February|March|April|May|June|July|August|September|October|November|December)|[ap]\.m\.$|^fiscal"
)
# a noun phrase that begins with its own preposition, which a suffix such as 外, 沖 or 経由 made
LED = re.compile(
    r"(?:on|in|at(?! least| most)|over|under|outside|around|near|off|before|after|within|during|until|since|when|while|via) "
)
DEMANDS = frozenset("命じる 命ずる 求める 要求 要請 請求 促す 迫る 命令".split())
# what somebody is made stands with に
NAMING = frozenset("選ぶ 選出 任命 指名 指定 認定 起用 登録 抜擢".split())
_AMOUNTS = frozenset(
    {
        "yen",
        "dollars",
        "euros",
        "people",
        "trillion",
        "billion",
        "million",
        "units",
        "cases",
        "times",
    }
)
_COUNTS_OF_AGENTS = ("人", "名", "社", "国", "党", "団体", "隻", "機")


_MEASURES = frozenset("上回る 下回る 超える 突破 更新 記録 倍増 急増 左右".split())
# no agents, and yet they do things: 台風が直撃
_FORCES = ("台風", "地震", "津波", "風", "雨", "雪", "波", "熱", "火", "ウイルス", "菌", "事故", "事件", "問題", "被害", "法", "判決", "報告書", "声明", "兵器", "ミサイル", "弾", "ロケット", "衛星", "AI", "株", "円", "ドル", "平均", "価格", "指数", "額", "量", "数", "率", "システム", "サイト", "映画", "作品")  # fmt: skip


def is_agent(phrase: Phrase) -> bool:
    """Tell whether a phrase names somebody, or something that acts like somebody: a body, a country, a ship."""
    named = [unit for unit in phrase.units if unit.surface != "など"]
    unit = (named or phrase.units)[-1]
    if unit.role is Role.NUMBER:
        return unit.surface.endswith(_COUNTS_OF_AGENTS)
    return unit.name or (unit.surface.endswith(_AGENTS) and not unit.surface.endswith("号機"))


def is_done_to(subject: Phrase, verb: str) -> bool:
    """Tell whether a headline's verb without an object was done to its subject: 五輪が中止, 男が逮捕."""
    if verb in _BY_AUTHORITIES:
        return not subject.units[-1].surface.endswith(_AUTHORITIES)
    if verb in _MEASURES or is_agent(subject):
        return False
    return not subject.units[-1].surface.endswith(_FORCES)


def is_person(phrase: Phrase) -> bool:
    """Tell whether a phrase without a particle names people, by a sign that ends a name: 氏, 容疑者ら."""
    return not phrase.particle and phrase.units[-1].surface.endswith(PEOPLE)


def is_when(phrase: Phrase) -> bool:
    """Tell whether a phrase without a particle is a date or a time: 同社は17日、..."""
    unit = phrase.units[-1]
    dated = unit.role is Role.NUMBER and _DATED.search(unit.english) is not None
    return len(phrase.units) == 1 and (dated or unit.role is Role.ADVERB)


def preposition_of(phrase: Phrase, text: str) -> str | None:
    """Return what に or で means behind a phrase, where its last signs tell; None where they do not."""
    last = phrase.units[-1]
    if not phrase.particle and is_when(phrase) and last.role is Role.NUMBER:
        return "on" if last.surface.endswith("日") else "at" if text.endswith(".m.") else "in"
    if phrase.particle == "に":
        if last.role is Role.NUMBER:
            return (
                "to"
                if "range" in text or "\uff05" in text or _AMOUNTS.intersection(text.split())
                else "in"
            )
        return "in" if last.surface.endswith(("周辺", "付近", "上空")) else None
    if phrase.particle not in ("で", "でも", "では"):
        return None
    if last.surface.endswith(_MEETINGS):
        return "at"
    if last.surface.endswith(_TOOLS) and not last.place:
        return "with"
    where = last.name or last.place or last.role is Role.NUMBER or last.surface.endswith(_WHERE)
    return "in" if where else "over"


def is_body(phrase: Phrase) -> bool:
    """Tell whether a phrase names an assembly or a party: who may pass a bill."""
    return phrase.units[-1].surface.endswith(
        ("議会", "院", "委", "委員会", "会", "会議", "国会", "党", "民", "維新", "理事会", "国連")
    )


def is_creature(phrase: Phrase) -> bool:
    """Tell whether a phrase names a beast, a vehicle or a force of nature: what somebody is hit by."""
    return phrase.units[-1].surface.endswith(_CREATURES)


def noun(phrase: Phrase) -> str:
    """Return a phrase as a noun with what its particle adds: also, and others."""
    text = phrase.nominal()
    if phrase.negated and text:
        text = (
            f"not {text}"
            if phrase.copula or phrase.units[-1].role is Role.ADJECTIVE
            else f"no {text}"
        )
    if phrase.particle == "など":
        return f"{text} and others"
    return (
        f"{text} also" if phrase.particle == "も" and text and not text.endswith(" also") else text
    )


def prepositional(phrase: Phrase) -> str:
    """Return a phrase with the preposition that its particle stands for."""
    text = noun(phrase)
    last = phrase.units[-1]
    if phrase.particle.startswith(">"):
        return f"{phrase.particle[1:]} {text}"
    when = last.role is Role.ADVERB and phrase.particle not in ("より", "から", "まで")
    if when or FIRST_TIME in text or LED.match(text):
        return text
    preposition = preposition_of(phrase, text) or PREPOSITIONS.get(phrase.particle)
    return f"{preposition} {text}" if preposition else text
