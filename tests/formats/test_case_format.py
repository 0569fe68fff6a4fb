"""docs/case-format.md and docs/schema: every example is read, without a problem, and is current."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import msgspec
import pytest
import yaml

from myotome.answer import Result
from myotome.formats.case_schema import case_schema
from myotome.formats.settings import settings
from myotome.formats.structured import case_from, case_to_json
from myotome.formats.tables import read_table

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "case-format.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(yaml|json|csv)\n(.*?)```", PAGE, re.DOTALL)


def blocks(*kinds: str) -> list[str]:
    return [text for kind, text in BLOCKS if kind in kinds]


def test_one_example_of_each_kind() -> None:
    text = "".join(blocks("yaml"))
    assert len(blocks("yaml")) >= 5
    for word in ("muscles:", "conduction:", "mri", "laboratory:", "visits:"):
        assert word in text


@pytest.mark.parametrize("text", blocks("yaml", "json"))
def test_examples_are_read_and_fit_the_schema(text: str) -> None:
    raw = yaml.safe_load(text)
    case, problems = case_from(raw)
    assert problems == []
    jsonschema.validate(raw, case_schema())
    jsonschema.validate(json.loads(case_to_json(case)), case_schema())


@pytest.mark.parametrize("text", blocks("csv"))
def test_tables_are_read(text: str) -> None:
    document = read_table(text.encode(), "example.csv")
    assert document.problems == []
    assert len(document.conduction or document.laboratory) == 4


@pytest.mark.parametrize(
    ("name", "schema"), [("case", case_schema()), ("result", msgspec.json.schema(Result))]
)
def test_published_schema_is_current(name: str, schema: dict) -> None:
    published = json.loads((DOCS / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(msgspec.json.encode(schema)), f"myotome schema {name} > docs/schema/{name}.schema.json"
    jsonschema.Draft202012Validator.check_schema(published)


def test_every_column_kind_and_limit_is_documented() -> None:
    for table in settings().tables.values():
        for column in table.columns:
            assert column in PAGE
    for kind in settings().kinds:
        assert f"`{kind.id}`" in PAGE
        assert f"{kind.limit_bytes:,}" in PAGE
        assert all(suffix in PAGE for suffix in kind.suffixes)
