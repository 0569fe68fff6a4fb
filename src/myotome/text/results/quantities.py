"""What values of a laboratory or bedside measure look like: units, limits that hold in a certain unit, meanings of bare numbers."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from myotome.knowledge.store import Knowledge
from myotome.text.tokens.fold import fold
from myotome.units import unit_key


class Quantity(msgspec.Struct, frozen=True):
    """What a value of a measure may look like. units: keys of all its units. head: of the canonical one ("u" of U/L). whole: it has
    no decimals. titre: the bare name is no measure without a dilution or a unit. named: the bare name is a finding. context: words that make a count word mean it. bare:
    the units that a number without one has, each with its range ("WCC 15.1", "Hb 132"). others: key of a unit that is a measure of its own ("CV 1,1 L") -> its id.
    under: words that lead to what the patient is given ("91 % sous 3 L"), and the lower limit then. ahead: the number may stand before the name ("340 CTG").
    bound: behind "<" stands what an act waits for ("CV < 20 mL/kg"). adult: age from which a value says something."""

    units: frozenset[str]
    head: str
    whole: bool
    titre: bool
    named: bool
    context: frozenset[str]
    bare: tuple[tuple[str, float, float], ...]
    others: dict[str, str]
    under: frozenset[str]
    under_lower: float
    ahead: bool
    bound: bool
    adult: float

    def meant(self, value: float) -> str:
        """The unit of a number written without one; "" when nothing tells."""
        return next((unit for unit, least, most in self.bare if least < value < most), "")


class Amount(msgspec.Struct, frozen=True):
    """A number read. last: position behind it, its unit and its limits."""

    value: float
    last: int
    unit: str = ""
    times: float | None = None
    lower: float | None = None
    upper: float | None = None


@lru_cache(maxsize=4)
def quantities(knowledge: Knowledge, language: str) -> dict[str, Quantity]:
    """Measure id -> what its values look like."""
    table = {}
    for entry in knowledge.settings.get("laboratory", ()):
        others = {unit_key(unit): other for unit, other in (entry.get("others") or {}).items()}
        units = frozenset([*(unit_key(u) for u in (entry["unit"], *(entry.get("units") or {}))), *others])
        under = entry.get("under") or {"words": {}, "lower": 0.0}
        table[entry["id"]] = Quantity(
            units=units, head=unit_key(entry["unit"]).partition("/")[0], whole=entry.get("whole", False), titre=entry.get("titre", False),
            named=entry.get("named", False), ahead=entry.get("ahead", False), bound=entry.get("bound", False), adult=float(entry.get("adult", 0)), others=others,
            context=frozenset(fold(w) for w in (entry.get("context") or {}).get(language, ())),
            bare=tuple([(b["unit"], *map(float, b["range"])) for b in entry.get("bare", ()) if b.get("language", language) == language]),
            under=frozenset(map(fold, under["words"].get(language, ()))), under_lower=float(under["lower"]),
        )
    return table
