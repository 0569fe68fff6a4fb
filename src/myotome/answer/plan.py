"""What to do first, what would harm, what to check before."""

from __future__ import annotations

import msgspec


class PlanStep(msgspec.Struct, frozen=True, kw_only=True):
    """act: id in knowledge/drugs or of an act. kind: "harmful", "first", "alternative", "check",
    "rehabilitation", "monitor", "not_indicated". stop: "hard" or "soft" for harmful ones.
    dose: words in both languages from knowledge, keyed by language. condition: met findings."""

    act: str
    kind: str
    text: dict[str, str]
    stop: str = ""
    status: str = ""
    evidence_level: str = ""
    reference: str = "memory"
    findings: tuple[int, ...] = ()


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
    refused: why no plan is given (child without weight rule, pregnancy ...), as a message id."""

    disease: str
    working: bool = True
    confirm: tuple[str, ...] = ()
    steps: tuple[PlanStep, ...] = ()
    tapers: tuple[Taper, ...] = ()
    refused: str = ""
