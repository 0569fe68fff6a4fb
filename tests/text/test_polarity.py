"""Stated normal results, absent reflexes, denials, doubt, kin: sentences written, with their answers, before the reader was run on them.

``polarity_read.yaml``: text -> findings that must be read: "-weakness" denied, "+ptosis@left" there, "?ptosis" doubted, "mother:+ptosis" of
kin; "!ptosis": not said to be there of the patient. ``polarity_spans.yaml``: [words|-] denied, [words|?] doubted, [words|k] of kin, [words|+] there.
``polarity_whole.yaml``: as the first, and
no other finding may be there. All hold what is read right; the share at first sight of each batch stands at its head.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from myotome.terms import Certainty, Experiencer, Presence
from myotome.text import qualify, read

READ = yaml.safe_load(Path(__file__).with_name("polarity_read.yaml").read_text(encoding="utf-8"))
WHOLE = yaml.safe_load(Path(__file__).with_name("polarity_whole.yaml").read_text(encoding="utf-8"))
SPANS = yaml.safe_load(Path(__file__).with_name("polarity_spans.yaml").read_text(encoding="utf-8"))
WANTED = re.compile(r"(?:(\w+):)?([-+?!])(\w+)(?:@(\w+))?")
SPAN = re.compile(r"\[([^\]|]+)\|([-+?k])\]")
UNSURE = (Certainty.POSSIBLE, Certainty.TO_BE_EXCLUDED, Certainty.PENDING)


def holds(wanted: str, findings, knowledge, *, split: bool = False) -> bool:
    """split: is the finding wanted at another place as well?"""
    who, sign, concept, side = WANTED.fullmatch(wanted).groups()
    mine = [
        f for f in findings
        if knowledge.is_a(f.concept, concept) and f.experiencer is Experiencer(who or "patient") and (not side or f.side.value == side)
    ]
    there = [f for f in mine if f.presence is Presence.PRESENT]
    if sign == "!":
        return not there
    if sign == "-":
        return any(f.presence is Presence.ABSENT for f in mine) and (split or not any(f.concept == concept for f in there))
    return any((f.certainty in (Certainty.CERTAIN, Certainty.PROBABLE)) if sign == "+" else f.certainty is not Certainty.CERTAIN for f in there)


def sign_of(qualified) -> str:
    if qualified.experiencer is not Experiencer.PATIENT:
        return "k"
    if qualified.presence is Presence.ABSENT:
        return "-"
    return "?" if qualified.certainty in UNSURE else "+"


@pytest.mark.parametrize(("batch", "language"), [(b, language) for b, texts in READ.items() for language in texts])
def test_findings_of_a_batch(knowledge, batch, language):
    wrong = []
    for text, wanted in READ[batch][language].items():
        findings = [f for patient in read(text, knowledge, language).patients for f in patient.findings]
        wrong += [f"{text!r}: {w}" for w in wanted.split() if not holds(w, findings, knowledge)]
    assert not wrong, "\n".join(wrong)


def invented(wanted: list[str], findings, knowledge) -> list[str]:
    """Findings said to be there that are neither wanted nor a broader or narrower kind of what is; a course apart."""
    there = [(who or "patient", concept) for who, sign, concept, _ in (WANTED.fullmatch(w).groups() for w in wanted) if sign in "+?"]
    return [
        f.concept for f in findings if f.presence is Presence.PRESENT and not knowledge.is_a(f.concept, "course") and not any(
            f.experiencer is Experiencer(who) and (knowledge.is_a(f.concept, concept) or knowledge.is_a(concept, f.concept)) for who, concept in there
        )
    ]


@pytest.mark.parametrize("batch", WHOLE)
def test_nothing_else_is_there(knowledge, batch):
    wrong = []
    for text, line in WHOLE[batch].items():
        wanted = line.split()
        findings = [f for patient in read(text, knowledge, "fr").patients for f in patient.findings]
        there = {w[1:].partition("@")[0] for w in wanted if w[0] in "+?"}
        wrong += [f"{text!r}: {w}" for w in wanted if not holds(w, findings, knowledge, split=w[1:].partition("@")[0] in there)]
        wrong += [f"{text!r}: invented {concept}" for concept in invented(wanted, findings, knowledge)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("batch", SPANS)
def test_spans_of_a_batch(knowledge, batch):
    wrong = []
    for marked in SPANS[batch]:
        parts = SPAN.split(marked)
        text, spans, want = parts[0], [], []
        for words, sign, rest in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            spans.append((len(text), len(text) + len(words)))
            text, want = text + words + rest, [*want, sign]
        got = [sign_of(q) for q in qualify(text, spans, "fr", knowledge)]
        wrong += [f"{marked}: {got}"] if got != want else []
    assert not wrong, "\n".join(wrong)
