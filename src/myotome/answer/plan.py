"""What to do first, what would harm, what to check before."""

from __future__ import annotations

import msgspec


class PlanCaution(msgspec.Struct, frozen=True, kw_only=True):
    """What the patient's own data say against an act. id: of ``knowledge/care/cautions.yaml``.
    stop: "hard" or "soft". findings: those that met its rule."""

    id: str
    stop: str
    text: dict[str, str]
    reference: str
    findings: tuple[int, ...] = ()


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """What an authority says of an act for the disease. country: ISO code, or "EU". status:
    approved, off-label, investigational, withdrawn, under-review. since: year, month or day as the
    source gives it. expires_check_on: ISO date from which the line must be looked up again."""

    country: str
    status: str
    since: str
    expires_check_on: str
    reference: str
    note: dict[str, str] = {}


class PlanStep(msgspec.Struct, frozen=True, kw_only=True):
    """act: id in knowledge/drugs or of an act. kind: "harmful", "first", "alternative", "check",
    "rehabilitation", "monitor", "not_indicated". stop: "hard" or "soft" for harmful ones.
    text: words in both languages from knowledge, keyed by language. findings: that met its
    condition. cautions: what the patient's own data say against it. tried: the response stated of
    an earlier use ("better", "none", "worse", "given" when none is stated), else "". given: the
    source says that the patient has it now; a harmful step with it is an alarm."""

    act: str
    kind: str
    text: dict[str, str]
    stop: str = ""
    status: str = ""
    evidence_level: str = ""
    reference: str = "memory"
    findings: tuple[int, ...] = ()
    cautions: tuple[PlanCaution, ...] = ()
    labels: tuple[Label, ...] = ()
    tried: str = ""
    given: bool = False
    goal: dict[str, str] = {}


class Exclusion(msgspec.Struct, frozen=True, kw_only=True):
    """A dangerous imitator that must be excluded before this plan. tests: ids. reason: why."""

    disease: str
    tests: tuple[str, ...]
    reason: dict[str, str]
    reference: str


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """Something that nobody said and that decides about an act. acts: those that wait for it."""

    id: str
    text: dict[str, str]
    acts: tuple[str, ...]


class Update(msgspec.Struct, frozen=True, kw_only=True):
    """A statement of a starting document that later knowledge has overtaken. document: reference."""

    document: str
    said: dict[str, str]
    now: dict[str, str]
    reference: str


class TaperStep(msgspec.Struct, frozen=True, kw_only=True):
    """first_day and last_day count from 1; dose in mg per day; stated: False when interpolated."""

    first_day: int
    last_day: int
    dose_mg: float
    stated: bool


class Taper(msgspec.Struct, frozen=True, kw_only=True):
    drug: str
    steps: tuple[TaperStep, ...]
    reference: str


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """For one disease. working: the diagnosis is not established; then ``confirm`` comes first.
    refused: why no plan is given (child without weight rule, pregnancy ...), as a message id.
    exclude_first: imitators not excluded, said before all else. ask: what must be known first.
    updates: where later knowledge differs from a starting document."""

    disease: str
    working: bool = True
    confirm: tuple[str, ...] = ()
    steps: tuple[PlanStep, ...] = ()
    tapers: tuple[Taper, ...] = ()
    refused: str = ""
    exclude_first: tuple[Exclusion, ...] = ()
    ask: tuple[Ask, ...] = ()
    updates: tuple[Update, ...] = ()
