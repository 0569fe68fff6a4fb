"""Doses: amounts, days, rates, what to watch. Formula, inputs, rounding and source always go along."""

from myotome.care.doses.body import Body, creatinine_mg_dl
from myotome.care.doses.dose import Wanted, compute
from myotome.care.doses.settings import dose_settings
from myotome.care.doses.sheet import find_disease, find_sheet
from myotome.care.doses.taper import taper

__all__ = ["Body", "Wanted", "compute", "creatinine_mg_dl", "dose_settings", "find_disease", "find_sheet", "taper"]
