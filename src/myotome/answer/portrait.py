"""What the knowledge says of a disease, and of two side by side."""

from __future__ import annotations

import msgspec

from myotome.answer.ranking import Candidate


class Feature(msgspec.Struct, frozen=True, kw_only=True):
    """A finding of a disease: share of patients with it and its 95 % interval, share among others,
    natural log of the likelihood ratio when it is there and when it is stated absent, source."""

    concept: str
    frequency: float
    interval: tuple[float, float]
    background: float
    present: float
    absent: float
    reference: str


class Portrait(msgspec.Struct, frozen=True, kw_only=True):
    """features: the most frequent first. grade: depth of the file. read: share of its frequencies whose
    source somebody has read. reviewed: did a clinician sign?"""

    disease: str
    grade: str
    lacking: tuple[str, ...]
    read: float
    reviewed: bool
    features: tuple[Feature, ...]


class Contrast(msgspec.Struct, frozen=True, kw_only=True):
    """One finding of two diseases; None where a disease says nothing. when_present, when_absent: how far
    apart it sets the two when it is there and when it is stated absent, in log odds, positive for the
    first (before temper)."""

    concept: str
    first: Feature | None
    second: Feature | None
    when_present: float
    when_absent: float


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of a disease's file to one question of ``settings/questions.yaml``. values: of the
    question's own vocabulary, concept or act ids for "marks" and "care"; features: what it rests on;
    references: sources of treatments."""

    question: str
    disease: str
    values: tuple[str, ...]
    features: tuple[Feature, ...] = ()
    references: tuple[str, ...] = ()


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``myotome explain``. patient: for each disease its place in the patient's ranking,
    when documents were given. criteria: sets that classify the first
    disease. replies: the questions that tell look-alikes apart, when two are compared."""

    portraits: tuple[Portrait, ...]
    contrasts: tuple[Contrast, ...] = ()
    patient: tuple[Candidate, ...] = ()
    criteria: tuple[str, ...] = ()
    replies: tuple[Reply, ...] = ()
