"""Treatment knowledge: part of a disease's file, and acts or drugs in ``drugs/``."""

from __future__ import annotations

import msgspec

from myotome.knowledge.expression import Expression
from myotome.knowledge.model.words import Names


class CareStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """kind: harmful, first, alternative, check, rehabilitation, monitor, not_indicated. act: id of
    ``drugs/``. text: what to do, with dose. stop: hard or soft, for harmful. status: approved,
    off-label, investigational, obsolete. evidence_level: words of the source. when: only if met."""

    kind: str
    act: str
    text: Names
    source: str
    stop: str = ""
    status: str = ""
    evidence_level: str = ""
    when: Expression | None = None


class TaperStage(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    first_day: int
    last_day: int
    dose_mg: float
    stated: bool


class TaperScheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A steroid scheme given by a source; stages with stated: false are our interpolation."""

    drug: str
    source: str
    stages: tuple[TaperStage, ...]
    note: Names | None = None


class CarePlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    steps: tuple[CareStep, ...] = ()
    tapers: tuple[TaperScheme, ...] = ()
    adults_only: bool = True


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A drug, procedure or rehabilitation. kind: drug, drug_class, procedure, rehabilitation,
    device. concept: the exposure concept that a mention of it yields ("statin_exposure")."""

    id: str
    names: Names
    kind: str
    words: dict[str, tuple[str, ...]] = {}
    ambiguous: dict[str, tuple[str, ...]] = {}
    atc: str = ""
    classes: tuple[str, ...] = ()
    concept: str = ""
