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
    device. concept: the exposure concept that a mention of it yields ("statin_exposure"). goal: what a
    rehabilitation is to reach (ours, by ``choice``, where no source gives one)."""

    id: str
    names: Names
    kind: str
    words: dict[str, tuple[str, ...]] = {}
    ambiguous: dict[str, tuple[str, ...]] = {}
    atc: str = ""
    classes: tuple[str, ...] = ()
    concept: str = ""
    goal: Names | None = None


class Caution(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a patient's own data say against acts, whatever the disease. acts: ids or classes of
    ``drugs/``. when: the rule; YES shows ``text`` with its stop, UNKNOWN asks ``ask`` (if given)."""

    id: str
    acts: tuple[str, ...]
    when: Expression
    stop: str
    text: Names
    source: str
    ask: Names | None = None


class LabelLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The regulatory status of an act for diseases in one country ("EU", or ISO code). since: as
    exact as the source. expires_check_on: ISO date from which it must be looked up again."""

    id: str
    act: str
    diseases: tuple[str, ...]
    country: str
    status: str
    since: str
    expires_check_on: str
    source: str
    note: Names | None = None


class ExcludeFirst(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An imitator to exclude before treating ``diseases``. excluded: the rule by which a case has
    excluded it (a stated exclusion always counts). tests: ids that exclude it."""

    id: str
    diseases: tuple[str, ...]
    imitator: str
    tests: tuple[str, ...]
    reason: Names
    source: str
    excluded: Expression | None = None


class DocumentUpdate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A statement of a starting document (``document``: reference id), in our words, and what is
    known now, from ``source``."""

    id: str
    document: str
    diseases: tuple[str, ...]
    said: Names
    now: Names
    source: str
