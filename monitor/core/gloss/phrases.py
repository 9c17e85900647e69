"""Groups units into phrases: a noun with its particle, or a verb with what its endings say of it."""

from dataclasses import dataclass, field

from monitor.core.gloss.english import participle, past, plural, third_person
from monitor.core.gloss.unit import MUST, NEGATION, Role, Unit
from monitor.core.negation import NEGATIVE_PREFIXES

FIRST_TIME = "the first time in"
_DOES = frozenset({"する", "為る"})
# what an ending says of the verb or noun before it
_ENDINGS = {
    "れる": "passive", "られる": "passive", "せる": "causative", "させる": "causative", "しめる": "causative", "た": "past", "だ": "copula", MUST: "must",
}  # fmt: skip
_CONTENT = (
    Role.WORD,
    Role.VERBAL,
    Role.ADJECTIVE,
    Role.ADVERB,
    Role.PREFIX,
    Role.SUFFIX,
    Role.NUMBER,
)
# particles that only stress or follow another one: には is に
_WEAK = frozenset(["は", "も", "だけ", "しか", "のみ", "まで", "こそ", "さえ"])
# behind a noun they say how many of it there are
COUNTING = ("人", "名", "隻", "機", "頭", "匹", "羽", "棟", "社", "校", "カ国", "か国", "ヶ国", "両", "団体", "店", "店舗", "党", "カ所", "か所")  # fmt: skip
_BEFORE_NO = frozenset(["へ", "と", "から", "で", "まで"])  # JAXAへの攻撃


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
    past: bool = False
    copula: bool = False
    perhaps: bool = False
    comma: bool = False
    stop: bool = False

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
                words = [_counted(english, " ".join(words))]
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
        return unit.role is Role.NUMBER and things and counting

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
    def inner(self) -> str:
        """Return what stands before the verb in the same word: its object, as a rule."""
        before = self.units[:-1]
        if before and before[-1].surface in NEGATIVE_PREFIXES:
            before = before[:-1]  # 不表明: the verb says it
        return Phrase(units=before).nominal() if before else ""

    def bent(self, base: str) -> str:
        """Return a verb phrase as the endings of this predicate bend it."""
        negated = self.negated != self.negated_by_prefix
        if self.must and not self.passive:
            return f"must {base}"
        if self.passive and not base.startswith("be "):
            form = ("was " if self.past else "is ") + ("not " if negated else "")
            return form + " ".join(participle(base).replace("%", "").split())
        if self.causative:
            base = f"have % {base.replace('%', '').strip()}"
        if negated:
            being, doing = ("was", "did") if self.past else ("is", "does")
            return f"{being} not {base[3:]}" if base.startswith("be ") else f"{doing} not {base}"
        return past(base) if self.past else third_person(base)


def _counted(number: str, things: str) -> str:
    """Return how many things there are: 船2隻 is "2 ships", not "ship 2 ships"."""
    count, _, _ = number.rpartition(" ")
    return f"{count or number} {things if (count or number) == '1' else plural(things)}"


def group_phrases(units: list[Unit]) -> list[Phrase]:
    """Return the phrases of a text in its order."""
    builder = _Builder()
    for unit in units:
        builder.add(unit)
    builder.close()
    return [phrase for phrase in builder.phrases if not phrase.is_empty]


class _Builder:
    """Adds unit after unit to the phrase at hand, and closes it where a particle or a sign says so."""

    def __init__(self) -> None:
        self.phrases: list[Phrase] = []
        self._open = Phrase()

    def add(self, unit: Unit) -> None:
        if unit.role in _CONTENT:
            self._content(unit)
        elif unit.role is Role.VERB:
            self._verb(unit)
        elif unit.role is Role.AUXILIARY:
            self._auxiliary(unit.surface)
        elif unit.role is Role.PARTICLE:
            self._particle(unit)
        else:
            self._sign(unit)

    def close(self) -> None:
        if not self._open.is_empty:
            self.phrases.append(self._open)
        self._open = Phrase()

    def _content(self, unit: Unit) -> None:
        if self._open.predicate or (self._open.negated and unit.role is not Role.SUFFIX):
            self.close()
        if (
            unit.role is Role.VERBAL
            and self._open.units
            and self._open.units[-1].surface in NEGATIVE_PREFIXES
        ):
            self._open.negated_by_prefix = True
        self._open.units.append(unit)

    def _verb(self, unit: Unit) -> None:
        self.close()
        self._open = Phrase(units=[unit], predicate=True)

    def _auxiliary(self, surface: str) -> None:
        target = self._last()
        if target is None:
            return
        if surface == NEGATION:
            target.negated = not target.negated
        elif surface in _DOES and target.units[-1].role is Role.VERBAL and not target.particle:
            target.predicate = True
        elif surface in _ENDINGS:
            setattr(target, _ENDINGS[surface], True)

    def _particle(self, unit: Unit) -> None:
        last = self._last()
        if unit.surface == "か" and not unit.english:
            if last is not None:
                last.perhaps = True
            return
        if self._open.is_empty:
            if last is not None and unit.surface == "の" and last.particle in _BEFORE_NO:
                last.particle += "の"
            elif last is not None and (last.particle, unit.surface) == ("まで", "に"):
                last.particle = ">by"
            elif last is not None and last.particle in ("", *_WEAK):
                last.particle = unit.english or unit.surface
            return
        self._open.particle = unit.english or unit.surface
        if not self._open.predicate:
            self.close()

    def _sign(self, unit: Unit) -> None:
        last = self._last()
        self.close()
        if last is not None:
            last.comma |= unit.role is Role.COMMA
            last.stop |= unit.role is Role.STOP

    def _last(self) -> Phrase | None:
        if not self._open.is_empty:
            return self._open
        return self.phrases[-1] if self.phrases else None
