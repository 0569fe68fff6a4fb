"""Both languages are whole, every label is used, and no template holds a word of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import myotome.report
from myotome.knowledge.check import CLASSES
from myotome.report.wording import Wording
from myotome.terms import Certainty, Experiencer, HowSeen, Presence, Side, Truth, When

FOLDER = Path(myotome.report.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").glob("*.j2"))
CODE = "\n".join(p.read_text(encoding="utf-8") for p in sorted(FOLDER.rglob("*.py")))
DOORS = "\n".join(p.read_text(encoding="utf-8") for p in sorted((FOLDER.parent / "cli").glob("*.py")))
CARE = "\n".join(p.read_text(encoding="utf-8") for p in sorted((FOLDER.parent / "care").rglob("*.py")))
MARKUP = "\n".join(p.read_text(encoding="utf-8") for p in TEMPLATES)
# Labels named by a value of a closed or open vocabulary: "side_" + Side, "class_" + lesion class ...
FAMILIES = re.findall(r"""f["']([a-z_]+_)\{""", CODE) + re.findall(r"t\('([a-z_]+_)' ~", MARKUP)
FAMILIES += [f"{kind}_" for kind in re.findall(r'(?:words|self)\.of\(\s*"([a-z_]+)"', CODE)]
NUMBERED = re.findall(r'words\.count\(\s*"([a-z_]+)"', CODE + DOORS) + re.findall(r"t\.count\('([a-z_]+)'", MARKUP)
NAMED = re.findall(r'(?:words|self)\(\s*"([a-z_]+)"', CODE) + re.findall(r"\bt\('([a-z_]+)'[,)]", MARKUP)


@pytest.fixture(scope="module")
def labels(knowledge):
    return knowledge.words["labels"] | knowledge.words["care"]


def test_each_label_is_whole_in_both_languages(labels):
    odd = [k for k, v in labels.items() if set(v) != {"fr", "en"} or not all(isinstance(t, str) for t in v.values())]
    assert odd == []
    empty = [k for k, v in labels.items() if not v["fr"] or (not v["en"] and k not in ("vowels", "aspirated_h"))]
    assert empty == []


def test_both_languages_fill_in_the_same(labels):
    fields = re.compile(r"\{(\w+)\}")
    assert [k for k, v in labels.items() if set(fields.findall(v["fr"])) != set(fields.findall(v["en"]))] == []


def test_what_is_asked_for_exists(labels):
    missing = [n for n in NAMED if n not in labels]
    missing += [n for n in NUMBERED if f"{n}_one" not in labels or f"{n}_many" not in labels]
    assert sorted(set(missing)) == []


def test_no_label_is_left_over(labels):
    used = set(NAMED) | {f"{n}_{form}" for n in NUMBERED for form in ("one", "many")}
    used |= set(re.findall(r"""["']([a-z_]+)["']""", CODE + DOORS + CARE))
    assert [k for k in labels if k not in used and not k.startswith(tuple(FAMILIES))] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_templates_hold_no_word_of_their_own(path):
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.S)
    said = re.findall(r'(?:title|aria-label|alt|placeholder)="([^"]*[A-Za-zÀ-ÿ][^"]*)"', text)
    assert said == []
    text = re.sub(r"<!doctype html>|<[^<>]*>", " ", text)
    assert re.findall(r"[A-Za-zÀ-ÿ]+", text) == []


def test_python_of_the_report_holds_no_french():
    code = re.sub(r'"""[\s\S]*?"""|#.*', "", CODE)
    assert re.findall(r'"[^"\n]*[éèêàçùôî][^"\n]*"', code) == []


def test_every_word_of_a_closed_vocabulary_has_its_label(knowledge, labels):
    wanted = [f"class_{c}" for c in CLASSES] + [f"side_{s.value}" for s in Side]
    wanted += [f"certainty_{c.value}" for c in Certainty] + [f"presence_{p.value}" for p in Presence]
    wanted += [f"experiencer_{e.value}" for e in Experiencer] + [f"when_{w.value}" for w in When]
    wanted += [f"item_{t.value}" for t in Truth] + [f"sign_{t.value}" for t in Truth]
    wanted += [f"how_{h.name.casefold()}" for h in HowSeen]
    wanted += [f"test_{t.kind}" for t in knowledge.tests.values()]
    wanted += [f"urgency_{f.urgency}" for f in knowledge.red_flags.values()]
    for disease in knowledge.diseases.values():
        for step in disease.care.steps if disease.care else ():
            wanted += [f"kind_{step.kind}"] + [f"stop_{step.stop}"] * bool(step.stop)
            wanted += [f"status_{step.status}"] * bool(step.status)
    wanted += [f"part_{p.replace('.', '_')}" for p in knowledge.plexus]
    assert sorted({w for w in wanted if w not in labels}) == []


def test_french_typography_touches_labels_only(knowledge):
    words = Wording(knowledge, "fr")
    assert words("tied_with").endswith("\u00a0:")
    assert "’" in words("red_flags")
    assert words("percent", n=38) == "38\u202f%"
    plain = Wording(knowledge, "fr", plain=True)
    assert plain("percent", n=38) == "38 %"


def test_what_counts_agrees_in_number(labels):
    """"{n} jours" has its "{n} jour"; no label writes "jour(s)"."""
    assert [k for k, v in labels.items() if any("(s)" in t for t in v.values())] == []
    counting = re.compile(r"\{n\} (?:\w+ )?\w+s\b")
    ends = ("_one", "_many", "times_upper", "tally_yes", "tally_unknown")
    assert [k for k, v in labels.items() if any(map(counting.search, v.values())) and not k.endswith(ends)] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_units_that_are_words_agree(knowledge, labels, language):
    words = Wording(knowledge, language, plain=True)
    units = [k.removeprefix("unit_").removesuffix("_one") for k in labels if k.startswith("unit_") and k.endswith("_one")]
    assert units
    for unit in units:
        assert words.unit(unit, 2).removesuffix("s") == words.unit(unit, 1).removesuffix("s")
    assert words.unit("points", 1) == "point" and words.unit("points", 1.5) == ("point" if language == "fr" else "points")
