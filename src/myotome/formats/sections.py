"""The sections of a structured case (docs/case-format.md): canonical fields and short forms alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from myotome.case import (
    ConductionRow,
    Cue,
    Diagnosis,
    Evidence,
    Finding,
    Grade,
    LaboratoryRow,
    MarkedTrace,
    Measure,
    Patient,
    Source,
    Time,
    Treatment,
    Visit,
)
from myotome.formats.cells import Unusable, fixed, interval, number
from myotome.formats.fields import Reader, Shape
from myotome.formats.grades import mrc_grade
from myotome.formats.rows import bad_cell, conduction_row, laboratory_row
from myotome.formats.settings import settings
from myotome.knowledge.names import plain
from myotome.terms import Presence, Side, Topography

MEASURE_FIELDS = tuple(Measure.__struct_fields__)


def patient(reader: Reader, raw: Any, path: str = "patient") -> Patient:
    """Age, sex and the rest; what cannot be used stays unknown."""
    given = reader.mapping(raw, path) if raw is not None else {}
    return Patient(**(reader.values(Patient, given or {}, path) or {}))


def _nested(reader: Reader, shape: Shape, needed: tuple[str, ...] = (), inner: Mapping[str, Any] | None = None) -> Any:
    """Reads a mapping inside an entry; left out when a needed field is missing."""

    def convert(raw: Any, path: str) -> Any:
        given = reader.mapping(raw, path)
        values = None if given is None else reader.values(shape, given, path, needed=needed, convert=inner)
        if values is None:
            return None
        missing = [f for f in needed if f not in values]
        if missing:
            reader.tell("value.missing", path, ", ".join(missing))
            return None
        return shape(**values)

    return convert


def _evidence(reader: Reader) -> Any:
    cue = _nested(reader, Cue, ("attribute", "start", "end"))

    def cues(raw: Any, path: str) -> tuple[Cue, ...]:
        return tuple(c for c in (cue(entry, where) for where, entry in reader.entries(raw, path)) if c is not None)

    one = _nested(reader, Evidence, ("source",), {"cues": cues})

    def convert(raw: Any, path: str) -> tuple[Evidence, ...]:
        found = (one(entry, where) for where, entry in reader.entries(raw, path))
        return tuple(e for e in found if e is not None)

    return convert


def _topography(raw: Any, path: str) -> tuple[Topography, ...]:
    """One pattern or a list of them."""
    listed = raw if isinstance(raw, list | tuple) else [raw]
    try:
        return tuple(dict.fromkeys(Topography(str(entry)) for entry in listed))
    except ValueError as error:
        raise Unusable(", ".join(t.value for t in Topography)) from error


def _grade(reader: Reader) -> Any:
    written = _nested(reader, Grade, ("scale", "low", "high"))

    def convert(raw: Any, path: str) -> Grade | None:
        if not isinstance(raw, Mapping):
            return mrc_grade(raw)
        grade = written(raw, path)
        if grade is not None and grade.scale in settings().ranges:
            number(grade.low, grade.scale)
            number(grade.high, grade.scale)
        return grade

    return convert


def findings(reader: Reader, raw: Any, path: str = "findings") -> list[Finding]:
    """Findings: a mapping each, or only the concept. One whose concept, site, presence, certainty
    or owner cannot be used is left out as a whole: without it, it would mean something else."""
    found = []
    for where, entry in reader.entries(raw, path):
        given = {"concept": entry} if isinstance(entry, str) else reader.mapping(entry, where)
        if given is None:
            continue
        needed = ("concept", "site", "presence", "certainty", "experiencer")
        values = reader.values(
            Finding, given, where, needed=needed, more=MEASURE_FIELDS,
            convert={
                "concept": lambda r, p: reader.name_of("concept", r, p),
                "site": lambda r, p: reader.name_of("site", r, p),
                "grade": _grade(reader),
                "measure": _nested(reader, Measure),
                "evidence": _evidence(reader),
                "date": lambda r, p: interval(r),
                "topography": _topography,
                "time": _nested(reader, Time, ("text",)),
            },
        )
        if values is None:
            continue
        if "concept" not in values:
            reader.tell("value.missing", where, "concept")
            continue
        short = {k: given[k] for k in MEASURE_FIELDS if given.get(k) is not None}
        if short and "measure" not in values:
            values["measure"] = Measure(**(reader.values(Measure, short, where) or {}))
        if not values.get("evidence"):
            values["evidence"] = _here(reader, where, str(given["concept"]))
        found.append(Finding(**values))
    return found


def _here(reader: Reader, path: str, text: str) -> tuple[Evidence, ...]:
    """The place in the file, when what is read is to say it."""
    return (Evidence(source=reader.name, field=path, text=text),) if reader.places else ()


def muscles(reader: Reader, raw: Any, path: str = "muscles") -> list[Finding]:
    """The short form {muscle, side, mrc, atrophy, fasciculation}: a finding for each thing stated."""
    form = settings().muscle_form
    found = []
    for where, entry in reader.entries(raw, path):
        given = reader.mapping(entry, where)
        if given is None:
            continue
        given = reader.known_keys(given, where, ("muscle", "side", "mrc", *form.signs))
        name = given.get("muscle")
        if name is None:
            reader.tell("value.missing", where, "muscle")
            continue
        site = reader.name_of("muscle", name, f"{where}.muscle")
        side = reader.values(Finding, {"side": given.get("side")}, where, needed=("side",))
        if site is None or side is None:
            continue
        place = {"site": site, "side": side.get("side", Side.UNSAID)}
        for field, concept in (("mrc", form.mrc.weak), *form.signs.items()):
            if given.get(field) is None:
                continue
            stated = _stated(reader, field, given[field], where)
            if stated is not None:
                evidence = _here(reader, f"{where}.{field}", str(name))
                found.append(Finding(concept=concept, evidence=evidence, **place, **stated))
    return found


def _stated(reader: Reader, field: str, raw: Any, where: str) -> dict[str, Any] | None:
    """Presence, and grade for strength; None when the value cannot be used."""
    form = settings().muscle_form
    try:
        if field in form.signs:
            return {"presence": Presence(fixed(_yes_or_no(raw), "presence"))}
        grade = mrc_grade(raw)
    except Unusable as error:
        reader.problems.append(bad_cell(field, raw, error, reader.place(f"{where}.{field}")))
        return None
    weak = grade.low < form.mrc.normal
    return {"presence": Presence.PRESENT if weak else Presence.ABSENT, "grade": grade}


def _yes_or_no(raw: Any) -> str:
    return str(raw).lower() if isinstance(raw, bool) else str(raw)


def named(
    reader: Reader, raw: Any, path: str, *, shape: Shape, field: str, kind: str,
) -> list[Any]:
    """Treatments and diagnoses: a mapping each, or only the name."""
    found = []
    for where, entry in reader.entries(raw, path):
        given = {field: entry} if isinstance(entry, str) else reader.mapping(entry, where)
        if given is None:
            continue
        values = reader.values(
            shape, given, where, needed=(field, "presence", "certainty", "experiencer"),
            convert={field: lambda r, p: reader.name_of(kind, r, p), "evidence": _evidence(reader)},
        )
        if values is None:
            continue
        if field not in values:
            reader.tell("value.missing", where, field)
            continue
        found.append(shape(**values))
    return found


def treatments(reader: Reader, raw: Any) -> list[Treatment]:
    return named(reader, raw, "treatments", shape=Treatment, field="drug", kind="drug")


def diagnoses(reader: Reader, raw: Any) -> list[Diagnosis]:
    return named(reader, raw, "diagnoses", shape=Diagnosis, field="disease", kind="disease")


def visits(reader: Reader, raw: Any) -> list[Visit]:
    """Visits in their order: a mapping each, or only the note."""
    found = []
    for where, entry in reader.entries(raw, "visits"):
        given = {"text": entry} if isinstance(entry, str) else reader.mapping(entry, where)
        if given is not None:
            found.append(Visit(**(reader.values(Visit, given, where) or {})))
    return found


def sources(reader: Reader, raw: Any) -> list[Source]:
    one = _nested(reader, Source, ("id",))
    found = (one(entry, where) for where, entry in reader.entries(raw, "sources"))
    return [s for s in found if s is not None]


def traces(reader: Reader, raw: Any) -> list[MarkedTrace]:
    """Measured traces, as the program writes them."""
    one = _nested(reader, MarkedTrace, ("side", "nerve", "study", "stimulation"))
    found = (one(entry, where) for where, entry in reader.entries(raw, "traces"))
    return [t for t in found if t is not None]


def rows(reader: Reader, raw: Any, path: str, shape: Shape) -> list[Any]:
    """Rows of ``conduction`` or ``laboratory``: the columns of the tables, by any of their names."""
    columns = settings().tables[path].columns
    names = {plain(n): c for c, ns in columns.items() for n in (c, *ns)}
    convert = conduction_row if shape is ConductionRow else laboratory_row
    extra = set(shape.__struct_fields__) - set(columns) - {"times_upper"}
    found = []
    for count, (where, entry) in enumerate(reader.entries(raw, path), 1):
        given = reader.mapping(entry, where)
        if given is None:
            continue
        renamed = {names.get(plain(str(k)), k): v for k, v in given.items()}
        kept = reader.known_keys(renamed, where, {*columns, *shape.__struct_fields__})
        more = reader.values(shape, {k: kept.pop(k) for k in sorted(extra & set(kept))}, where) or {}
        if shape is LaboratoryRow and "text" in more:
            kept["value"] = more["text"]
        row, problems = convert(kept, lambda column, at=where: reader.place(f"{at}.{column}"), None)
        reader.problems += problems
        if row is not None:
            values = {f: getattr(row, f) for f in shape.__struct_fields__} | more
            if "text" in more:
                values["value"] = None
            if reader.places:
                values["row"] = values["row"] or count
                values["source"] = values["source"] or reader.name
            found.append(shape(**values))
    return found


def examined(reader: Reader, raw: Any, path: str, shape: Shape, names: Mapping[str, str]) -> list[Any]:
    """Rows of ``needle``, ``trains`` or ``values``. names: field -> kind of name that becomes an id;
    a row whose name is unknown, or that lacks a needed field, is left out and named."""
    found = []
    needed = [f.name for f in msgspec.structs.fields(shape) if f.required]
    for count, (where, entry) in enumerate(reader.entries(raw, path), 1):
        given = reader.mapping(entry, where)
        if given is None:
            continue
        convert = {field: lambda r, p, k=kind: reader.name_of(k, r, p) for field, kind in names.items()}
        values = reader.values(shape, given, where, convert=convert, needed=tuple(names))
        if values is None:
            continue
        missing = next((f for f in needed if f not in values), None)
        if missing:
            reader.tell("value.missing", where, missing)
            continue
        if reader.places:
            values = {"row": count, "source": reader.name} | values
        found.append(shape(**values))
    return found
