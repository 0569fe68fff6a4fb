"""A note becomes findings: each with presence, certainty, site, side, owner and its own words."""

from myotome.text.reader import PatientReading, Reading, read

__all__ = ["PatientReading", "Reading", "read"]
