"""Trials found for a patient, and what each criterion says."""

from __future__ import annotations

import msgspec

from myotome.terms import Truth


class TrialCriterion(msgspec.Struct, frozen=True, kw_only=True):
    """One line. kind: "inclusion" or "exclusion". read: it was understood whole; else it is quoted
    and ``truth`` is unknown. truth: does the line hold for the patient. findings: that decided it."""

    kind: str
    text: str
    read: bool
    truth: Truth
    findings: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def bars(self) -> bool:
        """Does the line keep the patient out?"""
        return self.truth is (Truth.NO if self.kind == "inclusion" else Truth.YES)


class TrialMatch(msgspec.Struct, frozen=True, kw_only=True):
    """A trial about the diagnosis. verdict: "barred" (a line keeps the patient out), "open" (nothing
    read does; lines remain to be asked), "met" (every line was read and holds). takes_patients:
    "yes", "no", "unsaid". about: the disease of the knowledge that it names. Dates as registered."""

    id: str
    title: str
    registry: str
    status: str
    takes_patients: str
    about: str
    verdict: str
    criteria: tuple[TrialCriterion, ...]
    countries: tuple[str, ...] = ()
    phases: str = ""
    updated: str = ""
    exported: str = ""
    url: str = ""
    place: str = ""
