"""A note becomes findings: each with presence, certainty, site, side, owner and its own words."""

from myotome.text.findings.story import dated_by_note
from myotome.text.qualify import Qualified, qualify
from myotome.text.reader import read, read_self_report
from myotome.text.reading import PatientReading, Reading

__all__ = ["PatientReading", "Qualified", "Reading", "dated_by_note", "qualify", "read", "read_self_report"]
