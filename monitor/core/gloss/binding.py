"""Joins phrases that の, や or a word like に関する bind to the noun behind them."""

import re
from dataclasses import replace

from monitor.core.gloss.english import plural
from monitor.core.gloss.phrase import COUNTING, Phrase
from monitor.core.gloss.roles import LED
from monitor.core.gloss.unit import Role, Unit

_BINDING = frozenset(
    {"の", "や", "・", "など", "な", "への", "での", "との", "からの", "までの", "か"}
)
_BEHIND_AND = ("が", "を", "の", "は", "も")
# verbs that headlines say of all that stands before them: 不信任案の提出見送り, but not ロシアのドローン攻撃
_SAID_OF_ALL = frozenset(
    (
        "見送り 拒否 撤廃 否定 否認 確定 棄却 取り消し 検討 了承 承認 可決 否決 決定 表明 要求 断念 開始 終了 延期 中止 停止 再開 発表 公表 確認 解除 撤回 "
        "発見 拡大 縮小 強化 廃止 引き上げ 引き下げ 要請 請求 求刑 認定 解放 更迭 解任 撃墜 押収 破壊 制圧 禁止 解禁 容認 義務化 実施 導入 達成 維持 確保 "
        "見直し 修正 改正 改定 延長 短縮 凍結 整備 公開 提出 提示 起訴 逮捕 釈放"
    ).split()
)
# 国と県に, but not 習氏と釜山で
_BEHIND_ALIKE = ("に", "へ", "で", "から")
# before ・ and a name: 国民・玉木氏
_PARTIES = {"国民": "DPP", "立憲": "CDP", "立民": "CDP", "維新": "Japan Innovation Party", "自民": "LDP", "公明": "Komeito", "共産": "Communist Party", "社民": "SDP", "参政": "Sanseito"}  # fmt: skip
# who somebody is: 会社員の男
_ROLES = (
    "員",
    "生",
    "者",
    "手",
    "師",
    "士",
    "職",
    "相手",
    "教諭",
    "無職",
    "自称",
    "役",
    "客",
    "人",
)
_WHO = ("男", "女", "男性", "女性", "少年", "少女", "男児", "女児", "男子", "女子")
_RECORDS = re.compile("最[多少高低大小悪]$|^初$|過去最")
_LINKS = {"や": "and", "・": "and", "と": "and", "及び": "and", "か": "or"}
_BETWEEN = {"への": "to", "との": "with", "からの": "from", "での": "in", "までの": "until"}


def joined(phrases: list[Phrase]) -> list[Phrase]:
    """Return the phrases with those joined that belong together; a verb joins nothing."""
    result: list[Phrase] = []
    for phrase in phrases:
        while result and not phrase.predicate and _binds(result[-1], phrase):
            phrase = _bound(result.pop(), phrase)
        result.append(phrase)
    return result


def _binds(before: Phrase, after: Phrase) -> bool:
    if before.predicate:
        return False
    if _spans(before, after):
        return False
    # 輸出規制を停止で合意: を belongs to what is agreed on
    acts = after.units[-1].role is Role.VERBAL and after.particle in ("で", "に")
    if before.particle == "を" and acts and before.units[-1].role is not Role.NUMBER:
        return True
    return (
        before.particle in _BINDING
        or before.particle.startswith(":")
        or (before.particle == "と" and _is_pair(before.units[-1], after))
    )


def _spans(before: Phrase, after: Phrase) -> bool:
    """Tell whether の reaches over a place: 中国の南シナ海での行動, but not 東京の大学での講演."""
    owner = before.units[-1]
    named = after.units[-1].place and after.units[-1].name
    return before.particle == "の" and owner.name and named and after.particle in _BETWEEN


def _is_pair(one: Unit, after: Phrase) -> bool:
    other = after.units[-1]
    alike = (one.place, one.name) == (other.place, other.name)
    names = one.name and other.name
    topic = names and after.comma and not after.particle  # ホンダと日産、
    return after.particle in _BEHIND_AND or topic or (alike and after.particle in _BEHIND_ALIKE)


def _bound(before: Phrase, after: Phrase) -> Phrase:
    *inner, verb = after.units  # what 提出 and 見送り are in 提出見送り
    of_all = inner and verb.surface in _SAID_OF_ALL and verb.english
    if before.particle.endswith("の") and of_all:
        part = _bound(before, Phrase(units=inner))
        return replace(after, units=[*part.units, verb])
    left, right = _negated(before), _negated(after)
    unit = after.units[-1]
    whole = Unit(
        before.units[0].surface + unit.surface,
        Role.WORD,
        _english(before, left, right, after),
        name=unit.name and before.particle in ("・", "と", "や"),
        place=unit.place,
        unknown=before.has_unknown or after.has_unknown,
    )
    return Phrase(
        units=[whole],
        particle=after.particle,
        perhaps=after.perhaps,
        comma=after.comma,
        stop=after.stop,
    )


def _negated(phrase: Phrase) -> str:
    text = phrase.nominal()
    if phrase.particle == "など":
        return text
    return f"no {text}" if phrase.negated and text else text


def _english(before: Phrase, left: str, right: str, after: Phrase) -> str:
    particle, last = before.particle, before.units[-1]
    if particle.startswith(":"):
        return f"{right} {particle[1:]} {left}"
    if particle == "・" and (names := _names(last, after.units[-1], left, right)):
        return names
    if particle == "を":
        return f"{right} of {left}"
    if particle in _LINKS:
        return f"{left} {_LINKS[particle]} {right}"
    if particle == "など":
        several = after.units[0].role is Role.NUMBER  # ガス火力など3件 are three in all
        return f"{right} including {left}" if several else f"{left} and other {right}"
    if particle in _BETWEEN:
        return f"{right} {_BETWEEN[particle]} {left}"
    return _of(last, left, right, after, adjectival=particle == "な")


def _names(one: Unit, other: Unit, left: str, right: str) -> str | None:
    """Return what ・ makes of two names, None where it stands between other words."""
    party = _PARTIES.get(one.surface)
    if party and other.surface in _PARTIES:
        return f"{party} and {_PARTIES[other.surface]}"
    if party:
        return f"{party}'s {right}"
    if one.place and other.name and not other.place:
        return f"{left}'s {right}"  # 韓国・尹前大統領
    if one.place and not other.surface.endswith(("線", "間", "両国", "国境", "道路")):
        return f"{right}, {left}"  # the greater place stands first in Japanese
    # one name or two: エステル・ラウダー, 日産・ホンダ
    return f"{left}-{right}" if one.name and other.name else None


def _of(owner: Unit, left: str, right: str, after: Phrase, *, adjectival: bool) -> str:
    """Return what の makes of two nouns."""
    if led := LED.match(right):  # 日本のEEZ外: outside of what
        return f"{led[0]}{_of(owner, left, right[led.end() :], after, adjectival=adjectival)}"
    if after.units[0].role is Role.NUMBER and _RECORDS.search(owner.surface):
        return f"{right} ({left})"  # 過去最低の3.2倍 is the record, not so many times it
    if owner.role is Role.NUMBER:
        several = owner.surface.endswith(COUNTING) and not any(c.isdigit() for c in right)
        return f"{left} {plural(right)}" if several else f"{left} {right}"
    if owner.role is Role.ADJECTIVE or adjectival:
        return f"{left} {right}"
    if owner.surface.endswith(_ROLES) and after.units[-1].surface.endswith(_WHO):
        return f"{right} ({left})"  # 元交際相手の女性 is who she is, not whose
    if owner.name:
        return f"{left}' {right}" if left.endswith("s") else f"{left}'s {right}"
    return f"{right} of {left}"
