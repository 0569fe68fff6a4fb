"""What reading a document gives: types only."""

from __future__ import annotations

import msgspec

from myotome.case import Diagnosis, Finding, LaboratoryRow, Patient, Treatment
from myotome.errors import Problem


class PatientReading(msgspec.Struct, kw_only=True):
    """What was read of one patient. laboratory: values with their spans, not yet judged."""

    patient: Patient = Patient()
    findings: tuple[Finding, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    laboratory: tuple[LaboratoryRow, ...] = ()


class Reading(msgspec.Struct, kw_only=True):
    """A document read. kind: patient, several_patients, article, forum. named: diseases and drugs
    that it names anywhere. illustrations, self_reports: spans in the text. owned: start, end and
    patient (from 0) of each sentence that is about one."""

    language: str
    kind: str
    patients: tuple[PatientReading, ...] = ()
    named: tuple[str, ...] = ()
    illustrations: tuple[tuple[int, int], ...] = ()
    self_reports: tuple[tuple[int, int], ...] = ()
    owned: tuple[tuple[int, int, int], ...] = ()
    problems: tuple[Problem, ...] = ()
