"""Read the YAML files, or the compiled form of the same content.

The compiled form is msgpack, named by the hash of all files, kept in the user's cache folder and
rebuilt by itself. A cache that cannot be written costs time, not correctness.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from myotome.errors import MyotomeError, Problem
from myotome.knowledge.compiled import compiled_file, read_compiled, write_compiled
from myotome.knowledge.model import (
    Act,
    Caution,
    Concept,
    CriteriaSet,
    Disease,
    DocumentUpdate,
    DoseSheet,
    ExcludeFirst,
    LabelLine,
    Muscle,
    MuscleGroup,
    Nerve,
    NerveSegment,
    PlexusPart,
    RedFlagRule,
    Reference,
    Refinement,
    Reflex,
    Region,
    Response,
    Root,
    Score,
    SteroidScheme,
    Territory,
    Test,
)
from myotome.knowledge.store import Content, Knowledge
from myotome.terms import Level

FOLDER = Path(__file__).parent
EXPRESSION_KEYS = frozenset({"rule", "when", "unless", "derived", "precondition", "excluded"})
COMPILED_FORMAT = 5

# pattern of files -> (field of Content, type of an entry, one entry a file?)
FILES: tuple[tuple[str, str, Any, bool], ...] = (
    ("anatomy/muscles.yaml", "muscles", Muscle, False),
    ("anatomy/groups.yaml", "groups", MuscleGroup, False),
    ("anatomy/nerves.yaml", "nerves", Nerve, False),
    ("anatomy/segments.yaml", "segments", NerveSegment, False),
    ("anatomy/plexus.yaml", "plexus", PlexusPart, False),
    ("anatomy/roots.yaml", "roots", Root, False),
    ("anatomy/reflexes.yaml", "reflexes", Reflex, False),
    ("anatomy/territories.yaml", "territories", Territory, False),
    ("anatomy/regions.yaml", "regions", Region, False),
    ("concepts/*.yaml", "concepts", Concept, False),
    ("diseases/*.yaml", "diseases", Disease, True),
    ("criteria/*.yaml", "criteria", CriteriaSet, True),
    ("red_flags/*.yaml", "red_flags", RedFlagRule, False),
    ("tests/*.yaml", "tests", Test, False),
    ("drugs/*.yaml", "acts", Act, False),
    ("care/cautions.yaml", "cautions", Caution, False),
    ("care/labels.yaml", "labels", LabelLine, False),
    ("care/exclude_first.yaml", "exclusions", ExcludeFirst, False),
    ("care/updates.yaml", "updates", DocumentUpdate, False),
    ("drugs/doses/*.yaml", "doses", DoseSheet, True),
    ("scores/*.yaml", "scores", Score, False),
    ("scores/responses/*.yaml", "responses", Response, False),
    ("drugs/tapers/*.yaml", "tapers", SteroidScheme, False),
    ("references/*.yaml", "references", Reference, False),
)


def knowledge_files(folder: Path = FOLDER) -> list[Path]:
    """Every YAML file, in a fixed order."""
    return sorted(folder.rglob("*.yaml"))


def content_hash(folder: Path = FOLDER) -> str:
    """Hash of names and bytes of all files: the version of the knowledge."""
    digest = hashlib.sha256(str(COMPILED_FORMAT).encode())
    for path in knowledge_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _parse_expressions(raw: Any, place: str) -> Any:
    """Replace each expression in its YAML form by the fields of ``Expression``."""
    from myotome.knowledge.expression import parse

    if isinstance(raw, list):
        return [_parse_expressions(part, place) for part in raw]
    if not isinstance(raw, dict):
        return raw
    done = {}
    for key, value in raw.items():
        if key in EXPRESSION_KEYS and value is not None:
            done[key] = msgspec.to_builtins(parse(value, place))
        elif key == "column" and isinstance(value, dict):
            done[key] = {k: msgspec.to_builtins(parse(v, place)) for k, v in value.items()}
        else:
            done[key] = _parse_expressions(value, place)
    return done


def _bad(place: str, error: Exception | str) -> Problem:
    return Problem(
        level=Level.ERROR, code="knowledge.shape", message=str(error).splitlines()[0], place=place,
        mend="see docs/knowledge-format.md",
    )


@lru_cache(maxsize=1)
def _loader() -> Any:
    """libyaml's safe loader when it is there, with YAML 1.2 booleans: "no" and "on" stay words."""
    import re

    import yaml

    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loader = type("Loader", (base,), {})
    loader.yaml_implicit_resolvers = {
        first: [(tag, rule) for tag, rule in rules if tag != "tag:yaml.org,2002:bool"]
        for first, rules in base.yaml_implicit_resolvers.items()
    }
    loader.add_implicit_resolver(
        "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|false|False)$"), list("tTfF")
    )
    return loader


def read_yaml(path: Path) -> Any:
    """One YAML file."""
    import yaml

    with path.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=_loader())  # noqa: S506 - derived from a safe loader


def build(folder: Path = FOLDER) -> tuple[Content, list[Problem]]:
    """Read all files; returns what is well-formed, and a problem for each entry that is not."""
    import yaml

    fields: dict[str, Any] = {"settings": {}, "words": {}, "refinements": []}
    problems: list[Problem] = []
    for pattern, field, kind, single in FILES:
        table = fields.setdefault(field, {})
        for path in sorted(folder.glob(pattern)):
            place = path.relative_to(folder).as_posix()
            if path.name == "refinements.yaml":
                continue
            try:
                raw = read_yaml(path)
            except yaml.YAMLError as error:
                problems.append(_bad(place, str(error).replace("\n", " ")))
                continue
            for number, entry in enumerate([raw] if single else raw or []):
                name = entry.get("id", f"entry {number + 1}") if isinstance(entry, dict) else number
                where = f"{place}: {name}"
                try:
                    value = msgspec.convert(_parse_expressions(entry, where), kind)
                except (msgspec.ValidationError, ValueError, KeyError, TypeError) as error:
                    problems.append(_bad(where, error))
                    continue
                if value.id in table:
                    problems.append(_bad(where, f"id {value.id} stands twice"))
                table[value.id] = value
    path = folder / "concepts" / "refinements.yaml"
    for entry in (read_yaml(path) or []) if path.exists() else []:
        try:
            fields["refinements"].append(msgspec.convert(entry, Refinement))
        except msgspec.ValidationError as error:
            problems.append(_bad(f"concepts/refinements.yaml: {entry}", error))
    for field in ("settings", "words"):
        for path in sorted((folder / field).glob("*.yaml")):
            fields[field][path.stem] = read_yaml(path)
    fields["refinements"] = tuple(fields["refinements"])
    return Content(**fields), problems


def load_folder(folder: Path = FOLDER, *, cache: bool = True) -> Knowledge:
    """Load from ``folder``; raises MyotomeError naming each malformed entry."""
    version = content_hash(folder)[:12]
    path = compiled_file(f"knowledge-{version}.msgpack")
    compiled = read_compiled(path) if cache else None
    if compiled is not None:
        try:
            return Knowledge(msgspec.msgpack.decode(compiled, type=Content), version, compiled=True)
        except msgspec.DecodeError:
            pass  # a damaged cache is rebuilt below
    content, problems = build(folder)
    if problems:
        raise MyotomeError(*problems)
    if cache:
        write_compiled(path, msgspec.msgpack.encode(content))
    return Knowledge(content, version, compiled=cache)


@lru_cache(maxsize=1)
def load() -> Knowledge:
    """The knowledge that ships with the program, once a process."""
    return load_folder()
