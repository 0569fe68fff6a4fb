"""How deep a disease file goes: full, minimum, or short of both, and what it still lacks.

The rule is that of ``settings/depth.yaml``; ``knowledge check`` counts the grades, ``explain`` shows
the grade of a disease beside "not reviewed by a clinician".
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from myotome.knowledge.model import Disease
from myotome.knowledge.store import Knowledge
from myotome.terms import HowSeen

ASPECTS = ("course", "distribution", "pain", "imaging", "electrodiagnosis", "antibody", "accuracy")


class Grade(StrEnum):
    """FULL: every aspect has a value or says that none is known. SHORT: below the minimum form."""

    FULL = "full"
    MINIMUM = "minimum"
    SHORT = "short"


class Depth(msgspec.Struct, frozen=True):
    """grade; lacking: what keeps the file from being full; findings: how many have a frequency;
    read: share of these whose source somebody has read (not ``memory``); reviewed_by: the clinician
    who signed, "" for none."""

    grade: Grade
    lacking: tuple[str, ...]
    findings: int
    read: float
    reviewed_by: str


class Shows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding of one of ``kinds``, or one that is one of ``concepts``, fills the aspect."""

    kinds: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()


class DepthSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``settings/depth.yaml``: fewest findings and mimics of each grade, and what fills an aspect."""

    full_findings: int
    full_mimics: int
    minimum_findings: int
    minimum_mimics: int
    aspects: dict[str, Shows]
    source: str


def depth(disease: Disease, knowledge: Knowledge) -> Depth:
    """The grade of one file.

    >>> from myotome.knowledge import load
    >>> depth(load().diseases["mmn"], load()).grade.value
    'full'
    """
    settings = msgspec.convert(knowledge.settings["depth"], DepthSettings)
    findings = disease.findings.values()
    read = sum(was_read(f.source, knowledge) for f in findings)
    lacking = tuple(_lacking(disease, knowledge, settings))
    least = len(findings) >= settings.minimum_findings and len(disease.mimics) >= settings.minimum_mimics
    placed = _filled("distribution", disease, knowledge, settings) or "distribution" in disease.gaps
    grade = Grade.MINIMUM if least and placed and disease.codes else Grade.SHORT
    return Depth(
        grade=grade if lacking or grade is Grade.SHORT else Grade.FULL,
        lacking=lacking,
        findings=len(findings),
        read=read / len(findings) if findings else 0.0,
        reviewed_by=disease.reviewed_by,
    )


def was_read(source: str, knowledge: Knowledge) -> bool:
    """Did somebody read the source? Neither ``memory`` nor a reference known from memory was."""
    reference = knowledge.references.get(source)
    return reference is not None and reference.how_seen is not HowSeen.MEMORY


def _lacking(disease: Disease, knowledge: Knowledge, settings: DepthSettings) -> Iterator[str]:
    if len(disease.findings) < settings.full_findings:
        yield "findings"
    if sum(bool(m.concepts) for m in disease.mimics) < settings.full_mimics:
        yield "mimics"
    for aspect in ASPECTS:
        if aspect not in disease.gaps and not _filled(aspect, disease, knowledge, settings):
            yield aspect


def _filled(
    aspect: str, disease: Disease, knowledge: Knowledge, settings: DepthSettings
) -> bool:
    if aspect == "distribution":
        return bool(disease.lesion_classes or disease.lesion_sites)
    if aspect == "accuracy":
        return bool(disease.accuracy)
    shows = settings.aspects[aspect]
    return any(
        knowledge.concepts[f].kind in shows.kinds or any(knowledge.is_a(f, c) for c in shows.concepts)
        for f in disease.findings if f in knowledge.concepts
    )
