"""Groups units into phrases: a noun with its particle, or a verb with what its endings say of it."""

from dataclasses import dataclass, field

from monitor.core.gloss.english import participle, plural, third_person
from monitor.core.gloss.units import Role, Unit

_NEGATIONS = frozenset({"ない", "ぬ", "ず", "ん", "まい", "無い"})
_PASSIVES = frozenset({"れる", "られる"})
_CAUSATIVES = frozenset({"せる", "させる", "しめる"})
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
_BEFORE_NO = frozenset(["へ", "と", "から", "で", "まで"])  # JAXAへの攻撃


@dataclass(slots=True, kw_only=True)
class Phrase:
    """Some units and the particle behind them; `predicate` marks a verb, `comma` and `stop` what follows."""

    units: list[Unit] = field(default_factory=list)
    particle: str = ""
    predicate: bool = False
    negated: bool = False
    passive: bool = False
    causative: bool = False
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
        for unit in self.units:
            english = unit.noun or unit.english
            if unit.role is Role.SUFFIX and words:
                words = [english.replace("%", " ".join(words)).strip()]
            elif words and words[-1].endswith("-"):
                words[-1] += english
            elif unit.role is Role.NUMBER and words and english.endswith(f" {plural(words[-1])}"):
                words[-1] = english  # 船2隻: "2 ships", not "ship 2 ships"
            elif unit.role is Role.WORD and counted and not unit.name:
                words.append(plural(english))
            else:
                words.append(english.replace("%", "").strip())
            counted = (
                unit.role is Role.NUMBER
                and unit.english != "1"
                and unit.surface.strip("0123456789,.万億兆") == ""
            )
        return " ".join(filter(None, " ".join(words).split(" ")))

    def verb(self) -> tuple[str, str]:
        """Return a predicate's English verb phrase, bent, and what stands before it in the same word (an object)."""
        *before, last = self.units
        inner = Phrase(units=list(before)).nominal() if before else ""
        base = last.english or f"carry out {last.noun}"
        if self.passive:
            form = "is not " if self.negated else "is "
            return form + " ".join(participle(base).replace("%", "").split()), inner
        if self.causative:
            base = f"have % {base.replace('%', '').strip()}"
        if self.negated:
            return f"does not {base}", inner
        return third_person(base), inner


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
        if self._open.predicate:
            self.close()
        self._open.units.append(unit)

    def _verb(self, unit: Unit) -> None:
        self.close()
        self._open = Phrase(units=[unit], predicate=True)

    def _auxiliary(self, surface: str) -> None:
        target = self._last()
        if target is None:
            return
        if surface in _NEGATIONS:
            target.negated = not target.negated
        elif surface in _PASSIVES:
            target.passive = True
        elif surface in _CAUSATIVES:
            target.causative = True
        elif surface == "する" and target.units[-1].role is Role.VERBAL and not target.particle:
            target.predicate = True

    def _particle(self, unit: Unit) -> None:
        last = self._last()
        if unit.surface == "か":
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
