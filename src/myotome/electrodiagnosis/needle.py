"""Needle EMG: neurogenic, myopathic, mixed or normal, muscle by muscle, with the reason.

Rules follow the table of patterns in the fact sheet (7.3); limits stand in ``settings/needle.yaml``.
What is not documented decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from myotome.answer import MuscleJudgement, Reason
from myotome.case import Evidence, Finding, NeedleRow
from myotome.electrodiagnosis.norms import from_memory
from myotome.electrodiagnosis.settings import Limit, Shape
from myotome.knowledge.store import Knowledge
from myotome.terms import Method, Presence, Side
from myotome.units import MICROVOLT, MILLISECOND, PERCENT, exact

LOW, NORMAL, HIGH, MIXED = "low", "normal", "high", "mixed"


class MupNorm(Shape, frozen=True):
    """duration (ms), amplitude (µV): lowest and highest normal mean; polyphasia: highest share."""

    duration: tuple[float, float]
    amplitude: tuple[float, float]
    source: str
    polyphasia: float | None = None


class Turns(Shape, frozen=True):
    """Many turns (above ``high`` a second) of small amplitude: myopathic; few of large: neurogenic."""

    low: float
    high: float
    small_uv: float
    large_uv: float
    source: str


class NeedleFindings(Shape, frozen=True):
    active: str
    paraspinal: str
    chronic: str
    neurogenic: str
    myopathic: str
    spontaneous: str
    fasciculation: str


class NeedleSettings(Shape, frozen=True):
    """``settings/needle.yaml``."""

    mup: dict[str, MupNorm]
    polyphasia_percent: Limit
    turns: Turns
    findings: NeedleFindings
    paraspinals: str


@lru_cache(maxsize=4)
def needle_settings(knowledge: Knowledge) -> NeedleSettings:
    """Reference values. Raises msgspec.ValidationError for a malformed settings file."""
    return msgspec.convert(knowledge.settings["needle"], NeedleSettings)


def judge_needle(
    rows: Sequence[NeedleRow], knowledge: Knowledge,
) -> tuple[list[MuscleJudgement], list[Finding]]:
    """A judgement for each row, and the findings that it makes.

    >>> from myotome.knowledge import load
    >>> row = NeedleRow(side="left", muscle="deltoid", fibrillation=2, mup_duration="high", recruitment="reduced")
    >>> judge_needle([row], load())[0][0].pattern
    'neurogenic'
    """
    settings = needle_settings(knowledge)
    judged, findings = [], []
    for index, row in enumerate(rows):
        reasons = _reasons(row, settings)
        codes = {r.code for r in reasons}
        pattern = _pattern(codes, row)
        judged.append(MuscleJudgement(
            side=row.side, muscle=row.muscle, pattern=pattern, reasons=tuple(reasons), row=index,
            unverified=any(from_memory(knowledge, r.reference) for r in reasons if r.value is not None),
        ))
        findings += _findings(row, pattern, codes, knowledge)
    return judged, findings


def _reasons(row: NeedleRow, settings: NeedleSettings) -> list[Reason]:
    """Everything abnormal in the row."""
    found = []
    spontaneous = max(row.fibrillation or 0, row.positive_waves or 0)
    if spontaneous:
        found.append(Reason(code="fibrillation", value=float(spontaneous), unit="+", reference="choice"))
    if row.fasciculation:
        found.append(Reason(code="fasciculation", reference="choice"))
    if row.discharges:
        found.append(Reason(code="discharges", reference="choice"))
    if row.insertional not in (None, NORMAL):
        found.append(Reason(code="insertional", reference="choice"))
    norm = settings.mup.get(row.muscle)
    found += _measured("mup_duration", row.mup_duration, row.mup_duration_ms, MILLISECOND, norm.duration if norm else None, norm)
    found += _measured("mup_amplitude", row.mup_amplitude, row.mup_amplitude_uv, MICROVOLT, norm.amplitude if norm else None, norm)
    most = norm.polyphasia if norm and norm.polyphasia is not None else settings.polyphasia_percent.above
    share = row.polyphasia_percent
    if row.polyphasia == "increased" or (share is not None and most is not None and share > most):
        source = norm.source if norm and norm.polyphasia is not None else settings.polyphasia_percent.source
        found.append(Reason(code="polyphasia", value=share, limit=most if share is not None else None, unit=PERCENT if share is not None else "", reference=source if share is not None else "choice"))
    if row.stability == "unstable":
        found.append(Reason(code="stability", reference="choice"))
    if row.recruitment not in (None, NORMAL):
        found.append(Reason(code=f"recruitment_{row.recruitment}", reference="choice"))
    return found + _turns(row, settings.turns)


def _measured(
    code: str, word: str | None, value: float | None, unit: str, limits: tuple[float, float] | None, norm: MupNorm | None,
) -> list[Reason]:
    """The word as written, else the number against the muscle's limits."""
    if word in (LOW, HIGH):
        return [Reason(code=f"{code}_{word}", value=value, unit=unit if value is not None else "", reference="choice")]
    if word == MIXED:
        return [Reason(code=f"{code}_{end}", reference="choice") for end in (LOW, HIGH)]
    if word is not None or value is None or limits is None or norm is None:
        return []
    low, high = limits
    if exact(value) < exact(low):
        return [Reason(code=f"{code}_low", value=value, limit=low, unit=unit, reference=norm.source)]
    if exact(value) > exact(high):
        return [Reason(code=f"{code}_high", value=value, limit=high, unit=unit, reference=norm.source)]
    return []


def _turns(row: NeedleRow, rule: Turns) -> list[Reason]:
    if row.turns is None or row.turn_amplitude_uv is None:
        return []
    cloud = row.turns > rule.high and row.turn_amplitude_uv < rule.small_uv
    sparse = row.turns < rule.low and row.turn_amplitude_uv > rule.large_uv
    if not cloud and not sparse:
        return []
    return [Reason(code="turns", value=row.turns, limit=rule.high if cloud else rule.low, reference=rule.source)]


def _pattern(codes: set[str], row: NeedleRow) -> str:
    long = bool(codes & {"mup_duration_high", "mup_amplitude_high"})
    reduced = bool(codes & {"recruitment_reduced", "recruitment_none"})
    short = "mup_duration_low" in codes or {"mup_amplitude_low", "polyphasia"} <= codes or "recruitment_early" in codes
    active = "fibrillation" in codes
    if long and short:
        pattern = MIXED
    elif short:
        pattern = MIXED if reduced and "mup_duration_low" not in codes else "myopathic"
    elif long or (reduced and codes & {"polyphasia", "stability"}):
        pattern = "neurogenic" if active or "fasciculation" in codes else "neurogenic_chronic"
    elif active and reduced:
        pattern = "neurogenic_active"
    elif reduced and not codes & {"fasciculation", "discharges"}:
        pattern = "block_like"
    elif codes & {"fibrillation", "fasciculation", "discharges"} and not codes & {"polyphasia", "mup_amplitude_low", "recruitment_reduced"}:
        pattern = "spontaneous"
    elif codes:
        pattern = "unclassified"
    else:
        documented = (row.fibrillation, row.mup_duration, row.mup_duration_ms, row.recruitment, row.insertional)
        pattern = NORMAL if any(d is not None for d in documented) else "not_assessable"
    return pattern


def _findings(row: NeedleRow, pattern: str, codes: set[str], knowledge: Knowledge) -> list[Finding]:
    settings = needle_settings(knowledge)
    ids = settings.findings
    neurogenic = pattern in ("neurogenic", "neurogenic_active", "neurogenic_chronic", MIXED)
    present = []
    if pattern in ("neurogenic", "neurogenic_chronic"):
        present.append(ids.chronic)
    if pattern == "neurogenic_active":
        present.append(ids.neurogenic)
    if "fibrillation" in codes:
        paraspinal = row.muscle == settings.paraspinals or knowledge.within(row.muscle, settings.paraspinals)
        present.append(ids.paraspinal if paraspinal else ids.active if neurogenic else ids.spontaneous)
    if "fasciculation" in codes:
        present.append(ids.fasciculation)
    if pattern in ("myopathic", MIXED):
        present.append(ids.myopathic)
    if pattern == MIXED:
        present.append(ids.neurogenic)
    present += row.discharges
    found = [_finding(row, concept, present=True) for concept in present]
    if pattern == NORMAL:
        found += [_finding(row, concept, present=False) for concept in (ids.neurogenic, ids.myopathic)]
    if row.fibrillation == 0 and not row.positive_waves:
        found.append(_finding(row, ids.active, present=False))
    return found


def _finding(row: NeedleRow, concept: str, *, present: bool) -> Finding:
    return Finding(
        concept=concept, presence=Presence.PRESENT if present else Presence.ABSENT, site=row.muscle,
        side=Side(row.side), method=Method.ENMG, date=row.date,
        evidence=(Evidence(source=row.source, cell=f"row {row.row}" if row.row is not None else ""),),
    )
