"""What to look at before, during and after a drug, and on which days."""

from __future__ import annotations

from myotome.answer import Due
from myotome.knowledge.model import Check, DoseSheet

HORIZON_DAYS = 366  # a check without end is written out for a year


def due_days(check: Check, until: int = HORIZON_DAYS) -> tuple[int, ...]:
    """Days after the first dose on which the check is due, up to ``until``.

    >>> from myotome.knowledge.model import Names
    >>> check = Check(what=Names(fr="NFS", en="count"), phase="during", source="memory", first_day=14, every_days=14, times=3)
    >>> due_days(check)
    (14, 28, 42)
    """
    if check.phase == "before":
        return ()
    if not check.every_days:
        return (check.first_day,) if check.first_day else ()
    days = range(check.first_day, until + 1, check.every_days)
    return tuple(days[: check.times] if check.times else days)


def dues(sheet: DoseSheet) -> tuple[Due, ...]:
    """Every check of the sheet, in its order."""
    return tuple(
        Due(
            text={"fr": c.what.fr, "en": c.what.en}, phase=c.phase, source=c.source, days=due_days(c),
            every_days=c.every_days,
        )
        for c in sheet.checks
    )
