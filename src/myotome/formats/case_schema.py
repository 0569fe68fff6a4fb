"""The JSON Schema of a structured case: the canonical form of ``case.Case``, and its short forms.

Words that the reader understands besides ("gauche", "4,5") are not in it: a file that holds to the
schema is read by any program.
"""

from __future__ import annotations

from typing import Any

import msgspec

from myotome.case import Case, ConductionRow, Measure
from myotome.case.patient import SCHEMA
from myotome.formats.settings import settings

DIALECT = "https://json-schema.org/draft/2020-12/schema"
STRING, NUMBER = {"type": "string"}, {"type": "number"}
FIXED = ("amplitude_kind", "area_kind", "duration_kind", "response")


def case_schema() -> dict[str, Any]:
    """The schema as plain data.

    >>> case_schema()["required"]
    ['schema']
    """
    schema = msgspec.json.schema(Case)
    parts = schema.pop("$defs")
    root = parts.pop("Case")
    schema.pop("$ref")
    for part in parts.values():
        if part.get("type") == "object":
            part["additionalProperties"] = False
    items = root["properties"]
    items["schema"] = {"const": SCHEMA}
    items["notes"] = {**STRING, "description": "Free text, read as a note."}
    items["muscles"] = {"type": "array", "items": _muscle(parts)}
    for name in ("findings", "treatments", "diagnoses", "visits"):
        items[name]["items"] = {"anyOf": [STRING, items[name]["items"]]}
    _widen(parts)
    return {
        "$schema": DIALECT, "title": "Myotome structured case", "description": "See docs/case-format.md.",
        "type": "object", "properties": items, "required": ["schema"], "additionalProperties": False,
        "$defs": parts,
    }


def _muscle(parts: dict[str, Any]) -> dict[str, Any]:
    signs = {sign: {"type": "boolean"} for sign in settings().muscle_form.signs}
    return {
        "type": "object", "required": ["muscle"], "additionalProperties": False,
        "properties": {
            "muscle": STRING, "side": parts["Finding"]["properties"]["side"],
            "mrc": {"anyOf": [{**NUMBER, **_range("mrc")}, STRING]}, **signs,
        },
    }


def _widen(parts: dict[str, Any]) -> None:
    """Short forms of a finding's value and grade, fixed values and ranges of rows."""
    finding = parts["Finding"]["properties"]
    finding["grade"] = {"anyOf": [STRING, NUMBER, *finding["grade"]["anyOf"]]}
    measure = parts["Measure"]["properties"]
    finding |= {field: measure[field] for field in Measure.__struct_fields__}
    parts["LaboratoryRow"]["properties"]["value"] = {"anyOf": [NUMBER, STRING, {"type": "null"}]}
    row = parts["ConductionRow"]["properties"]
    row["side"] = {"enum": ["left", "right"]}
    row["study"] = {"enum": list(settings().values["study"])}
    for field in FIXED:
        row[field] = {"enum": [*settings().values[field], None]}
    for field in ConductionRow.__struct_fields__:
        if field in settings().ranges:
            row[field] = {"anyOf": [{**NUMBER, **_range(field)}, {"type": "null"}]}
    for field in parts["Patient"]["properties"]:
        if field in settings().ranges:
            kind = "integer" if field == "birth_year" else "number"
            parts["Patient"]["properties"][field] = {
                "anyOf": [{"type": kind, **_range(field)}, {"type": "null"}]
            }


def _range(field: str) -> dict[str, float]:
    low, high = settings().ranges[field]
    return {"minimum": low, "maximum": high}
