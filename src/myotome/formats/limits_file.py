"""A laboratory's own limits of normal, a YAML file (docs/enmg.md): used before published ones.

    schema: 1
    laboratory: CHU de X, 2024
    limits:
      - {nerve: médian, study: motor, quantity: amplitude_mv, low: 5.0, age: [18, 60], recording: APB}
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from myotome.case import NormalLimit
from myotome.case.patient import SCHEMA
from myotome.errors import MyotomeError, Problem
from myotome.formats.cells import Unusable, fixed, number
from myotome.formats.open import read_file
from myotome.formats.plain import decode
from myotome.formats.settings import settings
from myotome.formats.structured import NotACase, parse
from myotome.formats.trouble import refuse, trouble
from myotome.knowledge import load
from myotome.knowledge.names import find, find_within

KEYS = ("nerve", "study", "quantity", "low", "high", "recording", "segment", "amplitude_kind", "age", "height_cm", "sex", "per_cm", "at_cm")
SPANS = ("age", "height_cm")


def read_limits(path: Path) -> tuple[str, tuple[NormalLimit, ...], list[Problem]]:
    """The laboratory's name, its limits, and entries that cannot be used.

    Raises MyotomeError for a file that cannot be read or is no limits file.
    """
    data = read_file(str(path))
    text, problems = decode(data, path.name)
    try:
        raw = parse(text)
    except NotACase as error:
        raise refuse("limits.malformed", path.name, str(error)) from error
    if not isinstance(raw, Mapping) or raw.get("schema") != SCHEMA or not isinstance(raw.get("limits"), list):
        raise refuse("limits.malformed", path.name, "schema: 1, laboratory, limits")
    laboratory = str(raw.get("laboratory") or path.stem)
    limits = []
    for count, entry in enumerate(raw["limits"]):
        place = f"{path.name}, limits[{count}]"
        try:
            limits.append(_limit(entry, laboratory))
        except (Unusable, MyotomeError) as error:
            problems.append(trouble("limits.entry", place, str(error)))
    return laboratory, tuple(limits), problems


def _limit(raw: Any, laboratory: str) -> NormalLimit:
    """One entry; raises Unusable naming what cannot be used."""
    if not isinstance(raw, Mapping):
        raise Unusable("{nerve: ..., study: ..., quantity: ..., low: ...}")
    unknown = [str(k) for k in raw if k not in KEYS]
    if unknown:
        raise Unusable(f"{unknown[0]}: {', '.join(KEYS)}")
    nerve = find_within(load(), "nerve", str(raw.get("nerve", "")))
    if nerve is None:
        raise Unusable(f"nerve: {raw.get('nerve')}")
    quantity = str(raw.get("quantity", ""))
    if quantity not in settings().ranges:
        raise Unusable(f"quantity: {quantity}")
    values: dict[str, Any] = {k: number(raw[k], quantity) for k in ("low", "high") if raw.get(k) is not None}
    if not values:
        raise Unusable("low, high")
    study = fixed(raw.get("study", "motor"), "study")
    values |= {"nerve": nerve, "study": "motor" if study == "f_wave" else study, "quantity": quantity}
    for span in SPANS:
        if raw.get(span) is not None:
            values[span] = _span(raw[span], span)
    if raw.get("sex"):
        values["sex"] = fixed(raw["sex"], "sex")
    if raw.get("amplitude_kind"):
        values["amplitude_kind"] = fixed(raw["amplitude_kind"], "amplitude_kind")
    values |= {k: number(raw[k], "") for k in ("per_cm", "at_cm") if raw.get(k) is not None}
    if raw.get("recording"):
        values["recording"] = find(load(), "muscle", str(raw["recording"])) or str(raw["recording"])
    if raw.get("segment"):
        values["segment"] = _segment(raw["segment"])
    return NormalLimit(**values, source=laboratory, own=True)


def _span(raw: Any, name: str) -> tuple[float | None, float | None]:
    if not isinstance(raw, list) or len(raw) != 2:
        raise Unusable(f"{name}: [18, 60]")
    low, high = (None if v is None else number(v, name) for v in raw)
    return low, high


def _segment(raw: Any) -> tuple[str, ...]:
    stations = [find_within(load(), "stimulation", str(s)) for s in raw] if isinstance(raw, list) else []
    if len(stations) != 2 or None in stations:
        raise Unusable("segment: [wrist, below_elbow]")
    return tuple(s for s in stations if s)
