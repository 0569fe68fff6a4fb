"""A steroid scheme day by day."""

from __future__ import annotations

import msgspec


class TaperLevel(msgspec.Struct, frozen=True, kw_only=True):
    """first_day, last_day: counted from 1. dose_mg: a day, of the steroid shown; prednisone_mg: its
    equivalent. stated: the source gives it; else it is our interpolation. said: the source's range.
    formula: how a dose by weight was found."""

    first_day: int
    last_day: int
    dose_mg: float
    prednisone_mg: float
    stated: bool
    said: dict[str, str] = {}
    formula: str = ""


class TaperAlert(msgspec.Struct, frozen=True, kw_only=True):
    """What a long or high course calls for. day: the first on which its limit is reached."""

    id: str
    day: int
    text: dict[str, str]
    source: str


class Tapering(msgspec.Struct, frozen=True, kw_only=True):
    """scheme: its id. steroid: id of ``settings/steroids.yaml``. converted: from another steroid.
    step_mg: doses are multiples of it. total_mg: of prednisone, in all. start: ISO date or empty.
    before: what to make sure of first. assumed: label ids of what was taken without being said."""

    scheme: str
    names: dict[str, str]
    steroid: str
    step_mg: float
    levels: tuple[TaperLevel, ...]
    total_mg: float
    alerts: tuple[TaperAlert, ...]
    source: str
    converted: str = ""
    note: dict[str, str] = {}
    before: dict[str, str] = {}
    assumed: tuple[str, ...] = ()
    start: str = ""
