"""One unit system, and exact arithmetic for everything that meets a published cut-off.

Units: mV, µV, ms, m/s, mV·ms, mm, °C, Hz, %. A value keeps the digits that were written: 5.7 is
57/10, so a drop of exactly 50 % is 50, never 49.999...
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

PERCENT = "%"
MILLIVOLT = "mV"
MICROVOLT = "µV"
MILLISECOND = "ms"
METRE_PER_SECOND = "m/s"


@lru_cache(maxsize=1024)
def unit_key(unit: str) -> str:
    """A unit as it is compared: case, blanks, the two signs of micro and the letters of "international" do not count.

    >>> unit_key("UI/L") == unit_key("u / l"), unit_key("µmol/L") == unit_key("umol/l")
    (True, True)
    """
    return unit.casefold().replace("µ", "u").replace("μ", "u").replace(" ", "").replace("ui", "u").replace("iu", "u")


def exact(value: float) -> Fraction:
    """The number as it was written. Raises ValueError for infinity and "not a number".

    >>> exact(5.7)
    Fraction(57, 10)
    """
    return Fraction(repr(float(value)))


def drop_percent(distal: float, proximal: float) -> Fraction | None:
    """Fall from the distal to the proximal response in percent; None for a distal one of 0.

    >>> float(round(drop_percent(5.7, 1.2), 1))
    78.9
    """
    if not distal:
        return None
    return 100 * (1 - exact(proximal) / exact(distal))


def change_percent(distal: float, proximal: float) -> Fraction | None:
    """Increase from the distal to the proximal duration in percent; None for a distal one of 0.

    >>> change_percent(5.0, 6.5)
    Fraction(30, 1)
    """
    drop = drop_percent(distal, proximal)
    return None if drop is None else -drop


def velocity(distance_mm: float, distal_ms: float, proximal_ms: float) -> float | None:
    """Conduction velocity in m/s (mm/ms) between two stimulations; None unless time passes.

    >>> velocity(220, 3.5, 7.5)
    55.0
    """
    time = exact(proximal_ms) - exact(distal_ms)
    if time <= 0 or distance_mm <= 0:
        return None
    return float(round(exact(distance_mm) / time, 1))
