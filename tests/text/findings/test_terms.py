"""Old, modern and short names are read to the same structure, sign, disease or treatment, however they are written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from myotome.terms import Presence, Side
from myotome.text import read

TABLE = yaml.safe_load(Path(__file__).with_name("terms.yaml").read_text(encoding="utf-8"))
UNCHANGED = {"de", "du", "des", "la", "le", "à", "et", "d", "l"}


def said(text: str, knowledge, language: str = "fr") -> set[str]:
    """What a text says: "concept", "concept:side", "@site", "@site:side" (with "!" behind when absent), "dx:disease",
    "act:treatment", "lab:measure", "?word" for a word that is reported as ambiguous."""
    reading = read(text, knowledge, language)
    out = {f"?{p.message}" for p in reading.problems if p.code == "text.ambiguous"}
    for patient in reading.patients:
        for f in patient.findings:
            mark = "!" if f.presence is Presence.ABSENT else ""
            out |= {f.concept + mark, f"@{f.site}{mark}"}
            if f.side is not Side.UNSAID:
                out |= {f"@{f.site}:{f.side.value}{mark}", f"{f.concept}:{f.side.value}{mark}"}
        out |= {f"dx:{d.disease}" for d in patient.diagnoses if d.presence is Presence.PRESENT}
        out |= {f"act:{t.drug}" for t in patient.treatments}
        out |= {f"lab:{row.test}" for row in patient.laboratory}
    return out


def without_accents(text: str) -> str:
    plain = text.replace("œ", "oe").replace("Œ", "OE")
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def plural(form: str) -> str:
    words = []
    for word in form.split():
        if word in UNCHANGED or word[-1] in "sxz" or "'" in word or word[0].isdigit() and word[-1] == "s":
            words.append(word)
        elif word.endswith("al"):
            words.append(word[:-2] + "aux")
        elif word.endswith("eau"):
            words.append(word + "x")
        else:
            words.append(word + "s")
        if words[-1] in ("de", "du", "des", "la", "à") and len(words) > 1:
            words += form.split()[len(words) :]
            break
    return " ".join(words)


def written(block: dict, form: str) -> Iterator[tuple[str, str]]:
    """The form in each frame, as it may be written."""
    for frame in block["frames"]:
        sentence = frame.format(form)
        yield sentence, "as written"
        if block.get("plain") or form.isupper():
            continue
        yield without_accents(sentence), "no accents"
        yield without_accents(sentence).upper(), "capitals"
        if block.get("plural"):
            yield frame.format(plural(form)), "plural"


CASES = [
    pytest.param(block, name, form, id=f"{name}-{form}") for block in TABLE for name, forms in block["terms"].items() for form in forms
]


@pytest.mark.parametrize(("block", "name", "form"), CASES)
def test_a_name_is_read_however_it_is_written(knowledge, block, name, form):
    missed = []
    for sentence, how in written(block, form):
        expected = {block["expect"].format(option) for option in name.split("|")}
        if how == "plural":
            expected = {e.split(":")[0] for e in expected}
        if not expected & said(sentence, knowledge):
            missed.append((how, sentence))
    assert not missed


SHORT = yaml.safe_load(Path(__file__).with_name("abbreviations.yaml").read_text(encoding="utf-8"))


def unmet(sentence: str, expected: list[str], knowledge, language: str) -> list[str]:
    """The expectations that a sentence does not meet."""
    got = said(sentence, knowledge, language)
    missed = []
    for line in expected:
        options = line.split("|")
        if not any((o[1:] not in got) if o.startswith("-") else o in got for o in options):
            missed.append(line)
    return missed


@pytest.mark.parametrize(
    ("sentence", "expected", "language"), [
        pytest.param(line[0], line[1:], "en" if short.endswith("-en") else "fr", id=f"{short}-{n}")
        for short, lines in SHORT.items() for n, line in enumerate(lines)
    ],
)
def test_a_short_form_is_read_by_its_neighbours(knowledge, sentence, expected, language):
    assert not unmet(sentence, expected, knowledge, language)
