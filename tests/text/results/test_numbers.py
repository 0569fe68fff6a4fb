"""Values of the laboratory and of nerve studies in prose, with unit, limits and owner, and what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from myotome.laboratory import judge
from myotome.terms import Experiencer, Presence, Side
from myotome.text import read
from myotome.text.results.numbers import number

TABLE = yaml.safe_load(Path(__file__).with_name("numbers.yaml").read_text(encoding="utf-8"))


def told(text: str, knowledge, language: str) -> set[str]:
    """Values and findings of a text, in the words of the file."""
    out: set[str] = set()
    for patient in read(text, knowledge, language).patients:
        findings = [*patient.findings, *judge(patient.laboratory, knowledge)[0]]
        for f in findings:
            if f.experiencer is Experiencer.PATIENT:
                name = ("!" if f.presence is Presence.ABSENT else "") + f.concept
                out |= {f"F:{name}", f"F:{name}@{f.site}"}
                if f.side is not Side.UNSAID:
                    out.add(f"F:{name}@{f.site}:{f.side.value}")
        for row in patient.laboratory:
            out.add(row.test)
            value = f"{row.times_upper:g}N" if row.times_upper is not None else f"{row.value:g}"
            line = f"{row.test}{row.comparator or '='}{value}"
            line += f" {row.unit}" if row.unit else ""
            if row.lower is not None or row.upper is not None:
                limits = ("" if v is None else f"{v:g}" for v in (row.lower, row.upper))
                line += f" ({'..'.join(limits)})"
            if row.experiencer is not Experiencer.PATIENT:
                line += f" [{row.experiencer.value}]"
            out.add(line.casefold())
    return out


def unmet(text: str, expected: list[str], knowledge, language: str) -> list[str]:
    """The expectations that a text does not meet."""
    got = told(text, knowledge, language)
    return [
        e for e in expected
        if (e[1:] in got if e.startswith("-") else not any((o if o.startswith("F:") else o.casefold()) in got for o in e.split("|")))
    ]


CASES = [
    pytest.param(line[0], line[1:], name[-2:], id=f"{name}-{n}") for name, lines in TABLE.items() for n, line in enumerate(lines)
]


@pytest.mark.parametrize(("text", "expected", "language"), CASES)
def test_a_value_in_prose(knowledge, text, expected, language):
    assert not unmet(text, expected, knowledge, language)


@pytest.mark.parametrize(("raw", "value"), [("5,7", 5.7), ("22,297", 22297), ("12.5", 12.5), ("0,345", 0.345), ("12000", 12000)])
def test_a_number_of_unknown_kind(raw, value):
    assert number(raw) == value


@pytest.mark.parametrize(("raw", "whole", "decimal", "value"), [
    ("2,145", False, ",", 2.145), ("2.145", False, ",", 2.145), ("22.297", True, ",", 22297), ("22,297", True, ",", 22297),
    ("1,234", False, ".", 1234), ("2.145", False, ".", 2.145), ("1,234,567", True, ".", 1234567),
])
def test_a_number_of_a_known_quantity(raw, whole, decimal, value):
    assert number(raw, whole=whole, decimal=decimal) == value
