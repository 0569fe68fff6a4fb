"""Structured cases in YAML or JSON (docs/case-format.md): read, checked part by part, written back.

What cannot be used is named with file and path; the other parts are used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import msgspec
import yaml

from myotome.case import (
    Case,
    ConductionRow,
    LaboratoryRow,
    NeedleRow,
    Source,
    TrainRow,
    ValueRow,
)
from myotome.case.patient import SCHEMA
from myotome.errors import Problem
from myotome.formats import sections
from myotome.formats.dates import document_date
from myotome.formats.document import Document
from myotome.formats.fields import Reader
from myotome.formats.plain import decode
from myotome.formats.settings import settings
from myotome.formats.trouble import refuse
from myotome.knowledge import load
from myotome.terms import LANGUAGES

SHORT_FORMS = ("muscles", "notes")


class NotACase(ValueError):
    """YAML or JSON that cannot be read; the message says why and where."""


def read_case(data: bytes, name: str) -> Document:
    """One structured case; ``notes`` become the document's text. Raises MyotomeError for a file
    that is no YAML or JSON mapping of schema 1."""
    text, problems = decode(data, name)
    if not text.strip():
        raise refuse("format.empty", name)
    try:
        raw = parse(text, json_only=name.lower().endswith(".json"))
    except NotACase as error:
        raise refuse("case.malformed", name, str(error)) from error
    case, found = case_from(raw, name, places=True)
    return Document(
        name=name, kind="case", text=str(raw.get("notes") or ""), case=_with_source(case, name),
        date=document_date(name, ""), problems=[*problems, *found],
    )


def case_from(raw: Any, name: str = "", *, places: bool = False) -> tuple[Case, list[Problem]]:
    """The case of a mapping as read from YAML or JSON, and what of it could not be used.

    name: the file, for the places of problems. places: findings and rows without evidence of their
    own point to their place in the file. Raises MyotomeError when ``raw`` is no mapping or
    states another schema.

    >>> case, problems = case_from({"schema": 1, "patient": {"age": 56}, "findings": ["foot_drop"]})
    >>> case.patient.age, case.findings[0].concept, problems
    (56.0, 'foot_drop', [])
    """
    if not isinstance(raw, Mapping):
        raise refuse("case.malformed", name, type(raw).__name__, "schema: 1")
    if raw.get("schema") != SCHEMA or isinstance(raw.get("schema"), bool):
        found = "" if raw.get("schema") is None else str(raw["schema"])
        raise refuse("case.schema", name, found, f"schema: {SCHEMA}")
    reader = Reader(name, places=places)
    given = reader.known_keys(raw, "", [*Case.__struct_fields__, *SHORT_FORMS])
    plain = {k: given.get(k) for k in ("id", "language", "illustrations", "setting") if given.get(k) is not None}
    if plain.get("language") not in (None, *LANGUAGES):
        reader.tell("value.not_understood", "language", f"language = {plain.pop('language')}", ", ".join(LANGUAGES))
    dismissed = reader.known_keys(given.get("dismissed") or {}, "dismissed", load().red_flags)
    case = Case(
        dismissed={flag: str(reason) for flag, reason in dismissed.items()},
        **(reader.values(Case, plain, "") or {}),
        patient=sections.patient(reader, given.get("patient")),
        sources=tuple(sections.sources(reader, given.get("sources"))),
        visits=tuple(sections.visits(reader, given.get("visits"))),
        findings=(
            *sections.findings(reader, given.get("findings")),
            *sections.muscles(reader, given.get("muscles")),
        ),
        diagnoses=tuple(sections.diagnoses(reader, given.get("diagnoses"))),
        treatments=tuple(sections.treatments(reader, given.get("treatments"))),
        conduction=tuple(sections.rows(reader, given.get("conduction"), "conduction", ConductionRow)),
        laboratory=tuple(sections.rows(reader, given.get("laboratory"), "laboratory", LaboratoryRow)),
        needle=tuple(sections.examined(reader, given.get("needle"), "needle", NeedleRow, {"muscle": "muscle"})),
        trains=tuple(sections.examined(reader, given.get("trains"), "trains", TrainRow, {"nerve": "nerve", "muscle": "muscle"})),
        values=tuple(sections.examined(reader, given.get("values"), "values", ValueRow, {})),
        traces=tuple(sections.traces(reader, given.get("traces"))),
    )
    return case, reader.problems


def case_to_yaml(case: Case) -> str:
    """The case in its canonical form: ``case_from(yaml.safe_load(...))`` gives the same case."""
    return yaml.safe_dump(_mapping(case), sort_keys=False, allow_unicode=True, width=100)


def case_to_json(case: Case) -> str:
    """The case in its canonical form, as JSON with an indent of two."""
    return msgspec.json.format(msgspec.json.encode(_mapping(case)), indent=2).decode() + "\n"


def _mapping(case: Case) -> dict[str, Any]:
    return {"schema": SCHEMA, **msgspec.to_builtins(case)}


def parse(text: str, *, json_only: bool = False) -> Any:
    """YAML or JSON without surprises: no repeated key, no alias, no endless nesting, no tag.

    Raises NotACase with the line.
    """
    try:
        if json_only:
            return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
        _check_events(text)
        return yaml.load(text, Loader=_loader())  # noqa: S506 - derived from a safe loader
    except yaml.YAMLError as error:
        raise NotACase(_where(error)) from error
    except json.JSONDecodeError as error:
        raise NotACase(f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise NotACase(f"more than {settings().deepest} levels") from error
    except ValueError as error:  # an integer of thousands of digits
        raise NotACase(str(error)[:200]) from error


def _where(error: yaml.YAMLError) -> str:
    """Line, column and what is wrong; nothing of the text, which libyaml's own message may quote."""
    mark = getattr(error, "problem_mark", None)
    place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    return place + re.sub(r"\s+", " ", getattr(error, "problem", None) or type(error).__name__)[:200]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [k for k, _ in pairs]
    twice = {k for k in keys if keys.count(k) > 1}
    if twice:
        raise NotACase(f"key {sorted(twice)[0]!r} stands twice")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise NotACase(f"{name} is no number")


def _check_events(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(event, yaml.AliasEvent):
            raise NotACase(f"line {event.start_mark.line + 1}: alias *{event.anchor}")
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
            if depth > settings().deepest:
                raise NotACase(f"line {event.start_mark.line + 1}: more than {settings().deepest} levels")
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1


def _loader() -> type:
    """The safe loader, which also refuses a key that stands twice."""
    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    def mapping(loader: Any, node: Any) -> dict:
        loader.flatten_mapping(node)
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise NotACase(f"line {key.start_mark.line + 1}: a key must be a word")
            if key.value in seen:
                raise NotACase(f"line {key.start_mark.line + 1}: key {key.value!r} stands twice")
            seen.add(key.value)
        return loader.construct_mapping(node, deep=True)

    def timestamp(loader: Any, node: Any) -> Any:
        """A day that the calendar lacks stays as written: its own field names it, the rest is read."""
        try:
            return loader.construct_yaml_timestamp(node)
        except ValueError:
            return node.value

    loader = type("Loader", (base,), {})
    loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    loader.add_constructor("tag:yaml.org,2002:timestamp", timestamp)
    return loader


def _with_source(case: Case, name: str) -> Case:
    """The case with the file among its sources, when something of it points there."""
    used = {e.source for f in case.findings for e in f.evidence}
    used |= {row.source for row in (*case.conduction, *case.laboratory, *case.traces)}
    known = {s.id for s in case.sources}
    if name in known or (known and name not in used):
        return case
    own = Source(id=name, kind="structured", name=name, language=case.language)
    return msgspec.structs.replace(case, sources=(*case.sources, own))
