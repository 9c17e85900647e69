"""Groups units into phrases: a noun with its particle, or a verb with what its endings say of it."""

from dataclasses import replace

from monitor.core.gloss.english import adverb
from monitor.core.gloss.phrase import PEOPLE, Phrase
from monitor.core.gloss.unit import MUST, MUST_NOT, NEGATION, Role, Unit
from monitor.core.negation import NEGATIVE_PREFIXES

_DOES = frozenset({"する", "為る"})
# what an ending says of the verb or noun before it
_ENDINGS = {
    "れる": "passive", "られる": "passive", "せる": "causative", "させる": "causative", "しめる": "causative", "た": "past", "だ": "copula", MUST: "must", "べし": "should", "たい": "wish",
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
_CASES = frozenset(["が", "は", "も", "を", "に", "へ", "から", "と"])
_AND_OTHERS = Unit("など", Role.SUFFIX, "% and others")
_AND_THEN = frozenset({"て", "で", "ながら", "つつ"})
_BEFORE_NO = frozenset(["へ", "と", "から", "で", "まで"])  # JAXAへの攻撃


def _is_adjective(phrase: Phrase) -> bool:
    return len(phrase.units) == 1 and phrase.units[0].role is Role.ADJECTIVE


def _begins_anew(before: Unit, unit: Unit) -> bool:
    """Tell whether a word stands beside the one before it, not in one with it: 住民ら|差し止め, 7日|発動."""
    people = (before.role is Role.SUFFIX or before.name) and before.surface.endswith(PEOPLE)
    if people and unit.role in (Role.WORD, Role.VERBAL):
        return True
    day = (
        before.role is Role.NUMBER and before.surface.endswith("日") and before.english[-1:] != "s"
    )
    return day and unit.role is Role.VERBAL


def _together(before: str, unit: Unit) -> str:
    """Return what two particles in a row are together: への, までに; に before は stays に."""
    if unit.surface == "の" and before in _BEFORE_NO:
        return f"{before}の"
    if (before, unit.surface) == ("まで", "に"):
        return ">by"
    return unit.english or unit.surface if before in ("", *_WEAK) else before


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
            self._auxiliary(unit.surface, unit.form)
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
        if self._open.units and _begins_anew(self._open.units[-1], unit):
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
        self._open = Phrase(units=[unit], predicate=True, form=unit.form)

    def _auxiliary(self, surface: str, form: str) -> None:
        target = self._last()
        if target is None:
            return
        target.form = form or target.form
        if target.predicate and target.particle == "て":
            target.particle = ""  # している
        if surface == NEGATION:
            target.negated = not target.negated
        elif surface in _DOES and target.units[-1].role is Role.VERBAL and not target.particle:
            target.predicate = True
        elif surface == MUST_NOT:
            target.must, target.negated = target.predicate, not target.negated
        elif surface == "だ" and form == "連用形" and _is_adjective(target):
            # 真摯に受け止める
            last = target.units[0]
            target.units = [replace(last, role=Role.ADVERB, english=adverb(last.english))]
        elif surface in _ENDINGS:
            setattr(target, _ENDINGS[surface], True)

    def _particle(self, unit: Unit) -> None:
        last = self._last()
        if last is None:
            return
        if unit.surface == "か" and not unit.english:
            last.perhaps = True
        elif last.predicate and unit.surface in _AND_THEN:
            last.particle = "て"
        elif last.particle == "など" and unit.surface in _CASES:
            last.units.append(_AND_OTHERS)  # 警察庁などが
            last.particle = unit.english or unit.surface
        elif self._open.is_empty:
            last.particle = _together(last.particle, unit)
        else:
            last.particle = unit.english or unit.surface
            if not last.predicate:
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
