"""Defines a phrase: some units and the particle behind them, and its English as a noun or as a bent verb."""

import re
from dataclasses import dataclass, field

from monitor.core.gloss.english import participle, past, plural, third_person
from monitor.core.gloss.unit import Role, Unit
from monitor.core.negation import NEGATIVE_PREFIXES

FIRST_TIME = "the first time in"
# behind a noun they say how many of it there are
COUNTING = ("人", "名", "隻", "機", "頭", "匹", "羽", "棟", "社", "校", "カ国", "か国", "ヶ国", "両", "団体", "店", "店舗", "党", "カ所", "か所")  # fmt: skip
_PERSONS = tuple("者 員 生 人 男 女 男性 女性 客 民 子 児 兵 士 手 官 長 ら たち 名 親 家族 社員 議員 容疑者 被告 師 職 役 孫".split())  # fmt: skip
# a noun that goes on behind itself: what is done to it stands before it, "release of crew of ship"
_LED_ON = re.compile(r" (?:of|from|to|with|in|toward|over|on) |\(")

# signs that end the name of somebody
PEOPLE = ("ら", "氏", "さん", "たち", "容疑者", "被告")


@dataclass(slots=True, kw_only=True)
class Phrase:
    """Some units and the particle behind them; `predicate` marks a verb, `copula` a noun with だ, `comma` and `stop` what follows."""

    units: list[Unit] = field(default_factory=list)
    particle: str = ""
    predicate: bool = False
    negated: bool = False
    passive: bool = False
    causative: bool = False
    negated_by_prefix: bool = False
    must: bool = False
    should: bool = False
    wish: bool = False
    past: bool = False
    copula: bool = False
    perhaps: bool = False
    comma: bool = False
    stop: bool = False
    form: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands in it."""
        return not self.units

    def nominal(self) -> str:
        """Return its units as an English noun phrase; what a suffix or prefix does to its neighbours is done."""
        words: list[str] = []
        counted = False
        behind = ""
        before: Unit | None = None
        for unit in self.units:
            english = unit.noun or unit.english
            if unit.role is Role.SUFFIX and words:
                words = [english.replace("%", " ".join(words)).strip()]
            elif words and words[-1].endswith("-"):
                words[-1] += english
            elif words and self._counts(unit, before):
                words = [_counted(english, " ".join(words), before)]
            elif unit.role is Role.VERBAL and before and _LED_ON.search(before.english):
                words = [f"{english} of {' '.join(words)}"]
            elif unit.role is Role.NUMBER and english.startswith(FIRST_TIME):
                behind = f" for {english}"
            elif unit.role is Role.WORD and counted and not unit.name:
                words.append(plural(english))
            else:
                words.append(english.replace("%", "").strip())
            bare = unit.surface.strip("0123456789,.万億兆") == ""
            counted = unit.role is Role.NUMBER and unit.english != "1" and bare
            before = unit
        return " ".join(filter(None, (" ".join(words) + behind).split(" ")))

    def _counts(self, unit: Unit, before: Unit | None) -> bool:
        """Tell whether a number says how many there are of what stands before it."""
        things = before is not None and before.role in (Role.WORD, Role.VERBAL, Role.SUFFIX)
        counting = unit.surface.endswith(COUNTING) and unit.english[:1].isdigit()
        if counting and unit.surface.endswith(("人", "名")):  # 避難指示3000人 are no orders
            counting = before is not None and before.surface.endswith(_PERSONS)
        return unit.role is Role.NUMBER and things and counting

    @property
    def modifies(self) -> bool:
        """Tell whether it is a verb that says something of the noun behind it: 認めない規定."""
        ends = self.particle or self.comma or self.stop
        return self.predicate and not ends and self.form in ("連体形", "終止形")

    @property
    def connects(self) -> bool:
        """Tell whether it is a verb behind which another clause begins: 襲われ, 持ち出して."""
        return self.predicate and (
            self.particle == "て" or (not self.particle and self.form == "連用形")
        )

    @property
    def has_unknown(self) -> bool:
        """Tell whether a word of it kept its Japanese form."""
        return any(unit.unknown for unit in self.units)

    @property
    def is_verbal(self) -> bool:
        """Tell whether it ends in a noun that a headline uses as its verb: ... を逮捕."""
        return (
            self.units[-1].role is Role.VERBAL
            and not self.predicate
            and bool(self.units[-1].english)
        )

    @property
    def pattern(self) -> str:
        """Return the verb that it ends in, in its base form, with % where the object goes."""
        last = self.units[-1]
        return last.english or f"carry out {last.noun}"

    @property
    def inner_is_noun(self) -> bool:
        """Tell whether a noun stands before the verb in the same word, and not what only qualifies it: 大規模演習."""
        return bool(self.inner) and self.units[-2].role in (Role.WORD, Role.VERBAL, Role.SUFFIX)

    @property
    def inner_is_object(self) -> bool:
        """Tell whether what stands before the verb in the same word may be its object: 3人逮捕, 案否決."""
        return self.inner_is_noun or (bool(self.inner) and self.units[-2].role is Role.NUMBER)

    @property
    def inner(self) -> str:
        """Return what stands before the verb in the same word: its object, as a rule."""
        before = self.units[:-1]
        if before and before[-1].surface in NEGATIVE_PREFIXES:
            before = before[:-1]  # 不表明: the verb says it
        return Phrase(units=before).nominal() if before else ""

    def bent(self, base: str) -> str:
        """Return a verb phrase as the endings of this predicate bend it."""
        negated = self.negated != self.negated_by_prefix
        if (self.must or self.should or self.wish) and not self.passive:
            modal = "must" if self.must else "should" if self.should else "wants to"
            denied = "does not want to" if self.wish else f"{modal} not"
            return f"{denied if negated else modal} {base}"
        if self.passive and not base.startswith("be "):
            form = ("was " if self.past else "is ") + ("not " if negated else "")
            return form + " ".join(participle(base).replace("%", "").split())
        if self.causative:
            base = f"have % {base.replace('%', '').strip()}"
        if negated:
            being, doing = ("was", "did") if self.past else ("is", "does")
            return f"{being} not {base[3:]}" if base.startswith("be ") else f"{doing} not {base}"
        return past(base) if self.past else third_person(base)


def _counted(number: str, things: str, before: Unit | None) -> str:
    """Return how many things there are: 船2隻 is "2 ships", 少年ら4人 four in all."""
    if before is not None and before.surface.endswith("ら"):
        return f"{things} ({number})"
    count, _, _ = number.rpartition(" ")
    return f"{count or number} {things if (count or number) == '1' else plural(things)}"
