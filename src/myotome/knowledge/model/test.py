"""Questions, bedside signs and investigations that can settle a case."""

from __future__ import annotations

import msgspec

from myotome.knowledge.expression import Expression
from myotome.knowledge.model.words import Names


class Repeat(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """When a negative result is no last word. when: holds for the patient (None: always). concepts: the
    results worth looking for again (none named: all of the test). why: in words."""

    why: Names
    source: str
    when: Expression | None = None
    concepts: tuple[str, ...] = ()


class Test(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """kind: question, bedside, laboratory, enmg, imaging, biopsy, genetics, trial. concepts: those
    that its result states. cost: 1 question, 2 bedside, 4 blood, 8 ENMG / radiograph, 12 CT, 16 MRI,
    20 lumbar puncture, 40 biopsy (relative, with source). how: what to do, in words. never_replaces: tests
    that must not be left out for it. when: only offered if not NO. per_site: done at muscles, nerves
    or other sites that the localisation names ("muscle", "nerve", ""). repeat: when doing it again is
    the point.
    """

    __test__ = False

    id: str
    names: Names
    kind: str
    concepts: tuple[str, ...]
    cost: float
    how: Names
    source: str = "memory"
    per_site: str = ""
    when: Expression | None = None
    never_replaces: tuple[str, ...] = ()
    repeat: tuple[Repeat, ...] = ()
    words: dict[str, tuple[str, ...]] = {}
