"""Textbook patterns of lesions, whole, partial and noisy: the class is right, the site is named."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from myotome.answer.lesion import Localisation
from myotome.case import Case, Finding, Grade, Patient
from myotome.reasoning.localise import localise
from myotome.terms import Method, Presence, Side

FILE = Path(__file__).parent.parent / "data" / "localise_patterns.yaml"
PATTERNS = {entry["id"]: entry for entry in yaml.safe_load(FILE.read_text(encoding="utf-8"))}
SIDES = {"L": Side.LEFT, "R": Side.RIGHT, "B": Side.BOTH}
# key of the file: concept, present, how it was seen
KINDS = {
    "weak": ("weakness", True, Method.EXAMINATION), "normal": ("weakness", False, Method.EXAMINATION),
    "skin": ("sensory_loss", True, Method.EXAMINATION), "skin_normal": ("sensory_loss", False, Method.EXAMINATION),
    "reflex": ("reflex_loss", True, Method.EXAMINATION), "reflex_normal": ("reflex_loss", False, Method.EXAMINATION),
    "emg": ("active_denervation", True, Method.ENMG), "emg_normal": ("active_denervation", False, Method.ENMG),
    "snap": ("sensory_conduction_abnormal", True, Method.ENMG), "snap_normal": ("sensory_conduction_abnormal", False, Method.ENMG),
}
OPPOSITE = {key: key.removesuffix("_normal") if key.endswith("_normal") else f"{key}_normal" for key in KINDS}
OPPOSITE |= {"weak": "normal", "normal": "weak"}


def lines(entry: dict) -> list[tuple[str, str]]:
    """(kind, line) of every finding of a pattern, or of the version of another that it is."""
    if "of" not in entry:
        return [(kind, line) for kind in (*KINDS, "found", "absent") for line in entry.get(kind, ())]
    found = []
    for kind, line in lines(PATTERNS[entry["of"]]):
        words = set(line.split())
        if words & set(entry.get("drop", ())):
            continue
        found.append((OPPOSITE[kind] if words & set(entry.get("flip", ())) else kind, line))
    return found


def finding(kind: str, line: str) -> Finding:
    words = line.split()
    grade = float(words.pop()) if words[-1].isdigit() else None
    side = SIDES[words.pop()] if words[-1] in SIDES else Side.UNSAID
    if kind in KINDS:
        concept, present, method = KINDS[kind]
        site = words[0]
    else:
        concept, present, method = words[0], kind == "found", Method.UNSAID
        site = words[1] if len(words) > 1 else None
    return Finding(
        concept=concept, site=site, side=side, method=method,
        presence=Presence.PRESENT if present else Presence.ABSENT,
        grade=Grade(scale="mrc", low=grade, high=grade) if grade is not None and kind == "weak" else None,
    )


def findings(entry: dict) -> tuple[Finding, ...]:
    return tuple(finding(kind, line) for kind, line in lines(entry))


def wanted(names: list[str]) -> set[tuple[str, Side]]:
    return {(name.split()[0], SIDES[name.split()[1]]) for name in names}


def case_of(entry: dict) -> Case:
    days = entry.get("days")
    return Case(findings=findings(entry), patient=Patient(duration_months=days / 30.4375 if days else None))


def is_right(entry: dict, answer: Localisation) -> bool:
    """The right class first, and the true sites named by the first lesion or not told from it."""
    if next(iter(answer.classes)) != entry["class"]:
        return False
    if not answer.lesions:
        return not entry.get("sites") and not entry.get("any")
    first = next(lesion for lesion in answer.lesions if lesion.lesion_class == entry["class"])
    named = {*first.sites, *first.tie_set}
    return wanted(entry.get("sites", [])) <= named and (
        "any" not in entry or bool(wanted(entry["any"]) & named)
    )


@pytest.mark.parametrize("name", PATTERNS)
def test_pattern(name, knowledge):
    entry = PATTERNS[name]
    answer = localise(case_of(entry), knowledge)
    first = answer.lesions[0] if answer.lesions else None
    shown = {k: round(p, 3) for k, p in list(answer.classes.items())[:4]}
    assert is_right(entry, answer), (shown, first and (first.lesion_class, first.sites, first.tie_set))


def test_every_pattern_says_where_it_comes_from():
    assert len(PATTERNS) >= 60
    assert all(entry.get("source") and entry.get("class") for entry in PATTERNS.values())
    assert all(entry["of"] in PATTERNS for entry in PATTERNS.values() if "of" in entry)


@pytest.mark.parametrize("name", PATTERNS)
def test_every_name_of_a_pattern_is_known(name, knowledge):
    entry = PATTERNS[name]
    assert all(f.concept in knowledge.concepts for f in findings(entry))
    assert all(f.site is None or knowledge.site_names(f.site) for f in findings(entry))
    words = {word for _, line in lines(PATTERNS[entry.get("of", name)]) for word in line.split()}
    assert {*entry.get("drop", ()), *entry.get("flip", ())} <= words


def test_a_silent_needle_speaks_only_after_three_weeks(knowledge):
    """The same normal needle and sensory response: nothing in the first days, much after a month."""
    entry = PATTERNS["common_fibular_fresh"]
    named = {}
    for days in (3, 60, None):
        answer = localise(case_of({**entry, "days": days}), knowledge)
        named[days] = answer.classes["nerve_focal"]
    assert named[3] > named[60]
    assert named[60] == pytest.approx(named[None])
