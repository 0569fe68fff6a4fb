"""A value, perhaps only known as "< 300" or "> 1000", against a limit: yes, no, or cannot be said."""

from __future__ import annotations

MORE, LESS = (">", ">="), ("<", "<=")


def above(value: float | None, comparator: str, limit: float | None) -> bool | None:
    """Is the value over the limit? None when the comparator leaves it open, or a number is missing.

    >>> above(300, "", 200), above(300, "<", 200), above(150, "<", 200), above(1000, ">", 200)
    (True, None, False, True)
    """
    if value is None or limit is None:
        return None
    if comparator in MORE:
        return True if value > limit or (value == limit and comparator == ">") else None
    if comparator in LESS:
        return False if value <= limit else None
    return value > limit


def below(value: float | None, comparator: str, limit: float | None) -> bool | None:
    """Is the value under the limit?

    >>> below(3, "", 4), below(3, ">", 4), below(5, ">", 4), below(3, "<", 4)
    (True, None, False, True)
    """
    if value is None or limit is None:
        return None
    if comparator in LESS:
        return True if value < limit or (value == limit and comparator == "<") else None
    if comparator in MORE:
        return False if value >= limit else None
    return value < limit


def reaches(value: float | None, comparator: str, limit: float) -> bool | None:
    """Is the value at least the limit?"""
    under = below(value, comparator, limit)
    return None if under is None else not under
