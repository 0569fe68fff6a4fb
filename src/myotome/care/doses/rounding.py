"""Round a dose to what can be given, never above what may be given; share it over days."""

from __future__ import annotations

from fractions import Fraction


def rounded(amount: Fraction, step: Fraction, most: Fraction) -> Fraction:
    """The multiple of ``step`` nearest to ``amount`` (half: down), else the greatest up to ``most``.

    >>> rounded(Fraction(82), Fraction(5), Fraction(82)), rounded(Fraction(83), Fraction(5), Fraction(90))
    (Fraction(80, 1), Fraction(85, 1))
    """
    below = amount // step
    nearest = below + 1 if amount - below * step > step / 2 else below
    return min(nearest, most // step) * step


def shares(total: Fraction, step: Fraction, parts: int) -> tuple[Fraction, ...]:
    """``total`` (a multiple of ``step``) in ``parts`` as equal as whole steps allow, larger first.

    >>> [int(s) for s in shares(Fraction(160), Fraction(5), 5)]
    [35, 35, 30, 30, 30]
    """
    units = total / step
    each, more = divmod(int(units), parts)
    return tuple((each + (n < more)) * step for n in range(parts))


def fewest_parts(total: Fraction, step: Fraction, most: Fraction) -> int:
    """Least number of parts none of which is above ``most``. Raises ValueError if one step is.

    >>> fewest_parts(Fraction(160), Fraction(5), Fraction(41))
    4
    """
    if most < step:
        raise ValueError("one step is more than one part may hold")
    units, room = int(total / step), int(most // step)
    return max(1, -(-units // room))


def vials(amount: Fraction, sizes: tuple[Fraction, ...]) -> tuple[tuple[float, int], ...]:
    """The fewest vials for ``amount``; each size must divide the next greater one.

    >>> vials(Fraction(35), (Fraction(20), Fraction(10), Fraction(5)))
    ((20.0, 1), (10.0, 1), (5.0, 1))
    """
    chosen = []
    for size in sorted(sizes, reverse=True):
        count = int(amount // size)
        amount -= count * size
        if count:
            chosen.append((float(size), count))
    return tuple(chosen)
